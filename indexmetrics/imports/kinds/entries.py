"""Entries of registers as imports see them: what is in force, what a row changes, how it is entered and undone."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from branches.access.models import User
from branches.org.models import Branch
from indexmetrics.intake import actions
from indexmetrics.intake.models import RegisterEntry
from indexmetrics.periods.models import Quarter


@dataclass(frozen=True)
class Wanted:
    """One number that a file states; `entry` is the row it replaces."""

    branch: str
    month: str
    indicator: str
    part: str
    key: str
    value: Decimal
    document_number: str = ""
    note: str = ""
    entry: int | None = None

    @property
    def place(self) -> tuple[str, str, str, str, str]:
        """What a stated figure has only one value of."""
        return self.branch, self.month, self.indicator, self.part, self.key


def in_force(quarter: Quarter) -> list[RegisterEntry]:
    """The entries of the quarter that count, in one query."""
    return list(RegisterEntry.objects.in_force().filter(quarter=quarter).select_related("branch"))


def place_of(entry: RegisterEntry) -> tuple[str, str, str, str, str]:
    """The place of an entry."""
    return entry.branch.code, entry.month, entry.indicator, entry.part, entry.key


def contents_of(entry: RegisterEntry) -> tuple:
    """All that an entry of a single matter says."""
    return (*place_of(entry), entry.value, entry.document_number, entry.note)


def enter(quarter: Quarter, wanted: Iterable[Wanted], by: User | None) -> dict[str, Any]:
    """Enter the numbers; what they replace is noted so that it can come back."""
    done: dict[str, Any] = {"entered": [], "replaced": []}
    for one in wanted:
        branch = Branch.objects.get(code=one.branch)
        stated = RegisterEntry.objects.in_force().filter(
            branch=branch, month=one.month, indicator=one.indicator, part=one.part, key=one.key)
        before = set(stated.values_list("pk", flat=True))
        if one.entry:
            old = RegisterEntry.objects.in_force().select_related("branch", "quarter__scheme").get(pk=one.entry)
            actions.withdraw(entry=old, by=by, reason=_("Replaced by an import."))
        entry = actions.enter(
            branch=branch, quarter=quarter, month=one.month, indicator=one.indicator, part=one.part, key=one.key,
            value=one.value, document_number=one.document_number, note=one.note, by=by)
        done["entered"].append(entry.pk)
        gone = before - set(stated.values_list("pk", flat=True)) | ({one.entry} if one.entry else set())
        done["replaced"] += sorted(gone)
    return done


def take_back(done: dict[str, Any], by: User | None) -> None:
    """Withdraw what was entered and enter again what it replaced; both stay visible."""
    reason = _("The import was undone.")
    for entry in RegisterEntry.objects.in_force().filter(pk__in=done["entered"]).select_related("branch", "quarter__scheme"):
        actions.withdraw(entry=entry, by=by, reason=reason)
    for old in RegisterEntry.objects.filter(pk__in=done["replaced"]).select_related("branch", "quarter__scheme"):
        actions.enter(
            branch=old.branch, quarter=old.quarter, month=old.month, indicator=old.indicator, part=old.part,
            key=old.key, value=old.value, document_number=old.document_number, note=old.note, by=by)
