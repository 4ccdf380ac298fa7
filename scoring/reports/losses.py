"""The column "why points were lost": a few words for each reason code, shorter than on a page."""

from collections.abc import Callable

from django.utils.translation import pgettext

from scoring.reports.report import month_words


def loss_words(cell: dict, rules: dict[str, dict]) -> str:
    """The words for one indicator's cell; empty when nothing was lost."""
    if cell["points"] is None:
        return _without_points(cell)
    if cell["loss"] == "0.00":
        return ""
    rule = rules.get(cell["indicator"], {})
    parts = [part for part in cell["parts"] if part["loss"] != "0.00"]
    if parts:
        names = {part["code"]: part for part in rule.get("parts", ())}
        said = [
            f"{names.get(part['part'], {}).get('name_zh', part['part'])}{_part_words(part, names)}"
            for part in parts
        ]
        words = pgettext("workbook", "; ").join(said)
    else:
        words = _words(cell["reason"], rule)
    return pgettext("workbook", "-%(loss)s: %(words)s") % {"loss": cell["loss"], "words": words}


def _part_words(part: dict, names: dict[str, dict]) -> str:
    return _words(part["reason"], names.get(part["part"], {}).get("rule", {}))


def _without_points(cell: dict) -> str:
    if cell["state"] == "not_due":
        return pgettext("workbook", "not scored this quarter")
    if cell["state"] == "exempt":
        return pgettext("workbook", "exempt by ruling")
    return pgettext("workbook", "does not apply")


def _words(reason: dict, rule: dict) -> str:
    maker = _MAKERS.get(reason["code"])
    return maker(reason["values"], rule) if maker else pgettext("workbook", "not full marks")


def _missing(values: dict, rule: dict) -> str:
    return pgettext("workbook", "nothing reported")


def _coverage(values: dict, rule: dict) -> str:
    months = pgettext("workbook", ", ").join(month_words(month) for month in values["months_missing"])
    return pgettext("workbook", "none in %(months)s") % {"months": months}


def _count(values: dict, rule: dict) -> str:
    return pgettext("workbook", "%(count)s of %(target)s") % {
        "count": values["count"], "target": values["target"]}


def _events(values: dict, rule: dict) -> str:
    return pgettext("workbook", "%(events)s counted") % {"events": values["events"]}


def _timely(values: dict, rule: dict) -> str:
    return pgettext("workbook", "%(late)s late, %(missing)s missing") % {
        "late": values["late"], "missing": values["missing"]}


def _rate(values: dict, rule: dict) -> str:
    if values.get("num") is None:
        return pgettext("workbook", "rate %(rate)s") % {"rate": _percent(values.get("rate"))}
    return pgettext("workbook", "%(num)s of %(den)s, rate %(rate)s") % {
        "num": values["num"], "den": values["den"], "rate": _percent(values["rate"])}


def _percent(rate: str | None) -> str:
    """A rate as given by the trail: a decimal or an exact fraction."""
    from fractions import Fraction

    if rate is None:
        return "/"
    exact = Fraction(rate) * 1000
    tenths = int(exact + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}%"


def _items(values: dict, rule: dict) -> str:
    names = {item["code"]: item.get("name_zh", item["code"]) for item in rule.get("items", ())}
    return pgettext("workbook", ", ").join(
        f"{names.get(item['code'], item['code'])}×{item['count']}" for item in values["items"])


def _open_items(values: dict, rule: dict) -> str:
    names = {item["code"]: item.get("name_zh", item["code"]) for item in rule.get("items", ())}
    open_items = pgettext("workbook", ", ").join(names.get(code, code) for code in values["open"])
    return pgettext("workbook", "not done: %(items)s") % {"items": open_items}


def _mean(values: dict, rule: dict) -> str:
    return pgettext("workbook", "mean mark %(mean)s") % {"mean": values.get("mean") or "/"}


def _place(values: dict, rule: dict) -> str:
    return pgettext("workbook", "place %(rank)s of %(size)s") % {
        "rank": values["rank"] or "/", "size": values["group_size"] or "/"}


def _few(values: dict, rule: dict) -> str:
    return pgettext("workbook", "too few answers")


def _nobody(values: dict, rule: dict) -> str:
    return pgettext("workbook", "nothing was due")


_MAKERS: dict[str, Callable[[dict, dict], str]] = {
    "missing": _missing, "denominator_unrecorded": _missing, "denominator_zero": _nobody,
    "insufficient": _few, "period_coverage": _coverage, "count_ratio": _count, "per_event": _events,
    "timeliness": _timely, "ratio": _rate, "tiered": _rate, "deduct": _items,
    "checklist": _open_items, "panel": _mean, "survey": _mean, "rank_tier": _place,
}
