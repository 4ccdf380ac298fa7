"""What a circular says about a quarter: counts, praise, problems and demands, all from the board."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import pgettext

from scoring.reports.frame import hundredths, mean
from scoring.reports.report import Line, Report

WEAKEST = 3  # indicators that are named as problems


class Findings:
    """The paragraphs of one report."""

    def __init__(self, report: Report):
        self.report = report
        self.bands = report.outline.bands

    def paragraphs(self) -> Iterator[tuple[str, str]]:
        """("heading" or "text", words) from the first to the last."""
        yield "text", self._opening()
        yield "heading", pgettext("workbook", "1. Results")
        yield "text", self._results()
        yield from (("text", text) for text in self._groups())
        yield "heading", pgettext("workbook", "2. Praise")
        yield "text", self._praise()
        yield "heading", pgettext("workbook", "3. Problems")
        yield from (("text", text) for text in self._problems())
        yield "heading", pgettext("workbook", "4. Demands")
        yield from (("text", text) for text in self._demands())

    def _opening(self) -> str:
        header = self.report.header
        scheme = header["scheme"]["scheme"]["name_zh"]
        if not header.get("meeting"):
            return pgettext("workbook", "Under “%(scheme)s” the branches were scored for %(period)s; the results follow.") % {
                "scheme": scheme, "period": self.report.period}
        return pgettext(
            "workbook", "Under “%(scheme)s” the branches were scored for %(period)s and confirmed by %(meeting)s; the results follow.",
        ) % {"scheme": scheme, "period": self.report.period, "meeting": header["meeting"]}

    def _results(self) -> str:
        lines, counts = self.report.lines, Counter(line.colour for line in self.report.lines)
        each = pgettext("workbook", ", ").join(
            pgettext("workbook", "%(count)s %(colour)s (%(label)s)") % {
                "colour": band["name_zh"], "label": band["label_zh"], "count": counts[code]}
            for code, band in self.bands.items())
        totals = [hundredths(line.total) for line in lines]
        text = pgettext("workbook", "%(count)s branches took part, mean total %(mean)s: %(each)s.") % {
            "count": len(lines), "mean": mean(sum(totals), len(totals)) if totals else "/", "each": each}
        moved = [Decimal(line.change) for line in lines if line.change is not None]
        if not moved:
            return text
        return text + pgettext("workbook", "Against last quarter %(up)s branches rose and %(down)s fell.") % {
            "up": sum(step > 0 for step in moved), "down": sum(step < 0 for step in moved)}

    def _groups(self) -> Iterator[str]:
        for group, lines in self.report.groups.items():
            first = [line for line in lines if line.rank == 1]
            if first:
                yield pgettext("workbook", "%(group)s: first %(names)s with %(total)s.") % {
                    "group": self.report.group_word(group), "names": _names(first), "total": first[0].total}

    def _praise(self) -> str:
        best = next(iter(self.bands))
        lines = [line for line in self.report.in_order if line.colour == best]
        if not lines:
            return pgettext("workbook", "No branch reached %(colour)s this quarter.") % {"colour": self.bands[best]["name_zh"]}
        return pgettext("workbook", "These %(count)s branches reached %(colour)s and are commended: %(names)s.") % {
            "count": len(lines), "colour": self.bands[best]["name_zh"], "names": _names(lines)}

    def _problems(self) -> Iterator[str]:
        weak = self._weakest()
        if weak:
            named = pgettext("workbook", ", ").join(
                pgettext("workbook", "%(indicator)s (%(rate)s of the marks)") % {
                    "indicator": self.report.indicator_word(code), "rate": f"{float(rate):.1%}"} for code, rate in weak)
            yield pgettext("workbook", "The bureau is weakest in %(named)s.") % {"named": named}
        for code, band in list(self.bands.items())[2:]:
            lines = [line for line in self.report.in_order if line.colour == code]
            if lines:
                yield pgettext("workbook", "%(colour)s (%(label)s): %(names)s.") % {
                    "colour": band["name_zh"], "label": band["label_zh"], "names": _names(lines)}

    def _weakest(self) -> list[tuple[str, Fraction]]:
        """The indicators with the smallest share of their marks, those with any loss only."""
        earned: dict[str, int] = defaultdict(int)
        asked: dict[str, int] = defaultdict(int)
        marks = {code: hundredths(f"{row.body['max_points']:.2f}") for code, row in self.report.outline.indicators.items()}
        for row in self.report.rows(self.report.lines):
            for code, points in row["indicator_points"].items():
                if points is not None and code in marks:
                    earned[code] += hundredths(points)
                    asked[code] += marks[code]
        rates = {code: Fraction(earned[code], asked[code]) for code in marks if asked[code]}
        return sorted((item for item in rates.items() if item[1] < 1), key=lambda item: item[1])[:WEAKEST]

    def _demands(self) -> Iterator[str]:
        present = {line.colour for line in self.report.lines}
        for row in self.report.header["scheme"].get("actions_by_colour", []):
            if row["colour"] not in present or row["colour"] not in self.bands:
                continue
            word, days = self.bands[row["colour"]]["name_zh"], row.get("finish_days")
            text = pgettext("workbook", "%(colour)s branches: %(action)s") % {"colour": word, "action": row["action_zh"]}
            if days:
                text += pgettext("workbook", ", measures within %(plan)s days, done within %(days)s days") % {
                    "plan": row.get("plan_days"), "days": days}
            yield text + pgettext("workbook", ".")


def _names(lines: list[Line]) -> str:
    return pgettext("workbook", ", ").join(line.name for line in lines)
