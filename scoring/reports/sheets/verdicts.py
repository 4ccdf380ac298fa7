"""Sheet 5: every bonus, penalty and veto with its document."""

from datetime import date

from django.utils.translation import pgettext

from branches.ledgers import cells
from branches.ledgers.grid import Grid
from scoring.reports.frame import Sheet
from scoring.reports.report import Line, month_words


class Verdicts(Sheet):
    """加扣分和否决."""

    widths = (6, 28, 9, 26, 40, 24, 16, 9, 14)

    @property
    def name(self) -> str:
        """The tab."""
        return pgettext("workbook", "Bonus, penalty, veto")

    @property
    def title(self) -> str:
        """The title on the paper."""
        return pgettext("workbook", "%(bureau)s %(period)s: bonuses, penalties and vetoes") % {
            "bureau": self.report.bureau, "period": self.report.period}

    def draw(self, grid: Grid) -> None:
        """Branch by branch in the bureau's order."""
        self.open(grid)
        self.head(grid, [
            pgettext("workbook", "No."), pgettext("workbook", "Branch"), pgettext("workbook", "Sort"),
            pgettext("workbook", "Item"), pgettext("workbook", "Matter in hand"), pgettext("workbook", "Document"),
            pgettext("workbook", "Day"), pgettext("workbook", "Points"), pgettext("workbook", "Entered by"),
        ])
        serial = 0
        for line, events in self.report.events(self.report.opened):
            for event in events:
                if event["kind"] in self.sorts:
                    serial += 1
                    self._event(grid, serial, line, event)
        if not serial:
            self.band(grid, "centre", pgettext("workbook", "none this quarter"))
        self.across(grid, "small", pgettext(
            "workbook", "Points as entered; of one matter only the highest level counts, within the caps of the rules."), 18)
        self.close(grid)

    @property
    def sorts(self) -> dict[str, str]:
        """Kinds of events that belong on this sheet, with their words."""
        return {
            "bonus": pgettext("workbook", "Bonus"), "penalty": pgettext("workbook", "Penalty"),
            "veto": pgettext("workbook", "Veto"),
        }

    def _event(self, grid: Grid, serial: int, line: Line, event: dict) -> None:
        style = self.style
        item, matter = self._item(event), self._matter(event)
        document, by = event.get("document_number") or "", self._by(event)
        grid.row([
            cells.number(style["whole"], serial), cells.text(style["text"], line.name),
            cells.text(style["centre"], self.sorts[event["kind"]]), cells.text(style["text"], item),
            cells.text(style["text"], matter), cells.text(style["text"], document), self._day(event.get("dated") or event.get("submitted_on")),
            self._points(event), cells.text(style["centre"], by),
        ], self.height((line.name, 28), (item, 26), (matter, 40), (document, 24), (by, 14), least=22))

    def _item(self, event: dict) -> str:
        document = self.report.header["scheme"]
        rows = {
            "bonus": document.get("bonus", {}).get("items", []),
            "penalty": document.get("penalties", {}).get("items", []), "veto": document.get("vetoes", []),
        }[event["kind"]]
        names = {row["code"]: row["name_zh"] for row in rows}
        return f"{event['code']} {names.get(event['code'], '')}".strip()

    def _matter(self, event: dict) -> str:
        """The matter as entered; a month that came late has none of its own."""
        if event.get("matter") or not event.get("month"):
            return event.get("matter") or ""
        return pgettext("workbook", "report of %(month)s, %(days)s working days late") % {
            "month": month_words(event["month"]), "days": event.get("days", "")}

    def _by(self, event: dict) -> str:
        if event.get("decided_by"):
            return event["decided_by"]
        return event.get("by") or (pgettext("workbook", "system") if event.get("source") == "system" else "")

    def _day(self, given: str | None) -> str:
        if not given:
            return cells.blank(self.style["date"])
        return cells.day(self.style["date"], date.fromisoformat(given[:10]))

    def _points(self, event: dict) -> str:
        value = event.get("points")
        if value is None or event["kind"] == "veto":
            return cells.text(self.style["centre"], "/")
        if event["kind"] == "penalty":
            return cells.number(self.style["penalty"], f"-{value}")
        return cells.number(self.style["score"], value)
