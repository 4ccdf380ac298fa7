"""A reader of a scheme document: its rows by code, in the document's own words."""

from dataclasses import dataclass
from functools import cached_property

FIGURE = "figure"


@dataclass(frozen=True)
class Row:
    """An indicator with the index it belongs to."""

    index: str
    body: dict

    @property
    def code(self) -> str:
        """The indicator's code, e.g. `B4`."""
        return self.body["code"]


class Outline:
    """Look-ups over one scheme document (`dict`); it never changes the document."""

    def __init__(self, document: dict):
        self.document = document

    @cached_property
    def indices(self) -> dict[str, dict]:
        """Index code → index row, in the document's order."""
        return {index["code"]: index for index in self.document["indices"]}

    @cached_property
    def indicators(self) -> dict[str, Row]:
        """Indicator code → row, in the document's order."""
        return {
            body["code"]: Row(index["code"], body)
            for index in self.document["indices"]
            for body in index["indicators"]
        }

    @cached_property
    def event_kinds(self) -> dict[str, dict]:
        """Event kind code → what it asks and feeds."""
        return {kind["code"]: kind for kind in self.document.get("event_kinds", [])}

    @cached_property
    def figures(self) -> dict[tuple[str, str], dict]:
        """(indicator, part) → the figure it asks for."""
        return {(row["indicator"], row["part"]): row for row in self.document.get("figures", [])}

    @cached_property
    def registers(self) -> dict[str, dict]:
        """Indicator code → the register that other offices keep for it."""
        return {row["indicator"]: row for row in self.document.get("registers", [])}

    @cached_property
    def types(self) -> dict[str, dict]:
        """Branch type code → row with its ranking group."""
        return {row["code"]: row for row in self.document["branch_types"]}

    @cached_property
    def bands(self) -> dict[str, dict]:
        """Colour code → band, best first."""
        rows = sorted(self.document["colour_bands"], key=lambda band: band["order"])
        return {band["code"]: band for band in rows}

    def applies(self, code: str, *, branch_type: str, attributes, quarter: int) -> bool:
        """Is the indicator asked of such a branch in that quarter of the year (1–4)?"""
        body = self.indicators[code].body
        return (
            branch_type in body["applies_to_branch_types"]
            and quarter in body["scored_in_quarters"]
            and (not body.get("applies_if") or body["applies_if"] in attributes)
        )

    def asked(self, *, branch_type: str, attributes, quarter: int) -> list[Row]:
        """The indicators asked of such a branch in that quarter, in order."""
        return [
            row
            for code, row in self.indicators.items()
            if self.applies(code, branch_type=branch_type, attributes=attributes, quarter=quarter)
        ]

    def feeds(self, kind: str) -> list[dict]:
        """What an event of that kind gives always: rows of indicator, part, key, value."""
        return self.event_kinds[kind]["feeds"]

    def optional_feeds(self, kind: str) -> dict[str, list[dict]]:
        """What it gives when tagged so: indicator → feed rows."""
        by_indicator: dict[str, list[dict]] = {}
        for feed in self.event_kinds[kind].get("may_also_feed", []):
            by_indicator.setdefault(feed["indicator"], []).append(feed)
        return by_indicator

    def kinds_for(self, indicator: str) -> list[str]:
        """Event kinds that feed an indicator, those that always do first."""
        always = [
            code
            for code in self.event_kinds
            if any(f["indicator"] == indicator for f in self.feeds(code))
        ]
        tagged = [code for code in self.event_kinds if indicator in self.optional_feeds(code)]
        return always + [code for code in tagged if code not in always]

    def is_entered_by_branch(self, indicator: str) -> bool:
        """Does the branch itself give evidence for it (an event or a figure)?"""
        figure = any(
            key[0] == indicator and row["entered_by"] == "branch"
            for key, row in self.figures.items()
        )
        return figure or bool(self.kinds_for(indicator))

    def checker(self, indicator: str) -> str:
        """The office that checks it: `reviewer`, `discipline_office`, …"""
        return self.indicators[indicator].body.get("checked_by", "reviewer")
