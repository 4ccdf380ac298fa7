"""Words of an act: who as what, to which thing, what was before and after."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from branches.access.roles import Role
from branches.audit.models import Event

SEAL_SHOWN = 12
SUBJECTS = {
    "address": pgettext_lazy("trail", "page"),
    "alarm": pgettext_lazy("trail", "alarm about"),
    "appeal": pgettext_lazy("trail", "review request"),
    "audit_key": pgettext_lazy("trail", "key of the trail"),
    "assignment": pgettext_lazy("trail", "post"),
    "attachment": pgettext_lazy("trail", "material"),
    "base": pgettext_lazy("trail", "demonstration base"),
    "branch": pgettext_lazy("trail", "branch"),
    "brand": pgettext_lazy("trail", "brand"),
    "bureau": pgettext_lazy("trail", "bureau"),
    "chapter": pgettext_lazy("trail", "plan or result of a brand"),
    "edition": pgettext_lazy("trail", "edition"),
    "jointactivity": pgettext_lazy("trail", "joint activity"),
    "notice": pgettext_lazy("trail", "rectification notice"),
    "login": pgettext_lazy("trail", "signing in as"),
    "partner": pgettext_lazy("trail", "partner"),
    "quarter": pgettext_lazy("trail", "quarter"),
    "record": pgettext_lazy("trail", "record"),
    "registerentry": pgettext_lazy("trail", "register entry"),
    "ruling": pgettext_lazy("trail", "ruling"),
    "run": pgettext_lazy("trail", "computation"),
    "scheme": pgettext_lazy("trail", "rules"),
    "submission": pgettext_lazy("trail", "monthly report"),
    "trail": pgettext_lazy("trail", "audit trail"),
    "user": pgettext_lazy("trail", "account"),
    "verdict": pgettext_lazy("trail", "verdict"),
    "walltoken": pgettext_lazy("trail", "big screen"),
    "import": pgettext_lazy("trail", "import"),
}
FIELDS = {
    "address": pgettext_lazy("trail", "from"),
    "about": pgettext_lazy("trail", "about"),
    "attributes": pgettext_lazy("trail", "attributes"),
    "brand": pgettext_lazy("trail", "core brand"),
    "code": pgettext_lazy("trail", "item"),
    "colour": pgettext_lazy("trail", "colour"),
    "data": pgettext_lazy("trail", "figures"),
    "date": pgettext_lazy("trail", "date"),
    "dims": pgettext_lazy("trail", "dimmed at night"),
    "declared": pgettext_lazy("trail", "nothing to report"),
    "demo": pgettext_lazy("trail", "demonstration"),
    "document": pgettext_lazy("trail", "document number"),
    "edition": pgettext_lazy("trail", "edition"),
    "everything": pgettext_lazy("trail", "whole workbook"),
    "fields": pgettext_lazy("trail", "fields to correct"),
    "file": pgettext_lazy("trail", "file"),
    "finish": pgettext_lazy("trail", "finish by"),
    "fit": pgettext_lazy("trail", "board"),
    "first": pgettext_lazy("trail", "first submission"),
    "hash": pgettext_lazy("trail", "fingerprint"),
    "indicator": pgettext_lazy("trail", "indicator"),
    "key": pgettext_lazy("trail", "figure"),
    "kind": pgettext_lazy("trail", "kind"),
    "label": pgettext_lazy("trail", "place"),
    "level": pgettext_lazy("trail", "level"),
    "meeting": pgettext_lazy("trail", "meeting"),
    "method": pgettext_lazy("trail", "way of asking"),
    "members": pgettext_lazy("trail", "members"),
    "month": pgettext_lazy("trail", "month"),
    "name": pgettext_lazy("trail", "name"),
    "pages": pgettext_lazy("trail", "pages"),
    "part": pgettext_lazy("trail", "part"),
    "plan": pgettext_lazy("trail", "plan"),
    "points": pgettext_lazy("trail", "points"),
    "records": pgettext_lazy("trail", "records"),
    "result": pgettext_lazy("trail", "result"),
    "role": pgettext_lazy("trail", "role"),
    "scheme": pgettext_lazy("trail", "rules"),
    "seal": pgettext_lazy("trail", "seal"),
    "seconds": pgettext_lazy("trail", "seconds a page"),
    "sha256": pgettext_lazy("trail", "fingerprint"),
    "second_factor": pgettext_lazy("trail", "second factor"),
    "status": pgettext_lazy("trail", "answer"),
    "count": pgettext_lazy("trail", "count"),
    "since": pgettext_lazy("trail", "since"),
    "until": pgettext_lazy("trail", "until"),
    "form": pgettext_lazy("trail", "form"),
    "rows": pgettext_lazy("trail", "rows"),
    "stage": pgettext_lazy("trail", "stage"),
    "state": pgettext_lazy("trail", "state"),
    "tags": pgettext_lazy("trail", "counts for"),
    "theme": pgettext_lazy("trail", "paper"),
    "title": pgettext_lazy("trail", "title"),
    "type": pgettext_lazy("trail", "type"),
    "user": pgettext_lazy("trail", "user name"),
    "username": pgettext_lazy("trail", "user name"),
    "value": pgettext_lazy("trail", "value"),
    "version": pgettext_lazy("trail", "version"),
    "meaning": pgettext_lazy("trail", "meaning"),
    "parent": pgettext_lazy("trail", "grown out of"),
    "story": pgettext_lazy("trail", "story"),
    "text": pgettext_lazy("trail", "text"),
    "year": pgettext_lazy("trail", "year"),
    "waived": pgettext_lazy("trail", "waived"),
}
SEALS = frozenset({"hash", "seal", "sha256"})


def described(event: Event) -> Event:
    """The event with `role_words`, `subject_words` and `rows` (word, old, new) for its line."""
    roles = dict(Role.choices)
    event.role_words = ", ".join(str(roles.get(role, role)) for role in event.by_role.split(",") if role)
    event.subject_words = SUBJECTS.get(event.subject, event.subject)
    event.rows = _rows(event.before, event.after)
    return event


def _rows(before: object, after: object) -> list[tuple[str, str, str]]:
    """One line for each named value that is new or differs; a value without a name stands alone."""
    old, new = (value if isinstance(value, dict) else {"": value} for value in (before, after))
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        was, now = _said(key, old.get(key)), _said(key, new.get(key))
        if was != now:
            found.append((str(FIELDS.get(key, key)), was, now))
    return found


def _said(key: str, value: object) -> str:
    if value in (None, "", [], {}, "None"):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return ", ".join(f"{FIELDS.get(name, name)} {_said(name, part)}" for name, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_said(key, part) for part in value)
    if key == "role":
        return str(dict(Role.choices).get(value, value))
    return str(value)[:SEAL_SHOWN] if key in SEALS else str(value)
