"""The published quarters side by side: how many branches in each colour, and the mean total."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Avg

from scoring.boards import drawing
from scoring.boards.figures import Rules, two
from scoring.boards.models import Card, Edition
from scoring.boards.queries import HISTORY


@dataclass(frozen=True)
class QuarterColours:
    """One published quarter: its bands best first with their counts, and the mean of the totals."""

    edition: Edition
    quarter: str
    counts: list[tuple[dict, int]]
    mean: Decimal

    def parts(self, *, height: Decimal, letter: Decimal = drawing.LETTER) -> list[dict]:
        """The quarter as one column of that height; colours that nobody has are left out."""
        parts = drawing.stacked([count for _band, count in self.counts], height=height, letter=letter)
        return [part | {"band": band} for part, (band, _n) in zip(parts, self.counts, strict=True) if part["count"]]


def colours_by_quarter() -> list[QuarterColours]:
    """The editions in force of up to eight quarters, oldest first; two queries."""
    current = list(Edition.objects.current()[:HISTORY])[::-1]
    means = dict(
        Card.objects.filter(edition__in=current).order_by().values_list("edition").annotate(mean=Avg("total")))
    return [_colours(edition, means) for edition in current]


def _colours(edition: Edition, means: dict[int, object]) -> QuarterColours:
    bands: Sequence[dict] = Rules(edition.header["scheme"]).bands
    counts = [(band, edition.header["counts"].get(band["code"], 0)) for band in bands]
    return QuarterColours(edition, edition.quarter_code, counts, two(Decimal(str(means.get(edition.pk, 0)))))
