"""The page on which the meetings of a month are recorded at once, in the frame of the month before."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from branches.access.writing import write_once
from branches.basics.refusals import OutOfStep, Refused
from indexmetrics.evidence import actions, scratch
from indexmetrics.evidence.frame import frame_of
from indexmetrics.evidence.views_branch import RECORD, around, month_address, page_for
from indexmetrics.evidence.views_events import kept_data


@RECORD
@require_http_methods(["GET", "HEAD", "POST"])
@write_once
def frame(request, month: str):
    """One row for each meeting that is still wanted; the filled-in rows are saved together or not at all."""
    page = page_for(request, month)
    if request.method != "POST":
        return _shown(request, page, frame_of(page, kept_data(request)))
    if not page.is_writable:
        raise OutOfStep("period", _("Nothing new can be recorded in this month."))
    rows = frame_of(page, request.POST)
    given = [row for row in rows if row.is_given]
    valid = all([row.form.is_valid() for row in given])
    found = [finding for row in given for finding in row.form.findings([])] if valid else []
    if not given or not valid or (found and "confirmed" not in request.POST):
        return _shown(request, page, rows, findings=found, nothing=not given, status=422)
    if not _save(request, page, given):
        return _shown(request, page, rows, status=422)
    scratch.forget(user=request.user, place=request.get_full_path())
    messages.success(request, ngettext("%(n)s event is saved.", "%(n)s events are saved.", len(given)) % {"n": len(given)})
    return redirect(month_address(request, page))


def _save(request, page, rows) -> bool:
    """All rows or none; a refusal stands beside its row."""
    row = rows[0]
    try:
        with transaction.atomic():
            for row in rows:
                cleaned = row.form.cleaned_data
                actions.record_event(
                    branch=page.branch, kind=row.form.kind, month=page.month, day=cleaned["date"],
                    title=cleaned.get("title", ""), data=row.form.data_for_action(), tags=cleaned.get("tags", []),
                    by=request.user, apart="apart" in request.POST)
    except Refused as refusal:
        row.form.refuse(refusal.code, refusal.message)
        row.form.twin = refusal.details if refusal.code == "twice" else None
        return False
    return True


def _shown(request, page, rows, *, findings=(), nothing=False, status: int = 200):
    bound = request.method == "POST"
    asks = [row for row in rows if getattr(row.form, "twin", None) and not row.form.twin["certain"]]
    return render(request, "indexmetrics/evidence/frame.html", {
        "page": page, "rows": rows, "findings": findings, "nothing": nothing, "bound": bound, "asks_apart": asks,
        "place": request.get_full_path(), **around(request, page),
    }, status=status)
