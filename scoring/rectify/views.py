"""Pages of rectification: the list, one notice, its printed form."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.access.seen import held, require_seen
from branches.access.writing import write_once
from branches.ledgers.pages import page_or_sheet
from branches.ledgers.paper import listed
from branches.org.queries import bureau
from scoring.rectify import actions, deadlines, ledger
from scoring.rectify.forms import PlanForm, SignOffForm

READ = requires(Permission.EVIDENCE_RECORD, Permission.RECTIFY_SIGN_OFF, Permission.BOARD_CONFIRM)


@READ
@require_safe
@listed(lambda: _("Rectification"))
def show_all(request):
    """The notices this person may see, what is due first on top."""
    only_open = request.GET.get("show") != "all"
    rows = deadlines.standings(request.user)
    shown = [row for row in rows if not only_open or row.due]
    return page_or_sheet(request, "scoring/rectify/list.html", {
        "rows": shown, "only_open": only_open,
        "count": len(rows), "late": sum(row.is_late for row in rows), "soon": sum(row.is_soon for row in rows),
        "open": sum(row.due is not None for row in rows), "bands": _bands(rows),
    }, lambda: ledger.notices(shown, only_open))


@READ
@require_safe
def show_one(request, number: str):
    """One notice: problems, measures, sign-off."""
    return _page(request, deadlines.notice_for(request.user, number))


@requires(Permission.EVIDENCE_RECORD)
@require_POST
@write_once
def plan(request, number: str):
    """The branch's own secretary writes or mends its measures."""
    row = deadlines.notice_for(request.user, number)
    require_seen(request, held(row.notice).version, row.notice.plan)
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _page(request, row, plan_form=form, status=422)
    actions.plan(notice=row.notice, text=form.cleaned_data["plan"], by=request.user, version=row.notice.version)
    messages.success(request, _("The measures are saved; the reviewers see them now."))
    return redirect("rectification-notice", number)


@requires(Permission.RECTIFY_SIGN_OFF)
@require_POST
@write_once
def close(request, number: str):
    """A reviewer who is not of that branch signs off; there is no way back."""
    row = deadlines.notice_for(request.user, number)
    require_seen(request, held(row.notice).version, row.notice.plan)
    form = SignOffForm(request.POST)
    if not form.is_valid():
        return _page(request, row, close_form=form, status=422)
    actions.close(
        notice=row.notice, result=form.cleaned_data["result"], by=request.user, version=row.notice.version)
    messages.success(request, _("The notice is signed off."))
    return redirect("rectification-notice", number)


@READ
@require_safe
def paper(request, number: str):
    """The notice as a paper to print, sign and stamp."""
    row = deadlines.notice_for(request.user, number)
    return render(request, "scoring/rectify/paper.html", {
        "row": row, "notice": row.notice, "problems": deadlines.problems(row.notice), "bureau": bureau(),
        "band": row.notice.quarter.scheme.outline.bands[row.notice.colour],
        "action": deadlines.action_words(row.notice),
    })


def _page(request, row, *, plan_form=None, close_form=None, status: int = 200):
    notice, user = row.notice, request.user
    if deadlines.may_plan(user, notice):
        plan_form = plan_form or PlanForm(initial={"plan": notice.plan})
    if deadlines.may_close(user, notice):
        close_form = close_form or SignOffForm()
    return render(request, "scoring/rectify/one.html", {
        "row": row, "notice": notice, "problems": deadlines.problems(notice),
        "plan_form": plan_form, "close_form": close_form, "action": deadlines.action_words(notice),
        "band": notice.quarter.scheme.outline.bands[notice.colour],
    }, status=status)


def _bands(rows) -> dict:
    """Notice number → the colour that raised it."""
    return {row.notice.number: row.notice.quarter.scheme.outline.bands[row.notice.colour] for row in rows}
