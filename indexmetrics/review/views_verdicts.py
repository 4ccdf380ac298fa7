"""What a reviewer does with one record: each verdict one address, then the next record."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from branches.access.seen import seen_version
from branches.access.writing import write_once
from branches.basics.refusals import Refused
from indexmetrics.evidence import states
from indexmetrics.evidence.models import Record, Ruling
from indexmetrics.evidence.queries import record_for
from indexmetrics.evidence.words import kind_name
from indexmetrics.review import actions, queries
from indexmetrics.review.forms import fields_from, reason_from
from indexmetrics.review.last_act import ACCEPTED, HELD, RETURNED, RULED, remember, taken_up
from indexmetrics.review.undo import hold as hold_action
from indexmetrics.review.undo import release, unrule
from indexmetrics.review.undo import undo as undo_action
from indexmetrics.review.views import DECIDE


@DECIDE
@require_POST
@write_once
def accept(request, pk: int):
    """Accept and go to the next; for ten seconds it can be taken back."""
    record = record_for(request.user, pk)
    actions.accept(record=record, by=request.user, version=seen_version(request, record.content()), seen_hash=request.POST.get("seen", ""))
    remember(request, ACCEPTED, [record.pk], record_name(record), _stay(request, record))
    return redirect(_next(request, record))


@DECIDE
@require_POST
@write_once
def send_back(request, pk: int):
    """Return with reasons, naming the fields that open again."""
    record = record_for(request.user, pk)
    outline = record.quarter.scheme.outline
    was_waiting = record.state == states.SUBMITTED
    actions.send_back(
        record=record, by=request.user, reason=reason_from(request.POST),
        fields=fields_from(request.POST, outline, record), version=seen_version(request, record.content()))
    if was_waiting:
        remember(request, RETURNED, [record.pk], record_name(record), _stay(request, record))
    else:
        messages.success(request, _("Sent back: %(name)s.") % {"name": record_name(record)})
    return redirect(_next(request, record))


@DECIDE
@require_POST
@write_once
def void(request, pk: int):
    """Declare untrue, with a reason."""
    record = record_for(request.user, pk)
    actions.void(record=record, by=request.user, reason=request.POST.get("reason", ""), version=seen_version(request, record.content()))
    messages.success(request, _("Declared void: %(name)s.") % {"name": record_name(record)})
    return redirect(_next(request, record))


@DECIDE
@require_POST
@write_once
def hold(request, pk: int):
    """Set aside for a visit with a word on what to look at, or put back."""
    record = record_for(request.user, pk)
    if record.is_on_hold:
        release(record=record, by=request.user, version=seen_version(request, record.content()))
        return redirect(_stay(request, record))
    hold_action(record=record, by=request.user, version=seen_version(request, record.content()), reason=request.POST.get("reason", ""))
    remember(request, HELD, [record.pk], record_name(record), _stay(request, record))
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
    ruling = actions.rule_out(
        branch=record.branch, quarter=record.quarter, indicator=code, kind=kind,
        reason=request.POST.get("reason", ""), by=request.user)
    remember(request, RULED, [ruling.pk], f"{record.branch.short_name} {code}", _stay(request, record))
    return redirect(_stay(request, record))


@DECIDE
@require_POST
@write_once
def undo(request):
    """Take the act of a moment ago back: one decision, or all that were made together."""
    done = taken_up(request)
    for pk in done["ids"]:
        if done["kind"] == RULED:
            unrule(ruling=get_object_or_404(Ruling.objects.select_related("branch", "quarter"), pk=pk), by=request.user)
        else:
            verb = release if done["kind"] == HELD else undo_action
            verb(record=record_for(request.user, pk), by=request.user)
    messages.info(request, _("Taken back: %(name)s.") % {"name": done["name"]})
    return redirect(done["back"])


def record_name(record: Record) -> str:
    """Day and kind of a record, for messages."""
    name = kind_name(record.quarter.scheme.outline, record)
    return f"{record.date.month}/{record.date.day} {name}" if record.date else name


def _stay(request, record: Record) -> str:
    if request.POST.get("way") == "indicator" and request.POST.get("code"):
        return reverse("review-indicator", args=[request.POST["code"], record.month])
    return reverse("review-work", args=[record.branch.code, record.month]) + f"?record={record.pk}"


def _next(request, record: Record) -> str:
    """The next record that waits: in this branch's month, else the queue's next line, else the queue."""
    if request.POST.get("way") == "indicator" and request.POST.get("code"):
        return _stay(request, record) + _next_row(request, record)
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


def _next_row(request, record: Record) -> str:
    """The row of the next branch that waits for this indicator, so that the place is kept."""
    code = request.POST["code"]
    rows = queries.records_of_indicator(request.user, code, record.month, record.quarter)
    after = rows[[row.pk for row in rows].index(record.pk) + 1:] if record in rows else rows
    waiting = [row for row in [*after, *rows] if row.state == states.SUBMITTED and row.pk != record.pk]
    return f"#record-{waiting[0].pk}" if waiting else ""
