"""What a reviewer does: each verdict one address, then the next record; many at once row by row."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.access.writing import seen_version, write_once
from branches.basics import clock
from branches.basics.refusals import Refusal, Refused
from indexmetrics.evidence import states
from indexmetrics.evidence.models import Record, Ruling
from indexmetrics.evidence.queries import record_for
from indexmetrics.evidence.words import kind_name
from indexmetrics.periods.models import Quarter
from indexmetrics.review import actions, queries
from indexmetrics.review.forms import fields_from, reason_from
from indexmetrics.review.undo import hold as hold_action
from indexmetrics.review.undo import release as release_action
from indexmetrics.review.undo import undo as undo_action
from indexmetrics.review.views import DECIDE


@DECIDE
@require_POST
@write_once
def accept(request, pk: int):
    """Accept and go to the next; for ten seconds it can be taken back."""
    record = record_for(request.user, pk)
    actions.accept(record=record, by=request.user, version=seen_version(request), seen_hash=request.POST.get("seen", ""))
    request.session["accepted"] = {
        "record": record.pk, "at": clock.now().timestamp(), "name": _name(record), "back": _stay(request, record)}
    return redirect(_next(request, record))


@DECIDE
@require_POST
@write_once
def send_back(request, pk: int):
    """Return with reasons, naming the fields that open again."""
    record = record_for(request.user, pk)
    outline = record.quarter.scheme.outline
    actions.send_back(
        record=record, by=request.user, reason=reason_from(request.POST),
        fields=fields_from(request.POST, outline, record), version=seen_version(request))
    messages.success(request, _("Sent back: %(name)s.") % {"name": _name(record)})
    return redirect(_next(request, record))


@DECIDE
@require_POST
@write_once
def void(request, pk: int):
    """Declare untrue, with a reason."""
    record = record_for(request.user, pk)
    actions.void(record=record, by=request.user, reason=request.POST.get("reason", ""), version=seen_version(request))
    messages.success(request, _("Declared void: %(name)s.") % {"name": _name(record)})
    return redirect(_next(request, record))


@DECIDE
@require_POST
@write_once
def hold(request, pk: int):
    """Set aside for a visit, or put back."""
    record = record_for(request.user, pk)
    verb = release_action if record.is_on_hold else hold_action
    given = {} if record.is_on_hold else {"reason": request.POST.get("reason", "")[:300]}
    verb(record=record, by=request.user, version=seen_version(request), **given)
    return redirect(_next(request, record))


@DECIDE
@require_POST
@write_once
def rule_out(request, pk: int):
    """Not applicable or exempt: the indicator leaves the branch's quarter, with a reason."""
    record = record_for(request.user, pk)
    code, kind = request.POST.get("indicator", ""), request.POST.get("ruling", Ruling.Kind.NOT_APPLICABLE)
    if kind not in Ruling.Kind.values:
        raise Refused("ruling", _("Please choose not applicable or exempt."))
    actions.rule_out(
        branch=record.branch, quarter=record.quarter, indicator=code, kind=kind,
        reason=request.POST.get("reason", ""), by=request.user)
    messages.success(request, _("%(code)s does not count for %(branch)s this quarter.") % {
        "code": code, "branch": record.branch.name})
    return redirect(_stay(request, record))


@DECIDE
@require_POST
@write_once
def undo(request, pk: int):
    """Take the acceptance of a moment ago back."""
    record = record_for(request.user, pk)
    undo_action(record=record, by=request.user)
    done = request.session.pop("accepted", None) or {}
    messages.info(request, _("Taken back: %(name)s waits again.") % {"name": _name(record)})
    return redirect(done.get("back") or _stay(request, record))


@DECIDE
@require_http_methods(["GET", "HEAD", "POST"])
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
    results = [_accept_one(request, int(pk), pk in passing) for pk in sorted(wanted, key=int)]
    request.session["accepted_all"] = results
    return redirect("review-accepted")


@DECIDE
@require_safe
def accepted_all(request):
    """What became of each row."""
    results = request.session.get("accepted_all", [])
    return render(request, "indexmetrics/review/accepted_all.html", {
        "results": results, "good": sum(row["good"] for row in results)})


def _accept_one(request, pk: int, passes: bool) -> dict:
    """One row: accepted, or the reason why not; a refused row leaves the others alone."""
    try:
        record = record_for(request.user, pk)
    except Http404:
        return {"name": str(pk), "good": False, "why": _("There is nothing at this address.")}
    name = f"{record.branch.name} {_name(record)}"
    if not passes:
        return {"name": name, "good": False, "why": _("It does not pass every check any more; please look at it.")}
    version = request.POST.get(f"version-{pk}", "")
    try:
        with transaction.atomic():
            actions.accept(
                record=record, by=request.user, version=int(version) if version.isdigit() else None,
                seen_hash=request.POST.get(f"seen-{pk}", ""))
    except Refusal as refusal:
        return {"name": name, "good": False, "why": str(refusal.message) or _("It was changed meanwhile.")}
    return {"name": name, "good": True, "why": ""}


def _asked(request, line) -> bool:
    code, month = request.GET.get("branch", ""), request.GET.get("month", "")
    return (not code or line.branch.code == code) and (not month or line.month == month)


def _quarters(lines):
    return Quarter.objects.select_related("scheme").filter(pk__in={r.quarter_id for line in lines for r in line.records})


def _name(record: Record) -> str:
    name = kind_name(record.quarter.scheme.outline, record)
    return f"{record.date:%m-%d} {name}" if record.date else name


def _stay(request, record: Record) -> str:
    if request.POST.get("way") == "indicator" and request.POST.get("code"):
        return reverse("review-indicator", args=[request.POST["code"], record.month])
    return reverse("review-work", args=[record.branch.code, record.month]) + f"?record={record.pk}"


def _next(request, record: Record) -> str:
    """The next record that waits: in this branch's month, else the queue's next line, else the queue."""
    if request.POST.get("way") == "indicator":
        return _stay(request, record) + f"#record-{record.pk}"
    rows = queries.records_of_month(request.user, record.branch, record.month, record.quarter)
    waiting = [r for r in rows if r.state == states.SUBMITTED and not r.is_on_hold and r.pk != record.pk]
    here = reverse("review-work", args=[record.branch.code, record.month])
    if waiting:
        after = [r for r in waiting if queries.place_in_list(r) > queries.place_in_list(record)]
        return f"{here}?record={(after or waiting)[0].pk}"
    for line in queries.queue(request.user):
        if any(not r.is_on_hold for r in line.records):
            return reverse("review-work", args=[line.branch.code, line.month])
    return reverse("review")
