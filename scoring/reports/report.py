"""What a workbook shows, as plain data: an edition's header, its lines, its trails, later matters."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.utils.translation import pgettext

from branches.basics import quarters
from indexmetrics.periods.words import quarter_words
from indexmetrics.rulebook.outline import Outline


@dataclass(frozen=True, slots=True)
class Line:
    """One branch's printed figures, small enough to keep ten thousand of them."""

    key: int
    branch: str
    name: str
    type: str
    group: str
    indices: tuple[str | None, ...]
    base_total: str
    bonus: str
    penalty: str
    total: str
    colour: str
    rank: int | None
    tied: bool
    caps_held: tuple[str, ...]
    mark: str
    secretary: str
    previous_colour: str | None
    previous_rank: int | None
    change: str | None

    @classmethod
    def of(cls, key: int, row: dict, indices: Iterable[str]) -> "Line":
        """The line of a card's row."""
        before = row.get("previous") or {}
        return cls(
            key=key, branch=row["branch"], name=row["name"], type=row["type"], group=row["group"],
            indices=tuple(row["indices"].get(code) for code in indices),
            base_total=row["base_total"], bonus=row["bonus"], penalty=row["penalty"],
            total=row["total"], colour=row["colour"], rank=row["rank"], tied=row["tied"],
            caps_held=tuple(row["caps_held"]), mark=row.get("mark") or "",
            secretary=row.get("secretary") or "", previous_colour=before.get("colour"),
            previous_rank=before.get("rank"), change=row.get("change"),
        )


@dataclass(frozen=True, slots=True)
class Rectified:
    """A rectification notice as it stands."""

    branch: str
    number: str
    colour: str
    problems: tuple[str, ...]
    measures: str
    responsible: str
    due: date
    state: str
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Submitted:
    """A branch's months: for each "on_time", "late", "missing" or "", and how often it was returned."""

    branch: str
    months: tuple[str, ...]
    returned: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Appealed:
    """A request to look again, with its answer."""

    branch: str
    about: str
    text: str
    old: str
    new: str
    state: str
    answer: str
    by: str


@dataclass
class Report:
    """Everything the sheets draw from."""

    header: dict
    lines: list[Line]
    trails: Callable[[Iterable[Line]], Iterator[dict]]
    rows: Callable[[Iterable[Line]], Iterator[dict]]
    events: Callable[[Iterable[Line]], Iterator[tuple[Line, list[dict]]]]
    is_final: bool = True
    own: frozenset[str] | None = None  # the branches whose points the reader may see; None: all
    as_of: datetime | None = None  # when the later matters were read
    history: dict[str, dict[str, str]] = field(default_factory=dict)  # quarter → branch → total
    rectified: list[Rectified] = field(default_factory=list)
    submitted: list[Submitted] = field(default_factory=list)
    appealed: list[Appealed] = field(default_factory=list)

    @cached_property
    def outline(self) -> Outline:
        """The scheme the edition was scored by."""
        return Outline(self.header["scheme"])

    @cached_property
    def groups(self) -> dict[str, list[Line]]:
        """Ranking group → its lines, both in the bureau's order."""
        order = dict.fromkeys(row["ranking_group"] for row in self.outline.types.values())
        found: dict[str, list[Line]] = {group: [] for group in order}
        for line in self.lines:
            found.setdefault(line.group, []).append(line)
        return {group: lines for group, lines in found.items() if lines}

    @cached_property
    def in_order(self) -> list[Line]:
        """All lines, group after group."""
        return [line for lines in self.groups.values() for line in lines]

    @cached_property
    def opened_groups(self) -> dict[str, list[Line]]:
        """The groups with only those branches whose points the reader may see."""
        if self.own is None:
            return self.groups
        found = {group: [line for line in lines if line.branch in self.own] for group, lines in self.groups.items()}
        return {group: lines for group, lines in found.items() if lines}

    @cached_property
    def opened(self) -> list[Line]:
        """The lines of the opened branches, group after group."""
        return [line for lines in self.opened_groups.values() for line in lines]

    @cached_property
    def by_code(self) -> dict[str, Line]:
        """Branch code → line."""
        return {line.branch: line for line in self.lines}

    def name_of(self, branch: str) -> str:
        """The name the edition has for a branch; its code when it is not on the board."""
        return self.by_code[branch].name if branch in self.by_code else branch

    def indicator_word(self, code: str) -> str:
        """Code and name of an indicator; the code alone when the scheme has no such row."""
        return self._indicator_words.get(code, code)

    @cached_property
    def _indicator_words(self) -> dict[str, str]:
        return {code: f"{code} {row.body['name_zh']}" for code, row in self.outline.indicators.items()}

    @property
    def bureau(self) -> str:
        """The bureau's printed name."""
        return self.header["bureau"] or pgettext("workbook", "Bureau without a name")

    @property
    def period(self) -> str:
        """The quarter in words."""
        return quarter_words(self.header["quarter"])

    @property
    def published_on(self) -> date | None:
        """The day of the edition; none before it is published."""
        moment = self.header.get("published_at")
        return datetime.fromisoformat(moment).date() if moment else None

    def colour_word(self, code: str | None) -> str:
        """The one-character word of a colour."""
        return self.outline.bands[code]["name_zh"] if code in self.outline.bands else code or ""

    def type_word(self, code: str) -> str:
        """The name of a branch type."""
        return self.outline.types[code]["name_zh"] if code in self.outline.types else code

    def group_word(self, group: str) -> str:
        """A ranking group with the types in it."""
        names = [row["name_zh"] for row in self.outline.types.values() if row["ranking_group"] == group]
        return pgettext("workbook", "Group %(group)s (%(types)s)") % {
            "group": group, "types": pgettext("workbook", ", ").join(names)}


def month_words(code: str) -> str:
    """A month as a column head has it."""
    return pgettext("workbook", "month %(number)s") % {"number": quarters.parse_month(code).number}
