"""Reads of registers: which ones a user keeps, what stands in them."""

from dataclasses import dataclass, field
from decimal import Decimal

from branches.access.allow import allows
from branches.access.models import User
from branches.access.seen import version_of as digest
from branches.basics import clock, quarters
from branches.org.queries import BranchOnDay, branches_as_of
from indexmetrics.intake import limits
from indexmetrics.intake.models import RegisterEntry
from indexmetrics.intake.owners import ADDED_UP, JUDGE, right_of
from indexmetrics.intake.words import key_name
from indexmetrics.periods.models import Quarter
from indexmetrics.schemes.naming import named
from indexmetrics.schemes.offices import office_name


@dataclass(frozen=True)
class Register:
    """One register of an office: an indicator (and part) with its keys."""

    indicator: str
    part: str
    name: str
    office: str
    keys: tuple[tuple[str, str], ...]
    is_added_up: bool
    is_panel: bool = False
    rule: dict = field(default_factory=dict, compare=False)

    @property
    def office_name(self) -> str:
        """Who keeps it."""
        return office_name(self.office)

    @property
    def needs_document(self) -> bool:
        """Must an entry carry a document number?"""
        return self.office == "discipline_office"


@dataclass
class GridRow:
    """One branch with the values in force."""

    branch: BranchOnDay
    values: list[tuple[str, str, str]] = field(default_factory=list)
    outlook: str = ""

    @property
    def numbers(self) -> dict[str, Decimal]:
        """The values in force by key."""
        return {key: Decimal(value) for key, _words, value in self.values if value}

    @property
    def stated(self) -> str:
        """The values in force in words."""
        return ", ".join(f"{words} {value}" for _key, words, value in self.values if value)


def registers_of(user: User, quarter: Quarter) -> list[Register]:
    """The registers the user's post keeps, as scored in this quarter."""
    return [row for row in _all(user, quarter) if allows(user, right_of(row.office))]


def every_register(quarter: Quarter) -> list[Register]:
    """All registers scored in this quarter, whoever keeps them; a panel's carries no judge."""
    return list(_all(User(username=""), quarter))


def register_for(user: User, quarter: Quarter, indicator: str) -> Register | None:
    """One of the user's registers by indicator."""
    return next((row for row in registers_of(user, quarter) if row.indicator == indicator), None)


def entries_of(user: User, quarter: Quarter, register: Register) -> list[RegisterEntry]:
    """Its entries, newest first, withdrawn ones too; a judge sees his own marks only, so that each judges alone."""
    found = RegisterEntry.objects.filter(quarter=quarter, indicator=register.indicator, part=register.part)
    if register.is_panel:
        found = found.filter(key=f"{JUDGE}{user.username}")
    return list(found.select_related("branch", "entered_by", "withdrawn_by").order_by("-entered_at", "-pk")[:200])


def branches_asked(quarter: Quarter, indicator: str) -> list[BranchOnDay]:
    """The branches such an indicator is asked of, in their order."""
    number = quarters.parse(quarter.code).number
    outline = quarter.scheme.outline
    return [
        branch for branch in branches_as_of(min(quarters.last_day(quarter.code), clock.today()))
        if outline.applies(indicator, branch_type=branch.type, attributes=branch.attributes, quarter=number)
    ]


def grid(user: User, quarter: Quarter, register: Register, month: str) -> list[GridRow]:
    """A row a branch with the month's values (a judge's: the quarter's), for registers that state one figure each."""
    entries = RegisterEntry.objects.in_force().filter(
        quarter=quarter, indicator=register.indicator, part=register.part)
    stated: dict[int, dict[str, Decimal]] = {}
    for entry in entries if register.is_panel else entries.filter(month=month):
        stated.setdefault(entry.branch_id, {})[entry.key] = entry.value
    own = {branch.pk for branch in user.own_branches}
    return [
        GridRow(branch, [(key, words, plain(values.get(key))) for key, words in register.keys],
                limits.outlook(register.rule, values))
        for branch in branches_asked(quarter, register.indicator) if branch.id not in own
        for values in [stated.get(branch.id, {})]
    ]


def version_of(rows: list[GridRow]) -> int:
    """Another number whenever a figure of the grid differs."""
    return digest(*((row.branch.code, sorted(row.numbers.items())) for row in rows))


def counts(quarter: Quarter) -> dict[tuple[str, str], int]:
    """(indicator, part) → branches with an entry in force; one query."""
    found: dict[tuple[str, str], set] = {}
    rows = RegisterEntry.objects.in_force().filter(quarter=quarter).values_list("indicator", "part", "branch_id")
    for indicator, part, branch_id in rows:
        found.setdefault((indicator, part), set()).add(branch_id)
    return {key: len(branches) for key, branches in found.items()}


def plain(value: Decimal | None) -> str:
    """A stored number without its empty places."""
    return "" if value is None else f"{value.normalize():f}"


def _all(user: User, quarter: Quarter):
    """Registers and office figures of the scheme that are scored in this quarter."""
    outline, number = quarter.scheme.outline, quarters.parse(quarter.code).number
    for code, row in outline.indicators.items():
        if number not in row.body["scored_in_quarters"]:
            continue
        register = outline.registers.get(code)
        if register and register["entered_by"] not in ("system", "branch"):
            yield _register(user, outline, row, register)
        for (indicator, part), figure in outline.figures.items():
            if indicator == code and not register and figure["entered_by"] != "branch":
                yield Register(code, part, named(row.body), figure["entered_by"],
                               tuple(figure["asks"].items()), False, rule=row.body["rule"])


def _register(user: User, outline, row, register: dict) -> Register:
    rule = row.body["rule"]
    if any(key.startswith(JUDGE) for key in register["keys"]):
        keys = ((f"{JUDGE}{user.username}", str(user)),)
        return Register(row.code, "", named(row.body), register["entered_by"], keys, False, is_panel=True, rule=rule)
    names = {item["code"]: named(item) for item in rule.get("items", [])}
    keys = tuple((key, names.get(key) or key_name(key)) for key in register["keys"])
    return Register(row.code, "", named(row.body), register["entered_by"], keys, rule["type"] in ADDED_UP, rule=rule)

