"""Reads of a trial of rules: published quarters with their own inputs."""

from dataclasses import dataclass

from django.db.models import QuerySet

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


def editions_beside(scheme: Scheme) -> QuerySet[Edition]:
    """The editions of the last four quarters that were published under other rules, newest first."""
    return Edition.objects.current().exclude(run__scheme_sha256=scheme.sha256)[:QUARTERS]


def under(scheme: Scheme, edition: Edition) -> Quarter:
    """A published quarter under another scheme; one query."""
    cards = list(edition.cards.order_by("position"))
    rows = {card.branch_code: card.row for card in cards}
    return Quarter(edition, replayed(scheme.document, edition.quarter_code, rows, *stored_inputs(cards)))
