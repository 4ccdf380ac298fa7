"""Every table as lines of JSON, the same on both databases, in an order that can be restored."""

import json
from datetime import datetime
from io import BufferedReader
from typing import IO

from django.apps import apps
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from scoring.keeping.columns import Column

APPS = ("branches", "indexmetrics", "scoring")
BATCH, PIECE = 2000, 1 << 20


class WholeEncoder(DjangoJSONEncoder):
    """Times to the microsecond: Django's own encoder cuts them to milliseconds, and the chain covers all six digits."""

    def default(self, value):
        """The whole time; everything else as Django does."""
        return value.isoformat() if isinstance(value, datetime) else super().default(value)


WHOLE = WholeEncoder(ensure_ascii=False, sort_keys=True)


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
    columns = {"pk": "pk", **{field.name: field.attname for field in model._meta.local_fields if not field.primary_key}}
    count = 0
    for row in model._base_manager.order_by("pk").values_list(*columns.values()).iterator(chunk_size=BATCH):
        stream.write(WHOLE.encode(dict(zip(columns, row, strict=True))).encode() + b"\n")
        count += 1
    return count


def read(model: type[models.Model], stream: IO[bytes]) -> int:
    """Insert the rows of one table; how many. Whole batches, column by column, without making Django's objects."""
    columns, count = [Column(field) for field in model._meta.local_fields], 0
    table, names = connection.ops.quote_name(model._meta.db_table), ", ".join(column.quoted for column in columns)
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor, BufferedReader(stream, PIECE) as lines:
        while batch := lines.readlines(PIECE):
            rows = json.loads(b"[%s]" % b",".join(batch))
            values = list(zip(*(column.of(rows) for column in columns), strict=True))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", values)  # noqa: S608 - our own names  # nosec B608
            count += len(rows)
    return count


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
