"""The only door from evidence to arithmetic: accepted records, registers and the branch register as facts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from branches.basics import quarters
from branches.org.queries import BranchOnDay
from indexmetrics.evidence.models import Record
from indexmetrics.intake.models import RegisterEntry
from indexmetrics.periods.models import Quarter
from indexmetrics.rulebook.outline import Outline

ONE = Decimal(1)
CHUNK = 5000
FEW = 50  # so many branches are asked for by name, more by reading the whole quarter


@dataclass(frozen=True, slots=True)
class Fact:
    """One number of one branch in one month, with the evidence it came from."""

    branch: str
    month: str
    indicator: str
    part: str
    key: str
    value: Decimal
    sources: tuple[str, ...] = ()


def fact_table(
    quarter: Quarter, branches: Iterable[BranchOnDay], *, records: Iterable[Record] | None = None,
) -> list[Fact]:
    """All facts of the quarter for those branches, sorted; three queries for 5,000 records.

    `records` may be given to score something else than what is accepted (a branch's own estimate).
    """
    outline, by_id = quarter.scheme.outline, {branch.id: branch for branch in branches}
    sums: dict[tuple, Decimal] = defaultdict(Decimal)
    sources: dict[tuple, list[str]] = defaultdict(list)
    if records is None:
        records = accepted_records(quarter)
    few = list(by_id) if len(by_id) <= FEW else None
    for branch_id, key, value, source in _given(outline, records, quarter, few):
        if branch_id in by_id:
            place = (by_id[branch_id].code, *key)
            sums[place] += value
            sources[place].append(source)
    for branch in by_id.values():
        for key, value in _kept_by_system(outline, branch, quarter.code):
            place = (branch.code, *key)
            sums[place] += value
            sources[place].append(f"system:{branch.code}")
    return [
        Fact(*place, value=sums[place], sources=tuple(sources[place])) for place in sorted(sums)
    ]


def accepted_records(quarter: Quarter) -> Iterable[Record]:
    """The accepted records of a quarter with their tags, a chunk in memory at a time."""
    found = Record.objects.accepted().filter(quarter=quarter).prefetch_related("tags")
    return found.iterator(chunk_size=CHUNK)


def facts_of(outline: Outline, record: Record) -> Iterator[tuple[tuple[str, str, str, str], Decimal]]:
    """What one record gives: ((month, indicator, part, key), value)."""
    if record.is_figure:
        for key in outline.figures[(record.indicator, record.part)]["asks"]:
            yield (record.month, record.indicator, record.part, key), Decimal(record.data[key])
        return
    optional = outline.optional_feeds(record.kind)
    feeds = list(outline.feeds(record.kind))
    own = {feed["indicator"] for feed in feeds}
    for tag in record.tags.all():
        if tag.indicator not in own:
            feeds += optional.get(tag.indicator, [])
    for feed in feeds:
        value = _measure(record, feed)
        if value is not None:
            yield (record.month, feed["indicator"], feed["part"], feed["key"]), value


def _given(outline: Outline, records: Iterable[Record], quarter: Quarter, few: list[int] | None):
    for record in records:
        for key, value in facts_of(outline, record):
            yield record.branch_id, key, value, f"record:{record.pk}"
    entries = RegisterEntry.objects.in_force().filter(quarter=quarter)
    for entry in entries if few is None else entries.filter(branch__in=few):
        key = (entry.month, entry.indicator, entry.part, entry.key)
        yield entry.branch_id, key, entry.value, f"register:{entry.pk}"


def _measure(record: Record, feed: dict) -> Decimal | None:
    """The closed list of measures of the scheme (`event_measures`); None gives no fact."""
    data, measure = record.data, feed["value"]
    if measure == "one":
        return ONE
    if measure == "present":
        return Decimal(data["present"]) if "present" in data else None
    if measure == "due_less_excused":
        if "due" not in data:
            return None
        return Decimal(data["due"] - sum(data.get("excused", {}).values()))
    holds = {
        "one_when_closed": bool(data.get("closed_on")),
        "one_when_on_time": not record.is_late,
        "one_when_late": record.is_late,
        "one_when_ticked": feed["key"] in data.get("ticked", []),
        "one_when_yes": bool(data.get("fully_collected")),
    }[measure]
    return ONE if holds else None


def _kept_by_system(outline: Outline, branch: BranchOnDay, quarter_code: str):
    """Facts the branch register gives: vacant seats, overdue election, group meetings due."""
    months = quarters.months_of(quarter_code)
    register = outline.registers.get("B6")
    if register and register["entered_by"] == "system":
        yield (months[-1], "B6", "", "vacant_post_over_3_months"), Decimal(len(branch.vacancies))
        yield (months[-1], "B6", "", "reelection_overdue_unapproved"), Decimal(branch.term_overdue)
    group_meetings = [
        feed for kind in outline.event_kinds if kind == "group_meeting" for feed in outline.feeds(kind)
    ]
    if "has_groups" in branch.attributes and branch.groups:
        for feed in group_meetings:
            for month in months:
                yield (month, feed["indicator"], feed["part"], "den"), Decimal(branch.groups)
