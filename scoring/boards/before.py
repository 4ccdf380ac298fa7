"""The quarter before as the page of a branch compares with it: its row, and which rules have changed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from branches.basics import quarters
from indexmetrics.rulebook.merge import effective
from scoring.boards.figures import Rules, rules_of
from scoring.boards.models import Card
from scoring.boards.queries import Board

NEW, CHANGED = "new", "changed"  # marks instead of an arrow


@dataclass(frozen=True)
class Before:
    """The row of a branch in the edition before; `rules` only where they are not today's."""

    row: Mapping
    rules: Rules | None = None

    def change(self, cell: Mapping, body: Mapping, branch_type: str) -> str | None:
        """The signed change of an indicator, or a mark where points cannot be compared; None without either."""
        if self.rules is not None and (mark := self._mark(body, branch_type)):
            return mark if cell["points"] is not None else None
        old = self.row["indicator_points"].get(cell["indicator"])
        if old is None or cell["points"] is None:
            return None
        return f"{Decimal(cell['points']) - Decimal(old):+.2f}"

    def _mark(self, body: Mapping, branch_type: str) -> str:
        earlier = self.rules.indicators.get(body.get("previous_indicator") or body["code"])
        if earlier is None:
            return NEW
        old, new = effective(earlier, branch_type), effective(body, branch_type)
        same = earlier["code"] == body["code"] and all(old[name] == new[name] for name in ("rule", "max_points"))
        return "" if same else CHANGED


def before_of(board: Board, branch: str) -> Before | None:
    """What stood a quarter earlier; one query."""
    card = (
        Card.objects.filter(edition__quarter_code=quarters.previous(board.quarter), branch_code=branch)
        .select_related("edition__run").defer("trail_text").order_by("-edition__number").first()
    )
    if card is None:
        return None
    hashed = card.edition.run.scheme_sha256
    same = hashed == board.scheme_hash
    return Before(card.row, None if same else rules_of(card.edition.header["scheme"], hashed))
