"""What is open never goes; drafts, unsaved texts and import tables go by their own time; 0 keeps for ever."""

from datetime import date, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured

from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.basics import clock
from branches.management import examinations
from config import env
from indexmetrics.evidence import actions as evidence
from indexmetrics.evidence import scratch
from indexmetrics.evidence.files import stored_at
from indexmetrics.evidence.models import Attachment, Record
from indexmetrics.evidence.models_requests import Reopening
from indexmetrics.imports.models import Upload
from indexmetrics.periods.models import Quarter
from scoring.appeals.models import Appeal
from scoring.rectify.models import Notice
from scoring.retention.plan import batches, what_holds
from scoring.verdicts.models import Verdict
from tests import make
from tests.scoring.retention.conftest import AFTER, TITLE, TOLD, aged, daily, said

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 7, 1, tzinfo=clock.ZONE)


def opened(what: str, branch, quarter) -> None:
    """One thing of the branch's quarter that is not settled."""
    about = {"branch": branch, "quarter": quarter}
    if what in ("submitted", "returned"):
        Record.objects.filter(pk=make.record(branch, day=date(2026, 4, 9), title="另一件").pk).update(state=what)
    elif what == "reopening":
        Reopening.objects.create(record=Record.objects.get(), reason="人数有误", asked_at=THEN)
    elif what == "appeal":
        Appeal.objects.create(**about, about="L1", text="请复核", lodged_at=THEN)
    elif what == "notice":
        Notice.objects.filter(branch=branch).delete()
        Notice.objects.create(**about, number="2026Q2-900", colour="grey", plan_by=THEN, finish_on=THEN, raised_at=THEN)
    elif what == "veto":
        Verdict.objects.create(**about, kind="veto", code="Z1", matter="待定", document_number="督1号", dated=THEN, proposed_at=THEN)
    else:
        Quarter.objects.update(state="preliminary")


@pytest.mark.parametrize("what", ["submitted", "returned", "reopening", "appeal", "notice", "veto", "unpublished"])
def test_what_is_still_open_never_goes(edition, own_branch, what):
    Quarter.objects.update(state="open")
    opened(what, own_branch, edition.quarter)
    Quarter.objects.filter(state="open").update(state="published")

    daily(TOLD)
    daily(AFTER)
    told = said("retention", "--dry-run", on=AFTER)

    assert Record.objects.filter(expired_at=None).count() == Record.objects.count()
    assert stored_at(Attachment.objects.get().path).exists()
    assert not Event.objects.filter(kind=EventKind.RETENTION_EVIDENCE).exists()
    assert what == "unpublished" or f"暂不删除：{own_branch.name}" in told


@pytest.fixture
def drafts(store, second_quarter, own_branch, secretary):
    """One old draft with a file, one that was changed lately, both never handed over."""
    state = Quarter.objects.get().state
    Quarter.objects.update(state="open")
    with clock.frozen("2026-05-20"):
        old, changed = make.record(own_branch, by=secretary, title="旧稿"), make.record(own_branch, by=secretary, title="改过")
        evidence.attach(record=old, name="旧.jpg", chunks=[make.picture()], by=secretary)
    with clock.frozen("2026-07-05"):
        evidence.amend(record=changed, data={"due": 18, "present": 16}, day=date(2026, 5, 18), title="改过两遍", by=secretary)
    Quarter.objects.update(state=state)
    aged()
    return old, changed


def test_drafts_go_ninety_days_after_their_last_change(drafts, second_quarter, own_branch):
    _old, changed = drafts
    path = stored_at(Attachment.objects.get().path)

    daily("2026-09-01")  # still open: it may yet be handed over
    assert Record.objects.count() == 2
    Quarter.objects.update(state="published")
    daily("2026-08-18")
    assert Record.objects.count() == 2
    daily("2026-08-19")

    assert list(Record.objects.values_list("pk", flat=True)) == [changed.pk]
    assert not path.exists() and not Attachment.objects.exists()
    told = Event.objects.get(kind=EventKind.RETENTION_DRAFTS)
    assert (told.branch_code, told.period_code, told.after["records"], told.after["files"]) == (own_branch.code, "2026-05", 1, 1)
    assert "旧稿" not in str(told.after) and "!" not in said("self_audit", "--no-backups")
    daily("2026-10-04")
    assert not Record.objects.exists()


@pytest.mark.once
def test_what_was_handed_over_once_is_no_draft(drafts, second_quarter):
    Record.objects.update(submitted_at=THEN)
    Quarter.objects.update(state="published")
    daily("2027-06-01")

    assert Record.objects.count() == 2


def test_unsaved_texts_go_but_never_those_of_an_open_month(drafts, secretary, second_quarter):
    old, _changed = drafts
    with clock.frozen("2026-05-20"):
        for place in ("/evidence/2026-05/event/new/", f"/evidence/record/{old.pk}/edit/", "/evidence/2026-11/event/new/",
                      "/evidence/record/999999/edit/"):
            scratch.keep(user=secretary, place=place, fields={"title": ["草"]})

    daily("2026-09-30")
    assert sorted(scratch.Scratch.objects.values_list("place", flat=True)) == sorted([
        "/evidence/2026-05/event/new/", f"/evidence/record/{old.pk}/edit/", "/evidence/2026-11/event/new/"])
    Quarter.objects.update(state="published")
    daily("2026-09-30")
    assert list(scratch.Scratch.objects.values_list("place", flat=True)) == ["/evidence/2026-11/event/new/"]


@pytest.mark.once
def test_cells_of_import_tables_go(second_quarter, secretary, sign_in):
    about = {"kind": "evidence", "scope": "2026-05:pcs-2", "name": "导入.xlsx", "sha256": "a" * 64, "uploaded_by": secretary}
    plan = '[{"row": 2, "label": "张三", "is_new": true, "cells": []}]'
    shown = Upload.objects.create(**about, uploaded_at=THEN, content="QUJD", plan_text=plan)
    taken = Upload.objects.create(
        **about, uploaded_at=THEN, state="applied", applied_at=THEN, applied_by=secretary, plan_text=plan, undo_text='{"done": ["张三"]}')

    daily("2026-07-03")
    assert not Upload.objects.filter(pk=shown.pk).exists() and not Upload.objects.get(pk=taken.pk).is_emptied
    daily("2029-07-02")
    taken.refresh_from_db()
    assert taken.is_emptied and "张三" not in taken.undo_text and taken.sha256 == "a" * 64
    assert "按保存期限规定删除" in sign_in(secretary).get(f"/imports/{taken.pk}/").content.decode()


@pytest.mark.once
def test_nothing_goes_when_the_bureau_keeps_for_ever(edition, drafts, settings):
    settings.DRAFT_KEPT_DAYS = settings.EVIDENCE_KEPT_YEARS = 0
    Quarter.objects.update(state="archived")
    daily("2040-06-05")
    daily("2040-08-06")

    assert Record.objects.filter(title=TITLE, expired_at=None).exists() and Record.objects.count() == 3
    assert {"DRAFT_KEPT_DAYS", "EVIDENCE_KEPT_YEARS"} == {line.split()[0] for line in examinations.retention()}


@pytest.mark.once
@pytest.mark.parametrize(("name", "text"), [("DRAFT_KEPT_DAYS", "-1"), ("EVIDENCE_KEPT_YEARS", "three"), ("EVIDENCE_KEPT_YEARS", "101")])
def test_a_time_that_is_none_stops_the_start(monkeypatch, name, text):
    monkeypatch.setenv(name, text)

    with pytest.raises(ImproperlyConfigured, match=f"write {name}=3"):
        env.env_int(name, 3, most=100)


@pytest.mark.once
def test_the_dry_run_lists_and_deletes_nothing(edition, drafts, own_branch):
    before = Event.objects.count()
    told = said("retention", "--dry-run", on=TOLD)

    assert "仅列出" in told and "2026Q2，2029-07-05 删除：1 个支部的 1 条记录、1 个文件" in told, told
    assert f"  {own_branch.name} 2026-05：记录 2 条，文件 1 个" in told and f"  {own_branch.name} 2026-05：记录 1 条，文件 1 个" in told
    assert f"记录编号 {drafts[0].pk}, {drafts[1].pk}" in told
    assert Event.objects.count() == before and Record.objects.filter(expired_at=None).count() == 3
    assert "已预告" in said("retention", on=TOLD) and Record.objects.count() == 1
    assert "保存期满，已删除 1 条记录、1 个文件" in said("retention", on=AFTER) and Record.objects.filter(expired_at=None).count() == 0
    assert "没有到期的内容" in said("retention", on=AFTER)


@pytest.mark.once
def test_who_can_archive_is_told_before(edition, sign_in, admin, reviewer, secretary):
    def home(who, day: str) -> str:
        with clock.frozen(day):
            return sign_in(who).get("/").content.decode()

    assert "按保存期限删除" not in home(admin, "2029-05-30")
    daily(TOLD)
    page = home(admin, TOLD)
    assert "佐证材料将于2029年7月5日按保存期限删除" in page and "记录 1 条、文件 1 个" in page
    assert "整季材料" in home(reviewer, TOLD) and "按保存期限删除" not in home(secretary, TOLD)
    daily(AFTER)
    assert "按保存期限删除" not in home(admin, AFTER)


@pytest.mark.once
def test_a_bonus_that_counts_already_holds_nothing_back(edition, own_branch):
    """A bonus or penalty counts from its proposal and is never confirmed; only a veto waits."""
    Verdict.objects.create(branch=own_branch, quarter=edition.quarter, kind="bonus", code="A1", points=1, matter="获表彰",
                           document_number="县委1号", dated=THEN, proposed_at=THEN)

    assert what_holds(edition.quarter) == {}


@pytest.mark.once
def test_the_notice_costs_no_more_with_many_records(edition, own_branch, django_assert_max_num_queries):
    with clock.frozen(TOLD), django_assert_max_num_queries(12):
        batch, = batches()
        assert batch.counts == {"records": 1, "branches": 1, "files": 1, "size": len(make.PDF)} and batch.held_words == ""
