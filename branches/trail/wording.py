"""Words of an act: who as what, to which thing, what was before and after."""

from django.utils.translation import gettext as _

from branches.access.roles import Role
from branches.audit.models import Event
from branches.trail.words import FIELDS, FIGURES, SUBJECTS

SEAL_SHOWN = 12
SEALS = frozenset({"chain_head", "content", "files", "hash", "seal", "sha256"})
ROWS = frozenset({"came", "changed"})  # of tables, whole: how many says it


def described(event: Event) -> Event:
    """The event with `role_words`, `subject_words` and `rows` (word, old, new) for its line."""
    roles = dict(Role.choices)
    event.role_words = ", ".join(str(roles.get(role, role)) for role in event.by_role.split(",") if role)
    event.subject_words = SUBJECTS.get(event.subject, event.subject)
    event.rows = _rows(*(_beside_its_line(value, event) for value in (event.before, event.after)))
    return event


def field_words(key: str, within: str = "") -> str:
    """The word of a value, or the key itself; tables of an import stand by their model (`app.Model`)."""
    if within == "data" and key in FIGURES:
        return str(FIGURES[key])
    return str(FIELDS.get(key) or SUBJECTS.get(key.rpartition(".")[2].lower() if "." in key else "", key))


def _beside_its_line(value: object, event: Event) -> object:
    """Without the address that the line gives already as the place the act came from."""
    if isinstance(value, dict) and value.get("address") == event.origin:
        return {key: one for key, one in value.items() if key != "address"}
    return value


def _rows(before: object, after: object) -> list[tuple[str, str, str]]:
    """One line for each named value that is new or differs; a value without a name stands alone."""
    old, new = (value if isinstance(value, dict) else {"": value} for value in (before, after))
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        was, now = _said(key, old.get(key)), _said(key, new.get(key))
        if was != now:
            found.append((field_words(key), was, now))
    return found


def _said(key: str, value: object) -> str:
    if key in ROWS and isinstance(value, dict):
        return str(len(value))
    if value in (None, "", [], {}, "None"):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        if "cells" in value:  # a row of an import: its cells stand on the page of the import
            return str(value["label"])
        return ", ".join(f"{field_words(name, key)} {_said(name, part)}" for name, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_said(key, part) for part in value)
    if key == "role":
        return str(dict(Role.choices).get(value, value))
    return str(value)[:SEAL_SHOWN] if key in SEALS else str(value)
