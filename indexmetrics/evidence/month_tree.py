"""The tree of a month page: sections, lines, records, figures; it knows no database."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from branches.basics import clock, quarters
from branches.org.models import Branch
from indexmetrics.evidence import needs, states
from indexmetrics.evidence.models import Record, Submission
from indexmetrics.periods.models import Quarter
from indexmetrics.rulebook.outline import Row


@dataclass
class RecordLine:
    """A record as it stands in a row: what it is, when, in which state."""

    record: Record
    name: str
    month: str
    files: int

    @property
    def label(self) -> str:
        """The event by its subject, or by its kind."""
        return self.record.title or self.name

    @property
    def last_decision(self):
        """The reviewer's last word; read it only where decisions were fetched beforehand."""
        return next(reversed(self.record.decisions.all()), None)

    @property
    def until(self) -> date | None:
        """The last day to correct a record that was reopened on request; read it where they were fetched."""
        running = [row.until for row in self.record.reopenings.all() if row.is_granted and row.closed_at is None]
        return running[0] if running else None


@dataclass
class FigureBox:
    """A pair of figures to fill in, with what was given for it before."""

    need: needs.Need
    record: Record | None
    last: str
    elsewhere: str = ""

    @property
    def asks(self) -> list[tuple[str, str, str]]:
        """(key, words, value) of each figure."""
        data = self.record.data if self.record else {}
        return [(key, words, data.get(key, "")) for key, words in self.need.figure["asks"].items()]

    @property
    def is_open(self) -> bool:
        """May it be typed into now?"""
        return not self.elsewhere and (self.record is None or self.record.state in (states.DRAFT, states.RETURNED))


@dataclass
class Line:
    """One indicator in the month: what is asked, what is there, what is still open."""

    code: str
    name: str
    row: Row
    state: str
    often: str
    basis: str
    points: object
    records: list[RecordLine]
    open_needs: list[needs.Need]
    coming: list[needs.Need]
    kinds: list[tuple[str, str]]
    figures: list[FigureBox]
    quick: list[tuple[str, str, date]] = field(default_factory=list)
    last: str = ""
    why: str = ""
    declared: str = ""
    office: str = ""
    example: RecordLine | None = None

    @property
    def is_open(self) -> bool:
        """Does it still want something from the branch this month?"""
        return bool(self.open_needs) or self.state == states.RETURNED

    @property
    def wanted_names(self) -> list[str]:
        """The parts that are open, where they say more than the indicator's own name."""
        return [need.name for need in self.open_needs if need.name != self.name]


@dataclass(frozen=True)
class Burden:
    """How much a month asks for: events and pairs of figures, and the boxes that they have (负担)."""

    events: int
    figures: int
    boxes: int


@dataclass
class Section:
    """One index with its lines."""

    code: str
    name: str
    lines: list[Line]

    folded: bool = False

    @property
    def own(self) -> list[Line]:
        """Lines that want something of the branch at some time, or were ruled out for it."""
        return [line for line in self.lines if not line.office]

    @property
    def by_office(self) -> list[Line]:
        """Lines that an office fills in: named together, so that the form holds only the branch's own work."""
        return [line for line in self.lines if line.office]

    @property
    def asked(self) -> list[Line]:
        """Lines that the branch itself fills in."""
        return [line for line in self.lines if not line.office and line.state != "not_applicable"]

    @property
    def done(self) -> int:
        """How many of them want nothing more this month."""
        return sum(not line.is_open for line in self.asked)

    @property
    def is_done(self) -> bool:
        """Nothing left here."""
        return self.done == len(self.asked)


@dataclass
class MonthPage:
    """The whole page."""

    branch: Branch
    quarter: Quarter
    month: str
    sections: list[Section]
    returned: list[RecordLine]
    records: list[RecordLine]
    submission: Submission | None
    due: date
    state: str
    tabs: list[tuple[str, str]]
    kinds: list[tuple[str, str]] = field(default_factory=list)
    members: int = 0
    burden: Burden | None = None
    history: list[Record] = field(default_factory=list)

    @property
    def open_lines(self) -> list[Line]:
        """Indicators that still want something."""
        return [line for section in self.sections for line in section.asked if line.is_open]

    @property
    def declared_lines(self) -> list[Line]:
        """Indicators that were declared to have none."""
        return [line for section in self.sections for line in section.asked if line.declared]

    @property
    def last_month(self) -> str:
        """The quarter's last month, in which quarterly matters are asked."""
        return self.tabs[-1][0]

    @property
    def coming(self) -> list[str]:
        """What is asked later in the quarter and not given yet; a few names."""
        names = [line.name for section in self.sections for line in section.asked if line.coming and not line.is_open]
        return names[:4]

    @property
    def first_kind(self) -> str:
        """The kind that a new event most likely is: the first that is still open."""
        known = dict(self.kinds)
        wanted = [need.kinds[0] for line in self.open_lines for need in line.open_needs if need.kinds]
        return next((kind for kind in wanted if kind in known), next(iter(known), ""))

    @property
    def drafts(self) -> int:
        """Records that wait to be handed over."""
        return sum(line.record.state == states.DRAFT for line in self.records)

    @property
    def version(self) -> int | None:
        """The month's version that the page was made from."""
        return self.submission.version if self.submission else None

    @property
    def is_submitted(self) -> bool:
        """Was the month handed over?"""
        return bool(self.submission and self.submission.submitted_at)

    @property
    def is_writable(self) -> bool:
        """May new records be made? Only while the quarter is under way and the month has begun."""
        begun = quarters.parse_month(self.month).first_day <= clock.today()
        return self.quarter.state == Quarter.State.OPEN and begun

    @property
    def all_done(self) -> bool:
        """Submitted, and nothing open: the satisfying state."""
        return self.is_submitted and not self.open_lines and not self.drafts

    @property
    def deadline(self) -> datetime:
        """The due day's 24:00."""
        return clock.at(self.due, 0) + timedelta(days=1)

    @property
    def left(self) -> timedelta:
        """The time that is left; negative when it is over."""
        return self.deadline - clock.now()

    @property
    def days_left(self) -> int:
        """Whole days that are left."""
        return max(0, self.left.days)

    @property
    def hours_left(self) -> int:
        """Hours beyond the whole days."""
        return max(0, int(self.left.total_seconds() // 3600) % 24)

    @property
    def is_over(self) -> bool:
        """Is the deadline past?"""
        return self.left <= timedelta(0)
