"""Values of one column, from JSON to what the database stores; how is found once for a column, not for each value."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache, partial

from django.db import DEFAULT_DB_ALIAS, connections, models

# Columns whose values JSON and both databases know alike.
AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)
# Columns whose few values come again and again, and how many of them are remembered.
OF_FEW, REMEMBERED = (models.DateField, models.DecimalField), 4096


class Column:
    """One column of a table that is being filled."""

    def __init__(self, field: models.Field) -> None:
        self.name = "pk" if field.primary_key else field.name
        self.quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name(field.column)
        self._default, self._make = field.get_default, _maker(field)

    def of(self, rows: list[dict]) -> Iterable:
        """Its values in these rows; a column that is newer than the archive has its default."""
        if self.name not in rows[0]:
            values = [self._default() for _row in rows]
        else:
            values = [row[self.name] for row in rows]
        return [None if value is None else self._make(value) for value in values] if self._make else values


def _maker(field: models.Field) -> Callable | None:
    """Makes what the database stores of a value; None where that is the value itself."""
    if isinstance(field, AS_THEY_ARE):
        return None
    database = connections[DEFAULT_DB_ALIAS]  # its proxy would be asked anew for every value
    if isinstance(field, models.DateTimeField):
        adapt = database.ops.adapt_datetimefield_value
        return lambda text: adapt(datetime.fromisoformat(text))
    if isinstance(field, models.JSONField):
        return partial(database.ops.adapt_json_value, encoder=field.encoder)

    def as_django_does(value: object) -> object:
        return field.get_db_prep_save(field.to_python(value), database)

    return lru_cache(REMEMBERED)(as_django_does) if isinstance(field, OF_FEW) else as_django_does
