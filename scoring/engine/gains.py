"""What a branch can still win this quarter: its facts completed at best, scored again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from indexmetrics.rulebook.amounts import amount

from .exact import SCALE, decimal_text, scaled, units
from .plan import Line, Part, Plan
from .quarter import months_of
from .score import score
from .scorebook import Scorebook, text
from .tables import Measure

Key = tuple[Measure, str]  # a measure in a month


def open_gains(
    scheme: Mapping[str, Any] | Plan,
    branch: Mapping[str, Any],
    facts: Iterable[Any],
    events: Iterable[Any] = (),
    *,
    quarter: str,
    open_months: Sequence[str],
) -> dict[str, Any]:
    """Per indicator the points still winnable in the open months and those lost for good.

    The same engine scores made-up branches: the branch as it is, with one indicator's open
    months at their best, and with all of them. `total_gain` is what one indicator adds to
    the total; `next` is the next better colour: its line, the points to it, the caps in the way.
    """
    plan = scheme if isinstance(scheme, Plan) else Plan(scheme, quarter)
    now = _keyed(facts, months_of(quarter))
    open_months = [month for month in months_of(quarter) if month in open_months]
    events = [dict(event) for event in events]
    lines = plan.sheet(branch["type"])
    best = {line.code: _best(plan, line, now, open_months, months_of(quarter)) for line in lines}
    cases = {"now": now, **{f"+{code}": {**now, **more} for code, more in best.items()}}
    cases["all"] = dict(now)
    for more in best.values():
        cases["all"].update(more)
    book = score(
        plan,
        [{**branch, "code": name} for name in cases],
        [
            (name, month, *measure, decimal_text(value))
            for name, rows in cases.items()
            for (measure, month), value in rows.items()
        ],
        [{**event, "branch": name} for name in cases for event in events],
        quarter=quarter,
    )
    order = {name: number for number, name in enumerate(cases)}
    rows = []
    for line in lines:
        points = int(book.points[line.position, order["now"]])
        after = int(book.points[line.position, order[f"+{line.code}"]])
        if points < 0:
            continue  # not applicable as things stand: nothing to win or lose
        after = max(points, after)
        maximum = units(line.row["max_points"]) // 100
        gain = int(book.total[order[f"+{line.code}"]]) - int(book.total[order["now"]])
        rows.append(
            {
                "indicator": line.code,
                "points": text(points),
                "max": text(maximum),
                "winnable": text(after - points),
                "lost": text(max(maximum - after, 0)),
                "total_gain": text(max(gain, 0)) if after > points else "0.00",
            }
        )
    rows.sort(key=lambda row: (-Fraction(row["winnable"]), row["indicator"]))
    total, most = int(book.total[order["now"]]), int(book.total[order["all"]])
    return {
        "indicators": rows,
        "total": text(total),
        "best_total": text(max(total, most)),
        "next": _next(plan, book, order["now"]),
    }


def _next(plan: Plan, book: Scorebook, place: int) -> dict[str, Any] | None:
    """The next better colour: its line, the points up to it, and the caps in the way."""
    colour, total = int(book.colour[place]), int(book.total[place])
    if colour == 0:
        return None
    better = colour - 1
    line = -(-plan.lines[better] // 100)
    caps = [
        cap.code
        for cap, held in zip(book.caps, book.held[:, place], strict=True)
        if held and cap.colour > better
    ]
    return {
        "colour": plan.colours[better],
        "line": text(line),
        "needs": text(max(line - total, 0)),
        "caps": caps,
    }


def _keyed(facts: Iterable[Any], months: Sequence[str]) -> dict[Key, int]:
    """Facts of one branch by measure and month, in ten-thousandths."""
    found = {}
    for row in facts:
        if not isinstance(row, Mapping):
            row = dict(
                zip(("branch", "month", "indicator", "part", "key", "value"), row, strict=True)
            )
        if row["month"] in months:
            measure = Measure(row["indicator"], row.get("part") or "", str(row["key"]))
            found[measure, row["month"]] = scaled(row["value"])
    return found


def _best(
    plan: Plan, line: Line, now: Mapping[Key, int], open_months: list[str], months: Sequence[str]
) -> dict[Key, int]:
    """Facts that the open months could still bring for this indicator."""
    best: dict[Key, int] = {}
    if open_months:
        for part in line.parts:
            best.update(BEST[part.type](_Open(plan, part, now, open_months, months)))
    return best


class _Open:
    """The facts of one rule now, and the months still open."""

    def __init__(
        self,
        plan: Plan,
        part: Part,
        now: Mapping[Key, int],
        open_months: list[str],
        months: Sequence[str],
    ) -> None:
        self.plan, self.part, self.open_months, self.months = plan, part, open_months, months
        self.now = now
        self.last = open_months[-1]

    def key(self, name: str, month: str) -> Key:
        return Measure(self.part.indicator, self.part.code, name), month

    def at(self, name: str, month: str) -> int:
        return self.now.get(self.key(name, month), 0)

    def total(self, name: str) -> int:
        return sum(self.at(name, month) for month in self.months)

    def raised(self, name: str, by: int) -> dict[Key, int]:
        """More of a key in the last open month."""
        return {self.key(name, self.last): self.at(name, self.last) + max(by, 0)}

    def fed_by_events(self) -> bool:
        """Whether each event brings its own denominator, so that past events cannot be mended."""
        for kind in self.plan.document.get("event_kinds") or ():
            for feed in [*(kind.get("feeds") or ()), *(kind.get("may_also_feed") or ())]:
                if (feed.get("indicator"), feed.get("part") or "", feed.get("key")) == (
                    self.part.indicator,
                    self.part.code,
                    "den",
                ):
                    return True
        return False


def _covered(open_: _Open) -> dict[Key, int]:
    least = open_.part.number("min_events_per_period")
    return {open_.key("events", m): max(least, open_.at("events", m)) for m in open_.open_months}


def _counted(open_: _Open) -> dict[Key, int]:
    return open_.raised("count", open_.part.number("target") - open_.total("count"))


def _evented(open_: _Open) -> dict[Key, int]:
    rule = open_.part.rule
    cap = open_.part.maximum if rule.get("cap") is None else open_.part.number("cap")
    each = open_.part.number("points_each")
    wanted = -(-cap // each) * SCALE if each else 0
    return open_.raised("events", wanted - open_.total("events"))


def _rated(open_: _Open) -> dict[Key, int]:
    """A stated rate can still become full; a rate of events only by more full events."""
    num, den = open_.total("num"), open_.total("den")
    if (
        open_.part.type == "tiered"
        and not den
        and any(open_.key("value", month) in open_.now for month in open_.months)
    ):
        top = max((units(band["gte"]) for band in open_.part.rule["bands"]), default=SCALE)
        return {open_.key("value", open_.last): max(top, open_.at("value", open_.last))}
    if not den:
        return open_.raised("num", SCALE) | open_.raised("den", SCALE)
    if not open_.fed_by_events():
        return open_.raised("num", den - num)
    held = sum(1 for month in open_.months if open_.at("den", month))
    more = -(-den // max(held, 1)) * sum(
        1 for month in open_.open_months if not open_.at("den", month)
    )
    return open_.raised("num", more) | open_.raised("den", more)


def _ticked(open_: _Open) -> dict[Key, int]:
    best: dict[Key, int] = {}
    for item in open_.part.rule["items"]:
        best |= open_.raised(item["code"], 0 if open_.total(item["code"]) else SCALE)
    return best


def _timed(open_: _Open) -> dict[Key, int]:
    """Units not recorded yet, as far as the open months can hold them."""
    due = open_.part.number("units_due")
    told = sum(open_.total(name) for name in ("on_time", "late", "missing"))
    room = -(-due * len(open_.open_months) // len(open_.months) // SCALE) * SCALE
    return open_.raised("on_time", min(due - told, max(room, SCALE)))


def _judged(open_: _Open) -> dict[Key, int]:
    rule = open_.part.rule
    judges = [
        m.key
        for m, _ in open_.now
        if (m.indicator, m.part) == (open_.part.indicator, open_.part.code)
    ]
    names = sorted(set(judges)) + [f"judge:{n}" for n in range(int(amount(rule["judges_min"])))]
    return {open_.key(name, open_.last): open_.part.number("scale") for name in names}


def _surveyed(open_: _Open) -> dict[Key, int]:
    most = max(int(amount(open_.part.rule["min_responses"])), 1) * SCALE
    eligible = max(most, *(open_.at("eligible", month) for month in open_.months))
    return {
        open_.key("responses", open_.last): eligible,
        open_.key("eligible", open_.last): eligible,
        open_.key("mean", open_.last): open_.part.number("scale"),
    }


def _placed(open_: _Open) -> dict[Key, int]:
    size = max(100 * SCALE, *(open_.at("group_size", month) for month in open_.months))
    return {open_.key("rank", open_.last): SCALE, open_.key("group_size", open_.last): size}


def _nothing(open_: _Open) -> dict[Key, int]:
    """What is deducted stays deducted."""
    return {}


BEST = {
    "period_coverage": _covered,
    "count_ratio": _counted,
    "per_event": _evented,
    "ratio": _rated,
    "tiered": _rated,
    "deduct": _nothing,
    "checklist": _ticked,
    "timeliness": _timed,
    "panel": _judged,
    "survey": _surveyed,
    "rank_tier": _placed,
}
