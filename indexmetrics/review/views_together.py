"""Many records accepted at once: by name, row by row through the same action, each with its result."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from branches.access.writing import write_once
from branches.basics.progress import counted
from branches.basics.refusals import Refusal
from branches.tasks.apart import apart
from indexmetrics.evidence.queries import record_for
from indexmetrics.evidence.words import kind_name
from indexmetrics.periods.models import Quarter
from indexmetrics.review import actions, queries
from indexmetrics.review.last_act import ACCEPTED, last_act, remember
from indexmetrics.review.views import DECIDE
from indexmetrics.review.views_verdicts import record_name


@DECIDE
@require_http_methods(["GET", "HEAD", "POST"])
@apart(lambda form: _("Accept records together"))
@write_once
def accept_all(request):
    """Accept what passes every check: a named list, then row by row through the same action."""
    lines = [line for line in queries.queue(request.user) if _asked(request, line)]
    if request.method != "POST":
        outlines = {q.pk: q.scheme.outline for q in _quarters(lines)}
        groups = [
            (line, [(r, kind_name(outlines[r.quarter_id], r)) for r in line.passes]) for line in lines if line.passes]
        return render(request, "indexmetrics/review/accept_all.html", {
            "groups": groups, "count": sum(len(rows) for _line, rows in groups)})
    wanted = {pk for pk in request.POST.getlist("records") if pk.isdigit()}
    passing = {str(record.pk) for line in lines for record in line.passes}
    results = [_accept_one(request, int(pk), pk in passing) for pk in counted(sorted(wanted, key=int), _("accepting"), len(wanted))]
    done = [row["record"] for row in results if row["good"]]
    request.session["accepted_all"] = {"rows": results, "back": _back(request)}
    if done:
        words = ngettext("%(n)s record", "%(n)s records", len(done)) % {"n": len(done)}
        remember(request, ACCEPTED, done, words, _back(request))
    return redirect("review-accepted")


@DECIDE
@require_safe
def accepted_all(request):
    """What became of each row."""
    told = request.session.get("accepted_all") or {"rows": [], "back": reverse("review")}
    return render(request, "indexmetrics/review/accepted_all.html", {
        "results": told["rows"], "good": sum(row["good"] for row in told["rows"]), "back": told["back"],
        "undone": last_act(request)})


def _accept_one(request, pk: int, passes: bool) -> dict:
    """One row: accepted, or the reason why not; a refused row leaves the others alone."""
    try:
        record = record_for(request.user, pk)
    except Http404:
        return {"name": str(pk), "good": False, "why": _("There is nothing at this address.")}
    name = f"{record.branch.name} {record_name(record)}"
    if not passes:
        return {"name": name, "good": False, "why": _("It does not pass every check any more; please look at it.")}
    version = request.POST.get(f"version-{pk}", "")
    if not version.isdigit():
        return {"name": name, "good": False, "why": _("The form does not say which version it shows; please look again.")}
    try:
        with transaction.atomic():
            actions.accept(
                record=record, by=request.user, version=int(version),
                seen_hash=request.POST.get(f"seen-{pk}", ""))
    except Refusal as refusal:
        return {"name": name, "good": False, "why": str(refusal.message) or _("It was changed meanwhile.")}
    return {"name": name, "good": True, "why": "", "record": pk}


def _asked(request, line) -> bool:
    code, month = request.GET.get("branch", ""), request.GET.get("month", "")
    return (not code or line.branch.code == code) and (not month or line.month == month)


def _quarters(lines):
    return Quarter.objects.select_related("scheme").filter(pk__in={r.quarter_id for line in lines for r in line.records})


def _back(request) -> str:
    """Where the work goes on: the indicator one came from, else the queue."""
    code, month = request.POST.get("code", ""), request.POST.get("month", "")
    if code and month:
        return reverse("review-indicator", args=[code, month])
    return reverse("review")
