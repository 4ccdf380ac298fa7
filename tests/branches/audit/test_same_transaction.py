"""An act and its record stand or fall together."""

import pytest
from django.db import transaction

from branches.access.actions import create_user
from branches.access.models import User
from branches.audit import actions as trail
from branches.audit.models import ChainHead, Event
from branches.audit.queries import first_broken
from branches.org import actions as org
from branches.org.models import Branch
from tests import make

pytestmark = pytest.mark.django_db


def _state() -> tuple:
    return (
        Event.objects.count(), ChainHead.objects.values_list("number", "digest").first(),
        Branch.objects.count(), User.objects.count(),
    )


def test_what_is_rolled_back_leaves_no_record():
    make.branch("pcs-2")
    before = _state()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        org.found(code="x", name="某支部", short_name="某", type_code="office", members=3, by=None)
        create_user(username="somebody", name="某人", password="Kiefer-Nadel-7-Wald", by=None)
        raise ZeroDivisionError

    assert _state() == before
    assert first_broken() is None


@pytest.mark.parametrize("act", [
    lambda: org.found(code="x", name="某支部", short_name="某", type_code="office", members=3, by=None),
    lambda: create_user(username="somebody", name="某人", password="Kiefer-Nadel-7-Wald", by=None),
])
def test_without_its_record_no_act_takes_place(monkeypatch, act):
    make.branch("pcs-2")
    before = _state()

    def full(*_given, **_named):
        raise OSError("no space left on device")

    monkeypatch.setattr(trail.Event.objects, "bulk_create", full)
    with pytest.raises(OSError, match="no space"), transaction.atomic():
        act()

    assert _state() == before


def test_forty_acts_are_forty_records():
    before = Event.objects.count()
    for number in range(40):
        org.found(code=f"b{number}", name=f"第{number}支部", short_name=f"第{number}", type_code="office", members=3, by=None)

    assert Event.objects.count() == before + 40
    assert first_broken() is None
