"""The page on which a branch asks for an accepted record to be opened again."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.access.writing import write_once
from branches.basics.refusals import Refused
from indexmetrics.evidence import queries
from indexmetrics.evidence.actions_reopen import ask_reopening
from indexmetrics.evidence.deadlines import days_open
from indexmetrics.evidence.describing import described
from indexmetrics.evidence.words import fields_of, kind_name


@requires(Permission.EVIDENCE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
@write_once
def ask(request, pk: int):
    """The record with a form for the reason; the request goes to the reviewers."""
    record = queries.record_for(request.user, pk)
    if not any(branch.pk == record.branch_id for branch in request.user.own_branches):
        raise Http404(pk)
    outline, refusal = record.quarter.scheme.outline, None
    back = reverse("evidence-month", args=[record.month]) + f"?branch={record.branch.code}"
    if request.method == "POST":
        known = dict(fields_of(outline, record))
        wanted = [name for name in request.POST.getlist("fields") if name in known]
        try:
            ask_reopening(record=record, reason=request.POST.get("reason", ""), fields=wanted, by=request.user)
            messages.success(request, _("The request is with the reviewers; the answer comes to your home page."))
            return redirect(back)
        except Refused as error:
            refusal = error
    return render(request, "indexmetrics/evidence/reopen.html", {
        "record": record, "facts": described(outline, record), "back": back, "error": refusal and refusal.message,
        "reason": request.POST.get("reason", ""), "name": record.title or kind_name(outline, record),
        "files": [file for file in record.files.all() if file.removed_at is None],
        "fields": fields_of(outline, record), "may_ask": queries.may_ask(request.user, record),
        "reopenings": record.reopenings.select_related("decided_by"), "days": days_open(record),
    }, status=422 if refusal else 200)
