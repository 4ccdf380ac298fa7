"""The pages of the branch register."""

from datetime import date

import pytest

from branches.audit.models import Event
from branches.org.models import Branch
from branches.org.queries import branches_as_of
from tests import make

pytestmark = pytest.mark.django_db
KEY = {"_key": "key-1"}
FOUND = {
    "code": "xcb", "name": "宣传教育科党支部", "short_name": "宣教科", "founded_on": "2026-06-01", "position": "7",
    "type_code": "office", "attributes": ["has_committee"], "members": "9", "groups": "0", **KEY,
}


def test_directory_lists_todays_branches(sign_in, admin, own_branch, other_branch):
    text = sign_in(admin).get("/branches/").content.decode()

    assert own_branch.name in text and other_branch.name in text


def test_directory_is_found_by_words_and_type(sign_in, admin, own_branch, other_branch):
    make.branch("office-1", type_code="office")
    client = sign_in(admin)

    assert other_branch.name not in client.get("/branches/", {"q": own_branch.name}).content.decode()
    assert own_branch.name not in client.get("/branches/", {"type": "office"}).content.decode()


def test_directory_takes_few_queries(sign_in, admin, django_assert_max_num_queries, second_quarter):
    for _number in range(20):
        make.branch()
    client = sign_in(admin)
    client.get("/branches/")  # the day's first look at names is put on record

    with django_assert_max_num_queries(22):
        client.get("/branches/")


@pytest.mark.parametrize("who", ["secretary", "viewer", "discipline", "nobody"])
@pytest.mark.parametrize("address", ["/branches/", "/branches/pcs-2/", "/branches/new/"])
def test_pages_ask_a_right(sign_in, request, who, address, own_branch):
    assert sign_in(request.getfixturevalue(who)).get(address).status_code == 403


@pytest.mark.parametrize("verb", ["name", "change", "seats", "term", "close"])
def test_reviewer_reads_and_does_not_change(sign_in, reviewer, own_branch, verb):
    client = sign_in(reviewer)

    assert client.get("/branches/pcs-2/").status_code == 200
    assert client.get(f"/branches/pcs-2/{verb}/").status_code == 403
    assert client.post(f"/branches/pcs-2/{verb}/", KEY).status_code == 403


def test_unknown_branch_is_missing(sign_in, admin):
    assert sign_in(admin).get("/branches/none/").status_code == 404
    assert sign_in(admin).get("/branches/none/change/").status_code == 404


def test_found_and_only_once(sign_in, admin):
    client = sign_in(admin)
    first, second = client.post("/branches/new/", FOUND), client.post("/branches/new/", FOUND)

    assert first["Location"] == second["Location"] == "/branches/xcb/"
    row = branches_as_of(date(2026, 6, 2), codes=["xcb"])[0]
    assert (row.type, row.members, row.attributes) == ("office", 9, ("has_committee",))
    assert Event.objects.filter(kind="org.founded", by_name="admin").count() == 1


@pytest.mark.parametrize(("field", "value"), [
    ("code", "pcs-2"), ("code", "有中文"), ("type_code", "palace"), ("members", "-1"), ("members", "many"),
    ("groups", "3"), ("founded_on", "2026-13-01"), ("name", ""),
])
def test_bad_fields_are_named(sign_in, admin, own_branch, field, value):
    answer = sign_in(admin).post("/branches/new/", {**FOUND, field: value})

    assert answer.status_code == 422 and answer.context["form"].errors[field]
    assert not Branch.objects.filter(code="xcb").exists()


def test_change_leaves_earlier_days(sign_in, admin, own_branch):
    sign_in(admin).post("/branches/pcs-2/change/", {
        "since": "2026-06-01", "type_code": "office", "attributes": [], "members": "6", "groups": "0", **KEY})

    before = branches_as_of(date(2026, 5, 31), codes=["pcs-2"])[0]
    after = branches_as_of(date(2026, 6, 1), codes=["pcs-2"])[0]
    assert (before.type, before.members) == ("police_station", 18)
    assert (after.type, after.members) == ("office", 6)


def test_change_before_foundation_is_refused(sign_in, admin, own_branch):
    answer = sign_in(admin).post("/branches/pcs-2/change/", {
        "since": "2019-01-01", "type_code": "office", "members": "6", "groups": "0", **KEY})

    assert answer.status_code == 422


def test_somebody_was_faster(sign_in, admin, own_branch):
    client = sign_in(admin)
    seen = client.get("/branches/pcs-2/name/").context["version"]
    client.post("/branches/pcs-2/name/", {"name": "甲", "short_name": "甲", "_version": seen, "_key": "a"})

    answer = client.post("/branches/pcs-2/name/", {"name": "乙", "short_name": "乙", "_version": seen, "_key": "b"})

    assert answer.status_code == 409 and "乙" in answer.content.decode()
    own_branch.refresh_from_db()
    assert own_branch.name == "甲"


def test_seat_is_filled_and_emptied(sign_in, admin, own_branch):
    client = sign_in(admin)
    client.post("/branches/pcs-2/seats/", {"kind": "discipline", "holder": "陈一", "since": "2026-01-05", **KEY})
    seat = own_branch.seats.get()
    client.post(f"/branches/pcs-2/seats/{seat.pk}/", {"until": "2026-05-31", "_key": "key-2"})

    seat.refresh_from_db()
    assert (seat.holder, seat.until, seat.is_abolished) == ("陈一", date(2026, 5, 31), False)
    assert client.get(f"/branches/pcs-2/seats/{seat.pk}/").status_code == 404


def test_election_begins_a_term(sign_in, admin, own_branch):
    client = sign_in(admin)
    wrong = client.post("/branches/pcs-2/term/", {"started_on": "2026-01-05", "ends_on": "2025-01-05", **KEY})
    client.post("/branches/pcs-2/term/", {"started_on": "2026-01-05", "ends_on": "2029-01-04", **KEY})

    assert wrong.status_code == 422 and own_branch.terms.get().ends_on == date(2029, 1, 4)


def test_merged_branch_points_to_its_successor(sign_in, admin, own_branch, other_branch):
    client = sign_in(admin)
    client.post("/branches/pcs-2/close/", {"day": "2026-06-01", "merged_into": "pcs-3", **KEY})

    own_branch.refresh_from_db()
    assert own_branch.merged_into == other_branch
    assert other_branch.name in client.get("/branches/pcs-2/").content.decode()
    assert client.post("/branches/pcs-2/name/", {"name": "甲", "short_name": "甲", "_key": "b"}).status_code == 409
