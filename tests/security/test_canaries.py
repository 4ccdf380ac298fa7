"""What one branch wrote, or was written about it, is read by whom it is for and by nobody else, on no page and in no file."""

import json

import pytest

from indexmetrics.evidence import actions as evidence
from indexmetrics.evidence.models import Decision, Ruling
from indexmetrics.evidence.scratch import Scratch
from indexmetrics.imports.models import Upload
from indexmetrics.periods.models import Quarter
from scoring.boards.models import Card
from scoring.runs.actions import announce
from scoring.runs.models import Run
from tests import make_edition
from tests.security import addresses, town
from tests.security.canaries import Planter, paper, seen_in
from tests.security.tampering import Thawed
from tests.security.walk import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# The own branch's secretary, reviewers and the committee may read it; everybody else is searched for it.
LATE = "KANARIP77X"
UNPUBLISHED = [
    addresses.Place("unpublished", f"{path}?state=preliminary", town.OWN) for path in (
        f"/board/{town.OPEN}/", f"/board/{town.OPEN}/{town.BRANCHES[town.OWN]}/", f"/reports/{town.OPEN}.xlsx",
        f"/reports/{town.OPEN}.docx", f"/board/{town.OPEN}/wallchart/", f"/board/{town.OPEN}/wallchart.pdf")
]
SHEETS = [
    addresses.Place("list", f"{path}?as=xlsx") for path in (
        "/people/", "/audit/", "/review/", "/review/reopenings/", f"/review/indicator/L2/{town.MONTH}/", "/matrix/", "/registers/",
        f"/registers/{town.OPEN}/L4/", "/branches/", "/evidence/", f"/verdicts/{town.OPEN}/", "/rectification/", "/appeals/",
        "/warnings/", "/imports/", "/brands/", "/walls/", "/schemes/")
]
STRANGERS = ("nobody", "unposted", "neighbour", "viewer", "admin", "discipline_office")


@pytest.fixture
def planted(db, settings, tmp_path):
    """The town with words in every text of the own branch's open quarter."""
    settings.MEDIA_ROOT = tmp_path
    with town.standing():
        place = town.build()
        planter = Planter("A")
        with Thawed():
            _plant(place, planter)
        yield place, planter


def _plant(place: town.Town, planter: Planter) -> None:
    secretary = place.people["branch_secretary"]
    for (whose, _state), record in place.records.items():
        if whose != town.OWN:
            continue
        planter.into(record, "title", "return_reason")
        record.data = {**record.data, "summary": planter.word(), "place": planter.word(), "note": planter.word()}
        record.return_fields = [planter.word()]
        record.save(update_fields=["data", "return_fields"])
        planter.into(record.files.get(), "name")
        Decision.objects.create(
            record=record, verdict="returned", reason=planter.word(), content_hash="0" * 64,
            decided_at=record.recorded_at, decided_by=place.people["reviewer"])
    draft = place.records[town.OWN, "draft"]
    evidence.attach(record=draft, name=f"{planter.word()}.docx", chunks=[paper(planter.word())], by=secretary)
    for kind in ("bonus", "veto"):
        planter.into(place.things[kind, town.OWN], "matter", "document_number", "decision_reason")
    planter.into(place.things["appeal", town.OWN], "text", "answer")
    planter.into(place.things["notice", town.OWN], "plan", "result")
    planter.into(place.things["entry", town.OWN], "note", "document_number")
    planter.into(place.things["reopening", town.OWN], "reason", "answer")
    Upload.objects.filter(pk=place.things["upload", town.OWN].pk).update(
        name=f"{planter.word()}.xlsx", plan_text=f'[{{"title": "{planter.word()}", "cells": [], "is_new": true}}]')
    Scratch.objects.create(
        user=secretary, place=f"/evidence/{town.MONTH}/event/new/", fields={"title": planter.word()}, at=draft.recorded_at)
    Ruling.objects.create(
        branch=draft.branch, quarter=draft.quarter, indicator="V3", reason=planter.word(), ruled_at=draft.recorded_at,
        ruled_by=place.people["reviewer"])


def _leaks(place: town.Town, actors, *, forms: bool = True) -> list[str]:
    """Every page and file, and the answers to forms of own things, as each of them sees them."""
    found = []
    for actor in actors:
        visitor = Visitor(place.client(actor))
        for one in [*addresses.places(place), *UNPUBLISHED, *SHEETS]:
            for method in ("GET", "POST") if forms and one.whose == town.OWN else ("GET",):
                answer = visitor.ask(method, one)
                found += [f"{actor} {method} {one.path}: {word}" for word in seen_in(answer.body)]
    return found


def test_no_word_reaches_a_wrong_reader(planted):
    """Strangers read none; the administrator reads the trail of acts; the discipline office its own vetoes and registers."""
    place, planter = planted
    assert planter.count >= 50
    veto, entry = place.things["veto", town.OWN], place.things["entry", town.OWN]
    meant = {
        "admin": lambda line: " GET /audit/" in line,
        "discipline_office": lambda line: line.rpartition(" ")[2] in {
            veto.matter, veto.document_number, veto.decision_reason, entry.note, entry.document_number},
    }
    wrong = [
        line for actor in STRANGERS for line in _leaks(place, [actor]) if not meant.get(actor, lambda _line: False)(line)
    ]
    assert not wrong, "\n".join(wrong[:40])
    read = {line.rpartition(" ")[2] for line in _leaks(place, ["branch_secretary", "reviewer"])}
    assert len(read) > planter.count * 0.4, f"the search finds what it looks for: {len(read)} of {planter.count}"


def test_nothing_preliminary_reaches_leaders_or_neighbours(planted):
    """Computed and announced, not published: who prepares it sees it, leaders and other branches do not."""
    place, _planter = planted
    quarter = Quarter.objects.get(code=town.OPEN)
    with make_edition.unhindered():
        announce(quarter=quarter, by=None, reason="演练")
    run = Run.objects.filter(quarter=quarter).order_by("-pk").first()
    with Thawed():
        for standing in run.standings.filter(branch_code=town.BRANCHES[town.OWN]):
            row = json.loads(standing.row_text)
            type(standing).objects.filter(pk=standing.pk).update(row_text=json.dumps({**row, "name": LATE, "short": LATE}))
    wrong = [line for line in _leaks(place, ["neighbour", "viewer", "admin", "discipline_office"], forms=False) if LATE in line]
    assert not wrong, "\n".join(wrong[:40])
    assert [line for line in _leaks(place, ["reviewer"], forms=False) if LATE in line], "the word stands where it may"
    _words_drawn_in_a_pdf_are_found(place)


def _words_drawn_in_a_pdf_are_found(place: town.Town) -> None:
    with Thawed():
        for card in Card.objects.filter(branch_code=town.BRANCHES[town.OWN]):
            row = json.loads(card.row_text)
            Card.objects.filter(pk=card.pk).update(row_text=json.dumps({**row, "name": LATE, "short": LATE}))
    sheet = Visitor(place.client("viewer")).ask("GET", addresses.Place("sheet", f"/board/{town.PUBLISHED}/wallchart.pdf?size=A4")).body  # A3 is kept from before
    assert sheet.startswith(b"%PDF") and LATE.encode() not in sheet
    assert LATE in seen_in(sheet), "words drawn in a cut-out typeface are found as well"
