"""Other rules over published quarters: who would change colour, by how much, because of what; nothing is saved."""

import json
from decimal import Decimal

import pytest

from branches.access.actions import end_post
from branches.access.roles import Role
from branches.tasks import entrusting, process
from branches.tasks.task import tasks_of
from config import slots, works
from indexmetrics.schemes import actions as schemes
from scoring.boards.models import Edition
from scoring.replays.queries import editions_beside, under
from scoring.runs.models import Run
from tests import make, make_edition

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def two_editions(stands):
    """2026Q1 and 2026Q2."""
    make_edition.bureau(12)
    make_edition.published("2026Q1")
    make_edition.published("2026Q2")


@pytest.fixture
def editions(db, two_editions):
    """Both, the older first."""
    return list(Edition.objects.order_by("quarter_code"))


def quarters_under(scheme) -> list:
    return [under(scheme, edition) for edition in editions_beside(scheme)]


def _draft(change) -> schemes.Scheme:
    document = make.document()
    document["scheme"]["version"] = 2
    change(document)
    return schemes.load(document=document, by=None)[0]


def _lower_red(document) -> None:
    document["colour_bands"][0]["min"] = 82


def _double_lecture(document) -> None:
    for row in document["indices"][1]["indicators"]:
        if row["code"] == "B3":
            row["rule"]["target"] = 2


def test_the_same_rules_give_the_published_figures(editions):
    for quarter in quarters_under(_draft(lambda document: None)):
        assert [shift for shift in quarter.replay.shifts if shift.is_moved] == []
        assert (quarter.replay.unasked, quarter.replay.dropped, quarter.replay.left_out) == (0, 0, [])


def test_a_lower_line_recolours_those_between_the_lines_and_moves_no_point(editions):
    newest, *_older = quarters_under(_draft(_lower_red))

    for shift in newest.replay.shifts:
        assert shift.change == 0
        if shift.is_other_colour:
            assert (shift.new["colour"], Decimal(shift.old["total"]) >= 82) == ("red", True)
            assert [cause.kind for cause in shift.causes] in (["line"], ["cap"])
    assert newest.edition == editions[1]
    assert newest.replay.recoloured


def test_a_stricter_rule_names_itself_as_the_cause(editions):
    for quarter in quarters_under(_draft(_double_lecture)):
        moved = [shift for shift in quarter.replay.shifts if shift.change]
        assert moved
        for shift in moved:
            assert shift.change < 0
            assert "B3" in {cause.code for cause in shift.causes if cause.kind == "indicator"}


def test_what_the_rules_do_not_know_is_counted_and_left_aside(editions):
    def without(document) -> None:
        document["vetoes"] = [row for row in document["vetoes"] if row["code"] != "Z6"]
        document["bonus"]["items"] = [row for row in document["bonus"]["items"] if row["code"] != "A1"]

    replays = [quarter.replay for quarter in quarters_under(_draft(without))]

    assert all(replay.dropped for replay in replays)
    assert all("A1" not in str(shift.new) for replay in replays for shift in replay.shifts)


def test_the_page_shows_it_and_saves_nothing(editions, client):
    draft = _draft(_double_lecture)
    kept = Run.objects.count(), list(Edition.objects.values_list("seal", "header_text"))
    client.force_login(make.user("reviewer", role=Role.REVIEWER))

    answer = client.get(f"/schemes/{draft.code}/2/replay/")

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "B3" in text and "2026年第二季度" in text
    assert (Run.objects.count(), list(Edition.objects.values_list("seal", "header_text"))) == kept


def test_reads_do_not_grow_with_branches(client, django_assert_max_num_queries, editions):
    draft = _draft(_lower_red)
    client.force_login(make.user("committee", role=Role.COMMITTEE))

    with django_assert_max_num_queries(14):
        client.get(f"/schemes/{draft.code}/2/replay/")


def test_in_a_large_bureau_another_process_computes_the_same_page(editions, client, settings, tmp_path, monkeypatch):
    draft = _draft(_double_lecture)
    reviewer = make.user("reviewer", role=Role.REVIEWER)
    client.force_login(reviewer)
    address = f"/schemes/{draft.code}/2/replay/"
    settings.SLOTS, settings.TASKS = tmp_path / "slots", tmp_path / "tasks"
    within = client.get(address).context["quarters"]
    settings.LARGE_BOARD = 12
    monkeypatch.setattr(entrusting, "PATIENCE", 0.0)
    monkeypatch.setattr(process, "begin", lambda task, held: process.carry_out(task))
    beside = client.get(address)
    assert beside.status_code == 200 and "B3" in beside.text
    assert json.loads(json.dumps(within)) == beside.context["quarters"]

    monkeypatch.setattr(process, "begin", lambda task, held: None)
    page = client.get(address)["Location"]
    (task,) = [task for task in tasks_of(reviewer) if task.name in page]
    process.carry_out(task)
    shown = client.get(page).text
    assert "考评办法试算" in shown and f'href="{page}result/"' in shown and page in client.get("/").text
    assert client.get(f"{page}result/").context["quarters"] == beside.context["quarters"]
    end_post(post=reviewer.assignments.get(), by=None)
    client.force_login(reviewer)
    assert client.get(f"{page}result/").status_code == 403


def test_a_trial_takes_a_slot(editions, client, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(works, "PATIENCE", 0.0)
    settings.SLOTS = tmp_path
    reviewer = make.user("reviewer", role=Role.REVIEWER)
    client.force_login(reviewer)
    held = slots.take(tmp_path, str(reviewer.pk), 2)
    address = f"/schemes/{_draft(_lower_red).code}/2/replay/"
    assert client.get(address).status_code == 429
    held.free()
    assert client.get(address).status_code == 200
