"""A published quarter with files beside its records, and the years after it."""

import os
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from branches.basics import clock
from indexmetrics.evidence.files import stored_at
from indexmetrics.evidence.models import Attachment
from scoring.rectify.models import Notice
from tests import lived

LAST_DAY = date(2029, 6, 30)  # three years after 2026Q2
TOLD, AFTER = "2029-06-05", "2029-07-06"  # within the notice, and after it
TITLE, SHEET = "守初心，张三讲党课", "张三签到表.pdf"


@pytest.fixture
def store(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "evidence"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    return settings.MEDIA_ROOT


@pytest.fixture
def edition(store, second_quarter, secretary, reviewer, committee, own_branch):
    """2026Q2 with one accepted record and its file, published; nothing of it is open any more."""
    made = lived.published(
        second_quarter, own_branch, secretary, reviewer, committee, title=TITLE, file=SHEET,
        data={"due": 18, "present": 17, "place": "李四家中"})
    Notice.objects.update(closed_at=clock.now(), closed_by=reviewer)
    aged()
    return made


@pytest.fixture
def expired(edition):
    """The same after its time, announced and deleted by the daily run."""
    daily(TOLD)
    daily(AFTER)
    return edition


def aged() -> None:
    """The files in the store are as old as their rows."""
    for file in Attachment.objects.in_store():
        os.utime(stored_at(file.path), (1.7e9, 1.7e9))


def daily(day: str) -> str:
    """What the daily run says on a day."""
    return said("run_daily", on=day)


def said(*words: str, on: str = "", **options) -> str:
    """What a command says; with its one line of refusal when it ends with 1."""
    out = StringIO()
    try:
        with clock.frozen(on or clock.now()):
            call_command(*words, stdout=out, **options)
    except CommandError as error:
        out.write(f"! {error}")
    return out.getvalue()
