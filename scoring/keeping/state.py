"""What is known of safekeeping, from the trail: the newest backup, the newest drill, how they ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.basics import clock, room
from branches.management.examinations import OLDEST_BACKUP

OLDEST_DRILL = timedelta(days=92)  # once a quarter
OF_BACKUP = (EventKind.BACKUP_MADE, EventKind.BACKUP_FAILED)
OF_DRILL = (EventKind.BACKUP_DRILLED, EventKind.BACKUP_DRILL_FAILED)


@dataclass(frozen=True)
class Last:
    """The newest good one of its kind, and the failure after it."""

    good: datetime | None
    failed: datetime | None
    why: str
    oldest: timedelta

    @property
    def is_old(self) -> bool:
        """Never, or too long ago."""
        return self.good is None or clock.now() - self.good > self.oldest

    @property
    def is_well(self) -> bool:
        """Young enough, and nothing failed since."""
        return not self.is_old and self.failed is None


@dataclass(frozen=True)
class Safekeeping:
    """Backup, drill and room of this installation."""

    backup: Last
    drill: Last
    free_mib: int
    is_short: bool

    @property
    def free_gib(self) -> str:
        """The free room as people read it."""
        return f"{self.free_mib / 1024:.1f}"

    @property
    def is_well(self) -> bool:
        """Nothing calls for the administrator."""
        return self.backup.is_well and self.drill.is_well and not self.is_short


def safekeeping() -> Safekeeping:
    """All of it; four queries at most."""
    folder = Path(settings.MEDIA_ROOT)
    return Safekeeping(
        _last(OF_BACKUP, OLDEST_BACKUP), _last(OF_DRILL, OLDEST_DRILL), room.free_bytes(folder) // 1024**2, room.is_short(folder))


def _last(kinds: tuple[EventKind, EventKind], oldest: timedelta) -> Last:
    """The newest event that went well, and the newest that failed if it came later; looked up by its subject's index."""
    good, bad = (Event.objects.filter(subject="backup", kind=kind).order_by("-number").first() for kind in kinds)
    failed = bad if bad and (good is None or bad.number > good.number) else None
    return Last(
        clock.local(good.at) if good else None, clock.local(failed.at) if failed else None,
        failed.reason if failed else "", oldest)
