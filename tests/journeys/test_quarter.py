"""A normal quarter through the actions: recorded, reviewed, computed, confirmed, published, proved."""

from datetime import date

import pytest

from branches.audit.queries import first_broken
from branches.basics import clock
from branches.basics.refusals import Forbidden, OutOfStep, Refused
from indexmetrics.evidence import actions as evidence
from indexmetrics.evidence.models import Record
from indexmetrics.review import actions as review
from scoring.boards.actions import publish
from scoring.boards.models import Edition
from scoring.boards.verifying import differences
from scoring.runs.actions import compute
from tests import make

pytestmark = pytest.mark.django_db


def _party_day(branch, by, day: date, present: int = 17):
    return evidence.record_event(
        branch=branch, kind="party_day", day=day, title="守初心", by=by, tags=["L1"],
        data={"due": 18, "present": present, "excused": {"duty": 1}},
    )


@pytest.fixture
def quarter():
    with clock.frozen("2026-04-02"):
        return make.quarter("2026Q2")


def _reported(branch, secretary, reviewer):
    """Three months of Party days, submitted on time and accepted."""
    for month in ("04", "05", "06"):
        with clock.frozen(f"2026-{month}-20"):
            _party_day(branch, secretary, date(2026, int(month), 18))
    for month, due in (("04", "2026-05-03"), ("05", "2026-06-03"), ("06", "2026-07-03")):
        with clock.frozen(due):
            evidence.submit_month(branch=branch, month=f"2026-{month}", by=secretary)
            for record in Record.objects.waiting().filter(branch=branch):
                review.accept(record=record, by=reviewer)


def test_quarter_from_evidence_to_edition(quarter, secretary, reviewer, committee):
    branch = secretary.own_branches[0]
    _reported(branch, secretary, reviewer)

    with clock.frozen("2026-07-24"):
        trial = compute(quarter=quarter, by=reviewer)
        edition = publish(quarter=quarter, meeting="第14次", reason="演练：部门数据未导入", by=committee)

    quarter.refresh_from_db()
    card = edition.cards.get(branch_code=branch.code)
    cells = {cell["indicator"]: cell for cell in card.trail["cells"]}
    assert quarter.state == "published"
    assert (trial.kind, edition.number, edition.meeting) == ("trial", 1, "第14次")
    assert card.row["indicator_points"]["B4"] == "6.00"
    assert card.row["indicator_points"]["L1"] == "5.00"
    assert cells["B4"]["state"] == "accepted"
    sources = {source for fact in card.trail["facts"] if fact["indicator"] == "B4" for source in fact["sources"]}
    assert sources and all(card.trail["evidence"][source]["decided_by"] == reviewer.name for source in sources)
    assert differences(edition) == []
    assert first_broken() is None


def test_correction_becomes_second_edition(quarter, secretary, reviewer, reviewer2, committee):
    branch = secretary.own_branches[0]
    _reported(branch, secretary, reviewer)
    with clock.frozen("2026-07-24"):
        first = publish(quarter=quarter, meeting="第14次", reason="演练", by=committee)
    record = Record.objects.filter(branch=branch, month="2026-05").get()
    with clock.frozen("2026-07-28"):
        review.send_back(record=record, by=reviewer, reason="到会人数与签到表不符")
        evidence.amend(
            record=record, by=secretary, day=record.date, title=record.title, tags=["L1"],
            data={"due": 18, "present": 9, "excused": {"duty": 1}},
        )
        evidence.submit(record=record, by=secretary)
        review.accept(record=record, by=reviewer2)
        with pytest.raises(Refused) as unexplained:
            publish(quarter=quarter, meeting="第15次", by=committee)
        with pytest.raises(Forbidden) as alone:
            publish(quarter=quarter, meeting="第15次", reason="5月到会人数更正", by=committee)
        compute(quarter=quarter, by=reviewer2)
        second = publish(quarter=quarter, meeting="第15次", reason="5月到会人数更正", by=committee)

    changed = {(row["branch"], row["indicator"]): (row["old"], row["new"]) for row in second.header["changes"]}
    assert (unexplained.value.code, alone.value.code) == ("reason", "four_eyes")
    assert second.number == 2
    assert changed[(branch.code, "B4")] == ("6.00", "5.00")  # 43 of 51 present
    assert Edition.objects.get(pk=first.pk).cards.get(branch_code=branch.code).row["indicator_points"]["B4"] == "6.00"
    assert differences(first) == differences(second) == []


def test_publishing_waits_for_what_is_open(quarter, secretary, reviewer, committee):
    branch = secretary.own_branches[0]
    with clock.frozen("2026-04-20"):
        _party_day(branch, secretary, date(2026, 4, 18))
        evidence.submit_month(branch=branch, month="2026-04", by=secretary)

    with clock.frozen("2026-07-24"), pytest.raises(OutOfStep) as hindered:
        publish(quarter=quarter, meeting="第14次", reason="演练", by=committee)

    assert hindered.value.code == "hindered"
    quarter.refresh_from_db()
    assert quarter.state == "open"
    assert not Edition.objects.exists()


def test_nothing_changed_is_no_correction(quarter, secretary, reviewer, committee):
    _reported(secretary.own_branches[0], secretary, reviewer)
    with clock.frozen("2026-07-24"):
        publish(quarter=quarter, meeting="第14次", reason="演练", by=committee)

        with pytest.raises(OutOfStep) as unchanged:
            publish(quarter=quarter, meeting="第15次", reason="再发一次", by=committee)

    assert unchanged.value.code == "unchanged"

    assert Edition.objects.count() == 1
