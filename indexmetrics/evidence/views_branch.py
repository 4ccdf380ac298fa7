"""Pages of a branch's month: the list, the month, the check before it is handed over."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.access.seen import require_seen, seen_version
from branches.access.writing import saves_itself, write_once
from branches.basics import quarters
from branches.basics.refusals import OutOfStep, Refused
from branches.ledgers.pages import page_or_sheet
from branches.panels import panels
from indexmetrics.evidence import actions, ledger, queries, states
from indexmetrics.evidence.folding import MonthView
from indexmetrics.evidence.forms import answers_from, declared_from
from indexmetrics.evidence.frame import frame_of
from indexmetrics.evidence.mending import mends
from indexmetrics.evidence.models import Record
from indexmetrics.evidence.months import own_branch
from indexmetrics.evidence.words import state_tag
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import quarter_of_month
from indexmetrics.schemes.sensitive import findings

RECORD = requires(Permission.EVIDENCE_RECORD)


@RECORD
@require_safe
def own_months(request):
    """The months of one's own branches with their states."""
    rows = queries.own_months(request.user)
    return page_or_sheet(request, "indexmetrics/evidence/months.html", {
        "rows": rows, "several": len(request.user.own_branches) > 1,
        "first": queries.reporting_month(rows), "open": Quarter.State.OPEN,
        "folders": list(dict.fromkeys((row.quarter.code, row.branch) for row in rows)),
    }, lambda: ledger.months(rows))


@RECORD
@require_safe
def month(request, month: str):
    """The month form of one's own branch."""
    page = page_for(request, month)
    view = MonthView(request, page)
    return render(request, "indexmetrics/evidence/month.html", {
        "page": page, "only_open": view.only_open, "mends": mends(page), "frame": len(frame_of(page)), **around(request, page),
        "panels": panels("month", user=request.user, page=page),
    })


@RECORD
@require_http_methods(["GET", "HEAD", "POST"])
@write_once
def check(request, month: str):
    """What is still empty; each may be declared to have none; then the month is handed over."""
    page = page_for(request, month)
    if request.method != "POST":
        context = {"page": page, "answers": answers_from({}, page), **around(request, page)}
        return render(request, "indexmetrics/evidence/check.html", context)
    declared = declared_from(request.POST, page)
    found = findings((code, words) for code, words in declared.items())
    if found and not request.POST.get("confirmed"):
        context = {"page": page, "findings": found, "answers": answers_from(request.POST, page), **around(request, page)}
        return render(request, "indexmetrics/evidence/check.html", context, status=422)
    if page.version is not None:
        require_seen(request, page.version, page.submission.declared)
    actions.submit_month(
        branch=page.branch, month=page.month, by=request.user, declared=declared, version=page.version)
    return redirect(f"{month_address(request, page)}#done")


@RECORD
@require_POST
@write_once
@saves_itself
def save_figure(request, month: str):
    """One figure of the month, saved in place: a new draft or a change of the one that is there."""
    page = page_for(request, month)
    indicator, part = request.POST.get("indicator", ""), request.POST.get("part", "")
    row = page.quarter.scheme.outline.figures.get((indicator, part))
    if row is None or row["entered_by"] != "branch":
        raise Refused("indicator", _("The scheme asks no figure for %(code)s.") % {"code": indicator})
    data = {key: request.POST.get(key, "") for key in row["asks"]}
    record = _figure(page, indicator, part, data, request)
    if request.headers.get("Accept", "").startswith("application/json"):
        record.refresh_from_db()
        return JsonResponse({
            "state": record.state, "version": record.version, "id": record.pk, "tag": state_tag(record.state)})
    messages.success(request, _("Saved."))
    return redirect(f"{month_address(request, page)}#row-{indicator}")


def _figure(page, indicator: str, part: str, data: dict, request) -> Record:
    """The stored figure; one a quarter, because its months are added up."""
    same = Record.objects.filter(branch=page.branch, quarter=page.quarter, kind="figure", indicator=indicator, part=part)
    given = same.exclude(state=states.VOID).select_related("branch", "quarter__scheme").first()
    if given and given.month != page.month:
        raise OutOfStep("figure", _("This figure is already given for the quarter, in %(month)s.") % {
            "month": given.month})
    if given is None:
        return actions.record_figure(
            branch=page.branch, month=page.month, indicator=indicator, part=part, data=data, by=request.user)
    version = seen_version(request, given.content())
    was_returned = given.state == states.RETURNED
    amended = actions.amend(record=given, data=data, by=request.user, version=version)
    return actions.submit(record=amended, by=request.user) if was_returned else amended


def page_for(request, month: str):
    """The tree of the month of the user's own branch; a foreign branch is as missing as none."""
    try:
        quarters.parse_month(month)
    except ValueError as error:
        raise Http404(month) from error
    branch = own_branch(request.user, request.GET.get("branch", ""))
    if branch is None:
        raise Http404(month)
    return queries.month_page(branch, quarter_of_month(month), month)


def around(request, page) -> dict:
    """What every page of a month shows around its content."""
    several = len(request.user.own_branches) > 1
    return {
        "several": several, "query": f"?branch={page.branch.code}" if several else "",
        "month_url": month_address(request, page),
    }


def month_address(request, page) -> str:
    """The month's address; it names the branch when the user has several."""
    address = reverse("evidence-month", args=[page.month])
    several = len(request.user.own_branches) > 1
    return f"{address}?branch={page.branch.code}" if several else address
