"""Pages of the reviewer: the queue, and one branch's month in three columns."""

from csp.decorators import csp_update
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from branches.access.allow import is_own
from branches.access.decorators import requires
from branches.access.looked import shows_people
from branches.access.permissions import Permission
from branches.basics import quarters
from branches.ledgers.pages import page_or_sheet
from branches.ledgers.paper import listed
from branches.org.queries import branch_for
from branches.panels import panels
from indexmetrics.evidence import rights, states
from indexmetrics.evidence.describing import described, summary
from indexmetrics.evidence.months import profile_of
from indexmetrics.evidence.words import basis_text, fields_of, frequency_name, kind_name
from indexmetrics.periods import acts
from indexmetrics.periods.queries import quarter_of_month
from indexmetrics.review import ledger, queries
from indexmetrics.review.actions import open_record
from indexmetrics.review.changes import changes_of, is_void_now, last_look
from indexmetrics.review.checks import hints_for
from indexmetrics.review.forms import presets
from indexmetrics.review.last_act import last_act
from indexmetrics.review.rule_rows import rule_rows
from indexmetrics.schemes.naming import named

DECIDE = requires(Permission.EVIDENCE_REVIEW, Permission.DISCIPLINE_ENTER)
LOOK = requires(Permission.EVIDENCE_REVIEW, Permission.DISCIPLINE_ENTER, Permission.EVIDENCE_READ_ALL)


@DECIDE
@require_safe
@listed(lambda: _("Review"))
def queue(request):
    """A line for each branch and month that waits; chips narrow it without a button."""
    everything = queries.queue(request.user)
    codes = sorted({str(quarters.parse_month(line.month).quarter) for line in everything})
    code = request.GET.get("quarter", "") if request.GET.get("quarter", "") in codes else ""
    lines = [line for line in everything if not code or line.month in quarters.months_of(code)]
    chip, month = request.GET.get("chip", ""), request.GET.get("month", "")
    shown = [
        line for line in lines
        if (chip not in queries.CHIPS or queries.CHIPS[chip](line)) and (not month or line.month == month)
    ]
    counts = queries.chip_counts(lines)
    return page_or_sheet(request, "indexmetrics/review/queue.html", {
        "lines": shown, "total": sum(line.waiting for line in lines), "chip": chip, "month": month,
        "chips": [(name, words, counts[name]) for name, words in _chip_words() if counts[name] or name == chip],
        "months": queries.months_waiting(lines), "all_lines": len(lines), "codes": codes, "quarter": code,
        "passing": sum(len(line.passes) for line in shown), "held": sum(line.held for line in lines),
        "indicators": _indicators(lines, month), "reopenings": len(queries.reopenings_for(request.user)),
    }, lambda: ledger.queue(shown, quarter=code, month=month, chip=str(dict(_chip_words()).get(chip, ""))))


@LOOK
@csp_update({"frame-src": ["'self'"]})
@require_safe
@shows_people
def work(request, code: str, month: str):
    """Three columns: what the branch gave, the rule with its anchors, the verdict."""
    branch = _branch(request.user, code)
    quarter = quarter_or_404(month)
    records = queries.records_of_month(request.user, branch, month, quarter)
    record = _chosen(request, records)
    if record is not None and not is_own(request.user, branch):
        open_record(record=record, by=request.user)
    outline = quarter.scheme.outline
    waiting = [r for r in records if r.state == states.SUBMITTED]
    hints = hints_for(outline, waiting, records, covered=queries.known_branches(request.user))
    return render(request, "indexmetrics/review/work.html", {
        "branch": branch, "month": month, "quarter": quarter, "record": record,
        "rows": [(r, kind_name(outline, r), hints.get(r.pk, []), is_void_now(r)) for r in records],
        "left": len(waiting), "total": len(records), "decided": len(records) - len(waiting),
        "passing": sum(queries.passes(r, hints) for r in waiting),
        "is_own": is_own(request.user, branch), "undone": last_act(request),
        **(_panel(request, record, hints.get(record.pk, [])) if record else {}),
    })


def _panel(request, record, hints) -> dict:
    """What stands beside one record."""
    outline = record.quarter.scheme.outline
    files = [file for file in record.files.all() if file.removed_at is None]
    wanted = request.GET.get("file", "")
    shown = [file for file in files if file.expired_at is None and file.content_type in ("application/pdf", "image/jpeg", "image/png")]
    last = queries.last_decision(record)
    return {
        "name": kind_name(outline, record), "facts": described(outline, record), "rules": _rules(outline, record), "hints": hints,
        "files": files, "shown": next((file for file in shown if str(file.pk) == wanted), shown[0] if shown else None),
        "anchors": [(row, summary(outline, row.record)) for row in queries.anchors(request.user, record)],
        "last": last, "last_summary": summary(outline, last.record) if last else "",
        "may": {verb: rights.can(request.user, verb, record) for verb in ("accept", "send_back", "void", "hold")},
        "may_rule": acts.is_possible("rule_out", record.quarter) and bool(
            acts.may(request.user, "rule_out", record.branch)),
        "presets": presets(), "open_fields": fields_of(outline, record),
        "changes": changes_of(outline, record), "looked": last_look(record), "is_void_now": is_void_now(record),
        "panels": panels("review", user=request.user, record=record),
    }


def _rules(outline, record) -> list[dict]:
    """The rule of each indicator that the record counts for, as it stands for the branch's type."""
    profile = profile_of(record.branch, record.quarter)
    codes = [tag.indicator for tag in record.tags.all() if tag.indicator in outline.indicators]
    return [
        {"code": code, "name": named(body), "points": body["max_points"], "often": frequency_name(body["frequency"]),
         "basis": basis_text(outline, body), "rows": rule_rows(body, profile.type_code if profile else "")}
        for code, body in ((code, outline.indicators[code].body) for code in codes)
    ]


def _branch(user, code: str):
    rights_here = (Permission.EVIDENCE_REVIEW, Permission.EVIDENCE_READ_ALL, Permission.DISCIPLINE_ENTER)
    return branch_for(user, code, *rights_here)


def quarter_or_404(month: str):
    """The quarter of a month in an address; anything else is missing."""
    try:
        quarters.parse_month(month)
    except ValueError as error:
        raise Http404(month) from error
    return quarter_of_month(month)


def _chosen(request, records):
    """The asked record, else the first that waits, else the first."""
    asked = request.GET.get("record", "")
    named_one = next((r for r in records if str(r.pk) == asked), None)
    waiting = next((r for r in records if r.state == states.SUBMITTED and not r.is_on_hold), None)
    return named_one or waiting or next(iter(records), None)


def _chip_words() -> list[tuple[str, str]]:
    return [
        ("changed", _("With changes")), ("passing", _("Pass every check")), ("look", _("Worth a look")),
        ("overdue", _("Overdue")), ("held", _("Held for a visit")),
    ]


def _indicators(lines, month: str) -> list[tuple[str, str, int, str]]:
    """(indicator, month, count, name) of what waits, for the other way in."""
    counts: dict[tuple[str, str], int] = {}
    names: dict[str, str] = {}
    for line in lines:
        if month and line.month != month:
            continue
        known = line.quarter.scheme.outline.indicators
        for record in line.records:
            for tag in record.tags.all():
                counts[(tag.indicator, line.month)] = counts.get((tag.indicator, line.month), 0) + 1
                names[tag.indicator] = named(known[tag.indicator].body) if tag.indicator in known else ""
    return [(code, when, count, names[code]) for (code, when), count in sorted(counts.items())]
