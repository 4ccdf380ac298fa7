"""What stands in the way of a board, in words; some of it can be waived with a reason."""

from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from branches.basics import clock, quarters
from branches.org.queries import branches_as_of
from indexmetrics.evidence.models import Record, Submission
from indexmetrics.intake.models import RegisterEntry
from indexmetrics.periods.models import Quarter
from indexmetrics.schemes import naming
from scoring.appeals.models import Appeal
from scoring.verdicts.queries import unsettled

IMPORTED = {"bureau_committee", "survey", "political_office", "discipline_office"}


@dataclass(frozen=True)
class Hindrance:
    """One thing in the way: `waivable` ones pass with a reason, the others must be settled first."""

    code: str
    sentence: str
    waivable: bool
    branches: list[str] = field(default_factory=list)


def hindrances(quarter: Quarter) -> list[Hindrance]:
    """Everything in the way of publishing a quarter, hard ones first; about ten queries."""
    return [*_waiting(quarter), *_requests(quarter), *_vetoes(quarter), *_not_ended(quarter),
            *_months_missing(quarter), *_imports_missing(quarter)]


def _waiting(quarter: Quarter) -> list[Hindrance]:
    rows = Record.objects.waiting().filter(quarter=quarter).values_list("branch__name").annotate(n=Count("pk"))
    counts = dict(rows.order_by("branch__position"))
    if not counts:
        return []
    total = sum(counts.values())
    return [Hindrance("waiting", ngettext(
        "%(count)d record waits for review.", "%(count)d records wait for review.", total,
    ) % {"count": total}, False, list(counts))]


def _requests(quarter: Quarter) -> list[Hindrance]:
    found = [row.branch.name for row in Appeal.objects.waiting().filter(quarter=quarter).select_related("branch")]
    if not found:
        return []
    return [Hindrance("appeals", ngettext(
        "%(count)d review request is not answered.", "%(count)d review requests are not answered.", len(found),
    ) % {"count": len(found)}, False, found)]


def _vetoes(quarter: Quarter) -> list[Hindrance]:
    found = [row.branch.name for row in unsettled(quarter)]
    if not found:
        return []
    return [Hindrance("vetoes", ngettext(
        "%(count)d veto is neither confirmed nor dropped.", "%(count)d vetoes are neither confirmed nor dropped.",
        len(found),
    ) % {"count": len(found)}, False, found)]


def _not_ended(quarter: Quarter) -> list[Hindrance]:
    last = quarters.last_day(quarter.code)
    if clock.today() > last:
        return []
    return [Hindrance("running", _("The quarter runs until %(day)s; later evidence would not count.") % {
        "day": date_format(last, pgettext("date", "j F Y"))}, True)]


def _months_missing(quarter: Quarter) -> list[Hindrance]:
    ended = [m for m in quarters.months_of(quarter.code) if quarters.parse_month(m).last_day < clock.today()]
    sent = set(Submission.objects.filter(quarter=quarter, submitted_at__isnull=False).values_list("branch", "month"))
    branches = branches_as_of(min(clock.today(), quarters.last_day(quarter.code)))
    late = [
        branch.name for branch in branches
        if any((branch.id, m) not in sent and branch.founded_on <= quarters.parse_month(m).last_day for m in ended)
    ]
    if not late:
        return []
    return [Hindrance("months", ngettext(
        "%(count)d branch has not submitted every month.", "%(count)d branches have not submitted every month.",
        len(late),
    ) % {"count": len(late)}, True, late)]


def _imports_missing(quarter: Quarter) -> list[Hindrance]:
    outline, number = quarter.scheme.outline, quarters.parse(quarter.code).number
    owners = {code: row["entered_by"] for code, row in outline.registers.items()}
    owners |= {indicator: row["entered_by"] for (indicator, _part), row in outline.figures.items()}
    wanted = [
        code for code, owner in owners.items()
        if owner in IMPORTED and outline.indicators[code].body["rule"].get("when_missing") == "not_applicable"
        and number in outline.indicators[code].body["scored_in_quarters"]
    ]
    given = set(
        RegisterEntry.objects.in_force().filter(quarter=quarter, indicator__in=wanted)
        .values_list("branch", "indicator")
    )
    found, branches = [], branches_as_of(quarters.last_day(quarter.code))
    for code in wanted:
        lacking = [
            branch.name for branch in branches
            if outline.applies(code, branch_type=branch.type, attributes=branch.attributes, quarter=number)
            and (branch.id, code) not in given
        ]
        if lacking:
            found.append(Hindrance(f"import:{code}", ngettext(
                "%(code)s is missing for %(count)d branch.", "%(code)s is missing for %(count)d branches.",
                len(lacking),
            ) % {"code": f"{code} {naming.named(outline.indicators[code].body)}", "count": len(lacking)}, True, lacking))
    return found
