"""The administrator's pages on people: who may, what is kept, what is refused."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from branches.access.models import Assignment, User
from branches.access.roles import Role
from branches.audit.models import Event
from branches.basics import clock
from tests import make

pytestmark = pytest.mark.django_db
KEY = {"_key": "key-1"}


@pytest.fixture
def signed(sign_in, admin):
    """The administrator, who gave the password just now."""
    client = sign_in(admin)
    session = client.session
    session["password_at"] = clock.now().isoformat()
    session.save()
    return client


def test_list_shows_todays_posts_and_finds(signed, secretary, neighbour):
    assert secretary.username in signed.get("/people/").content.decode()

    found = signed.get("/people/", {"q": neighbour.username}).content.decode()

    assert neighbour.username in found and ">secretary<" not in found


def test_list_finds_by_branch_and_post(signed, secretary, own_branch, reviewer):
    by_branch = signed.get("/people/", {"q": own_branch.name}).content.decode()
    by_post = signed.get("/people/", {"role": "reviewer"}).content.decode()

    assert ">secretary<" in by_branch and ">reviewer<" not in by_branch
    assert ">reviewer<" in by_post and ">secretary<" not in by_post


def test_list_takes_few_queries(signed, django_assert_max_num_queries):
    for number in range(30):
        make.user(f"person-{number}", role=Role.VIEWER)
    signed.get("/people/")  # the day's first look at names is put on record

    with django_assert_max_num_queries(12):
        signed.get("/people/")


ADDRESSES = [
    "/people/", "/people/new/", "/people/secretary/", "/people/secretary/name/", "/people/secretary/appoint/",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("who", ["reviewer", "committee", "viewer", "discipline", "nobody"])
def test_pages_ask_the_right(sign_in, request, who, address, secretary):
    assert sign_in(request.getfixturevalue(who)).get(address).status_code == 403


@pytest.mark.parametrize("verb", ["password", "switch"])
def test_acts_ask_the_right_and_a_post(sign_in, reviewer, signed, secretary, verb):
    assert signed.get(f"/people/secretary/{verb}/").status_code == 405
    assert sign_in(reviewer).post(f"/people/secretary/{verb}/", KEY).status_code == 403


@pytest.mark.parametrize("address", ["/people/none/", "/people/none/appoint/", "/people/secretary/posts/9999/end/"])
def test_unknown_is_missing(signed, secretary, address):
    assert signed.get(address).status_code == 404


def test_foreign_post_is_missing(signed, secretary, neighbour):
    post = neighbour.assignments.get()

    assert signed.get(f"/people/secretary/posts/{post.pk}/end/").status_code == 404


def test_new_account_shows_its_password_once(signed):
    answer = signed.post("/people/new/", {"username": "li.hua", "name": "李华", **KEY})
    first = signed.get(answer["Location"])
    password = first.context["password"]

    made = User.objects.get(username="li.hua")
    assert made.must_change_password and made.check_password(password)
    assert password in first.content.decode()
    assert password not in signed.get(answer["Location"]).content.decode()
    assert password not in str(list(Event.objects.values_list("after", flat=True)))


def test_same_form_twice_makes_one_account(signed):
    sent = {"username": "li.hua", "name": "李华", **KEY}
    first, second = signed.post("/people/new/", sent), signed.post("/people/new/", sent)

    assert first["Location"] == second["Location"]
    assert User.objects.filter(username="li.hua").count() == 1


@pytest.mark.parametrize("username", ["secretary", "Secretary", "a b", "", "姓名"])
def test_bad_user_names_are_refused(signed, secretary, username):
    answer = signed.post("/people/new/", {"username": username, "name": "李华", **KEY})

    assert answer.status_code == 422 and answer.context["form"].errors["username"]


def test_appoint_from_a_date(signed, own_branch, nobody):
    signed.post(f"/people/{nobody.username}/appoint/", {
        "role": "branch_secretary", "branch": own_branch.code, "since": "2026-07-01", **KEY})

    post = nobody.assignments.get()
    assert (post.branch, post.since) == (own_branch, date(2026, 7, 1))
    assert User.objects.get(pk=nobody.pk).posts_now == []
    assert Event.objects.filter(kind="access.appointed", by_name="admin").exists()


@pytest.mark.parametrize(("role", "branch"), [("branch_secretary", ""), ("viewer", "pcs-2")])
def test_post_and_branch_must_fit(signed, own_branch, nobody, role, branch):
    answer = signed.post(f"/people/{nobody.username}/appoint/", {
        "role": role, "branch": branch, "since": "2026-06-01", **KEY})

    assert answer.status_code == 422 and not Assignment.objects.filter(user=nobody).exists()


def test_administrator_is_no_judge(signed, reviewer):
    answer = signed.post("/people/reviewer/appoint/", {"role": "admin", "branch": "", "since": "2026-06-02", **KEY})

    assert answer.status_code == 422 and reviewer.assignments.count() == 1


def test_hand_over_is_one_step(signed, secretary, own_branch, nobody):
    post = secretary.assignments.get()
    signed.post(f"/people/secretary/posts/{post.pk}/hand-over/", {
        "to": nobody.username, "since": "2026-06-02", **KEY})

    post.refresh_from_db()
    assert post.until == date(2026, 6, 1)
    assert User.objects.get(username="secretary").own_branches == []
    assert User.objects.get(pk=nobody.pk).own_branches == [own_branch]


def test_old_holder_is_out_at_once(client, signed, secretary, nobody):
    from django.test import Client

    old = Client()
    old.force_login(secretary)
    assert old.get("/evidence/").status_code == 200
    post = secretary.assignments.get()
    signed.post(f"/people/secretary/posts/{post.pk}/hand-over/", {"to": nobody.username, "since": "2026-06-02", **KEY})

    assert old.get("/evidence/").status_code == 302


def test_ended_post_cannot_end_again(signed, secretary):
    address = f"/people/secretary/posts/{secretary.assignments.get().pk}/end/"
    signed.post(address, {"last_day": "2026-05-31", **KEY})

    assert signed.post(address, {"last_day": "2026-05-31", "_key": "key-2"}).status_code == 409


@pytest.mark.parametrize("address", ["appoint/", "password/", "switch/"])
def test_nobody_changes_himself(signed, admin, address):
    sent = {"role": "reviewer", "branch": "", "since": "2026-06-02", **KEY}

    assert signed.post(f"/people/admin/{address}", sent).status_code == 403
    assert User.objects.get(pk=admin.pk).roles == {Role.ADMIN} and User.objects.get(pk=admin.pk).is_active


def test_last_administrator_stays(admin, signed):
    other = make.user("admin2", role=Role.ADMIN)
    signed.post("/people/admin2/switch/", KEY)
    assert not User.objects.get(pk=other.pk).is_active

    post = admin.assignments.get()
    from branches.access.actions_people import close_post
    from branches.basics.refusals import Refused
    with pytest.raises(Refused):
        close_post(post=post, by=other)


def test_shut_account_cannot_sign_in(signed, client, secretary):
    secretary.set_password("ein-langes-Wort-7")
    secretary.save()
    signed.post("/people/secretary/switch/", KEY)

    from django.test import Client
    other = Client()
    other.post("/login/", {"username": "secretary", "password": "ein-langes-Wort-7"})
    assert "_auth_user_id" not in other.session


def test_one_time_password_must_be_changed_first(client, signed, secretary):
    from django.test import Client
    answer = signed.post("/people/secretary/password/", KEY)
    password = signed.get(answer["Location"]).context["password"]

    fresh = Client()
    fresh.post("/login/", {"username": "secretary", "password": password})

    assert fresh.get("/evidence/")["Location"] == reverse("password-change")
    assert fresh.get(reverse("password-change")).status_code == 200


def test_one_time_password_expires(signed, secretary):
    from django.test import Client
    answer = signed.post("/people/secretary/password/", KEY)
    password = signed.get(answer["Location"]).context["password"]
    clock.advance(timedelta(hours=73))

    fresh = Client()
    fresh.post("/login/", {"username": "secretary", "password": password})

    assert fresh.get("/evidence/")["Location"] == "/login/"
    assert "_auth_user_id" not in fresh.session
