"""What an office sends: a grid of figures, or one entry with its document number."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from indexmetrics.intake import limits
from indexmetrics.intake.queries import GridRow, Register


@dataclass(frozen=True)
class Given:
    """One value that differs from what stands."""

    branch: str
    key: str
    value: str
    words: str


def changed_values(post, rows: list[GridRow]) -> list[Given]:
    """The cells of the grid that were changed; an emptied cell is left as it stands."""
    found = []
    for row in rows:
        for key, _words, now in row.values:
            value = post.get(f"value-{row.branch.code}-{key}", "").strip()
            if value and value != now:
                found.append(Given(row.branch.code, key, value, row.branch.short))
    return found


def contradictions(rule: dict, rows: list[GridRow], given: list[Given]) -> dict[str, str]:
    """Branch → why its figures cannot stand together; nothing of such a row is entered."""
    standing = {row.branch.code: row.numbers for row in rows}
    for one in given:
        try:
            standing[one.branch][one.key] = Decimal(one.value)
        except InvalidOperation:
            continue
    words = {one.branch: one.words for one in given}
    found = {code: limits.contradiction(rule, standing[code]) for code in words}
    return {code: f"{words[code]}: {why}" for code, why in found.items() if why}


def key_from(post, register: Register) -> str:
    """The chosen key; the only one when there is no choice."""
    chosen = post.get("key", "")
    return chosen if chosen in dict(register.keys) else register.keys[0][0]
