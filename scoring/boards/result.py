"""An edition in the form of `result.json`: what scripts read, the same bytes on every machine."""

from scoring.boards.document import canonical
from scoring.boards.models import Edition

FIGURES = (
    "branch", "name", "type", "group", "indicator_points", "indices", "base_total", "bonus", "penalty", "total",
    "colour", "rank", "tied", "caps_held",
)


def result_of(edition: Edition) -> dict:
    """Quarter, scheme, engine, seal, edition and the branches in their order."""
    header = edition.header
    return {
        "quarter": header["quarter"], "scheme": header["scheme_code"], "engine": header["engine"],
        "seal": header["seal"], "edition": header["edition"], "meeting": header["meeting"],
        "published_at": header["published_at"],
        "branches": [{name: card.row[name] for name in FIGURES} for card in edition.cards.defer("trail_text")],
    }


def result_text(edition: Edition) -> str:
    """The result as canonical JSON text."""
    return canonical(result_of(edition))
