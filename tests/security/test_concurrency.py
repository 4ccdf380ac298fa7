"""Many at once: no decision is overwritten in silence, no submission lost, doubled or refused because of a lock."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from branches.access.models import Receipt
from branches.access.roles import Role
from branches.audit.queries import first_broken
from indexmetrics.evidence.models import Decision, Record
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 300  # seconds; a busy machine is no failure
LONG = os.environ.get("WUSETU_LONG") == "1"
DUELS, WRITES, CLIENTS, MATTERS = (1000, 10_000, 50, 300) if LONG else (25, 150, 50, 8)


@pytest.fixture
def running(monkeypatch):
    """The clock stands for every thread."""
    from datetime import datetime

    from branches.basics import clock

    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 6, 2, 15, 0, tzinfo=clock.ZONE))


def _signed(user) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def _at_once(jobs: list) -> list[int]:
    """Start all at the same moment; their statuses."""
    gate = Barrier(len(jobs))

    def one(job) -> int:
        try:
            gate.wait(PATIENCE)
            return job().status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [found.result(PATIENCE) for found in [pool.submit(one, job) for job in jobs]]


def test_two_reviewers_never_overwrite_each_other(running):
    branch = make.branch("pcs-2")
    secretary = make.user("secretary", role=Role.SECRETARY, at=branch)
    first, second = (_signed(make.user(name, role=Role.REVIEWER)) for name in ("one", "two"))
    silent = []
    for number in range(DUELS):
        record = make.record(branch, day=date(2026, 5, 18), by=secretary, title=f"第{number}次", state="submitted")
        sent = {"_version": record.version, "hash": record.content_hash()}
        base = f"/review/record/{record.pk}"
        answers = _at_once([
            lambda base=base, sent=sent: first.post(f"{base}/accept/", {**sent, "_key": f"{base}-1"}),
            lambda base=base, sent=sent: second.post(
                f"{base}/return/", {**sent, "_key": f"{base}-2", "reason": "缺少签到表"}),
        ])
        decided = Decision.objects.filter(record=record).count()
        if sorted(answers) != [302, 409] or decided != 1:
            silent.append(f"{number}: {answers}, {decided} decisions")
    assert not silent, silent[:5]
    assert first_broken() is None


def test_two_tabs_never_count_the_same_matter_twice(running):
    """One matter under two kinds, sent at the same instant: one is recorded, the other is told so."""
    make.quarter("2026Q2")
    branch = make.branch("pcs-2")
    secretary = make.user("secretary", role=Role.SECRETARY, at=branch)
    tabs, wrong = [_signed(secretary), _signed(secretary)], []
    for number in range(MATTERS):
        sent = {"date": "2026-05-18", "title": f"重温入党誓词{number}", "due": "18", "present": "15", "tags": ["L1"], "save": "1"}
        answers = _at_once([
            lambda tab=tab, sent=sent, kind=kind: tab.post(f"/evidence/2026-05/event/new/?kind={kind}", {**sent, "kind": kind})
            for tab, kind in zip(tabs, ("party_day", "study"), strict=True)
        ])
        if sorted(answers) != [302, 422] or Record.objects.filter(title=sent["title"]).count() != 1:
            wrong.append(f"{number}: {answers}, {Record.objects.filter(title=sent['title']).count()} records")
    assert not wrong, wrong[:5]
    assert first_broken() is None


def test_no_submission_is_lost_doubled_or_locked_out(running):
    """Fifty secretaries write at once, every third form is sent twice with the same key."""
    make.quarter("2026Q2")
    clients = []
    for number in range(CLIENTS):
        branch = make.branch(f"b-{number}")
        clients.append((_signed(make.user(f"s-{number}", role=Role.SECRETARY, at=branch)), branch))
    refused, saved = [], set()
    for turn in range(max(1, WRITES // CLIENTS)):
        jobs, titles = [], []
        for number, (client, _branch) in enumerate(clients):
            sent = {
                "kind": "party_day", "date": "2026-05-18", "title": f"{turn}-{number}", "due": "18", "present": "15",
                "excused_duty": "2", "_version": "", "_key": f"key-{turn}-{number}", "save": "1",
            }
            again = 2 if number % 3 == 0 else 1
            jobs += [lambda client=client, sent=sent: client.post(
                "/evidence/2026-05/event/new/?kind=party_day", sent)] * again
            titles += [sent["title"]] * again
        answers = list(zip(_at_once(jobs), titles, strict=True))
        refused += [status for status, _title in answers if status != 302]
        saved |= {title for status, title in answers if status == 302}
    found = Counter(Record.objects.filter(kind="party_day").values_list("title", flat=True))
    lost, twice = saved - set(found), [title for title, count in found.items() if count > 1]
    assert not (refused or lost or twice), f"{Counter(refused)} refused, {len(lost)} lost, {len(twice)} doubled"
    assert len(saved) == len(found) == Receipt.objects.count() == WRITES // CLIENTS * CLIENTS
    assert first_broken() is None
