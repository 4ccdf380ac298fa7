"""Requests of branches to open an accepted record again: the list, the answer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from branches.access.seen import require_seen
from branches.access.writing import write_once
from branches.ledgers.pages import page_or_sheet
from branches.ledgers.paper import listed
from indexmetrics.evidence.deadlines import days_open
from indexmetrics.evidence.describing import described
from indexmetrics.evidence.queries import record_for
from indexmetrics.evidence.words import fields_of, kind_name
from indexmetrics.review.actions_reopen import decline, grant
from indexmetrics.review.ledger import reopenings
from indexmetrics.review.queries import reopenings_for
from indexmetrics.review.views import DECIDE


@DECIDE
@require_safe
@listed(lambda: _("Requests to correct"))
def waiting(request):
    """Every request that waits for this reviewer, with the record as it was accepted."""
    rows = [
        (row, kind_name(outline, row.record), described(outline, row.record),
         [words for name, words in fields_of(outline, row.record) if name in row.fields], days_open(row.record))
        for row in reopenings_for(request.user) for outline in [row.record.quarter.scheme.outline]
    ]
    return page_or_sheet(request, "indexmetrics/review/reopenings.html", {"rows": rows}, lambda: reopenings(rows))


@DECIDE
@require_POST
@write_once
def answer(request, pk: int):
    """Grant or decline; granting opens the record for the branch at once."""
    reopening = next((row for row in reopenings_for(request.user, everything=True) if row.pk == pk), None)
    if reopening is None:
        raise Http404(pk)
    reopening.record = record_for(request.user, reopening.record_id)
    words, record = request.POST.get("answer", ""), reopening.record
    require_seen(request, record.version, record.content())
    if "grant" in request.POST:
        grant(reopening=reopening, by=request.user, answer=words, version=record.version)
        messages.success(request, _("Granted; the branch may correct it until %(day)s.") % {"day": reopening.until})
    else:
        decline(reopening=reopening, by=request.user, answer=words)
        messages.success(request, _("Declined; the record stays accepted."))
    return redirect("review-reopenings")
