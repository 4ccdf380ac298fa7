"""Reads of the newest board for the homes: colours now and over eight quarters, what changed, months on time, rectification."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from branches.basics import clock
from branches.basics.quarters import months_of, parse_month
from branches.org.models import Branch
from indexmetrics.evidence.models import Submission
from indexmetrics.evidence.months import due_day
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import exceptions, timetable
from scoring.boards.models import Card
from scoring.boards.queries import Board, board_for, earlier_editions, history
from scoring.boards.queries_quarters import QuarterColours, colours_by_quarter
from scoring.dashboards.standing import Standing, standing_of
from scoring.rectify.models import Notice

WIDTH, COLUMN, WORDS, FEWEST = 760, Decimal(190), Decimal(15), 4  # the chart: width, height, a line of words, columns
SHOWN = 6


@dataclass(frozen=True)
class Newest:
    """The newest board in short."""

    board: Board
    counts: list[dict]
    quarters: list[QuarterColours]

    @property
    def total(self) -> int:
        """Branches on it."""
        return sum(entry["count"] for entry in self.counts)

    @property
    def chart(self) -> dict:
        """The columns of up to eight quarters; few of them stand wider."""
        step = WIDTH // max(len(self.quarters), FEWEST)
        bar = step * 2 // 3
        columns = [
            {"x": place * step, "quarter": one.quarter, "mean": one.mean, "counts": one.counts,
             "parts": one.parts(height=COLUMN, letter=WORDS)}
            for place, one in enumerate(self.quarters)
        ]
        bands = [entry["band"] for entry in self.counts]
        return {"columns": columns, "width": WIDTH, "bar": bar, "middle": bar // 2, "beside": bar + 4, "bands": bands}


def newest_board() -> Newest | None:
    """The newest published board with its colours and those of the quarters before; three queries."""
    quarters = colours_by_quarter()
    if not quarters:
        return None
    board = board_for(quarters[-1].quarter)
    before = {band["code"]: count for band, count in quarters[-2].counts} if len(quarters) > 1 else {}
    counts = board.header["counts"]
    rows = [
        {"band": band, "count": counts.get(band["code"], 0), "before": before.get(band["code"], 0) if before else None}
        for band in board.rules.spans()
    ]
    return Newest(board, rows, quarters)


@dataclass(frozen=True)
class Punctuality:
    """Monthly reports of one published quarter: how many were due and how many came in time."""

    quarter: str
    in_time: int
    due: int

    @property
    def rate(self) -> Decimal | None:
        """The share in time."""
        return Decimal(self.in_time) / self.due if self.due else None


@dataclass(frozen=True)
class Overview:
    """What a leader sees below the colours."""

    standing: Standing
    months: list[Punctuality]
    notices: list[Notice]
    signed_off: int
    open: int
    overdue: int
    today: date


def overview(newest: Newest) -> Overview:
    """Whom to praise and to ask, who moved, months on time, open rectification; nine queries."""
    board, today = newest.board, clock.today()
    notices = list(Notice.objects.filter(quarter__code__lte=board.quarter).select_related("branch"))
    waiting = [one for one in notices if one.closed_at is None]
    for one in waiting:
        one.days = (one.finish_on - today).days
        one.late = max(0, -one.days)
    late: dict[str, int] = {}
    for one in waiting:
        late[one.branch.code] = max(late.get(one.branch.code, 0), one.late)
    past = history(earlier_editions(board.quarter))
    return Overview(
        standing=standing_of(board.rules, board.rows, past, late), months=punctuality(newest.quarters),
        notices=waiting[:SHOWN], signed_off=len(notices) - len(waiting), open=len(waiting),
        overdue=sum(one.days < 0 for one in waiting), today=today,
    )


def punctuality(quarters: Sequence[QuarterColours]) -> list[Punctuality]:
    """How punctual the branches of each published board were, by due days moved and lateness waived; five queries."""
    codes, days = [one.quarter for one in quarters], exceptions()
    periods = list(Quarter.objects.select_related("scheme").filter(code__in=codes))
    due = {month: day for period in periods for month, day in timetable(period, days).months.items()}
    asked = _months_asked(quarters)
    in_time: Counter[str] = Counter()
    for row in Submission.objects.filter(quarter__in=periods).select_related("branch", "quarter").defer("declared"):
        if (row.branch.code, row.month) in asked[row.quarter.code] and _is_in_time(row, due[row.month]):
            in_time[row.quarter.code] += 1
    return [Punctuality(code, in_time[code], len(asked[code])) for code in codes]


def _months_asked(quarters: Sequence[QuarterColours]) -> dict[str, set[tuple[str, str]]]:
    """Quarter → (branch, month) of the branches on its board, for the months in which they existed; two queries."""
    lives = {code: rest for code, *rest in Branch.objects.values_list("code", "founded_on", "closed_on")}
    cards = Card.objects.filter(edition__in=[one.edition.pk for one in quarters])
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for quarter, branch in cards.order_by().values_list("edition__quarter_code", "branch_code"):
        founded, closed = lives[branch]
        for month in months_of(quarter):
            last = parse_month(month).last_day
            if founded <= last and (closed is None or closed >= last):
                found[quarter].add((branch, month))
    return found


def _is_in_time(row: Submission, due: date) -> bool:
    """By the day that held for the branch, or with its lateness waived."""
    if row.waived_at is not None:
        return True
    return row.submitted_at is not None and clock.local(row.submitted_at).date() <= due_day(due, row)
