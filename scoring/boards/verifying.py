"""Proof of an edition: recompute it from what it stored, and compare everything."""

import json
from collections.abc import Iterable
from decimal import Decimal

from scoring.boards import document
from scoring.boards.models import Card, Edition
from scoring.engine import score
from scoring.engine.seal import seal
from scoring.verdicts.queries import matter_of

PRINTED = (
    "indicator_points", "indices", "base_total", "bonus", "penalty", "total", "colour", "rank", "tied", "caps_held",
)

CHUNK = 200  # a card is some 60 kB; a national edition has tens of thousands


def differences(edition: Edition) -> list[str]:
    """Every difference between what is stored and what its own inputs give; empty when it agrees."""
    cards = edition.cards.order_by("position")
    texts = cards.values_list("row_text", "trail_text").iterator(chunk_size=CHUNK)
    found = []
    if document.content_sha256(edition.header_text, texts) != edition.content_sha256:
        found.append("content: header or cards are not what was published")
    header = json.loads(edition.header_text, parse_float=Decimal)
    branches, facts, events = stored_inputs(cards.iterator(chunk_size=CHUNK))
    book = score(header["scheme"], branches, facts, events, quarter=header["quarter"])
    again = seal(book)
    if not again == edition.seal == header["seal"]:
        found.append(f"seal: stored {edition.seal[:12]}, recomputed {again[:12]}")
    for card, figures in zip(cards.defer("trail_text").iterator(CHUNK), book.rows(), strict=True):
        found += [
            f"{card.branch_code} {name}: stored {card.row[name]}, recomputed {figures[name]}"
            for name in PRINTED if card.row[name] != figures[name]
        ]
        if (card.colour, str(card.total)) != (card.row["colour"], card.row["total"]):
            found.append(f"{card.branch_code}: the card's columns differ from its row")
    return found


def stored_inputs(cards: Iterable[Card]) -> tuple[list[dict], list[dict], list[dict]]:
    """Branches, facts and events as the engine takes them, from the frozen trails."""
    branches, facts, events = [], [], []
    for card in cards:
        trail = card.trail
        branches.append(trail["branch"])
        facts += [{**fact, "branch": card.branch_code, "value": Decimal(fact["value"])} for fact in trail["facts"]]
        events += [
            {**event, "branch": card.branch_code, "matter": matter_of(event)}
            for event in trail["events"]
        ]
    return branches, facts, events
