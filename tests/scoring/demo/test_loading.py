"""Loading the demonstration: any day, any size, the same again for a seed and a date."""

from datetime import datetime

import pytest
import time_machine
from django.db import transaction

from branches.audit.models import Event
from branches.basics import clock
from branches.management.examinations import clock_against_trail
from branches.org.models import Branch
from indexmetrics.evidence.models import Attachment, Record
from indexmetrics.periods.models import Quarter
from scoring.boards.models import Edition
from scoring.demo import names
from tests.scoring.demo.loading import load, seals

pytestmark = pytest.mark.django_db


@pytest.mark.once
@pytest.mark.parametrize("moment", ["2026-07-04T09:00", "2026-10-01T00:05", "2026-12-31T00:05", "2027-01-01T00:00:01"])
def test_any_day_of_a_quarter_will_do(moment):
    """Just after midnight too, where the day has no hour yet to put anything into."""
    with time_machine.travel(datetime.fromisoformat(f"{moment}+08:00"), tick=False):
        load(branches=names.SMALLEST, today=clock.today())

        assert not list(clock_against_trail())
        assert not Event.objects.filter(at__gt=clock.now()).exists()
    current = Quarter.objects.order_by("code").last()
    records = Record.objects.filter(quarter=current)
    assert set(records.order_by().values_list("state", flat=True)) == {"draft", "submitted", "returned", "accepted", "void"}
    assert not records.filter(recorded_at__lt=Event.objects.filter(kind="period.opened").latest("at").at).exists()
    for edition in Edition.objects.all():
        assert min(edition.header["counts"].values()) > 0


def test_same_seed_and_date_give_the_same_seals():
    found = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            load(branches=names.SMALLEST, seed=seed)
            found.append((seals(), sorted(Attachment.objects.values_list("sha256", flat=True))))
            transaction.set_rollback(True)

    assert found[0] == found[1]
    assert found[0][0] != found[2][0]
    assert not Branch.objects.exists()


def test_one_quarter_only_has_no_board():
    load(branches=names.SMALLEST, quarters=1)

    assert not Edition.objects.exists()
    assert Quarter.objects.get().state == "open"
