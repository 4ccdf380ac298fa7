"""The month form: what it asks, what it saves, whom it lets in."""

from datetime import date

import pytest
from django.urls import reverse

from branches.access.roles import Role
from indexmetrics.evidence.models import Record, Submission
from indexmetrics.evidence.months import month_page
from indexmetrics.review import actions as review
from tests import make

pytestmark = pytest.mark.django_db
MAY = "/evidence/2026-05/"


def lines(branch, month="2026-05"):
    page = month_page(branch, make.quarter("2026Q2"), month)
    return page, {line.code: line for section in page.sections for line in section.lines}


def test_it_works(sign_in, secretary, own_branch):
    make.record(own_branch, by=secretary, tags=("L1", "I1"))
    page = sign_in(secretary).get(MAY)
    assert page.status_code == 200
    text = page.content.decode()
    assert "5月18日 主题党日" in text
    assert 'id="row-B4"' in text and 'id="row-V4B"' not in text


def test_it_asks_to_sign_in(client, second_quarter):
    assert client.get(MAY).status_code == 302
    assert client.get(MAY)["Location"].startswith("/login/")


@pytest.mark.parametrize("who", ["reviewer", "discipline", "committee", "viewer", "admin", "nobody"])
def test_other_posts_are_not_let_in(sign_in, request, second_quarter, who):
    assert sign_in(request.getfixturevalue(who)).get(MAY).status_code == 403


def test_another_branch_is_as_missing_as_none(sign_in, secretary, other_branch):
    client = sign_in(secretary)
    assert client.get(f"{MAY}?branch={other_branch.code}").status_code == 404
    assert client.get(f"{MAY}?branch=no-such").status_code == 404
    assert client.get("/evidence/2031-05/").status_code == 404
    assert client.get("/evidence/may/").status_code == 404


def test_only_reading_is_done_with_get(sign_in, secretary):
    client = sign_in(secretary)
    assert client.post(MAY).status_code == 405
    assert client.get(f"{MAY}figure/").status_code == 405


def test_a_branch_is_asked_what_its_type_and_attributes_have(own_branch):
    _page, found = lines(own_branch)
    assert [need.name for need in found["B2"].open_needs] == ["支委会", "党小组会"]
    small = make.branch(attributes=[])
    _page, found = lines(small)
    assert found["B2"].open_needs == [] and "I2" not in found


def test_quarterly_matters_are_open_in_the_last_month_only(own_branch):
    _page, may = lines(own_branch, "2026-05")
    _page, june = lines(own_branch, "2026-06")
    assert not may["B1"].is_open and may["B1"].state == "not_due"
    assert june["B1"].is_open and june["B1"].state == "missing"
    assert may["B4"].is_open


def test_one_event_shows_under_every_indicator_it_feeds(own_branch, secretary):
    make.record(own_branch, by=secretary, tags=("L1", "I1"))
    _page, found = lines(own_branch)
    for code in ("B4", "L1", "I1"):
        assert [item.record.title for item in found[code].records] == ["重温入党誓词"]
        assert found[code].state == "draft" and not found[code].is_open


def test_what_an_office_enters_is_not_asked(own_branch):
    page, found = lines(own_branch)
    assert found["I5"].office and not found["I5"].is_open
    assert all(not line.office for line in page.open_lines)


def test_a_figure_is_saved_in_place_and_changed_with_its_version(sign_in, secretary, own_branch):
    client = sign_in(secretary)
    sent = {"indicator": "L2", "part": "", "num": "17", "den": "18", "_version": "", "_key": "a"}
    assert client.post(f"{MAY}figure/", sent).status_code == 302
    record = Record.objects.get(kind="figure")
    assert record.data == {"num": "17", "den": "18"}
    assert client.post(f"{MAY}figure/", sent).status_code == 302
    assert Record.objects.filter(kind="figure").count() == 1
    changed = sent | {"num": "16", "_version": record.version, "_key": "b"}
    assert client.post(f"{MAY}figure/", changed).status_code == 302
    record.refresh_from_db()
    assert record.data["num"] == "16"
    assert client.post(f"{MAY}figure/", changed | {"num": "15", "_key": "c"}).status_code == 409
    record.refresh_from_db()
    assert record.data["num"] == "16"


def test_a_script_gets_the_new_version_back(sign_in, secretary):
    sent = {"indicator": "H1", "part": "", "num": "9", "den": "18", "_version": ""}
    answer = sign_in(secretary).post(f"{MAY}figure/", sent, headers={"accept": "application/json"})
    assert make.now_json(answer)["state"] == "draft" and make.now_json(answer)["version"] == 1


def test_a_quarterly_figure_is_given_once_because_months_are_added_up(sign_in, secretary, own_branch):
    make.figure(own_branch, month="2026-05", by=secretary)
    sent = {"indicator": "L2", "part": "", "num": "1", "den": "2", "_version": "", "_key": "x"}
    answer = sign_in(secretary).post("/evidence/2026-06/figure/", sent)
    assert answer.status_code == 409
    assert Record.objects.filter(kind="figure").count() == 1


@pytest.mark.parametrize("sent", [{"num": "19", "den": "18"}, {"num": "", "den": "18"}, {"num": "-1", "den": "18"}])
def test_impossible_figures_are_refused(sign_in, secretary, sent):
    base = {"indicator": "L2", "part": "", "_version": "", "_key": "k"}
    assert sign_in(secretary).post(f"{MAY}figure/", base | sent).status_code == 422
    assert not Record.objects.exists()


def test_the_check_page_lists_what_is_empty_and_takes_the_reason(sign_in, secretary, own_branch):
    make.record(own_branch, by=secretary)
    client = sign_in(secretary)
    text = client.get(f"{MAY}check/").content.decode()
    assert 'name="none-B7"' in text and 'name="none-B4"' not in text
    answer = client.post(f"{MAY}check/", {"_key": "s", "_version": "", "none-B7": "none", "why-B2": "书记出差，六月补开"})
    assert answer.status_code == 302
    month = Submission.objects.get()
    assert set(month.declared) == {"B7", "B2"} and "六月补开" in month.declared["B2"]
    assert Record.objects.get().state == "submitted"


def test_a_declaration_is_taken_back(sign_in, secretary, own_branch):
    make.month_submitted(own_branch, by=secretary, declared={"B7": "本月无此项", "B2": "本月无此项"})
    client = sign_in(secretary)
    assert 'name="back-B7"' in client.get(f"{MAY}check/").content.decode()
    client.post(f"{MAY}check/", {"_key": "s", "_version": Submission.objects.get().version, "back-B7": "1"})
    assert set(Submission.objects.get().declared) == {"B2"}
    assert lines(own_branch)[1]["B7"].is_open


def test_reasons_typed_are_kept_when_a_number_is_asked_about(sign_in, secretary, own_branch):
    sent = {"_key": "s", "_version": "", "none-B7": "duty", "why-B2": "联系 13857212345", "why-B4": "六月补"}
    answer = sign_in(secretary).post(f"{MAY}check/", sent)
    text = answer.content.decode()
    assert answer.status_code == 422 and 'value="六月补"' in text and 'value="联系 13857212345"' in text
    assert '<option value="duty" selected>' in text and not Submission.objects.filter(submitted_at__isnull=False)


def test_a_month_that_lacks_nothing_says_so(sign_in, secretary, own_branch):
    client = sign_in(secretary)
    page, _found = lines(own_branch)
    sent = {f"none-{line.code}": "none" for line in page.open_lines}
    client.post(f"{MAY}check/", sent | {"_key": "s", "_version": ""})
    page, _found = lines(own_branch)
    assert page.all_done
    assert 'class="all-done"' in client.get(MAY).content.decode()


def test_a_month_submitted_twice_from_an_old_page_is_stale(sign_in, secretary, own_branch):
    client = sign_in(secretary)
    make.month_submitted(own_branch, by=secretary)
    version = Submission.objects.get().version
    make.month_submitted(own_branch, by=secretary)
    assert client.post(f"{MAY}check/", {"_key": "s", "_version": version}).status_code == 409


@pytest.mark.parametrize("state", ["frozen", "preliminary", "confirmed", "published", "archived"])
def test_a_closed_quarter_takes_nothing_new(sign_in, secretary, own_branch, state):
    make.quarter("2026Q2", state)
    client = sign_in(secretary)
    sent = {"indicator": "L2", "part": "", "num": "1", "den": "2", "_version": "", "_key": "k"}
    assert client.get(MAY).status_code == 200
    assert "evidence-event" not in client.get(MAY).content.decode()
    assert client.post(f"{MAY}figure/", sent).status_code == 409
    assert client.post(f"{MAY}check/", {"_key": "s", "_version": ""}).status_code == 409


def test_what_came_back_stands_first_and_is_mended_on_the_page(sign_in, secretary, own_branch):
    record = make.record(own_branch, by=secretary, state="returned")
    client = sign_in(secretary)
    text = client.get(MAY).content.decode()
    assert "缺少到会人数" in text and "原为 15" in text
    assert text.index("缺少到会人数") < text.index('id="row-L1"')
    form = text.split(f'action="{reverse("evidence-edit", args=[record.pk])}"')[1].split("</form>")[0]
    assert 'name="present"' in form and 'name="title"' not in form and 'name="due"' not in form
    sent = {"_key": "m", "_version": record.version, "send": "1", "present": "14", "title": "不在表上的字段"}
    assert client.post(reverse("evidence-edit", args=[record.pk]), sent).status_code == 302
    record.refresh_from_db()
    assert (record.state, record.data["present"], record.title) == ("submitted", 14, "重温入党誓词")


def test_a_record_whose_file_is_wanted_takes_it_on_the_page(sign_in, secretary, own_branch):
    record = make.record(own_branch, by=secretary, state="submitted")
    review.send_back(record=record, by=None, reason="请补充会议记录", fields=["files"])
    text = sign_in(secretary).get(MAY).content.decode()
    form = text.split('class="mend"')[1].split("</form>")[0]
    assert 'name="files"' in form and 'name="present"' not in form


def test_a_returned_figure_is_mended_where_it_came_back(sign_in, secretary, own_branch):
    make.figure(own_branch, month="2026-05", by=secretary, state="submitted")
    review.send_back(record=Record.objects.get(), by=None, reason="与名册不符", fields=["num"])
    text = sign_in(secretary).get(MAY).content.decode()
    assert "data-figure data-returned" in text.split('class="came-back"')[1].split("</section>")[0]


def test_finished_sections_are_shut_until_they_are_opened_by_hand(sign_in, secretary, own_branch):
    client = sign_in(secretary)
    shut = 'data-section="H" >'
    assert shut in client.get(MAY).content.decode()  # nothing of it is due in May
    client.cookies["month_form"] = "all.H1.L0"
    text = client.get(MAY).content.decode()
    assert 'data-section="H" open>' in text and 'data-section="L" >' in text
    client.cookies["month_form"] = "open.<b>.."
    assert "only-open" in client.get(MAY).content.decode()


def test_the_page_says_how_much_a_month_asks_for(own_branch):
    page, _found = lines(own_branch)
    june, _found = lines(own_branch, "2026-06")
    assert page.burden.figures == 0 and june.burden.figures >= 5
    assert 4 <= page.burden.events < june.burden.events and page.burden.boxes < june.burden.boxes


def test_what_offices_enter_is_named_together(sign_in, secretary, own_branch):
    text = sign_in(secretary).get(MAY).content.decode()
    section = text.split('data-section="L"')[1].split("</details>\n")[0]
    assert 'class="office-line" id="row-L3"' in section and 'class="line' in section


def test_a_secretary_of_two_branches_chooses(sign_in, secretary, other_branch):
    from branches.access.actions import appoint

    appoint(user=secretary, role=Role.SECRETARY, branch=other_branch, by=None)
    client = sign_in(type(secretary).objects.get(pk=secretary.pk))
    assert other_branch.name in client.get(f"{MAY}?branch={other_branch.code}").content.decode()
    assert client.get("/evidence/").content.decode().count(other_branch.code) >= 3


def test_an_accepted_record_of_the_own_branch_is_the_sample(sign_in, secretary, own_branch, other_branch):
    make.record(other_branch, state="accepted", title="别的支部的党日")
    assert lines(own_branch)[1]["B4"].example is None
    april = make.record(own_branch, by=secretary, day=date(2026, 4, 15), state="accepted", title="四月主题党日")
    make.record(own_branch, by=secretary, state="submitted", title="五月待审")
    assert lines(own_branch)[1]["B4"].example.record == april
    text = sign_in(secretary).get(MAY).content.decode()
    assert "本支部已通过的例子" in text and "四月主题党日" in text and "别的支部的党日" not in text
