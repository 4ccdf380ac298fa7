"""The other way through the work: one indicator across branches, side by side."""

from csp.decorators import csp_update
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from branches.access.looked import shows_people
from branches.ledgers.pages import page_or_sheet
from branches.ledgers.paper import listed
from indexmetrics.evidence.words import basis_text, frequency_name
from indexmetrics.review import ledger, queries
from indexmetrics.review.across import across
from indexmetrics.review.forms import presets
from indexmetrics.review.last_act import last_act
from indexmetrics.review.rule_rows import rule_rows
from indexmetrics.review.views import DECIDE, quarter_or_404
from indexmetrics.schemes.naming import named


@DECIDE
@csp_update({"frame-src": ["'self'"]})
@require_safe
@shows_people
@listed(lambda code, month: f"{_('Review')} {code} {month}")
def indicator(request, code: str, month: str):
    """One indicator's records across branches, decided ones as the measure."""
    quarter = quarter_or_404(month)
    outline = quarter.scheme.outline
    if code not in outline.indicators:
        raise Http404(code)
    body = outline.indicators[code].body
    name, table = named(body), across(request.user, code, month, quarter)
    return page_or_sheet(request, "indexmetrics/review/indicator.html", {
        "code": code, "name": name, "month": month, "table": table,
        "rules": rule_rows(body), "basis": basis_text(outline, body), "often": frequency_name(body["frequency"]),
        "points": body["max_points"], "undone": last_act(request), "presets": presets(),
        "ways": _ways(outline, queries.waiting_by_indicator(request.user, month, quarter), code),
    }, lambda: ledger.indicator(code, name, month, table))


def _ways(outline, counts: dict[str, int], here: str) -> list[tuple[str, str, int]]:
    """(code, name, how many wait) of the indicators of the month, in the scheme's order."""
    return [(code, named(row.body), counts.get(code, 0)) for code, row in outline.indicators.items()
            if code in counts or code == here]
