"""The one clock: the bureau's time zone, and held still on demand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from branches.basics import clock

pytestmark = pytest.mark.pure


def test_day_changes_at_midnight_of_the_bureau():
    with clock.frozen(datetime(2026, 6, 30, 16, 0, tzinfo=UTC)):
        assert clock.today() == date(2026, 7, 1)


def test_frozen_takes_a_day_as_nine_in_the_morning():
    with clock.frozen("2026-07-06"):
        assert clock.now().isoformat() == "2026-07-06T09:00:00+08:00"


def test_inner_freeze_gives_the_outer_moment_back():
    with clock.frozen("2026-07-06"):
        with clock.frozen("2026-08-01"):
            assert clock.today() == date(2026, 8, 1)
        assert clock.today() == date(2026, 7, 6)


def test_running_clock_is_aware_and_cannot_be_pushed():
    assert clock.now().utcoffset() == timedelta(hours=8)
    with pytest.raises(RuntimeError):
        clock.advance(timedelta(days=1))


def test_frozen_clock_can_be_moved_on():
    with clock.frozen("2026-07-06"):
        clock.advance(timedelta(days=2))

        assert clock.today() == date(2026, 7, 8)
