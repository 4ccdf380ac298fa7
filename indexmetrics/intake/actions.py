"""Verbs of registers: enter a number, withdraw it with a reason."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.access.reasons import owed
from branches.audit.actions import record as audit
from branches.audit.kinds import EventKind
from branches.basics import clock, numbers, quarters
from branches.basics.refusals import OutOfStep, Refused
from branches.org.models import Branch
from indexmetrics.intake import limits
from indexmetrics.intake.models import RegisterEntry
from indexmetrics.intake.owners import ADDED_UP, JUDGE, act_of
from indexmetrics.periods import acts
from indexmetrics.periods.models import Quarter


@transaction.atomic
def enter(
    *, branch: Branch, quarter: Quarter, month: str, indicator: str, part: str, key: str, value,
    by: User | None, document_number: str = "", note: str = "",
) -> RegisterEntry:
    """One number of one branch, born accepted; a figure given again replaces the one before."""
    owner = _owner(quarter, indicator, part)
    acts.require(by, act_of(owner), branch, quarter)
    if month not in quarters.months_of(quarter.code):
        raise Refused("month", _("The month must lie in quarter %(code)s.") % {"code": quarter.code})
    _check_key(quarter, indicator, part, key)
    number, rule = _exact(value), quarter.scheme.outline.indicators[indicator].body["rule"]
    if limits.too_much(rule, key, number):
        raise Refused("value", limits.too_much(rule, key, number))
    if owner == "discipline_office" and number and not document_number:
        raise Refused("document_number", _("Please give the document number."))
    if not _is_added_up(quarter, indicator, part):
        same = RegisterEntry.objects.in_force().filter(
            branch=branch, quarter=quarter, indicator=indicator, part=part, key=key)
        if not key.startswith(JUDGE):  # a judge has one mark a quarter, other figures one a month
            same = same.filter(month=month)
        same.update(withdrawn_at=clock.now(), withdrawn_by=by, withdrawn_reason=_("Replaced by a newer figure."))
    entry = RegisterEntry.objects.create(
        branch=branch, quarter=quarter, month=month, indicator=indicator, part=part, key=key, value=number,
        document_number=document_number, note=note, entered_at=clock.now(), entered_by=by,
    )
    audit(
        EventKind.REGISTER_ENTERED, by=by, subject=entry, branch=branch.code, period=month,
        after={"indicator": indicator, "part": part, "key": key, "value": str(number), "document": document_number},
    )
    return entry


@transaction.atomic
def withdraw(*, entry: RegisterEntry, by: User | None, reason: str) -> RegisterEntry:
    """Take an entry out of force; it stays visible with the reason."""
    acts.require(by, act_of(_owner(entry.quarter, entry.indicator, entry.part)), entry.branch, entry.quarter)
    reason = owed(reason, most=200)
    if not RegisterEntry.objects.in_force().filter(pk=entry.pk).update(
        withdrawn_at=clock.now(), withdrawn_by=by, withdrawn_reason=reason,
    ):
        raise OutOfStep("register", _("This entry was already withdrawn."))
    entry.refresh_from_db()
    audit(
        EventKind.REGISTER_WITHDRAWN, by=by, subject=entry, branch=entry.branch.code, period=entry.month,
        reason=reason, before={"indicator": entry.indicator, "key": entry.key, "value": str(entry.value)},
    )
    return entry


def _owner(quarter: Quarter, indicator: str, part: str) -> str:
    """The office that enters it: from the scheme's registers, else its figures."""
    outline = quarter.scheme.outline
    row = outline.registers.get(indicator) or outline.figures.get((indicator, part))
    if row is None or row["entered_by"] in ("branch", "system"):
        raise Refused("indicator", _("%(code)s is not entered by an office.") % {"code": indicator})
    return row["entered_by"]


def _check_key(quarter: Quarter, indicator: str, part: str, key: str) -> None:
    outline = quarter.scheme.outline
    register, figure = outline.registers.get(indicator), outline.figures.get((indicator, part))
    keys = list(figure["asks"]) if figure else register["keys"]
    fits = key in keys or any(known.startswith(JUDGE) and key.startswith(JUDGE) for known in keys)
    if not fits:
        raise Refused("key", _("“%(key)s” is not one of: %(keys)s.") % {"key": key, "keys": ", ".join(keys)})


def _is_added_up(quarter: Quarter, indicator: str, part: str) -> bool:
    """Counts of single matters add up; a stated figure (a rank, a mean, a rate) has one value a month."""
    outline = quarter.scheme.outline
    if (indicator, part) in outline.figures:
        return False
    return outline.indicators[indicator].body["rule"]["type"] in ADDED_UP


def _exact(value) -> Decimal:
    try:
        number = Decimal(numbers.plain(value))
    except ValueError:
        number = Decimal(-1)
    if number < 0 or number >= 10**9 or number.as_tuple().exponent < -4:
        raise Refused("value", _("Please give a number of at least 0 with at most four decimals."))
    return number
