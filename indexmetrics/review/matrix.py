"""Who has given what: branches in their groups × months or indicators, every blank with its reason."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext as _

from branches.basics import clock, quarters
from branches.org.queries import BranchOnDay, branches_as_of
from indexmetrics.evidence import needs, states
from indexmetrics.evidence.models import Record, Ruling, Submission
from indexmetrics.evidence.months import MISSING, NOT_DUE, due_day, month_state
from indexmetrics.intake.models import RegisterEntry
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import timetable
from indexmetrics.schemes.naming import named
from indexmetrics.schemes.offices import office_name

COUNTED = (MISSING, states.SUBMITTED, states.RETURNED, states.ACCEPTED)


@dataclass(frozen=True)
class Cell:
    """One crossing: its state, and why it is so."""

    state: str
    why: str
    late: bool = False
    month: str = ""  # where what was given can be read


@dataclass
class Row:
    """One branch."""

    branch: BranchOnDay
    cells: list[Cell] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    @property
    def pairs(self) -> list[tuple[str, Cell]]:
        """Each crossing with the column it stands in."""
        return list(zip(self.codes, self.cells, strict=True))


@dataclass
class Group:
    """The branches that are ranked together, with the count of what is there."""

    code: str
    name: str
    rows: list[Row] = field(default_factory=list)
    only: list[Row] | None = None

    @property
    def shown(self) -> list[Row]:
        """The rows to show: all, or those a counter chose."""
        return self.rows if self.only is None else self.only

    def given(self, column: int) -> int:
        """Branches that have handed this column in."""
        return sum(row.cells[column].state in ("submitted", "accepted", "returned") for row in self.rows)

    def on_time(self, column: int) -> int:
        """Of those, how many were on time."""
        return sum(
            row.cells[column].state in ("submitted", "accepted", "returned") and not row.cells[column].late
            for row in self.rows)

    @property
    def sums(self) -> list[tuple[int, int, int]]:
        """(given, on time, of) for each column."""
        columns = len(self.rows[0].cells) if self.rows else 0
        return [(self.given(n), self.on_time(n), len(self.rows)) for n in range(columns)]


@dataclass
class Matrix:
    """The whole table."""

    columns: list[tuple[str, str]]
    groups: list[Group]
    by: str

    def counts(self) -> dict[str, int]:
        """State → branches with at least one crossing in it; the counters above the table."""
        rows = [{cell.state for cell in row.cells} for group in self.groups for row in group.rows]
        return {state: sum(state in found for found in rows) for state in COUNTED}

    def narrowed(self, state: str) -> "Matrix":
        """Only the branches with a crossing in that state; the sums of the groups stay those of all."""
        if state not in COUNTED:
            return self
        for group in self.groups:
            group.only = [row for row in group.rows if any(cell.state == state for cell in row.cells)]
        return Matrix(self.columns, [group for group in self.groups if group.only], self.by)


def completeness(quarter: Quarter, by: str = "month", only: set[int] | None = None) -> Matrix:
    """The table of a quarter, of some branches only when ids are given; nine queries however many branches."""
    reader = _Reader(quarter)
    columns = reader.months() if by == "month" else reader.indicators()
    groups: dict[str, Group] = {}
    outline = quarter.scheme.outline
    for branch in reader.branches:
        if only is not None and branch.id not in only:
            continue
        kind = outline.types.get(branch.type, {"ranking_group": "?", "name_zh": branch.type})
        group = groups.setdefault(kind["ranking_group"], Group(kind["ranking_group"], named(kind)))
        cell = reader.month_cell if by == "month" else reader.indicator_cell
        codes = [code for code, _name in columns]
        group.rows.append(Row(branch, [cell(branch, code) for code in codes], codes))
    return Matrix(columns, [groups[code] for code in sorted(groups)], by)


class _Reader:
    """What the table is made from, read once."""

    def __init__(self, quarter: Quarter):
        self.quarter, self.outline = quarter, quarter.scheme.outline
        first, last = quarters.parse(quarter.code).first_day, quarters.parse(quarter.code).last_day
        self.branches = branches_as_of(last, closed_since=first)
        self.due, self.wanted = timetable(quarter).months, {}
        self.by_month, self.by_indicator = defaultdict(list), defaultdict(list)
        found = Record.objects.filter(quarter=quarter).exclude(state=states.VOID)
        rows = found.values_list("branch_id", "month", "state", "kind", "indicator", "part", "tags__indicator", "pk")
        seen = set()
        for branch_id, month, state, kind, indicator, part, tag, pk in rows:
            if pk not in seen:
                self.by_month[(branch_id, month)].append(state)
                seen.add(pk)
            self.by_indicator[(branch_id, tag)].append(_Given(month, state, kind, indicator, part))
        self.submissions = {(s.branch_id, s.month): s for s in Submission.objects.filter(quarter=quarter)}
        self.rulings = {
            (r.branch_id, r.indicator): r for r in Ruling.objects.filter(quarter=quarter, withdrawn_at=None)}
        entries = RegisterEntry.objects.in_force().filter(quarter=quarter)
        self.entered = set(entries.values_list("branch_id", "indicator"))

    def months(self) -> list[tuple[str, str]]:
        """The months as columns."""
        return [(month, month) for month in quarters.months_of(self.quarter.code)]

    def indicators(self) -> list[tuple[str, str]]:
        """The indicators scored in this quarter as columns."""
        number = quarters.parse(self.quarter.code).number
        return [(code, named(row.body)) for code, row in self.outline.indicators.items()
                if number in row.body["scored_in_quarters"]]

    def month_cell(self, branch: BranchOnDay, month: str) -> Cell:
        """One branch's month."""
        gone = _not_there(branch, month)
        if gone:
            return gone
        submission = self.submissions.get((branch.id, month))
        found = self.by_month.get((branch.id, month), [])
        state = month_state(month, submission, found)
        if state == states.DRAFT:
            state = MISSING
        late = self._late(submission, month)
        given = month if set(found) - {states.DRAFT} else ""
        return Cell(state, self._month_words(state, submission, found, month), late, given)

    def _late(self, submission, month: str) -> bool:
        due = due_day(self.due[month], submission)
        if submission and submission.waived_at:
            return False
        if submission is None or submission.submitted_at is None:
            return clock.today() > due
        return clock.local(submission.submitted_at).date() > due

    def _month_words(self, state: str, submission, found: list[str], month: str) -> str:
        due = due_day(self.due[month], submission)
        if state == NOT_DUE:
            return _("The month has not begun; due %(day)s.") % {"day": due}
        if submission is None or submission.submitted_at is None:
            return self._grace(submission) + _("Not submitted; %(drafts)s drafts; due %(day)s.") % {
                "drafts": found.count(states.DRAFT), "day": due}
        return self._grace(submission) + _("Submitted %(day)s: %(accepted)s accepted, %(waiting)s waiting, %(returned)s returned.") % {
            "day": f"{clock.local(submission.submitted_at):%m-%d %H:%M}", "accepted": found.count(states.ACCEPTED),
            "waiting": found.count(states.SUBMITTED), "returned": found.count(states.RETURNED)}

    def _grace(self, submission) -> str:
        if submission and submission.waived_at:
            return _("Lateness waived: %(reason)s.") % {"reason": submission.waiver_reason} + " "
        if submission and submission.extended_to:
            return _("More days given: %(reason)s.") % {"reason": submission.waiver_reason} + " "
        return ""

    def indicator_cell(self, branch: BranchOnDay, code: str) -> Cell:
        """One branch's indicator in the quarter so far."""
        row = self.outline.indicators[code]
        number = quarters.parse(self.quarter.code).number
        if not self.outline.applies(code, branch_type=branch.type, attributes=branch.attributes, quarter=number):
            return Cell("not_applicable", _("Not asked of such a branch."))
        ruling = self.rulings.get((branch.id, code))
        if ruling:
            return Cell(ruling.kind, ruling.reason)
        wanted = self._needs(row, branch)
        if not wanted:
            return self._office_cell(branch, code)
        given = self.by_indicator.get((branch.id, code), [])
        return self._given_cell(branch, code, wanted, given)

    def _needs(self, row, branch: BranchOnDay) -> list:
        """What the indicator asks of such a branch; the same for all of its kind, so worked out once."""
        key = (row.code, branch.type, tuple(branch.attributes))
        if key not in self.wanted:
            self.wanted[key] = needs.needs_of(
                self.outline, row, branch_type=branch.type, attributes=branch.attributes)
        return self.wanted[key]

    def _office_cell(self, branch: BranchOnDay, code: str) -> Cell:
        register = self.outline.registers.get(code)
        figure = next((f for key, f in self.outline.figures.items() if key[0] == code), None)
        office = office_name((register or figure or {"entered_by": "reviewer"})["entered_by"])
        if (branch.id, code) in self.entered:
            return Cell("accepted", _("Entered by %(office)s.") % {"office": office})
        return Cell(NOT_DUE, _("Nothing entered by %(office)s so far.") % {"office": office})

    def _given_cell(self, branch: BranchOnDay, code: str, wanted, given) -> Cell:
        given = [item for item in given if item.state != states.DRAFT]
        found = {item.state for item in given}
        lacking = self._lacking(branch, code, wanted, given)
        month = max((item.month for item in given), default="")
        if states.RETURNED in found:
            return Cell("returned", _("Sent back; waits for the branch."), month=month)
        if lacking:
            return Cell(MISSING, _("Missing: %(what)s.") % {"what": ", ".join(lacking)}, month=month)
        if states.SUBMITTED in found:
            return Cell("submitted", _("Waits for a decision."), month=month)
        if states.ACCEPTED in found:
            return Cell("accepted", _("Accepted."), month=month)
        return Cell(NOT_DUE, _("Due by the end of the quarter."))

    def _lacking(self, branch: BranchOnDay, code: str, wanted, given) -> list[str]:
        """What is missing by today: months that are over, quarterly matters once the quarter is."""
        lacking = []
        today = clock.today()
        for month in quarters.months_of(self.quarter.code):
            if quarters.parse_month(month).last_day >= today:
                continue
            submission = self.submissions.get((branch.id, month))
            if submission and code in submission.declared:
                continue
            here = [item for item in given if item.month == month]
            lacking += [f"{month} {need.name}" for need in wanted
                        if need.cadence == needs.MONTH and not need.is_met(here)]
        if quarters.last_day(self.quarter.code) < today:
            lacking += [need.name for need in wanted if need.cadence == needs.QUARTER and not need.is_met(given)]
        return lacking


@dataclass(frozen=True)
class _Given:
    """The few columns of a record that a need asks about."""

    month: str
    state: str
    kind: str
    indicator: str
    part: str

    @property
    def is_figure(self) -> bool:
        return self.kind == "figure"


def _not_there(branch: BranchOnDay, month: str) -> Cell | None:
    """A branch that did not exist in that month owes nothing."""
    asked = quarters.parse_month(month)
    if branch.founded_on > asked.last_day:
        return Cell("not_applicable", _("Founded on %(day)s.") % {"day": branch.founded_on})
    if branch.closed_on and branch.closed_on <= asked.first_day - timedelta(days=1):
        return Cell("not_applicable", _("Closed on %(day)s.") % {"day": branch.closed_on})
    return None


