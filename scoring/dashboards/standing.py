"""What a leader is told of a board (pure words): whom to praise, whom to ask and why, who changed colour."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from branches.basics.printing import points, signed
from indexmetrics.schemes.naming import named
from scoring.boards import notes
from scoring.boards.figures import Rules

MOST = 6
LEAP = 2  # so many colours up or down at once are worth a word
GOOD = 2  # so many of the best colours are praise
RUNNING = 3  # so many quarters in the best colour as well


@dataclass(frozen=True)
class Told:
    """A branch with its result and the sentences why it is named here."""

    row: Mapping
    band: Mapping
    was: Mapping | None
    reasons: list[str] = field(default_factory=list)

    @property
    def steps(self) -> int:
        """Colours risen (above 0) or fallen since the quarter before."""
        return self.was["order"] - self.band["order"] if self.was else 0


@dataclass(frozen=True)
class Standing:
    """The board in a leader's four questions."""

    praise: list[Told]
    ask: list[Told]
    rose: list[Told]
    fell: list[Told]
    same: int
    fresh: int


def standing_of(
    rules: Rules, rows: Sequence[Mapping], past: Mapping[str, Sequence], overdue: Mapping[str, int],
) -> Standing:
    """`past` holds earlier results oldest first, `overdue` the days a rectification is late, both by branch."""
    told = [_told(rules, row) for row in rows]
    rose, fell = ([one for one in told if one.steps * way > 0] for way in (1, -1))
    praised = [(one, _merits(rules, one, past.get(one.row["branch"], ()))) for one in told]
    asked = [(one, _questions(rules, one, overdue.get(one.row["branch"], 0))) for one in told]
    return Standing(
        praise=_most(praised, key=lambda one: (one.row["rank"] != 1, one.row["group"] if one.row["rank"] == 1 else "", -one.steps, -Decimal(one.row["total"]))),
        ask=_most(asked, key=lambda one: (-one.band["order"], one.steps, Decimal(one.row["total"]))),
        rose=sorted(rose, key=lambda one: (-one.steps, -_change(one))),
        fell=sorted(fell, key=lambda one: (one.steps, _change(one))),
        same=sum(one.was is not None and not one.steps for one in told), fresh=sum(one.was is None for one in told),
    )


def _told(rules: Rules, row: Mapping) -> Told:
    was = rules.band.get(row["previous"]["colour"]) if row["previous"] else None
    return Told(row, rules.band[row["colour"]], was)


def _change(one: Told) -> Decimal:
    return Decimal(one.row["change"] or 0)


def _most(pairs: Iterable[tuple[Told, list[str]]], *, key) -> list[Told]:
    found = [Told(one.row, one.band, one.was, reasons) for one, reasons in pairs if reasons]
    return sorted(found, key=key)[:MOST]


def _merits(rules: Rules, one: Told, past: Sequence) -> list[str]:
    best, found = rules.bands[0]["code"], []
    if one.row["rank"] == 1 and one.band["code"] == best:
        found.append(_("first of group %(group)s") % {"group": one.row["group"]})
    running = 1
    for earlier in reversed(past):
        if earlier.colour != best:
            break
        running += 1
    if one.band["code"] == best and running >= RUNNING:
        found.append(_("%(count)d quarters running %(colour)s") % {"count": running, "colour": named(one.band)})
    if one.steps >= LEAP and one.band["order"] <= GOOD:
        found.append(_leap(one))
    return found


def _questions(rules: Rules, one: Told, late: int) -> list[str]:
    found = []
    if one.band["order"] > len(rules.bands) - 2:
        found.append(_("in the two last colours"))
    if one.steps <= -LEAP:
        found.append(_leap(one))
    if notes.lowered(rules, one.row):
        found.append(_("%(total)s in total, held at %(colour)s by %(codes)s") % {
            "total": points(one.row["total"]), "colour": named(one.band), "codes": held(rules, one.row)})
    if late:
        found.append(ngettext(
            "rectification overdue by %(days)d day", "rectification overdue by %(days)d days", late) % {"days": late})
    return found


def _leap(one: Told) -> str:
    return _("from %(old)s to %(new)s (%(change)s)") % {
        "old": named(one.was), "new": named(one.band), "change": signed(one.row["change"])}


def held(rules: Rules, row: Mapping) -> str:
    """The clauses that hold the colour down; which veto it was is never told."""
    codes = [cap["code"] for cap in rules.scheme["colour_caps"] if cap["code"] in row["caps_held"]]
    return ", ".join(codes) or _("a veto clause")
