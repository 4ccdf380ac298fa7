"""The register's pages: who sees what, the forms, the decision."""

from datetime import date

import pytest
from django.urls import reverse

from branches.access.actions import appoint
from branches.access.roles import Role
from branches.audit.models import Event
from branches.org.models import Branch
from scoring.runs.inputs import gather as inputs_of
from scoring.verdicts.actions import propose
from scoring.verdicts.models import Verdict
from scoring.verdicts.register import register_for
from tests import make

pytestmark = pytest.mark.django_db
LIST = "/verdicts/2026Q2/"


def given(branch, code="A1", kind="bonus", level="city", number="舟公政〔2026〕12号", by=None, quarter=None):
    return propose(
        branch=branch, quarter=quarter or make.quarter(), kind=kind, code=code, level=level, matter="市级先进基层党组织",
        document_number=number, dated=date(2026, 5, 20), by=by)


def form(branch, **other) -> dict:
    return {
        "branch": branch.code, "level": "city", "matter": "市级先进基层党组织", "document_number": "舟公政〔2026〕12号",
        "dated": "2026-05-20", "_key": "key-1", **other,
    }


def test_reviewer_reads_all_three_parts(sign_in, reviewer, own_branch, other_branch):
    given(own_branch)
    given(other_branch, code="P3", kind="penalty", number="舟公督〔2026〕3号")
    given(other_branch, code="Z6", kind="veto", level="", number="舟公纪〔2026〕1号")

    page = sign_in(reviewer).get(LIST)

    text = page.content.decode()
    assert page.status_code == 200
    assert all(code in text for code in ("A1", "P3", "Z6", "舟公督〔2026〕3号"))
    assert own_branch.name in text and other_branch.name in text


def test_secretary_reads_only_own_entries(sign_in, secretary, own_branch, other_branch):
    given(own_branch, number="本支部文号")
    given(other_branch, number="他支部文号")
    given(other_branch, code="Z6", kind="veto", level="", number="否决文号")

    text = sign_in(secretary).get(LIST).content.decode()

    assert "本支部文号" in text
    assert "他支部文号" not in text and "否决文号" not in text and other_branch.name not in text


def test_discipline_office_reads_its_own_vetoes_only(sign_in, discipline, own_branch):
    given(own_branch, number="加分文号")
    given(own_branch, code="Z4", kind="veto", level="", number="审核员否决")
    given(own_branch, code="Z6", kind="veto", level="", number="纪检否决")

    text = sign_in(discipline).get(LIST).content.decode()

    assert "纪检否决" in text and "加分文号" not in text and "审核员否决" not in text


@pytest.mark.parametrize("who", ["viewer", "admin", "nobody"])
def test_register_asks_a_right(sign_in, request, who, second_quarter):
    assert sign_in(request.getfixturevalue(who)).get(LIST).status_code == 403


def test_stranger_signs_in_first(client, second_quarter):
    assert client.get(LIST)["Location"].startswith("/login/")


def test_register_takes_no_writes(sign_in, reviewer):
    assert sign_in(reviewer).post(LIST).status_code == 405


def test_unknown_quarter_is_missing(sign_in, reviewer):
    assert sign_in(reviewer).get("/verdicts/2031Q1/").status_code == 404


def test_the_bare_address_leads_to_the_quarter_under_way(sign_in, reviewer):
    assert sign_in(reviewer).get("/verdicts/")["Location"] == LIST


def test_without_any_quarter_there_is_an_empty_page(db, sign_in):
    assert sign_in(make.user(role=Role.REVIEWER)).get("/verdicts/").status_code == 200


def test_foreign_entry_is_as_missing_as_none(sign_in, secretary, own_branch, other_branch):
    mine, theirs = given(own_branch), given(other_branch)
    client = sign_in(secretary)

    assert client.get(reverse("verdict", args=[mine.pk])).status_code == 200
    assert client.get(reverse("verdict", args=[theirs.pk])).status_code == 404
    assert client.get(reverse("verdict", args=[99999])).status_code == 404


def test_reviewer_enters_a_bonus(sign_in, reviewer, own_branch):
    client = sign_in(reviewer)
    assert "A1" in client.get("/verdicts/2026Q2/new/bonus/").content.decode()

    answer = client.post("/verdicts/2026Q2/new/bonus/A1/", form(own_branch))

    made = Verdict.objects.get()
    assert answer.status_code == 302
    assert (made.points, made.level, made.proposed_by) == (2, "city", reviewer)
    assert Event.objects.filter(kind="verdict.proposed", subject_id=str(made.pk)).exists()


def test_repeating_the_request_enters_it_once(sign_in, reviewer, own_branch):
    client = sign_in(reviewer)
    first = client.post("/verdicts/2026Q2/new/bonus/A1/", form(own_branch))
    second = client.post("/verdicts/2026Q2/new/bonus/A1/", form(own_branch))

    assert first["Location"] == second["Location"]
    assert Verdict.objects.count() == 1


@pytest.mark.parametrize(("field", "value"), [
    ("branch", "no-such"), ("level", ""), ("dated", "2026-06-03"), ("dated", "2026-01-10"), ("document_number", ""),
    ("matter", " "),
])
def test_what_the_form_refuses(sign_in, reviewer, own_branch, field, value):
    answer = sign_in(reviewer).post("/verdicts/2026Q2/new/bonus/A1/", form(own_branch) | {field: value})

    assert answer.status_code == 422
    assert "invalid-feedback" in answer.content.decode()
    assert not Verdict.objects.exists()


def test_same_document_for_another_item_is_asked_about_and_counts_once(sign_in, reviewer, own_branch):
    given(own_branch)
    client = sign_in(reviewer)
    sent = form(own_branch, level="province")

    asked = client.post("/verdicts/2026Q2/new/bonus/A2/", sent)
    assert asked.status_code == 422 and 'name="confirmed"' in asked.content.decode()
    assert client.post("/verdicts/2026Q2/new/bonus/A2/", sent | {"confirmed": "on"}).status_code == 302

    text = client.get(LIST).content.decode()
    assert text.count('class="once"') == 1


def test_same_document_for_the_same_item_is_refused(sign_in, reviewer, own_branch):
    given(own_branch)
    answer = sign_in(reviewer).post("/verdicts/2026Q2/new/bonus/A1/", form(own_branch, confirmed="on"))

    assert answer.status_code == 422 and Verdict.objects.count() == 1


def test_panel_points_stay_in_their_range(sign_in, reviewer, own_branch):
    client = sign_in(reviewer)
    sent = {key: value for key, value in form(own_branch).items() if key != "level"}

    assert client.post("/verdicts/2026Q2/new/bonus/A5/", sent | {"points": "2.5"}).status_code == 422
    assert client.post("/verdicts/2026Q2/new/bonus/A5/", sent | {"points": "1.5"}).status_code == 302


@pytest.mark.parametrize(("who", "kind", "status"), [
    ("secretary", "bonus", 403), ("committee", "bonus", 403), ("discipline", "bonus", 403), ("discipline", "veto", 200),
    ("reviewer", "veto", 200), ("viewer", "veto", 403), ("reviewer", "nonsense", 404),
])
def test_who_may_enter_what(sign_in, request, own_branch, who, kind, status):
    person = request.getfixturevalue(who)
    assert sign_in(person).get(f"/verdicts/2026Q2/new/{kind}/").status_code == status


def test_each_office_proposes_its_own_vetoes(sign_in, reviewer, discipline, own_branch):
    sent = {key: value for key, value in form(own_branch).items() if key != "level"}

    assert sign_in(reviewer).get("/verdicts/2026Q2/new/veto/Z6/").status_code == 404
    assert sign_in(discipline).get("/verdicts/2026Q2/new/veto/Z4/").status_code == 404
    assert sign_in(discipline).post("/verdicts/2026Q2/new/veto/Z6/", sent).status_code == 302
    assert Verdict.objects.get().state == "proposed"


def test_what_the_system_counts_is_not_entered_by_hand(sign_in, reviewer, own_branch):
    client = sign_in(reviewer)
    assert client.get("/verdicts/2026Q2/new/penalty/P1/").status_code == 404
    assert client.get("/verdicts/2026Q2/new/penalty/P2/").status_code == 200


def test_nothing_is_entered_into_an_archived_quarter(sign_in, reviewer, own_branch):
    make.quarter("2026Q2", state="archived")
    client = sign_in(reviewer)

    assert client.post("/verdicts/2026Q2/new/bonus/A1/", form(own_branch)).status_code == 409
    assert "/new/" not in client.get(LIST).content.decode()


def test_own_branch_is_not_offered(sign_in, own_branch, other_branch):
    both = make.user(role=Role.REVIEWER)
    appoint(user=both, role=Role.SECRETARY, branch=own_branch, by=None)
    client = sign_in(type(both).objects.get(pk=both.pk))

    text = client.get("/verdicts/2026Q2/new/bonus/A1/").content.decode()
    assert f'value="{other_branch.code}"' in text and f'value="{own_branch.code}"' not in text
    assert client.post("/verdicts/2026Q2/new/bonus/A1/", form(own_branch)).status_code == 422


def test_committee_confirms_with_a_meeting_number(sign_in, committee, discipline, own_branch):
    veto = given(own_branch, code="Z6", kind="veto", level="", by=discipline)
    client, address = sign_in(committee), reverse("verdict", args=[veto.pk])
    sent = {"outcome": "confirmed", "reason": "第14次局党委会", "confirmed": "on", "_key": "k"}

    assert client.post(address, sent | {"reason": "", "_key": "a"}).status_code == 422
    assert client.post(address, {**sent, "confirmed": "", "_key": "b"}).status_code == 422
    assert client.post(address, sent).status_code == 302
    veto.refresh_from_db()
    assert (veto.state, veto.decision_reason, veto.decided_by) == ("confirmed", "第14次局党委会", committee)


def test_a_dropped_veto_stays_visible_and_is_decided_once(sign_in, committee, own_branch):
    veto = given(own_branch, code="Z6", kind="veto", level="")
    client, address = sign_in(committee), reverse("verdict", args=[veto.pk])
    sent = {"outcome": "dropped", "reason": "第14次，证据不足", "confirmed": "on"}

    assert client.post(address, sent | {"_key": "1"}).status_code == 302
    assert client.post(address, sent | {"_key": "2"}).status_code == 409
    assert "is-void" in client.get(LIST).content.decode()


@pytest.mark.parametrize("who", ["reviewer", "discipline", "secretary"])
def test_only_the_committee_decides_on_vetoes(sign_in, request, own_branch, who):
    veto = given(own_branch, code="Z6", kind="veto", level="")
    client, address = sign_in(request.getfixturevalue(who)), reverse("verdict", args=[veto.pk])

    assert 'name="outcome"' not in client.get(address).content.decode()
    sent = {"outcome": "confirmed", "reason": "第14次", "confirmed": "on"}
    assert client.post(address, sent).status_code == 403
    veto.refresh_from_db()
    assert veto.state == "proposed"


def test_reviewer_takes_a_bonus_back(sign_in, reviewer, own_branch):
    bonus = given(own_branch, by=reviewer)
    address = reverse("verdict", args=[bonus.pk])

    answer = sign_in(reviewer).post(address, {"outcome": "dropped", "reason": "录入有误", "confirmed": "on"})

    bonus.refresh_from_db()
    assert answer.status_code == 302 and bonus.state == "dropped"


def test_late_months_stand_in_the_register(sign_in, secretary, own_branch):
    text = sign_in(secretary).get(LIST).content.decode()
    assert "P1 逾期报送" in text and "−1.50" in text


@pytest.mark.parametrize("count", [3, 30])
def test_register_needs_the_same_queries_however_long(
    sign_in, reviewer, django_assert_max_num_queries, second_quarter, count,
):
    for number in range(count):
        given(make.branch(), number=f"第{number}号")
    client = sign_in(reviewer)
    with django_assert_max_num_queries(19):
        assert client.get(LIST).content.decode().count("<tr>") > Branch.objects.count()


@pytest.mark.parametrize("typed", ["舟公政[2026]12号", "舟公政（２０２６） 12 号", "舟公政【2026】12号"])
def test_the_same_document_is_recognised_in_whatever_brackets(sign_in, reviewer, own_branch, typed):
    given(own_branch, code="A2")
    address = reverse("verdict-enter", args=["2026Q2", "bonus", "A1"])
    client = sign_in(reviewer)
    assert "只按最高一级计一次" in client.get(address).content.decode()
    asked = client.post(address, form(own_branch, document_number=typed))
    assert asked.status_code == 422 and Verdict.objects.count() == 1
    assert client.post(address, form(own_branch, document_number=typed, confirmed="on", _key="k2")).status_code == 302
    assert Verdict.objects.get(code="A1").document_number == "舟公政〔2026〕12号"


def test_two_documents_of_one_matter_count_once_at_the_highest_level(sign_in, reviewer, own_branch, other_branch):
    first = given(own_branch, level="county", number="岱公政〔2026〕3号")
    client, address = sign_in(reviewer), reverse("verdict-enter", args=["2026Q2", "bonus", "A1"])
    foreign = form(other_branch, same_as=str(first.pk))
    assert client.post(address, foreign).status_code == 422
    assert client.post(address, form(own_branch, same_as=str(first.pk), _key="k3")).status_code == 302
    second = Verdict.objects.get(document_number="舟公政〔2026〕12号")
    assert second.matter_key == first.matter_key
    register = register_for(reviewer, make.quarter("2026Q2"))
    assert [(line.verdict.pk, line.counts) for line in register.bonus] == [(first.pk, False), (second.pk, True)]
    found = inputs_of(make.quarter("2026Q2"))
    assert {row["matter"] for row in found.event_rows if row["kind"] == "bonus"} == {"岱公政〔2026〕3号"}
