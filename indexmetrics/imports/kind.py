"""What every kind of import answers: its columns, its present rows, what a file changes, how it is done."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext

from branches.access.allow import allows
from branches.access.models import User
from branches.access.permissions import Permission
from branches.basics import clock, quarters
from indexmetrics.imports.columns import DAY, MONTH, TEXT, WHOLE, Column
from indexmetrics.imports.problems import Problem, told
from indexmetrics.imports.table import Row, Table
from indexmetrics.periods import states
from indexmetrics.periods.models import Quarter

PLAIN_KINDS = {TEXT, WHOLE, DAY, MONTH}
CLOSED = (states.CONFIRMED, states.PUBLISHED, states.ARCHIVED)


class Cell(NamedTuple):
    """One value that changes: where it stands, its column, old and new as people read them."""

    cell: str
    code: str
    field: str
    old: str
    new: str


@dataclass
class Change:
    """One row that changes something; `values` is what the act needs."""

    row: Row
    key: str
    label: str
    is_new: bool
    cells: list[Cell]
    values: dict[str, Any] = field(default_factory=dict)
    ready: Any = None  # what was made for it beforehand; stored nowhere

    def as_dict(self) -> dict:
        """For the preview and for the question whether the data moved on."""
        return {
            "row": self.row.number, "key": self.key, "label": self.label, "is_new": self.is_new,
            "cells": [[one.cell, one.code, one.field, one.old, one.new] for one in self.cells],
        }


class Kind:
    """A kind of import; a subclass for each template."""

    code = ""
    title = ""  # message ids
    lead = ""
    rights: tuple[Permission, ...] = ()
    tried_with: Any = None  # stands for what is made ready, while a file is only tried out

    def may(self, user: User) -> bool:
        """Does the user's post include it?"""
        return any(allows(user, right) for right in self.rights)

    def scopes(self, user: User) -> list[tuple[str, str]]:
        """What it can be for, as (text, words): quarters, months; one empty scope when it needs none."""
        return [("", "")]

    def heading(self, scope: str) -> str:
        """Its title with what it is for."""
        words = next((words for text, words in self.known_scopes() if text == scope), scope)
        return " ".join(part for part in (gettext(self.title), words) if part)

    def known_scopes(self) -> Iterable[tuple[str, str]]:
        """Scopes with words that do not depend on the user."""
        return ()

    def columns(self, scope: str) -> list[Column]:
        """The columns of the template."""
        raise NotImplementedError

    def current(self, scope: str) -> Iterable[dict[str, Any]]:
        """The present values, a row each, by column code."""
        raise NotImplementedError

    def plan(self, scope: str, table: Table, user: User | None) -> tuple[list[Change], list[Problem]]:
        """What the rows change, and what is wrong with them."""
        raise NotImplementedError

    def slow(self, plan: list[dict]) -> list[str]:
        """The keys of the rows whose act needs something that is slow to make."""
        return []

    def make_ready(self, keys: list[str]) -> dict[str, Any]:
        """That by its key: made before the transaction, in which others wait; for a row without it the act makes it."""
        return {}

    def carry_out(self, scope: str, change: Change, by: User | None) -> dict[str, Any] | None:
        """Do one change through the actions of the screens; what undoing needs."""
        raise NotImplementedError

    def watched(self, scope: str, changes: list[Change]) -> list[QuerySet]:
        """The rows whose exact values undoing restores; empty when it goes by verbs."""
        return []

    def take_back(self, scope: str, done: dict[str, Any], by: User | None) -> None:
        """Undo one change by its verb."""
        raise NotImplementedError

    def is_closed(self, scope: str, applied_on) -> bool:
        """Is it too late to undo? The quarter of the import closes it."""
        code = scope.split(":")[0]
        quarter = str(quarters.quarter_of(applied_on)) if not code else code if "Q" in code else str(
            quarters.parse_month(code).quarter)
        return Quarter.objects.filter(code=quarter, state__in=CLOSED).exists()


def text_of(column: Column, value: Any) -> str:
    """A value as people read it in the preview."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if column.kind in PLAIN_KINDS:
        return str(value)
    shown = column.name_of(value)
    return "" if shown is None else str(shown)


def comparer(columns: list[Column], given: Iterable[str]) -> Callable[[Row, dict[str, Any]], list[Cell]]:
    """A function that lists the cells of a row that differ from the present; an empty cell changes nothing."""
    asked = [(column.code, column, column.title) for column in columns if not column.fixed and column.code in given]

    def compare(row: Row, old: dict[str, Any]) -> list[Cell]:
        cells, values, letters, number = [], row.values, row.letters, row.number
        for code, column, title in asked:
            value = values[code]
            if value is None:
                continue
            before = old.get(code)
            if before != value:
                cells.append(Cell(f"{letters[code]}{number}", code, title, text_of(column, before), text_of(column, value)))
        return cells

    return compare


def wrong(row: Row, column: Column, remedy: str) -> Problem:
    """A problem of one value, in words."""
    return told(row.sheet, row.cell(column.code), column.title, text_of(column, row.values.get(column.code)), remedy)


def today_in(quarter: str):
    """Today, or the quarter's last day when it is over."""
    return min(clock.today(), quarters.last_day(quarter))
