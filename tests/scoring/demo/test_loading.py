"""Loading the demonstration: any day, any size, the same again for a seed and a date."""

from datetime import date

import pytest
from django.db import transaction

from branches.audit.models import Event
from branches.org.models import Branch
from indexmetrics.evidence.models import Attachment, Record
from indexmetrics.periods.models import Quarter
from scoring.boards.models import Edition
from scoring.demo import names
from tests.scoring.demo.loading import load, seals

pytestmark = pytest.mark.django_db


@pytest.mark.once
@pytest.mark.parametrize("today", [date(2026, 10, 1), date(2026, 7, 4), date(2026, 12, 31)])
def test_any_day_of_a_quarter_will_do(today):
    load(branches=names.SMALLEST, today=today)

    current = Quarter.objects.order_by("code").last()
    states = set(Record.objects.filter(quarter=current).order_by().values_list("state", flat=True))
    assert states == {"draft", "submitted", "returned", "accepted", "void"}
    assert not Event.objects.filter(at__date__gt=today).exclude(kind="scheme.loaded").exists()
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
