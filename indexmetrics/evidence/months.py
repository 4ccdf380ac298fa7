"""One month of one branch as its secretary sees it: read in a fixed number of queries."""

from datetime import date

from django.db.models import prefetch_related_objects

from branches.access.models import User
from branches.basics import clock, quarters
from branches.org.models import Branch, Profile
from indexmetrics.evidence import needs, states
from indexmetrics.evidence.models import Record, Ruling, Submission
from indexmetrics.evidence.month_tree import Burden, FigureBox, Line, MonthPage, RecordLine, Section
from indexmetrics.evidence.words import basis_text, frequency_name, kind_name
from indexmetrics.intake.models import RegisterEntry
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import timetable
from indexmetrics.rulebook.outline import Outline, Row
from indexmetrics.schemes.naming import named
from indexmetrics.schemes.offices import office_name

NOT_DUE, MISSING, DECLARED = "not_due", "missing", "declared"
LIVE = (states.DRAFT, states.SUBMITTED, states.RETURNED, states.ACCEPTED)


def month_page(branch: Branch, quarter: Quarter, month: str) -> MonthPage:
    """The tree of one month; nine queries whatever the number of branches and records."""
    outline = quarter.scheme.outline
    profile = profile_of(branch, quarter)
    months = quarters.months_of(quarter.code)
    codes = [quarter.code, quarters.previous(quarter.code)]
    records = list(
        Record.objects.filter(branch=branch, quarter__code__in=codes, state__in=LIVE)
        .order_by("date", "pk").prefetch_related("tags", "files")
    )
    for record in records:
        record.branch = branch
    submissions = {row.month: row for row in Submission.objects.filter(branch=branch, month__in=months)}
    rulings = {
        row.indicator: row for row in Ruling.objects.filter(branch=branch, quarter=quarter, withdrawn_at=None)
    }
    entered = set(
        RegisterEntry.objects.in_force().filter(branch=branch, quarter=quarter).values_list("indicator", flat=True)
    )
    now = [record for record in records if record.month in months]
    maker = _Lines(outline, profile, quarter, month, now, [r for r in records if r.month not in months],
                   submissions.get(month), rulings, entered)
    lines = [maker.line(record) for record in now if record.month == month]
    returned = [line for line in lines if line.record.state == states.RETURNED]
    prefetch_related_objects([line.record for line in returned], "decisions__decided_by", "reopenings")
    return MonthPage(
        branch=branch, quarter=quarter, month=month, sections=maker.sections(), records=lines,
        returned=returned,
        submission=submissions.get(month), due=due_day(timetable(quarter).months[month], submissions.get(month)),
        state=month_state(month, submissions.get(month), [r.state for r in now if r.month == month]),
        tabs=[(m, month_state(m, submissions.get(m), [r.state for r in now if r.month == m])) for m in months],
        kinds=maker.kinds_of_branch(), members=profile.members if profile else 0, burden=maker.burden(), history=records,
    )


def profile_of(branch: Branch, quarter: Quarter) -> Profile | None:
    """What the branch is at the quarter's last day."""
    last = quarters.last_day(quarter.code)
    return Profile.objects.filter(branch=branch, since__lte=last).order_by("-since").first()


def due_day(due: date, submission: Submission | None) -> date:
    """The month's due day, moved when a reviewer gave more days."""
    return max(due, submission.extended_to) if submission and submission.extended_to else due


def month_state(month: str, submission: Submission | None, found: list[str]) -> str:
    """A month in one word of the seven: the least finished of its records decides."""
    if states.RETURNED in found:
        return states.RETURNED
    if submission is None or submission.submitted_at is None:
        if quarters.parse_month(month).first_day > clock.today():
            return NOT_DUE
        return states.DRAFT if states.DRAFT in found else MISSING
    if states.SUBMITTED in found or states.DRAFT in found:
        return states.SUBMITTED
    return states.ACCEPTED


def own_branch(user: User, code: str) -> Branch | None:
    """The user's branch by code, or his first one; None when he has no such branch."""
    own = user.own_branches
    if code:
        return next((branch for branch in own if branch.code == code), None)
    return own[0] if own else None


class _Lines:
    """Makes the lines of one month from what was read."""

    def __init__(self, outline: Outline, profile, quarter, month, now, before, submission, rulings, entered):
        self.outline, self.quarter, self.month = outline, quarter, month
        self.type = profile.type_code if profile else ""
        self.attributes = profile.attributes if profile else []
        self.now, self.before = now, before
        # Each record once under each indicator it counts for; asking every record for every row is the dearer way.
        self.now_of, self.before_of = _by_indicator(now), _by_indicator(before)
        self.declared = submission.declared if submission else {}
        self.rulings, self.entered = rulings, entered
        self.is_last_month = month == quarters.months_of(quarter.code)[-1]

    def line(self, record: Record) -> RecordLine:
        """A record with its words; removed files do not count."""
        return RecordLine(record, kind_name(self.outline, record), record.month, record.file_count)

    def sections(self) -> list[Section]:
        """The indices with the indicators asked of this branch in this quarter."""
        number = quarters.parse(self.quarter.code).number
        rows = self.outline.asked(branch_type=self.type, attributes=self.attributes, quarter=number)
        return [
            Section(code, named(index), [self._line(row) for row in rows if row.index == code])
            for code, index in self.outline.indices.items()
        ]

    def burden(self) -> Burden:
        """What this month asks of such a branch, recorded or not: an event's boxes without the optional reasons."""
        number = quarters.parse(self.quarter.code).number
        rows = self.outline.asked(branch_type=self.type, attributes=self.attributes, quarter=number)
        wanted = [
            need for row in rows if row.code not in self.rulings
            for need in needs.needs_of(self.outline, row, branch_type=self.type, attributes=self.attributes)
            if need.cadence == needs.MONTH or self.is_last_month
        ]
        kinds = dict.fromkeys(need.kinds[0] for need in wanted if need.kinds)
        figures = [need for need in wanted if need.figure]
        boxes = sum(len([name for name in self.outline.event_kinds[kind]["fields"] if name != "excused"]) for kind in kinds)
        return Burden(len(kinds), len(figures), boxes + sum(len(need.figure["asks"]) for need in figures))

    def kinds_of_branch(self) -> list[tuple[str, str]]:
        """Event kinds that feed something asked of this branch."""
        number = quarters.parse(self.quarter.code).number
        asked = {row.code for row in self.outline.asked(
            branch_type=self.type, attributes=self.attributes, quarter=number)}
        return [
            (code, named(row)) for code, row in self.outline.event_kinds.items()
            if any(feed["indicator"] in asked for feed in row["feeds"])
        ]

    def _line(self, row: Row) -> Line:
        wanted = needs.needs_of(self.outline, row, branch_type=self.type, attributes=self.attributes)
        mine = self.now_of.get(row.code, [])
        here = [r for r in mine if r.month == self.month]
        open_needs, coming = self._open(row, wanted, mine, here)
        ruling = self.rulings.get(row.code)
        declared = self.declared.get(row.code, "")
        return Line(
            code=row.code, name=named(row.body), row=row, often=frequency_name(row.body["frequency"]),
            basis=basis_text(self.outline, row.body), points=row.body["max_points"],
            state=self._state(row, wanted, ruling, here, mine, open_needs, declared),
            records=[self.line(r) for r in self._shown(wanted, mine, here) if not r.is_figure],
            open_needs=[] if ruling or declared else open_needs, coming=coming,
            kinds=self._kinds(wanted), figures=self._figures(wanted), quick=self._quick(open_needs), last=self._last(row),
            why=ruling.reason if ruling else "", declared=declared,
            example=self._example(row), office="" if wanted else office_name(self._office(row)),
        )

    def _shown(self, wanted, mine, here):
        """What is given every month shows this month's records; a quarterly matter those of the quarter."""
        quarterly = any(need.cadence == needs.QUARTER and need.kinds for need in wanted)
        return mine if quarterly and not here else here

    def _open(self, row, wanted, mine, here):
        """Needs unmet now, and those whose time comes later in the quarter."""
        unmet = [
            need for need in wanted if not need.is_met(here if need.cadence == needs.MONTH else mine)
        ]
        due = [need for need in unmet if need.cadence == needs.MONTH or self.is_last_month]
        return due, [need for need in unmet if need not in due]

    def _state(self, row, wanted, ruling, here, mine, open_needs, declared) -> str:
        if ruling:
            return ruling.kind
        if not wanted:
            return states.ACCEPTED if row.code in self.entered else NOT_DUE
        found = {record.state for record in here}
        if states.RETURNED in found:
            return states.RETURNED
        if open_needs:
            return DECLARED if declared else MISSING
        found = found or {record.state for record in mine}
        for state in (states.DRAFT, states.SUBMITTED, states.ACCEPTED):
            if state in found:
                return state
        return NOT_DUE

    def _kinds(self, wanted) -> list[tuple[str, str]]:
        """The kinds that are this indicator's own: the first of each need."""
        firsts = dict.fromkeys(need.kinds[0] for need in wanted if need.kinds)
        return [(code, named(self.outline.event_kinds[code])) for code in firsts]

    def _quick(self, open_needs) -> list[tuple[str, str, date]]:
        """Kinds that ask a day and one yes: a single click gives them."""
        last = min(clock.today(), quarters.parse_month(self.month).last_day)
        kinds = [need.kinds[0] for need in open_needs if need.kinds]
        rows = [(code, self.outline.event_kinds[code]) for code in kinds]
        return [(code, named(row), last) for code, row in rows if set(row["fields"]) == {"date", "fully_collected"}]

    def _figures(self, wanted) -> list[FigureBox]:
        boxes = []
        for need in wanted:
            if not need.figure:
                continue
            given = [r for r in self.now if r.is_figure and (r.indicator, r.part) == (need.indicator, need.part)]
            here = next((r for r in given if r.month == self.month), None)
            elsewhere = "" if here or not given else given[0].month
            before = [
                r for r in self.before if r.is_figure and (r.indicator, r.part) == (need.indicator, need.part)
            ]
            boxes.append(FigureBox(need, here or (given[0] if given else None), _pair(before), elsewhere))
        return boxes

    def _last(self, row: Row) -> str:
        """How many events counted for it in the quarter before."""
        count = sum(not r.is_figure for r in self.before_of.get(row.code, []))
        return str(count) if count else ""

    def _example(self, row: Row) -> RecordLine | None:
        """The branch's own last accepted record for it; one with files says more."""
        of_row = [*self.before_of.get(row.code, []), *self.now_of.get(row.code, [])]
        good = [r for r in of_row if r.state == states.ACCEPTED and not r.is_figure]
        best = max(good, key=lambda r: (bool(r.file_count), r.date, r.pk), default=None)
        return self.line(best) if best else None

    def _office(self, row: Row) -> str:
        register = self.outline.registers.get(row.code)
        figure = next((f for key, f in self.outline.figures.items() if key[0] == row.code), None)
        return (register or figure or {"entered_by": "reviewer"})["entered_by"]


def _by_indicator(records: list[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in records:
        for indicator in {tag.indicator for tag in record.tags.all()}:
            found.setdefault(indicator, []).append(record)
    return found


def _pair(before: list[Record]) -> str:
    if not before:
        return ""
    data = before[-1].data
    return " / ".join(str(data[key]) for key in ("num", "den") if key in data)
