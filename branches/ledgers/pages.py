"""A list page and its workbook under one address, so that both have the same guard, filters and rows."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from branches.ledgers.actions import export
from branches.ledgers.ledger import Ledger

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ASKED, SHEET = "as", "xlsx"


def page_or_sheet(request, template: str, context: dict, ledger: Callable[[], Ledger], status: int = 200) -> HttpResponse:
    """The page, with the way to its workbook; with `?as=xlsx` the workbook itself."""
    if reads_sheet(request):
        return sheet(ledger(), request.user)
    return render(request, template, {**context, "sheet_address": address(request)}, status=status)


def asks_sheet(request) -> bool:
    """Is the workbook of the list wanted, not its page?"""
    return request.GET.get(ASKED) == SHEET


def reads_sheet(request) -> bool:
    """Is it asked for by reading, not beside a form that is sent?"""
    return request.method in ("GET", "HEAD") and asks_sheet(request)


def sheet(ledger: Ledger, by) -> HttpResponse:
    """A ledger as a download."""
    answer = HttpResponse(export(ledger=ledger, by=by), content_type=XLSX)
    name = " ".join(part for part in (ledger.name, ledger.period) if part)
    answer["Content-Disposition"] = content_disposition_header(True, f"{name.replace('/', ' ')}.xlsx")
    answer["Cache-Control"] = "private, no-store"
    return answer


def address(request) -> str:
    """The same list with the same filters, all pages of it, as a workbook."""
    asked = request.GET.copy()
    for name in ("page", ASKED):
        asked.pop(name, None)
    asked[ASKED] = SHEET
    return f"?{asked.urlencode()}"
