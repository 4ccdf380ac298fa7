"""The words and fixed cells of score sheets, made once: a large bureau prints them ten thousand times."""

from django.utils.translation import pgettext

from branches.ledgers import cells
from scoring.reports.evidence import Phrases
from scoring.reports.report import Report
from scoring.reports.sheets.summary import short_index
from scoring.reports.style import Palette


class Words:
    """Fragments where the text is fixed, patterns where something is put in."""

    def __init__(self, report: Report, style: Palette, title: str):
        self._patterns()
        self.evidence = Phrases()
        if not report.is_final:
            title = pgettext("workbook", "%(title)s (draft for comments)") % {"title": title}
        self.title = cells.text(style["block_title"], title)
        self.heads = [cells.text(style["head_small"], name) for name in _heads()]
        self.blank, self.no_check = cells.blank(style["tight_sum.centre"]), cells.blank(style["tight.centre"])
        self.unfilled = cells.blank(style["tight.score"])
        self.slash, self.sum_slash = (cells.text(style[name], "/") for name in ("tight.centre", "tight_sum.centre"))
        pattern = pgettext("workbook", "%(index)s subtotal")
        self.subtotals = {
            code: cells.text(style["tight_sum.text"], pattern % {"index": short_index(index)})
            for code, index in report.outline.indices.items()
        }
        self.base, self.bonus, self.penalty, self.total = (cells.text(style["tight_sum.text"], name) for name in (
            pgettext("workbook", "Base"), pgettext("workbook", "Bonus"), pgettext("workbook", "Penalty"),
            pgettext("workbook", "Total")))
        left = pgettext("workbook", "Secretary (signature):\n\nReviewed by:\n\nDate:     year   month   day")
        right = pgettext("workbook", "(seal of the branch)")
        self.end = [cells.text(style["plain"], left), None, None, None, None,
                    cells.text(style["plain_centre"], right), None, None]

    def _patterns(self) -> None:
        self.draft = pgettext("workbook", "Draft for comments, not final")
        self.branch = pgettext("workbook", "Branch (seal): %(name)s")
        self.about = pgettext("workbook", "%(kind)s  Secretary: %(secretary)s  Members: %(members)s")
        self.not_applicable = pgettext("workbook", "does not apply")
        self.converted = pgettext("workbook", "standard %(max)s marks, converted to %(score)s")
        self.zeroed = pgettext("workbook", "; set to nought by %(zeroed_by)s")
        self.limits = pgettext("workbook", "limits held: %(codes)s")
        self.rank = pgettext("workbook", "place %(rank)s in group %(group)s")
        self.grade = pgettext("workbook", "%(label)s, %(rank)s")


def _heads() -> list[str]:
    return [
        pgettext("workbook", "No."), pgettext("workbook", "Indicator"), pgettext("workbook", "Full marks"),
        pgettext("workbook", "Own score"), pgettext("workbook", "Approved"),
        pgettext("workbook", "Why points were lost"), pgettext("workbook", "Evidence"),
        pgettext("workbook", "Check"),
    ]
