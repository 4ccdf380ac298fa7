"""What each role sees first: counts of what waits for it."""

from collections import Counter

from branches.access.allow import allows
from branches.access.models import User
from branches.access.permissions import Permission
from branches.basics import clock
from branches.org.models import Branch
from indexmetrics.evidence.models import Record, Submission
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import timetable
from indexmetrics.periods.states import ARCHIVED, PUBLISHED
from indexmetrics.review.queries import in_scope, waiting_for
from scoring.appeals.models import Appeal
from scoring.boards.models import Card, Edition
from scoring.rectify.models import Notice
from scoring.verdicts.models import Verdict


def own_months(branch: Branch, quarter: Quarter) -> list[dict]:
    """The three months of the quarter of one branch: due day, submitted or not, records by state; two queries."""
    sent = dict(Submission.objects.filter(branch=branch, quarter=quarter).values_list("month", "submitted_at"))
    counts: dict[str, Counter] = {}
    for month, state in Record.objects.filter(branch=branch, quarter=quarter).values_list("month", "state"):
        counts.setdefault(month, Counter())[state] += 1
    rows, today = [], clock.today()
    for month, due in timetable(quarter, {}).months.items():
        found = counts.get(month, Counter())
        begun = month <= f"{today:%Y-%m}"
        rows.append({
            "month": month, "due": due, "submitted_at": sent.get(month), "returned": found["returned"], "begun": begun,
            "state": _month_state(found, bool(sent.get(month)), begun), "days": (due - today).days,
        })
    return rows


def _month_state(found: Counter, is_sent: bool, begun: bool) -> str:
    if found["returned"]:
        return "returned"
    if not is_sent:
        return "missing" if begun else "not_due"
    return "submitted" if found["submitted"] else "accepted"


def own_result(branch: Branch) -> dict | None:
    """The newest published result of one branch with its band; one query."""
    card = Card.objects.filter(branch_code=branch.code).select_related("edition").order_by(
        "-edition__quarter_code", "-edition__number").first()
    if card is None:
        return None
    bands = {band["code"]: band for band in card.edition.header["scheme"]["colour_bands"]}
    return {"row": card.row, "edition": card.edition, "band": bands[card.colour]}


def own_notices(branch: Branch):
    """Open rectification notices of one branch."""
    return Notice.objects.filter(branch=branch, closed_at=None).order_by("finish_on")


def waiting_counts(user: User) -> dict:
    """What waits for this user's office: records, branches, requests, vetoes, notices past their day."""
    return {
        **_waiting_records(user),
        "appeals": Appeal.objects.waiting().count(), "vetoes": Verdict.objects.awaiting().count(),
        "overdue": Notice.objects.overdue(clock.today()).count(),
    }


def _waiting_records(user: User) -> dict:
    """As many as the page of the queue lists: all but the own branch's, or the office's own indicators."""
    waiting = waiting_for(user)
    if allows(user, Permission.EVIDENCE_REVIEW):
        return {"records": waiting.count(), "branches": waiting.order_by().values("branch").distinct().count()}
    found = in_scope(user, waiting, {row.pk: row for row in Quarter.objects.select_related("scheme")})
    return {"records": len(found), "branches": len({record.branch_id for record in found})}


def quarters_in_hand() -> list[Quarter]:
    """Quarters that are not yet published, oldest first."""
    return list(Quarter.objects.select_related("scheme").exclude(state__in=(PUBLISHED, ARCHIVED)).order_by("code"))


def installation() -> dict:
    """For the administrator: accounts, branches, quarters, editions; four queries."""
    return {
        "users": User.objects.filter(is_active=True).count(), "branches": Branch.objects.filter(closed_on=None).count(),
        "editions": Edition.objects.count(), "quarters": list(Quarter.objects.select_related("scheme")[:8]),
    }


