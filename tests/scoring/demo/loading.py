"""Loads the demonstration into the test's database."""

from datetime import date

from indexmetrics.schemes import actions as schemes
from scoring.boards.models import Edition
from scoring.demo import build
from tests import make

TODAY = date(2026, 11, 20)


def load(*, branches: int = 33, seed: int = 1, quarters: int = 3, today: date = TODAY) -> None:
    scheme, _new = schemes.load(document=make.document(), by=None)
    wanted = build.Wanted(branches, quarters, seed, today, "for-the-demonstration")
    build.build(wanted, scheme, lambda line: None)


def seals() -> list[tuple[str, int, str]]:
    return list(Edition.objects.order_by("quarter_code", "number").values_list("quarter_code", "number", "seal"))
