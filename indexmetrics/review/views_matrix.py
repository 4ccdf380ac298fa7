"""The completeness table, and what is done with a selection of it."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from branches.access.allow import allows
from branches.access.decorators import requires
from branches.access.people import secretaries
from branches.access.permissions import Permission
from branches.access.reach import reach
from branches.access.writing import write_once
from branches.basics.refusals import Refusal, Refused
from branches.ledgers.pages import page_or_sheet, sheet
from branches.ledgers.paper import listed, paper
from branches.org.models import Branch
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import current_quarter, quarter_for, timetable
from indexmetrics.periods.words import quarter_named
from indexmetrics.review import actions_months, ledger
from indexmetrics.review.matrix import COUNTED, completeness

STATES = ("not_due", "missing", "submitted", "returned", "accepted", "not_applicable", "exempt")


@requires(Permission.MATRIX_READ)
@require_safe
@listed(lambda: _("Completeness"))
def matrix(request):
    """Branches in their groups × months, or × indicators with `?by=indicator`; a counter narrows the rows."""
    asked = request.GET.get("quarter", "")
    quarter = quarter_for(asked) if asked else current_quarter()
    by, state = _by(request.GET), request.GET.get("state", "")
    table = completeness(quarter, by, reach(request.user, Permission.MATRIX_READ)) if quarter else None
    narrowed = table.narrowed(state) if table else None
    return page_or_sheet(request, "indexmetrics/review/matrix.html", {
        "quarter": quarter, "by": by, "states": STATES, "results": request.session.pop("month_results", []),
        "may_act": bool(allows(request.user, Permission.EVIDENCE_REVIEW)), "state": state if state in COUNTED else "",
        "counts": table.counts() if table else {}, "total": sum(len(group.rows) for group in table.groups) if table else 0,
        "codes": list(Quarter.objects.values_list("code", flat=True)[:8]),
        "matrix": narrowed,
    }, lambda: ledger.completeness(narrowed, quarter, state))


@requires(Permission.EVIDENCE_REVIEW)
@require_POST
@write_once
def act(request, quarter: str):
    """Remind, extend or waive for what is ticked: first who and what, then row by row through the same action."""
    period, cells = quarter_for(quarter), _cells(request, quarter)
    verb = request.POST.get("act", "")
    if verb not in ("remind", "extend", "waive"):
        raise Http404(verb)
    if not cells:
        raise Refused("cells", _("Please tick at least one month of a branch."))
    found = Branch.objects.filter(code__in={code for code, _month in cells})
    branches = {row.code: row for row in found if allows(request.user, Permission.EVIDENCE_REVIEW, row)}
    if not request.POST.get("sure"):
        return _ask(request, period, verb, [(branches[code], month) for code, month in cells if code in branches])
    results = [
        {"name": f"{branches[code].short_name} {month}", "why": _one(request, verb, branches[code], period, month)}
        for code, month in cells if code in branches
    ]
    good = sum(not row["why"] for row in results)
    request.session["month_results"] = [row for row in results if row["why"]]
    messages.success(request, _("Done for %(good)s of %(all)s.") % {"good": good, "all": len(results)})
    return redirect(f"{reverse('matrix')}?quarter={period.code}")


@requires(Permission.MATRIX_READ)
@require_POST
@paper(lambda quarter: f"{_('Completeness')} {quarter_named(quarter)}", back=lambda quarter: reverse("matrix"))
def export(request, quarter: str):
    """The ticked crossings, or all, as a workbook."""
    period, cells = quarter_for(quarter), set(_cells(request, quarter))
    table = completeness(period, _by(request.POST), reach(request.user, Permission.MATRIX_READ))
    return sheet(ledger.crossings(table, period, cells), request.user)


def _ask(request, period: Quarter, verb: str, rows: list[tuple[Branch, str]]):
    """The question before: each receiver by name with what it will read, and the day that moves."""
    dues = timetable(period).months
    holders = secretaries([branch.pk for branch, _month in rows])
    return render(request, "indexmetrics/review/act_sure.html", {
        "quarter": period, "verb": verb, "words": request.POST.get("reason", "").strip(), "rows": [
            {"branch": branch, "month": month, "people": holders.get(branch.pk, []), "due": dues.get(month),
             "value": f"{branch.code}|{month}"} for branch, month in rows],
    })


def _by(sent) -> str:
    return "indicator" if sent.get("by") == "indicator" else "month"


def _one(request, verb: str, branch: Branch, quarter: Quarter, month: str) -> str:
    """One row: "" when done, or the reason why not; a refused row leaves the others alone."""
    words = request.POST.get("reason", "")
    given = {"words": words} if verb == "remind" else {"reason": words}
    try:
        with transaction.atomic():
            getattr(actions_months, verb)(branch=branch, quarter=quarter, month=month, by=request.user, **given)
    except Refusal as refusal:
        return str(refusal.message)
    return ""


def _cells(request, quarter: str) -> list[tuple[str, str]]:
    """(branch, month) of what was ticked, in the order of the page."""
    known = set(Quarter.objects.filter(code=quarter).values_list("code", flat=True))
    pairs = [tuple(value.split("|", 1)) for value in request.POST.getlist("cell") if "|" in value]
    return list(dict.fromkeys(pairs)) if known else []
