"""Audit events of bulk-written rows, put into the chain in the order of their moments."""

from datetime import datetime

from branches.audit import actions as audit
from branches.audit.models import Event


class Journal:
    """Collects drafted events and appends those that happened before a moment."""

    def __init__(self) -> None:
        self.pending: list[Event] = []

    def note(self, kind: str, **about) -> None:
        """Draft one event; `at` and `by` are those of the act."""
        self.pending.append(audit.draft(kind, **about))

    def write_until(self, moment: datetime | None = None) -> None:
        """Append what happened up to that moment, oldest first; everything when none is given."""
        self.pending.sort(key=lambda event: event.at)
        size = len(self.pending)
        if moment is not None:
            size = next((n for n, event in enumerate(self.pending) if event.at > moment), size)
        due, self.pending = self.pending[:size], self.pending[size:]
        for start in range(0, len(due), 5000):
            audit.append(due[start:start + 5000])
