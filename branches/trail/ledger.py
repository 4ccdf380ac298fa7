"""The trail of acts as columns."""

from django.utils.translation import gettext as _

from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.ledgers.ledger import MOST_ROWS, Column, Ledger
from branches.trail.wording import described

CHUNK = 1000


def trail(events, asked: dict[str, str]) -> Ledger:
    """Newest first, as many as a sheet takes, and one more that tells of the rest.

    Not one row further: a question that is not read to its end keeps SQLite from writing the export down.
    """
    read = events[: MOST_ROWS + 1].iterator(chunk_size=CHUNK)
    return Ledger(_("Audit trail"), [
        Column(_("No."), lambda event: event.number, 9), Column(_("Time"), lambda event: event.at, 17),
        Column(_("Who"), lambda event: event.by_name), Column(_("Post"), lambda event: event.role_words, 18),
        Column(_("From where"), lambda event: event.origin, 20),
        Column(_("What"), lambda event: event.kind_label, 18), Column(_("Subject"), _subject, 24),
        Column(_("Where"), lambda event: event.branch_code), Column(_("Period"), lambda event: event.period_code, 10),
        Column(_("Old → new, reason"), _changes, 60), Column(_("Reason"), lambda event: event.reason, 30),
        Column(_("Fingerprint"), lambda event: event.digest, 20),
    ], (described(event) for event in read), [
        (_("Kind"), dict(EventKind.choices).get(asked["kind"], asked["kind"])), (_("User name"), asked["by"]),
        (_("Branch code"), asked["branch"]), (_("Period"), asked["period"]), (_("In the reason"), asked["q"]),
    ])


def _subject(event: Event) -> str:
    return f"{event.subject_words} {event.subject_id}".strip()


def _changes(event: Event) -> str:
    """What changed, a line each; the reason once more, for whoever searches here."""
    lines = [f"{word} {old} → {new or '—'}" if old else f"{word} {new or '—'}" for word, old, new in event.rows]
    return "\n".join([*lines, *([event.reason] if event.reason else [])])
