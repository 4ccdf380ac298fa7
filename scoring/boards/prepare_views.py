"""Preparing a board: what stands in the way, computing, announcing, publishing."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps

from django import forms
from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.access.recent import recent_password_to
from branches.access.writing import write_once
from branches.basics import printing
from branches.basics.refusals import Refusal, Refused, Stale
from branches.tasks.apart import apart
from indexmetrics.periods import states
from indexmetrics.periods.queries import quarter_for, timetable
from indexmetrics.periods.words import quarter_named
from scoring.boards.actions import publish
from scoring.boards.address import quarter_code
from scoring.boards.leave import takes_draft
from scoring.boards.models import Edition
from scoring.boards.queries_pack import NEAR, pack_of
from scoring.runs.actions import announce, compute
from scoring.runs.draft import Draft, on_draft
from scoring.runs.leave import require, require_announceable
from scoring.runs.queries import hindrances, newest_run


class PublishForm(forms.Form):
    """The committee's meeting, and the reason of a correction or of what is waived."""

    meeting = forms.CharField(
        label=gettext_lazy("Meeting number"), max_length=60, required=False,
        help_text=gettext_lazy("As it will be printed on the board and the wall chart."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed for a correction, and for everything in the list that is to be waived."),
    )


def drafted_first(view: Callable) -> Callable:
    """Compute above `write_once`, whose transaction would keep every other writer of an SQLite waiting meanwhile."""

    @wraps(view)
    def first(request, quarter: str):
        request.draft = None
        found = quarter_for(quarter_code(quarter))
        if not _computes(request, found):
            return view(request, quarter)

        def act(draft: Draft):
            request.draft = draft
            return view(request, quarter)

        return on_draft(found, act)

    return first


def _computes(request, quarter) -> bool:
    """Does what is asked for compute a board? What will be refused does not, and the view says why."""
    act, reason = request.POST.get("act", ""), request.POST.get("reason", "").strip()
    if request.POST.get("_version", "") != version_of(quarter):
        return False
    with suppress(Refusal):
        if act == "compute":
            require(request.user, Permission.BOARD_COMPUTE)
            return True
        if act == "announce":
            require_announceable(hindrances(quarter), request.user, reason)
            return True
        if act == "publish":
            return takes_draft(quarter, request.user, request.POST.get("meeting", "").strip(), reason)
    return False


def _title(form: QueryDict, quarter: str) -> str:
    words = {
        "announce": _("Announce the preliminary result, %(quarter)s"), "publish": _("Publish the board, %(quarter)s"),
    }.get(form.get("act"), _("Compute the board, %(quarter)s"))
    return words % {"quarter": quarter_named(quarter)}


@requires(Permission.BOARD_READ_PRELIMINARY)
@require_http_methods(["GET", "HEAD", "POST"])
@recent_password_to("publish")
@apart(_title, form=PublishForm)
@drafted_first
@write_once
def prepare(request, quarter: str):
    """The list of what is in the way, and the three buttons; each step is its own POST."""
    found = quarter_for(quarter_code(quarter))
    if request.method == "POST":
        return _act(request, found)
    table = timetable(found)
    in_the_way = hindrances(found)
    return render(request, "scoring/boards/prepare.html", {
        "quarter": found, "timetable": table, "hindrances": in_the_way, "run": newest_run(found),
        "editions": Edition.objects.filter(quarter=found).order_by("number"), "form": PublishForm(),
        "hard": [row for row in in_the_way if not row.waivable], "steps": _steps(found), "version": version_of(found),
        "may_announce": found.state in (states.OPEN, states.FROZEN), "is_closed": found.state == states.ARCHIVED,
    })


@requires(Permission.BOARD_READ_PRELIMINARY)
@require_safe
def pack(request, quarter: str):
    """The committee's meeting on one sheet."""
    found = quarter_for(quarter_code(quarter))
    papers = pack_of(found)
    if papers is None:
        return render(request, "scoring/boards/none.html", {"quarter": found.code, "can_compute": True})
    return render(request, "scoring/boards/pack.html", {
        "quarter": found, "pack": papers, "board": papers.board, "scheme_hash": papers.board.scheme_hash[:12],
        "hindrances": hindrances(found), "near": NEAR,
    })


def _act(request, quarter):
    """Compute, announce or publish; the form tells which state the visitor saw."""
    if request.POST.get("_version", "") != version_of(quarter):
        raise Stale(message=_("The quarter moved on meanwhile; look at the page again."))
    act, reason = request.POST.get("act", ""), request.POST.get("reason", "").strip()
    if act == "compute":
        run = compute(quarter=quarter, by=request.user, draft=request.draft)
        messages.success(request, _("Computed: %(kind)s, seal %(seal)s.") % {
            "kind": run.get_kind_display(), "seal": printing.seal_digits(run.seal)})
    elif act == "announce":
        announce(quarter=quarter, by=request.user, reason=reason, draft=request.draft)
        messages.success(request, _("Each branch now sees its own preliminary result."))
    elif act == "publish":
        meeting = request.POST.get("meeting", "").strip()
        edition = publish(quarter=quarter, by=request.user, meeting=meeting, reason=reason, draft=request.draft)
        messages.success(request, _("Edition %(number)s is published, seal %(seal)s.") % {
            "number": edition.number, "seal": edition.seal_short})
        return redirect("board", quarter.code)
    else:
        raise Refused("act", _("This button is not known; reload the page."))
    return redirect("board-prepare", quarter.code)


def version_of(quarter) -> str:
    """What the visitor saw, as a number: the moment of the quarter's last step."""
    return str(int(quarter.moved_at.timestamp()))


def _steps(quarter) -> list[dict]:
    """The life of a quarter with the present state marked."""
    labels = dict(quarter.State.choices)
    at = states.ORDER.index(quarter.state)
    return [
        {"label": labels[state], "is_done": place < at, "is_now": place == at}
        for place, state in enumerate(states.ORDER)
    ]
