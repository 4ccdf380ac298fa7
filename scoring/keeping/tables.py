"""Every table as lines of JSON, the same on both databases, in an order that can be restored."""

import json
from datetime import datetime
from typing import IO

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

APPS = ("branches", "indexmetrics", "scoring")
BATCH = 2000


class WholeEncoder(DjangoJSONEncoder):
    """Times to the microsecond: Django's own encoder cuts them to milliseconds, and the chain covers all six digits."""

    def default(self, value):
        """The whole time; everything else as Django does."""
        return value.isoformat() if isinstance(value, datetime) else super().default(value)


def tables() -> list[type[models.Model]]:
    """The project's models, those that others point to first."""
    wanted = [model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)
              if not getattr(model, "is_passing", False)]
    ordered: list[type[models.Model]] = []
    while wanted:
        ready = [model for model in wanted if not (_points_to(model) & set(wanted)) - {model}]
        ordered += ready
        wanted = [model for model in wanted if model not in ready]
    return ordered


def write(model: type[models.Model], stream: IO[bytes]) -> int:
    """Write all rows of a table, one JSON object a line; how many."""
    count = 0
    for row in model._base_manager.order_by("pk").iterator(chunk_size=BATCH):
        values = serializers.serialize("python", [row])[0]
        text = json.dumps(
            {"pk": values["pk"], **values["fields"]}, cls=WholeEncoder, ensure_ascii=False, sort_keys=True,
        )
        stream.write(text.encode() + b"\n")
        count += 1
    return count


def read(model: type[models.Model], stream: IO[bytes]) -> int:
    """Insert the rows of one table; how many."""
    count, batch = 0, []
    for line in stream:
        batch.append(_row(model, json.loads(line)))
        if len(batch) == BATCH:
            count += len(model._base_manager.bulk_create(batch))
            batch = []
    return count + len(model._base_manager.bulk_create(batch))


def go_on_counting() -> None:
    """Let new rows get numbers above the restored ones (PostgreSQL counts apart from its rows)."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)


def is_empty() -> bool:
    """Is this an installation nobody has worked with? Reference rows of migrations do not count."""
    return not any(model._base_manager.exists() for model in tables())


def _points_to(model: type[models.Model]) -> set[type[models.Model]]:
    return {
        field.related_model for field in model._meta.local_fields if field.remote_field and field.related_model
    }


def _row(model: type[models.Model], values: dict) -> models.Model:
    given = {"pk": values.pop("pk")}
    for name, value in values.items():
        field = model._meta.get_field(name)
        given[field.attname] = value if field.remote_field else field.to_python(value)
    return model(**given)
