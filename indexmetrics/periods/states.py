"""The states of a quarter and the only steps between them (pure)."""

OPEN, FROZEN, PRELIMINARY = "open", "frozen", "preliminary"
CONFIRMED, PUBLISHED, ARCHIVED = "confirmed", "published", "archived"
ORDER = (OPEN, FROZEN, PRELIMINARY, CONFIRMED, PUBLISHED, ARCHIVED)


def may_move(old: str, new: str) -> bool:
    """Forward one step; back one step with a reason; from published never back."""
    step = ORDER.index(new) - ORDER.index(old)
    return step == 1 or (step == -1 and ORDER.index(old) < ORDER.index(PUBLISHED))


def is_back(old: str, new: str) -> bool:
    """Is this a step back, which needs a reason and a second person?"""
    return ORDER.index(new) < ORDER.index(old)
