"""What a branch must give for an indicator, and how often: derived from the scheme's own rule."""

from dataclasses import dataclass

from indexmetrics.rulebook.outline import Outline, Row
from indexmetrics.schemes.naming import named

MONTH, QUARTER = "month", "quarter"


@dataclass(frozen=True)
class Need:
    """One thing asked: an event of certain kinds, or a figure; each month or once a quarter."""

    indicator: str
    part: str
    name: str
    cadence: str
    kinds: tuple[str, ...] = ()
    figure: dict | None = None

    def is_met(self, records) -> bool:
        """Does one of these records give it?"""
        if self.figure:
            return any(r.is_figure and (r.indicator, r.part) == (self.indicator, self.part) for r in records)
        return any(r.kind in self.kinds for r in records)


def needs_of(outline: Outline, row: Row, *, branch_type: str, attributes) -> list[Need]:
    """The needs of one indicator for such a branch; empty when an office enters it."""
    body = row.body
    found: list[Need] = []
    for part, rule, name in _parts(body, branch_type, attributes):
        figure = outline.figures.get((row.code, part))
        if figure:
            if figure["entered_by"] == "branch":
                found.append(Need(row.code, part, figure["name_zh"], QUARTER, figure=figure))
            continue
        cadence = _cadence(body, rule)
        for kinds in _kinds(outline, row.code, part, rule):
            if not any(set(kinds) == set(other.kinds) for other in found):
                label = named(outline.event_kinds[kinds[0]]) if rule["type"] == "checklist" else name
                found.append(Need(row.code, part, label, cadence, kinds))
    return found


def _parts(body: dict, branch_type: str, attributes):
    """(part, rule, name) of a rule; parts that such a branch does not have are left out."""
    rule = {**body["rule"], **body.get("type_overrides", {}).get(branch_type, {}).get("rule", {})}
    if rule["type"] != "composite":
        return [("", rule, named(body))]
    return [
        (part["code"], part["rule"], part["name_zh"]) for part in rule["parts"]
        if not part.get("applies_if") or part["applies_if"] in attributes
    ]


def _cadence(body: dict, rule: dict) -> str:
    every_month = rule["type"] == "period_coverage" and rule.get("periods_due", 3) >= 3
    shared_out = rule["type"] == "ratio" and body["frequency"] == "monthly"
    return MONTH if every_month or shared_out else QUARTER


def _kinds(outline: Outline, indicator: str, part: str, rule: dict) -> list[tuple[str, ...]]:
    """Groups of kinds: each item of a checklist wants its own, otherwise any one will do."""
    always = [
        code for code in outline.event_kinds
        if any((f["indicator"], f["part"]) == (indicator, part) for f in outline.feeds(code))
    ]
    tagged = [
        code for code in outline.event_kinds if code not in always
        and any(f["part"] == part for f in outline.optional_feeds(code).get(indicator, []))
    ]
    if rule["type"] == "checklist":
        return [(code,) for code in always]
    return [tuple(always + tagged)] if always or tagged else []
