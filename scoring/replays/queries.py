"""Reads of a trial of rules: published quarters with their own inputs."""

from dataclasses import dataclass

from indexmetrics.schemes.models import Scheme
from scoring.boards.models import Edition
from scoring.boards.verifying import stored_inputs
from scoring.replays.replay import Replay, replayed

QUARTERS = 4


@dataclass(frozen=True)
class Quarter:
    """One published quarter beside its replay."""

    edition: Edition
    replay: Replay


def quarters_under(scheme: Scheme) -> list[Quarter]:
    """The last four published quarters, newest first, under another scheme; one query and one an edition."""
    return [
        Quarter(edition, _replayed(scheme.document, edition))
        for edition in Edition.objects.current().exclude(run__scheme_sha256=scheme.sha256)[:QUARTERS]
    ]


def _replayed(document: dict, edition: Edition) -> Replay:
    cards = list(edition.cards.order_by("position"))
    rows = {card.branch_code: card.row for card in cards}
    return replayed(document, edition.quarter_code, rows, *stored_inputs(cards))
