"""A board is computed while others go on writing, and stored only if nothing happened meanwhile that it is computed from."""

from datetime import date, timedelta
from unittest import mock

import pytest
from django.db import connection

from branches.access.roles import Role
from branches.audit.actions import record as audit
from branches.audit.kinds import EventKind
from branches.basics import clock
from indexmetrics.evidence import actions as evidence
from indexmetrics.periods.actions import move
from scoring.runs import draft
from scoring.runs.actions import announce, compute
from scoring.runs.draft import Overtaken
from scoring.runs.models import Run, Standing
from tests import make, make_edition

CODE = "2026Q2"


@pytest.fixture
def quarter(db):
    with clock.frozen("2026-07-10T10:00"):
        make_edition.bureau(3)
        yield make.quarter(CODE)


def meanwhile(*acts):
    """Each time a draft is made, the next of these acts happens before it is stored."""
    waiting, whole = list(acts), draft.drafted

    def drafted(quarter):
        found = whole(quarter)
        entered = found.__enter__

        def enter():
            made = entered()
            if waiting:
                waiting.pop(0)()
            return made

        return mock.Mock(__enter__=lambda _self: enter(), __exit__=lambda _self, *error: found.__exit__(*error))

    return mock.patch("scoring.runs.draft.drafted", drafted)


def something(kind: EventKind, period: str):
    return lambda: audit(kind, by=None, subject="thing", subject_id="1", period=period)


def announced(quarter, *acts) -> Run:
    with make_edition.staged(CODE), meanwhile(*acts):
        return announce(quarter=quarter, by=None, reason="演练")


def test_what_happens_in_the_quarter_meanwhile_is_computed_anew(quarter):
    """A record that comes in after the first reading is in the sheets that are stored."""
    branch = make_edition.Branch.objects.get(code="z001")
    secretary = make.user("secretary", role=Role.SECRETARY, at=branch)

    def record():
        evidence.record_event(branch=branch, kind="party_day", day=date(2026, 6, 18), title="守初心", by=secretary, tags=["L1"],
                              data={"due": 18, "present": 17, "excused": {}})
        evidence.submit_month(branch=branch, month="2026-06", by=secretary)

    with make_edition.unhindered(), meanwhile(record):
        run = announce(quarter=quarter, by=None, reason="演练")

    trail = run.standings.get(branch_code="z001").trail_text
    assert '"title":"守初心"' in trail and '"state":"submitted"' in trail
    assert Run.objects.count() == 1


def test_after_a_few_tries_it_says_so_and_nothing_is_stored(quarter):
    act = something(EventKind.EVIDENCE_ACCEPTED, "2026-05")

    with pytest.raises(Overtaken) as refused:
        announced(quarter, *[act] * draft.TRIES)

    quarter.refresh_from_db()
    assert (refused.value.code, refused.value.status, quarter.state) == ("overtaken", 409, "open")
    assert not Run.objects.exists() and not Standing.objects.exists()
    assert announced(quarter, *[act] * (draft.TRIES - 1)).kind == Run.Kind.PRELIMINARY


@pytest.mark.parametrize(("kind", "period"), [
    (EventKind.ACCESS_LOGIN, ""), (EventKind.ACCESS_PASSWORD_SET, ""), (EventKind.FILE_VIEWED, "2026-05"),
    (EventKind.EVIDENCE_SUBMITTED, "2026-07"), (EventKind.PERIOD_OPENED, "2026Q3"), (EventKind.BRAND_CHANGED, ""),
])  # fmt: skip
def test_what_happens_elsewhere_holds_nothing_up(quarter, kind, period):
    with make_edition.staged(CODE), meanwhile(something(kind, period)), mock.patch("scoring.runs.draft.TRIES", 1):
        assert announce(quarter=quarter, by=None, reason="演练").kind == Run.Kind.PRELIMINARY


@pytest.mark.parametrize(("kind", "period"), [
    (EventKind.EVIDENCE_ACCEPTED, "2026-06"), (EventKind.RECTIFY_CLOSED, "2026Q1"), (EventKind.ORG_CHANGED, ""),
    (EventKind.ACCESS_RENAMED, ""), (EventKind.VERDICT_CONFIRMED, "2026Q2"),
])  # fmt: skip
def test_what_may_change_the_quarter_is_noticed(quarter, kind, period):
    with pytest.raises(Overtaken), mock.patch("scoring.runs.draft.TRIES", 1):
        announced(quarter, something(kind, period))


def test_a_trial_stands_for_its_moment_and_its_state(quarter):
    with make_edition.staged(CODE), meanwhile(something(EventKind.EVIDENCE_ACCEPTED, "2026-06")):
        assert compute(quarter=quarter, by=None).kind == Run.Kind.TRIAL
    with make_edition.staged(CODE), meanwhile(
        lambda: move(quarter=quarter, to="frozen", by=None), lambda: move(quarter=quarter, to="preliminary", by=None),
    ):
        assert compute(quarter=quarter, by=None).kind == Run.Kind.PRELIMINARY


def test_another_day_is_another_draft(quarter):
    with make_edition.staged(CODE), clock.frozen("2026-07-10T23:59:59"), pytest.raises(Overtaken), draft.drafted(quarter) as made:
        clock.advance(timedelta(days=1))
        announce(quarter=quarter, by=None, reason="演练", draft=made)


@pytest.mark.parametrize(("act", "sent"), [
    ("publish", {"meeting": "", "reason": "演练"}), ("publish", {"meeting": "第16次会议", "reason": ""}), ("announce", {"reason": ""}),
    ("compute", {"_version": "1"}), ("", {}),
])  # fmt: skip
def test_what_is_refused_anyway_is_not_computed_first(client, quarter, act, sent):
    client.force_login(make.user("committee", role=Role.COMMITTEE))
    version = client.get(f"/board/{CODE}/prepare/").context["version"]

    with mock.patch("scoring.runs.draft.gather") as gather:
        answer = client.post(f"/board/{CODE}/prepare/", {"act": act, "_version": version, "_key": "once", **sent})

    assert answer.status_code in (403, 409, 422) and not gather.called


@pytest.mark.django_db(transaction=True)
def test_the_page_computes_before_its_transaction(client):
    """While inputs are gathered and sheets laid out, no transaction is open that would hold the only writer of an SQLite."""
    make_edition.bureau(3)
    make.quarter(CODE)
    client.force_login(make.user("reviewer", role=Role.REVIEWER))
    address, held = f"/board/{CODE}/prepare/", []
    version = client.get(address).context["version"]

    def evidence_of(quarter, branches):
        held.append(connection.in_atomic_block and connection.vendor == "sqlite")
        return make_edition.evidence(quarter, branches)

    with make_edition.staged(CODE), mock.patch("scoring.runs.sheet.evidence_of", evidence_of):
        answer = client.post(address, {"act": "compute", "_version": version, "_key": "once"})

    assert answer.status_code == 302 and held == [False]
    assert Run.objects.get().standings.count() == 3
