"""Pages of review requests: the list, lodging one, one request with its answer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.access.allow import allows
from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.access.seen import held, require_seen, version_of
from branches.access.writing import write_once
from branches.basics.refusals import OutOfStep
from branches.ledgers.pages import page_or_sheet
from branches.ledgers.paper import listed
from indexmetrics.periods.queries import exceptions, quarter_for
from scoring.appeals import actions, ledger, queries
from scoring.appeals.forms import AnswerForm, LodgeForm
from scoring.appeals.models import Appeal

READ = requires(Permission.APPEAL_LODGE, Permission.APPEAL_ANSWER, Permission.VERDICT_CONFIRM)


@READ
@require_safe
@listed(lambda: _("Review requests"))
def show_all(request):
    """The requests this person may see, waiting ones first, and the windows open today."""
    days = exceptions()
    rows = sorted(queries.visible_to(request.user), key=lambda row: row.state != Appeal.State.LODGED)
    listed = [(row, queries.about_name(row), queries.answer_due(row, days)) for row in rows]
    return page_or_sheet(request, "scoring/appeals/list.html", {
        "rows": listed,
        "waiting": sum(row.state == Appeal.State.LODGED for row in rows),
        "windows": queries.open_windows(), "own": request.user.own_branches,
        "answers": bool(allows(request.user, Permission.APPEAL_ANSWER)),
    }, lambda: ledger.requests(listed))


@requires(Permission.APPEAL_LODGE)
@require_http_methods(["GET", "HEAD", "POST"])
@write_once
def lodge(request, quarter: str):
    """Choose a point of one's own preliminary result and say why."""
    found, branch = quarter_for(quarter), _own_branch(request)
    window = queries.window_of(found)
    if not window.is_open:
        raise OutOfStep("window", _("The window for review requests is closed."))
    points = queries.points_to_ask(branch, found)
    form = LodgeForm(points, request.POST or None, initial={"about": request.GET.get("about", "")})
    if request.method == "POST" and form.is_valid():
        appeal = actions.lodge(
            branch=branch, quarter=found, about=form.point.code, text=form.cleaned_data["text"],
            old_points=form.point.points, by=request.user)
        messages.success(request, _("The request is lodged; the answer appears here."))
        return redirect("appeal", appeal.pk)
    return render(request, "scoring/appeals/lodge.html", {
        "quarter": found, "branch": branch, "window": window, "form": form, "points": points,
    }, status=422 if form.is_bound else 200)


@READ
@require_safe
def show_one(request, pk: int):
    """One request: what is asked, what was answered, or the form to answer."""
    return _page(request, queries.appeal_for(request.user, pk))


@requires(Permission.APPEAL_ANSWER, Permission.VERDICT_CONFIRM)
@require_POST
@write_once
def answer(request, pk: int):
    """Answer a request; the action refuses whoever decided first or belongs to the branch."""
    appeal = queries.appeal_for(request.user, pk)
    require_seen(request, version_of(held(appeal)), f"{appeal.get_state_display()} {appeal.answer}")
    form = AnswerForm(_most(appeal), request.POST)
    if not form.is_valid():
        return _page(request, appeal, form, status=422)
    data = form.cleaned_data
    points = data.get("new_points")
    actions.answer(
        appeal=appeal, upheld=data["outcome"] == Appeal.State.UPHELD, text=data["text"], by=request.user,
        new_points="" if points is None else f"{points:.2f}")
    messages.success(request, _("The answer is entered; the branch reads it at once."))
    return redirect("appeal", pk)


def _page(request, appeal: Appeal, form=None, status: int = 200):
    may = queries.may_answer(request.user, appeal)
    return render(request, "scoring/appeals/one.html", {
        "appeal": appeal, "name": queries.about_name(appeal), "most": _most(appeal),
        "form": (form or AnswerForm(_most(appeal))) if may else None,
        "due": queries.answer_due(appeal, exceptions()), "is_veto": queries.is_about_veto(appeal),
        "first": appeal.state == Appeal.State.LODGED and queries.decided_first(request.user, appeal),
    }, status=status)


def _most(appeal: Appeal) -> str:
    row = appeal.quarter.scheme.outline.indicators.get(appeal.about)
    return f"{row.body['max_points']:.2f}" if row else ""


def _own_branch(request):
    """The branch named in the address, or the first of one's own; a foreign one is as missing as none."""
    code, own = request.GET.get("branch", ""), request.user.own_branches
    found = next((branch for branch in own if code in ("", branch.code)), None)
    if found is None:
        raise Http404(code)
    return found
