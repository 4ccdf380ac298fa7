"""A secretary's home: per branch what came back, what is open and until when, what changed, the newest result."""

from dataclasses import dataclass

from branches.access.models import User
from branches.org.models import Branch
from indexmetrics.evidence.mending import Mend, mends
from indexmetrics.evidence.month_tree import MonthPage
from indexmetrics.evidence.queries import MonthRow, month_page, own_months, reporting_month
from indexmetrics.evidence.visits import HandOver, News, hand_over_to, news_since_last_visit
from scoring.boards.models import Card
from scoring.rectify.models import Notice


@dataclass(frozen=True)
class OwnHome:
    """Everything of one branch."""

    branch: Branch
    page: MonthPage | None
    back: list[Mend]
    months: list[MonthRow]
    news: News | None
    taken_over: HandOver | None
    result: dict | None
    notices: list[Notice]

    @property
    def elsewhere(self) -> list[MonthRow]:
        """Other months in which records came back."""
        return [row for row in self.months if row.returned and row.month != self.page.month]


def own_homes(user: User) -> list[OwnHome]:
    """One for each branch of the user: fourteen queries each, four for all together."""
    rows = own_months(user) if user.own_branches else []
    return [_home(user, branch, [row for row in rows if row.branch == branch]) for branch in user.own_branches]


def _home(user: User, branch: Branch, rows: list[MonthRow]) -> OwnHome:
    first = reporting_month(rows)
    page = month_page(branch, first.quarter, first.month) if first else None
    shown = [row for row in rows if first and (row.quarter == first.quarter or row.returned)]
    return OwnHome(
        branch=branch, page=page, back=mends(page) if page else [], months=shown[::-1],
        news=news_since_last_visit(user, branch), taken_over=hand_over_to(user, branch),
        result=_result(branch), notices=list(Notice.objects.filter(branch=branch, closed_at=None).order_by("finish_on")),
    )


def _result(branch: Branch) -> dict | None:
    """The newest published result of one branch with its band; one query."""
    card = Card.objects.filter(branch_code=branch.code).select_related("edition").order_by(
        "-edition__quarter_code", "-edition__number").first()
    if card is None:
        return None
    bands = {band["code"]: band for band in card.edition.header["scheme"]["colour_bands"]}
    return {"row": card.row, "edition": card.edition, "band": bands[card.colour]}
