"""The heat map: branches × indicators, each cell its points, its tint and what an empty cell means."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from branches.basics.printing import level, plain
from indexmetrics.schemes.naming import colour_word, index_name, named
from scoring.boards.figures import Rules, median
from scoring.boards.queries import Sight

NOT_APPLICABLE, NOT_ASKED = "/", "\u00b7"


class Column(NamedTuple):
    """An index with those of its indicators that anybody shown is asked for."""

    code: str
    name: str
    items: list[tuple[str, str]]

    @property
    def span(self) -> int:
        """Cells across; a visitor who sees only sums has one for the index."""
        return len(self.items) or 1


class Tile(NamedTuple):
    """One cell; level 0 where nothing was scored, `kind` says why."""

    text: str
    level: int
    kind: str = ""
    span: int = 1
    code: str = ""


class HeatRow(NamedTuple):
    """One branch."""

    branch: str
    name: str
    address: str
    tiles: list[Tile]
    total: str
    colour: str
    order: int
    word: str
    note: str


class Heat(NamedTuple):
    """The columns, and per group code the rows and the tiles of its median."""

    columns: list[Column]
    rows: dict[str, list[HeatRow]]
    medians: dict[str, list[Tile]]

    @property
    def width(self) -> int:
        """Cells of a whole row: the branch, the tiles, total and colour."""
        return sum(column.span for column in self.columns) + 3


def heat_of(
    rules: Rules, groups: Sequence[Mapping], sight: Sight, notes_of, linked: Callable[[str], str],
) -> Heat:
    """The heat map of the groups as they are laid out."""
    shown = [row for group in groups for row in group["rows"]]
    asked = {code for row in shown if sight.opens(row["branch"]) for code in row["indicator_points"]}
    columns = [
        Column(index["code"], index_name(index), [
            (body["code"], named(body)) for body in index["indicators"] if body["code"] in asked
        ])
        for index in rules.indices
    ]
    rows = {}
    for group in groups:
        rows[group["code"]] = [
            HeatRow(
                row["branch"], row["name"], linked(row["branch"]), _tiles(rules, columns, row, sight.opens(row["branch"])),
                row["total"], row["colour"], rules.band[row["colour"]]["order"], colour_word(rules.band[row["colour"]]),
                notes_of.mark(row),
            )
            for row in group["rows"]
        ]
    medians = {
        group["code"]: _medians(rules, columns, group["rows"]) for group in groups
        if sight.everything and len(group["rows"]) == group["count"] > 1
    }
    return Heat(columns, rows, medians)


def _tiles(rules: Rules, columns: list[Column], row: Mapping, whole: bool) -> list[Tile]:
    tiles = []
    for column in columns:
        if whole and column.items:
            tiles += [_tile(rules, row, code) for code, _name in column.items]
        else:
            score, full = row["indices"][column.code], rules.maxima(row)[column.code]
            tiles.append(Tile(score or NOT_APPLICABLE, level(score, full), "" if score else "na", column.span, f"index-{column.code}"))
    return tiles


def _tile(rules: Rules, row: Mapping, code: str) -> Tile:
    """Points; or `/` not applicable, · not asked this quarter; ○ where no figure came."""
    if code not in row["indicator_points"]:
        return Tile(NOT_ASKED, 0, "not-asked")
    points = row["indicator_points"][code]
    if points is None:
        return Tile(NOT_APPLICABLE, 0, "na", code=code)
    missing = code in row.get("missing", ())
    return Tile(f"\u25cb {plain(points)}" if missing else plain(points), level(points, rules.maximum(code, row["type"])),
                "missing" if missing else "", code=code)


def _medians(rules: Rules, columns: list[Column], rows: Sequence[Mapping]) -> list[Tile]:
    """The middle of what the branches of a group reached."""
    tiles = []
    for column in columns:
        for code, _name in column.items:
            middle = median(row["indicator_points"].get(code) for row in rows)
            tiles.append(Tile(plain(middle) if middle is not None else NOT_ASKED, 0, "median"))
        if not column.items:
            middle = median(row["indices"][column.code] for row in rows)
            tiles.append(Tile(f"{middle:.2f}" if middle is not None else NOT_APPLICABLE, 0, "median"))
    return tiles


def key_words() -> list[tuple[str, str]]:
    """What the cells without a tint say."""
    return [
        (NOT_APPLICABLE, _("not applicable")), (NOT_ASKED, _("not asked this quarter")),
        ("\u25cb", _("no figure came")),
    ]
