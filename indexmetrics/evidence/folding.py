"""How a person left the month form: folded sections and the switch, kept in a cookie of no other meaning."""

from indexmetrics.evidence.month_tree import MonthPage

COOKIE = "month_form"  # `open` or `all`, then one `L1`/`L0` for each section that was opened or shut by hand


class MonthView:
    """What is shown at first: a finished section is shut, unless it was opened by hand."""

    def __init__(self, request, page: MonthPage):
        chosen, *sections = request.COOKIES.get(COOKIE, "all").split(".")
        self.only_open = request.GET.get("show", chosen) == "open"
        by_hand = {text[:-1]: text[-1] == "1" for text in sections if text}
        for section in page.sections:
            section.folded = not by_hand.get(section.code, not section.is_done)
