"""Rights that the matrix alone does not show: grave acts, transfer, the same answer for foreign and missing."""

import statistics
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from branches.access.actions_people import hand_over
from branches.access.permissions import Permission
from branches.access.roles import PERMISSIONS, Role
from branches.audit.models import Event
from indexmetrics.evidence import actions as evidence
from indexmetrics.evidence.models import Record
from tests import make

# What weighs: publishing and correcting, moving or reopening a quarter, rules, people and posts, taking tables over, taking the trail out.
GRAVE = {
    "board-prepare", "periods-move", "schemes-upload", "schemes-changes", "people-create", "people-rename", "people-appoint",
    "people-reset", "people-switch", "people-post-end", "people-post-hand-over", "people-sessions-end", "people-factor-reset",
    "import-apply", "import-undo", "account-factor-begin", "account-factor-remove", "account-recovery",
    "audit", "audit-export",
}
NOWHERE = 987654321


def views() -> dict:
    found = {}

    def walk(resolver):
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver):
                walk(one)
            elif isinstance(one, URLPattern):
                found[one.name] = one.callback

    walk(get_resolver("config.urls"))
    return found


def test_grave_acts_ask_for_the_password():
    known = views()

    assert set(known) >= GRAVE, GRAVE - set(known)
    assert {name for name in GRAVE if not getattr(known[name], "asks_password", False)} == set()


def test_a_leader_may_read_and_nothing_else():
    assert PERMISSIONS[Role.VIEWER] == {Permission.BOARD_READ}


def test_administration_reading_the_trail_and_deciding_are_apart():
    deciding = {
        Permission.EVIDENCE_REVIEW, Permission.BOARD_CONFIRM, Permission.BOARD_PUBLISH, Permission.VERDICT_CONFIRM,
        Permission.APPEAL_ANSWER, Permission.PANEL_MARK, Permission.BOARD_COMPUTE, Permission.EVIDENCE_RECORD,
    }
    managing = {Permission.USER_MANAGE, Permission.SCHEME_EDIT, Permission.ORG_EDIT, Permission.PERIOD_OPEN}

    assert not PERMISSIONS[Role.ADMIN] & deciding
    for role in set(Role) - {Role.ADMIN}:
        assert not PERMISSIONS[role] & managing
    assert not any("audit" in right and right != Permission.AUDIT_READ for right in Permission), "nobody writes the trail"


@pytest.mark.django_db
def test_a_transfer_takes_effect_at_once_and_history_keeps_the_name(secretary, nobody, own_branch, other_branch, admin):
    record = make.record(own_branch, by=secretary)
    before = Client()
    before.force_login(secretary)
    address = reverse("evidence-edit", args=[record.pk])
    assert before.get(address).status_code == 200
    hand_over(post=secretary.assignments.get(), to=nobody, by=admin)
    assert before.get(address).status_code == 302, "the open session ends"
    before.force_login(type(secretary).objects.get(pk=secretary.pk))
    assert before.get(address).status_code in (403, 404), "signed in again, the old branch is closed"
    after = Client()
    after.force_login(type(nobody).objects.get(pk=nobody.pk))
    assert after.get(address).status_code == 200
    after.force_login(make.user("third"))
    assert after.get(address).status_code == 403
    told = Event.objects.get(kind="evidence.recorded", subject_id=str(record.pk))
    assert told.by_name == "secretary" and Record.objects.get(pk=record.pk).recorded_by == secretary


@pytest.fixture
def doors(secretary, neighbour, other_branch):
    """Addresses of a neighbour's things with the same addresses of nothing."""
    record = make.record(other_branch, by=neighbour)
    evidence.attach(record=record, name="表.pdf", chunks=[make.PDF], by=neighbour)
    file = record.files.get()
    return [
        (reverse(name, args=[pk]), reverse(name, args=[NOWHERE]), sent)
        for name, pk, sent in (
            ("evidence-edit", record.pk, None), ("evidence-file", file.pk, None),
            ("evidence-withdraw", record.pk, {"_version": 1}), ("evidence-discard", record.pk, {"_version": 1}),
        )
    ]


@pytest.mark.django_db
def test_foreign_and_missing_take_the_same_reads_and_the_same_time(doors, secretary, sign_in):
    client = sign_in(secretary)
    client.get(doors[0][1])  # the first refusal of all begins its count
    for foreign, missing, sent in doors:
        asked, times = {}, {foreign: [], missing: []}
        for address in (foreign, missing):
            with CaptureQueriesContext(connection) as seen:
                answer = client.get(address) if sent is None else client.post(address, sent)
            assert answer.status_code == 404, address
            asked[address] = len(seen)
        for _number in range(7):
            for address, found in times.items():
                began = time.process_time()
                client.get(address) if sent is None else client.post(address, sent)
                found.append(time.process_time() - began)
        medians = [statistics.median(found) for found in times.values()]
        assert len(set(asked.values())) == 1, asked
        assert max(medians) < min(medians) * 1.4, (foreign, medians)
