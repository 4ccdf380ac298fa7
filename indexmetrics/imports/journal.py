"""Exact values before and after, so that an import can be taken back row for row."""

import json
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext as _

from branches.basics.refusals import OutOfStep

# A password or a session is no part of what an import changes.
LEFT_OUT = {"password", "last_login", "session_epoch", "must_change_password"}
Rows = dict[str, dict[str, dict[str, Any]]]


def take(querysets: list[QuerySet]) -> Rows:
    """Label → key → values of the rows as they are now."""
    found: Rows = {}
    for rows in querysets:
        label = rows.model._meta.label
        plain = [{name: value for name, value in row.items() if name not in LEFT_OUT} for row in rows.order_by("pk").values()]
        found[label] = {str(row["id"]): row for row in json.loads(json.dumps(plain, cls=DjangoJSONEncoder))}
    return found


def difference(before: Rows, after: Rows) -> dict[str, Any]:
    """Rows that came and rows that changed, with both sides."""
    return {
        label: {
            "came": {key: row for key, row in rows.items() if key not in before.get(label, {})},
            "changed": {
                key: [before[label][key], row] for key, row in rows.items()
                if key in before.get(label, {}) and before[label][key] != row
            },
        }
        for label, rows in after.items()
    }


def restore(kept: dict[str, Any]) -> None:
    """Put every row back; refused when one was changed since."""
    for label, about in kept.items():
        model = apps.get_model(label)
        wanted = {**about["came"], **{key: pair[1] for key, pair in about["changed"].items()}}
        if take([model.objects.filter(pk__in=wanted)])[label] != wanted:
            raise OutOfStep("moved", _("Something was changed since the import; undo those changes first."))
    try:
        for label in reversed(list(kept)):
            apps.get_model(label).objects.filter(pk__in=kept[label]["came"]).delete()
    except ProtectedError as error:
        raise OutOfStep("used", _("What the import added is used by now; it cannot be taken back any more.")) from error
    for label, about in kept.items():
        for key, (before, _after) in about["changed"].items():
            apps.get_model(label).objects.filter(pk=key).update(**{name: value for name, value in before.items() if name != "id"})
