"""Footnotes and the correction sentence of a board, in the reader's language."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from branches.basics.printing import points, rate
from indexmetrics.schemes.naming import index_name, named
from scoring.boards.figures import Rules, Share

TOLD = ("indicator_points", "total", "rank", "colour")  # the order in which a correction is told


def lowered(rules: Rules, row: Mapping) -> bool:
    """Did a cap or a veto put the colour below the band of the total?"""
    return rules.band_of_total(row["total"])["code"] != row["colour"]


def weak_indices(rules: Rules, row: Mapping) -> set[str]:
    """Indices whose ratio triggered a cap that is held."""
    lines = [
        Decimal(str(cap["below"])) for cap in rules.scheme["colour_caps"]
        if cap["when"] == "any_index_ratio_below" and cap["code"] in row["caps_held"]
    ]
    return {
        code for code, share in rules.shares(row).items()
        if lines and share.is_full and share.ratio is not None and share.ratio < max(lines)
    }


def cap_note(rules: Rules, row: Mapping, shares: Mapping[str, Share]) -> str:
    """One sentence why the colour is not that of the total; the reason of a veto is never told."""
    values = {"name": row["name"], "total": points(row["total"]), "colour": named(rules.band[row["colour"]])}
    for cap in rules.scheme["colour_caps"]:
        if cap["code"] in row["caps_held"] and cap["cap"] == row["colour"]:
            return _cap_sentence(cap, values | {"code": cap["code"]}, rules, row, shares)
    if any(veto["code"] in row["caps_held"] for veto in rules.scheme["vetoes"]):
        return _("%(name)s has %(total)s in total; by a veto clause its colour is %(colour)s.") % values
    return _("%(name)s has %(total)s in total; by its place in the group its colour is %(colour)s.") % values


def _cap_sentence(cap: Mapping, values: dict, rules: Rules, row: Mapping, shares: Mapping[str, Share]) -> str:
    if cap["when"] == "base_total_below":
        values |= {"base": points(row["base_total"]), "below": cap["below"]}
        return _(
            "%(name)s has %(total)s in total, but its base of %(base)s is below %(below)s: "
            "at best %(colour)s (%(code)s)."
        ) % values
    if cap["when"] == "any_index_ratio_below":
        ratios = {code: share.ratio for code, share in shares.items() if share.is_full and share.ratio is not None}
        weakest = min(ratios, key=ratios.get)
        index = next(row for row in rules.indices if row["code"] == weakest)
        values |= {"index": index_name(index), "ratio": rate(ratios[weakest]), "below": rate(cap["below"])}
        return _(
            "%(name)s has %(total)s in total, but only %(ratio)s of the index %(index)s, less than %(below)s: "
            "at best %(colour)s (%(code)s)."
        ) % values
    return _(
        "%(name)s has %(total)s in total, but a rectification notice is overdue: at best %(colour)s (%(code)s)."
    ) % values


def scaling_note(rules: Rules, shares: Mapping[str, Share], name: str) -> str:
    """Which maxima the indices have where some of them do not fully apply."""
    maxima = ", ".join(
        _("%(index)s %(maximum)s") % {"index": index_name(index), "maximum": points(shares[index["code"]].maximum)}
        for index in rules.indices if shares[index["code"]].effective
    )
    return _("%(name)s: full marks of the indices are scaled to what applies: %(maxima)s.") % {
        "name": name, "maxima": maxima}


def is_scaled(shares: Mapping[str, Share]) -> bool:
    """Does any index carry less than its weight?"""
    return any(not share.is_full for share in shares.values())


def correction(rules: Rules, header: Mapping, shown: Iterable[str], opens) -> list[dict]:
    """Per corrected branch: its sentence; indicator points only where the visitor may see them."""
    grouped: dict[str, list[dict]] = {}
    for change in header.get("changes", ()):
        grouped.setdefault(change["branch"], []).append(change)
    return [
        {"branch": code, "text": _changed(rules, rows, opens(code)), "only_rank": _only_rank(rows)}
        for code, rows in grouped.items() if code in set(shown)
    ]


def _only_rank(rows: list[dict]) -> bool:
    return {row["field"] for row in rows} <= {"rank", "tied"}


def _changed(rules: Rules, rows: list[dict], in_detail: bool) -> str:
    parts = []
    for row in sorted(rows, key=lambda row: TOLD.index(row["field"]) if row["field"] in TOLD else len(TOLD)):
        values = {"old": points(row["old"]), "new": points(row["new"])}
        if row["field"] == "indicator_points" and in_detail:
            name = named(rules.indicators[row["indicator"]])
            parts.append(_("%(code)s %(name)s %(old)s → %(new)s") % {"code": row["indicator"], "name": name, **values})
        elif row["field"] == "total":
            parts.append(_("total %(old)s → %(new)s") % values)
        elif row["field"] == "rank":
            parts.append(_("rank %(old)s → %(new)s") % {"old": row["old"] or "\u2014", "new": row["new"] or "\u2014"})
        elif row["field"] == "colour":
            parts.append(_("colour %(old)s → %(new)s") % {
                "old": named(rules.band[row["old"]]), "new": named(rules.band[row["new"]])})
    if not any(row["field"] == "colour" for row in rows):
        parts.append(_("colour unchanged"))
    return _("%(name)s: %(parts)s") % {"name": rows[0]["name"], "parts": _(", ").join(parts)}


def others_unchanged(count: int) -> str:
    """The closing words of a correction."""
    return ngettext(
        "the other %(count)d branch is unchanged", "the other %(count)d branches are unchanged", count,
    ) % {"count": count}
