"""Pages of quarters and of the working calendar."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.access.recent import recent_password
from branches.access.seen import held, require_seen, version_of
from branches.access.writing import write_once
from branches.basics import clock
from branches.basics.refusals import OutOfStep, Refused
from branches.ledgers.pages import page_or_sheet
from indexmetrics.periods import actions, actions_calendar, ledger, states
from indexmetrics.periods.actions_steps import step
from indexmetrics.periods.forms import DayForm, LinesForm, OpenForm, StepForm
from indexmetrics.periods.models import Holiday, Quarter
from indexmetrics.periods.queries import exceptions, quarter_for, timetable
from indexmetrics.periods.steps import next_steps
from indexmetrics.schemes.models import Scheme

READ = requires(Permission.PERIOD_OPEN, Permission.PERIOD_MOVE)
OPEN = requires(Permission.PERIOD_OPEN)
PAGES = ["GET", "HEAD", "POST"]


@READ
@require_safe
def periods(request):
    """The quarters with their states, due days and the steps this person may take."""
    days = exceptions()
    rows = [
        {"quarter": quarter, "times": timetable(quarter, days), "steps": [
            (code, Quarter.State(code).label, states.is_back(quarter.state, code))
            for code in next_steps(quarter, request.user)]}
        for quarter in Quarter.objects.select_related("scheme", "moved_by")
    ]
    return page_or_sheet(
        request, "indexmetrics/periods/periods.html", {"rows": rows, "today": clock.today()}, lambda: ledger.quarters(rows))


@OPEN
@require_http_methods(PAGES)
@write_once
def open_one(request):
    """Open a quarter under a locked scheme."""
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            quarter = actions.open_quarter(by=request.user, **form.cleaned_data)
        except (Refused, OutOfStep) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Quarter %(code)s is open.") % {"code": quarter.code})
            return redirect("periods")
    return render(request, "indexmetrics/periods/open.html", {
        "form": form, "has_locked": Scheme.objects.filter(state=Scheme.State.LOCKED).exists(),
    }, status=422 if form.is_bound else 200)


@READ
@require_http_methods(PAGES)
@recent_password
@write_once
def move(request, quarter: str, to: str):
    """One step of a quarter, after a question."""
    found = quarter_for(quarter)
    if to not in states.ORDER:
        raise Http404(to)
    if request.method == "POST":
        require_seen(request, version_of(held(found)), found.get_state_display())
    if not states.may_move(found.state, to):
        raise OutOfStep("period", _("This step does not exist from here; somebody else may have been faster."))
    is_back = states.is_back(found.state, to)
    form = StepForm(request.POST or None, is_back=is_back)
    if request.method == "POST" and form.is_valid():
        step(quarter=found, to=to, by=request.user, reason=form.cleaned_data.get("reason", ""))
        messages.success(request, _("The quarter is now “%(state)s”.") % {"state": found.get_state_display()})
        return redirect("periods")
    return render(request, "indexmetrics/periods/step.html", {
        "form": form, "quarter": found, "to": to, "label": Quarter.State(to).label, "is_back": is_back, "version": version_of(found),
    }, status=422 if form.is_bound else 200)


@READ
@require_http_methods(PAGES)
@write_once
def calendar(request):
    """The days that differ from the week; an administrator marks one."""
    form = DayForm(request.POST or None)
    if request.method == "POST":
        _may_edit(request)
        _calendar_seen(request)
    if request.method == "POST" and form.is_valid():
        try:
            actions_calendar.set_day(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.code, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("periods-calendar")
    days = Holiday.objects.order_by("-day")
    return page_or_sheet(request, "indexmetrics/periods/calendar.html", {
        "form": form, "days": days, "today": clock.today(), "version": _calendar_version(),
    }, lambda: ledger.calendar(days), status=422 if form.is_bound else 200)


@OPEN
@require_http_methods(PAGES)
@write_once
def lines(request):
    """Take in a list of days."""
    form = LinesForm(request.POST or None)
    if request.method == "POST":
        _calendar_seen(request)
    if request.method == "POST" and form.is_valid():
        try:
            days = actions_calendar.take_lines(text=form.cleaned_data["lines"], by=request.user)
        except Refused as refusal:
            form.add_error("lines", str(refusal).split("\n"))
        else:
            messages.success(request, _("%(n)d days are in the calendar.") % {"n": len(days)})
            return redirect("periods-calendar")
    return render(request, "indexmetrics/periods/lines.html", {
        "form": form, "version": _calendar_version()}, status=422 if form.is_bound else 200)


@OPEN
@require_POST
@write_once
def drop(request, day: str):
    """Let a day follow the week again."""
    try:
        found = parse_date(day)
    except ValueError:
        found = None
    if found is None:
        raise Http404(day)
    _calendar_seen(request)
    actions_calendar.drop_day(day=found, by=request.user)
    messages.success(request, _("The day follows the week again."))
    return redirect("periods-calendar")


def _calendar_version() -> int:
    return version_of(*Holiday.objects.order_by("day"))


def _calendar_seen(request) -> None:
    """A day is marked by whoever sees what the others marked."""
    days = list(Holiday.objects.select_for_update(no_key=True).order_by("day"))
    require_seen(request, version_of(*days), "; ".join(map(str, days)))


def _may_edit(request) -> None:
    """Reading the calendar is for more people than changing it."""
    OPEN(lambda _request: None)(request)
