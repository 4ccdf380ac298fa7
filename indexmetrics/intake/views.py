"""Pages of registers: which there are, one with its entries, entering and withdrawing."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.access.seen import held, require_seen, version_of
from branches.access.writing import write_once
from branches.basics import clock, quarters
from branches.basics.refusals import Refusal
from branches.ledgers.pages import page_or_sheet
from branches.ledgers.paper import listed
from branches.org.models import Branch
from indexmetrics.intake import actions, ledger, queries
from indexmetrics.intake.forms import changed_values, contradictions, key_from
from indexmetrics.intake.models import RegisterEntry
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import current_quarter, quarter_for
from indexmetrics.periods.words import quarter_named
from indexmetrics.schemes.sensitive import findings

KEEP = requires(Permission.REGISTER_ENTER, Permission.DISCIPLINE_ENTER, Permission.PANEL_MARK)


@KEEP
@require_safe
def registers(request):
    """The registers one's post keeps, with how many branches have a figure."""
    quarter = _quarter(request)
    rows = queries.registers_of(request.user, quarter) if quarter else []
    counted = queries.counts(quarter) if quarter else {}
    counts = [(row, counted.get((row.indicator, row.part), 0)) for row in rows]
    return page_or_sheet(request, "indexmetrics/intake/registers.html", {
        "quarter": quarter, "rows": counts,
        "codes": list(Quarter.objects.values_list("code", flat=True)[:8]),
    }, lambda: ledger.registers(counts, quarter))


@KEEP
@require_http_methods(["GET", "HEAD", "POST"])
@listed(lambda code, indicator: f"{_('Registers')} {indicator} {quarter_named(code)}")
@write_once
def register(request, code: str, indicator: str):
    """One register of a quarter: a grid of figures, or single entries that add up."""
    quarter, found = _found(request, code, indicator)
    month = _month(request, quarter)
    if request.method == "POST":
        return (_enter_one if found.is_added_up else _enter_grid)(request, quarter, found, month)
    return _shown(request, quarter, found, month)


@KEEP
@require_POST
@write_once
def withdraw(request, pk: int):
    """Take an entry out of force, with a reason."""
    entry = get_object_or_404(RegisterEntry.objects.select_related("branch", "quarter__scheme"), pk=pk)
    if queries.register_for(request.user, entry.quarter, entry.indicator) is None:
        raise Http404(pk)
    require_seen(request, version_of(held(entry)), entry.withdrawn_reason)
    actions.withdraw(entry=entry, by=request.user, reason=request.POST.get("reason", ""))
    messages.success(request, _("Withdrawn; it stays in the list with its reason."))
    return redirect(_address(entry.quarter, entry.indicator, entry.month))


def _enter_one(request, quarter: Quarter, found, month: str):
    number, words = request.POST.get("document_number", "").strip(), request.POST.get("note", "").strip()
    sensitive = findings([(_("Note"), words), (_("Document number"), number)])
    if sensitive and not request.POST.get("confirmed"):
        return _shown(request, quarter, found, month, findings=sensitive, sent=request.POST, status=422)
    actions.enter(
        branch=_branch(request.POST.get("branch", "")), quarter=quarter, month=request.POST.get("month") or month,
        indicator=found.indicator, part=found.part, key=key_from(request.POST, found),
        value=request.POST.get("value", ""), by=request.user, document_number=number[:60], note=words[:200])
    messages.success(request, _("Entered."))
    return redirect(_address(quarter, found.indicator, month))


def _enter_grid(request, quarter: Quarter, found, month: str):
    """Row by row through the same action; a refused value is named and the others stand."""
    rows, good = _seen_grid(request, quarter, found, month), 0
    given_rows = changed_values(request.POST, rows)
    bad = contradictions(found.rule, rows, given_rows)
    for given in given_rows:
        if given.branch in bad:
            continue
        try:
            with transaction.atomic():
                actions.enter(
                    branch=_branch(given.branch), quarter=quarter, month=month, indicator=found.indicator,
                    part=found.part, key=given.key, value=given.value, by=request.user,
                    document_number=request.POST.get("document_number", "").strip()[:60])
            good += 1
        except Refusal as refusal:
            bad.setdefault(given.branch, f"{given.words} “{given.value}”: {refusal.message}")
    if good:
        messages.success(request, _("%(count)s figures entered.") % {"count": good})
    for line in bad.values():
        messages.error(request, line)
    if not good and not bad:
        messages.info(request, _("Nothing was changed."))
    return redirect(_address(quarter, found.indicator, month))


def _seen_grid(request, quarter: Quarter, found, month: str):
    """The grid as it is now; the form that is sent must have been made from it."""
    held(quarter)
    rows = queries.grid(request.user, quarter, found, month)
    require_seen(request, queries.version_of(rows), {row.branch.short: row.stated for row in rows if row.stated})
    return rows


def _shown(request, quarter: Quarter, found, month: str, *, findings=(), sent=None, status: int = 200):
    asked = queries.branches_asked(quarter, found.indicator)
    grid = [] if found.is_added_up else queries.grid(request.user, quarter, found, month)
    listed = queries.entries_of(request.user, quarter, found)
    return page_or_sheet(request, "indexmetrics/intake/register.html", {
        "quarter": quarter, "register": found, "month": month, "months": quarters.months_of(quarter.code),
        "grid": grid, "version": queries.version_of(grid) if grid else None,
        "branches": asked, "listed": listed, "findings": findings, "sent": sent or {},
    }, lambda: ledger.entries(found, quarter, listed), status=status)


def _found(request, code: str, indicator: str):
    quarter = quarter_for(code)
    found = queries.register_for(request.user, quarter, indicator)
    if found is None:
        raise Http404(indicator)
    return quarter, found


def _quarter(request) -> Quarter | None:
    asked = request.GET.get("quarter", "")
    return quarter_for(asked) if asked else current_quarter()


def _month(request, quarter: Quarter) -> str:
    """The asked month of the quarter, else the one before today, else its last."""
    months = quarters.months_of(quarter.code)
    asked = request.GET.get("month", "")
    if asked in months:
        return asked
    begun = [month for month in months if quarters.parse_month(month).first_day <= clock.today()]
    return begun[-1] if begun else months[0]


def _branch(code: str) -> Branch:
    return get_object_or_404(Branch, code=code)


def _address(quarter: Quarter, indicator: str, month: str) -> str:
    return reverse("register", args=[quarter.code, indicator]) + f"?month={month}"
