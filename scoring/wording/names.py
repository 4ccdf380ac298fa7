"""Names of the scheme's own rows, and small pieces of sentences, in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, pgettext

from indexmetrics.rulebook.amounts import amount, plain


def name_of(row: Mapping[str, Any] | None, code: str = "") -> str:
    """The row's name: Chinese for Chinese readers, else English where the scheme has it."""
    row = row or {}
    chinese = (get_language() or "zh").startswith("zh")
    first, second = ("name_zh", "name_en") if chinese else ("name_en", "name_zh")
    return str(row.get(first) or row.get(second) or row.get("code") or code)


class Names:
    """Looks up names in one scheme document."""

    def __init__(self, scheme: Mapping[str, Any]) -> None:
        self.indices = {row["code"]: row for row in scheme["indices"]}
        self.indicators = {
            row["code"]: row for index in scheme["indices"] for row in index.get("indicators") or ()
        }
        self.attributes = {row["code"]: row for row in scheme.get("branch_attributes") or ()}
        self.colours = {row["code"]: row for row in scheme["colour_bands"]}
        self.caps = {
            row["code"]: row for key in ("colour_caps", "vetoes") for row in scheme.get(key) or ()
        }

    def indicator(self, code: str) -> str:
        """An indicator's name."""
        return name_of(self.indicators.get(code), code)

    def part(self, indicator: str, code: str) -> str:
        """A part's name; the indicator's own for part ''."""
        if not code:
            return self.indicator(indicator)
        return name_of(self._part(indicator, code), code)

    def _part(self, indicator: str, code: str) -> Mapping[str, Any] | None:
        rule = (self.indicators.get(indicator) or {}).get("rule") or {}
        return next((row for row in rule.get("parts") or () if row["code"] == code), None)

    def item(self, indicator: str, part: str, code: str) -> str:
        """The name of an item of a deduction or a checklist."""
        rule = (self.indicators.get(indicator) or {}).get("rule") or {}
        if part:
            rule = (self._part(indicator, part) or {}).get("rule") or {}
        return name_of(
            next((row for row in rule.get("items") or () if row["code"] == code), None), code
        )

    def colour(self, code: str) -> str:
        """A colour's name; the code for readers of English."""
        row = self.colours.get(code) or {}
        return name_of({"name_zh": row.get("name_zh"), "name_en": row.get("name_en") or code}, code)

    def index(self, code: str) -> str:
        """An index's name."""
        return name_of(self.indices.get(code), code)

    def attribute(self, code: str) -> str:
        """A branch attribute's name."""
        row = self.attributes.get(code) or {}
        return name_of(
            {"name_zh": row.get("name_zh"), "name_en": row.get("name_en")}, code.replace("_", " ")
        )


def month_name(month: str) -> str:
    """2026-08 as people say it within its quarter."""
    _year, number = month.split("-")
    return pgettext("reason", "month %(number)s") % {"number": int(number)}


def listed(texts: Iterable[str]) -> str:
    """Texts in a row."""
    return pgettext("reason", ", ").join(texts)


def percent(share: Any) -> str:
    """0.9444 as 94.44%."""
    return plain(amount(share) * 100, 2) + "%"
