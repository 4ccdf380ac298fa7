"""Figures as they are printed (pure): two places, a true minus, shares as percentages."""

from decimal import Decimal, InvalidOperation

MINUS = "\u2212"
ARROW_GAP = Decimal("0.50")
PRINTED_DIGITS = 12  # of a seal or a head of the trail


def points(value) -> str:
    """A score with two places and a true minus; `/` for what does not apply."""
    number = _decimal(value)
    return "/" if number is None else f"{number:.2f}".replace("-", MINUS)


def signed(value) -> str:
    """The same with its sign; zero has none."""
    number = _decimal(value)
    if number is None:
        return "/"
    return f"{number:.2f}" if number == 0 else f"{number:+.2f}".replace("-", MINUS)


def negative(value) -> str:
    """What is taken away, printed with a minus: "0.50" → −0.50; zero has none."""
    number = _decimal(value)
    return "/" if number is None else signed(-number)


def plain(value) -> str:
    """A number without needless zeros: "25.00" → 25."""
    number = _decimal(value)
    if number is None:
        return "" if value is None else str(value)
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", MINUS)


def rate(value) -> str:
    """A share as a percentage: "0.7335" → 73.35%."""
    number = _decimal(value)
    return "/" if number is None else f"{number * 100:.2f}%"


def arrow(value) -> str:
    """The direction of a change once it passes 0.50; a dash below that; nothing without a change."""
    number = _decimal(value)
    if number is None:
        return ""
    if abs(number) <= ARROW_GAP:
        return "\u2014"
    return "\u2191" if number > 0 else "\u2193"


def share(part, whole) -> str:
    """Part of a whole as 0–100 for an SVG length; 0 when there is no whole."""
    part, whole = _decimal(part), _decimal(whole)
    if part is None or not whole:
        return "0"
    return f"{max(Decimal(0), min(Decimal(100), 100 * part / whole)):.1f}"


def level(part, whole) -> int:
    """A tint from 1 (nothing) to 5 (full marks) for the heat map; 0 where nothing applies."""
    if part is None or part == "":
        return 0
    reached = Decimal(share(part, whole))
    return 1 + sum(reached >= line for line in (40, 60, 80, 100))


def _decimal(value) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def seal_digits(value: str) -> str:
    """The first twelve digits of a seal in groups of four, as printed on boards."""
    digits = value[:PRINTED_DIGITS].upper()
    return "-".join(digits[at:at + 4] for at in (0, 4, 8) if digits)


def plain_digits(printed: str) -> str:
    """What somebody copied from paper, as it is stored: no groups, small letters."""
    return "".join(sign for sign in printed.lower() if sign.isalnum())
