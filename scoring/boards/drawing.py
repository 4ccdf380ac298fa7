"""Coordinates of small charts (pure): sparkline, pentagon, trend, ruler; the templates draw them."""

from collections.abc import Sequence
from decimal import Decimal
from math import cos, pi, sin

LETTER = Decimal(32)  # height of a line of words in a stacked column
WORD = 92  # room for a colour's word on the scale
SPARK_SCALE = 1.55  # pixels per point, the same for every row of a board


def spark(totals: Sequence[float], *, width: int = 112, height: int = 24) -> tuple[str, str, str] | None:
    """The points of a line of up to eight totals, centred on its own mean, and its end; None for fewer than two."""
    if len(totals) < 2:
        return None
    mean, middle = sum(totals) / len(totals), height / 2
    step = (width - 6) / (len(totals) - 1)
    lowest = height - 2
    heights = [max(2, min(lowest, middle - (total - mean) * SPARK_SCALE)) for total in totals]
    points = " ".join([f"{3 + step * n:.1f},{y:.1f}" for n, y in enumerate(heights)])
    return points, f"{width - 3:.1f}", f"{heights[-1]:.1f}"


def width(score: str | None, maximum: Decimal) -> str:
    """How far a bar of a hundred reaches; nothing where nothing applies."""
    return f"{_clamp(100 * float(score) / float(maximum), 0, 100):.1f}" if score and maximum else "0"


def pentagon(ratios: Sequence[Decimal | None], *, radius: float = 88, floor: float = 0.4) -> str:
    """The polygon of index ratios around (0, 0); the centre is 40 %, the rim 100 %."""
    corners = []
    for n, ratio in enumerate(ratios):
        reach = radius * (max(float(ratio if ratio is not None else 0), floor) - floor) / (1 - floor)
        angle = -pi / 2 + 2 * pi * n / len(ratios)
        corners.append(f"{reach * cos(angle):.1f},{reach * sin(angle):.1f}")
    return " ".join(corners)


def spokes(count: int, *, radius: float = 88) -> list[dict]:
    """Ends of the axes and places of their labels."""
    found = []
    for n in range(count):
        angle = -pi / 2 + 2 * pi * n / count
        x, y = cos(angle), sin(angle)
        anchor = "middle" if abs(x) < 0.15 else "start" if x > 0 else "end"
        lift = -20 if y < -0.9 else 4 if y < 0.3 else 14
        found.append({
            "x": f"{radius * x:.1f}", "y": f"{radius * y:.1f}", "anchor": anchor,
            "label_x": f"{(radius + 9) * x:.1f}", "label_y": f"{(radius + 6) * y + lift:.1f}",
            "value_y": f"{(radius + 6) * y + lift + 14:.1f}",
        })
    return found


def trend(totals: Sequence[Decimal], lines: Sequence[Decimal], *, width: int = 318, height: int = 210) -> dict:
    """Places of up to eight totals and of the colour lines in sight, on one scale."""
    low = min([*totals, Decimal(100)]) - 4
    high = max(totals) + 4
    seen = [line for line in lines if low - 6 <= line <= high + 6]
    low, high = min([low, *[line - 2 for line in seen]]), max([high, *[line + 2 for line in seen]])
    span = max(high - low, Decimal(8))
    inner, left = Decimal(height - 50), Decimal(16)
    right = Decimal(width - 72)
    step = (right - left) / max(len(totals) - 1, 1)

    def level(value: Decimal) -> Decimal:
        return 16 + inner * (high - value) / span

    places = [(left + step * n, level(total)) for n, total in enumerate(totals)]
    return {
        "width": width, "height": height, "right": f"{right + 12:.0f}", "label": f"{right + 18:.0f}",
        "line": " ".join(f"{x:.1f},{y:.1f}" for x, y in places),
        "dots": [{"x": f"{x:.1f}", "y": f"{y:.1f}", "left": f"{x - 5:.1f}", "top": f"{y - 5:.1f}",
                  "words_y": f"{y - 11:.1f}"} for x, y in places],
        "lines": [{"value": line, "y": f"{level(line):.1f}", "words_y": f"{level(line) + 4:.1f}"} for line in seen],
        "foot": height - 16, "foot2": height - 2,
    }


def ruler(bands: Sequence[dict], marks: dict[str, Decimal | None], *, highest: Decimal, width: int = 976) -> dict:
    """The scale of the colours from a little below the lowest line up to the highest total."""
    minima = [Decimal(str(band["min"])) for band in bands]
    lowest = min([m for m in minima if m > 0] or [Decimal(0)]) - 10
    now = marks.get("now")
    if now is not None and now < lowest:
        lowest = now // 10 * 10
    lowest = max(Decimal(0), lowest)

    def place(value: Decimal) -> Decimal:
        share = (_clamp(value, lowest, highest) - lowest) / (highest - lowest)
        return share * width

    found = {name: _mark(place(value), value, width) for name, value in marks.items() if value is not None}
    places = [place(value) for value in marks.values() if value is not None]
    parts, upper = [], highest
    for band, minimum in zip(bands, minima, strict=True):
        start, end = place(max(minimum, lowest)), place(upper)
        parts.append({
            "band": band, "x": f"{start:.1f}", "width": f"{max(end - start - 1, Decimal(0)):.1f}",
            **_word(start, end, places), "min": minimum if minimum > lowest and _is_free(start, now, place) else None,
        })
        upper = minimum
    _set_apart([found[name] for name in ("before", "median") if name in found])
    return {"parts": parts, "width": width, "lowest": lowest, "marks": found}


def _word(start: Decimal, end: Decimal, places: Sequence[Decimal]) -> dict:
    """Where a band's word stands: at its left, or at its right when a mark would cross it there."""
    left, right = ((side, side + WORD) for side in (start, end - WORD))
    crossed = [any(low <= x <= high for x in places) for low, high in (left, right)]
    if crossed[0] and not crossed[1] and end - start > 2 * WORD:
        return {"text": f"{end - 10:.1f}", "anchor": "end"}
    return {"text": f"{start + 10:.1f}", "anchor": "start"}


def _is_free(x: Decimal, now: Decimal | None, place) -> bool:
    """Is there room for the figure of a line beside the figure of this total?"""
    return now is None or abs(place(now) - x) > 34


def _set_apart(marks: list[dict]) -> None:
    """The words of two marks turn away from each other; of one alone, away from the nearer end."""
    ordered = sorted(marks, key=lambda mark: mark["value"])
    for mark, side in zip(ordered, ("end", "start")[-len(ordered):], strict=False):
        mark["side"] = "start" if mark["is_first"] else side if not mark["is_last"] else "end"


def stacked(counts: Sequence[int], *, height: Decimal, letter: Decimal = LETTER) -> list[dict]:
    """The parts of a column that stands for all branches, best on top; a thin part has its words beside it."""
    total, top, free, parts = sum(counts) or 1, Decimal(0), Decimal(0), []
    for count in counts:
        high = height * count / total
        fits = high >= letter
        middle = top + high / 2 + letter * 3 / 10
        if count and not fits:  # beside the column, below the words beside it before
            middle = free = max(middle, free + letter)
        parts.append({
            "count": count, "y": f"{top:.1f}", "height": f"{high:.1f}", "middle": f"{middle:.1f}", "fits": fits,
        })
        top += high
    return parts


def _mark(x: Decimal, value: Decimal, width: int) -> dict:
    """A mark on the ruler; near an end its words turn inwards."""
    anchor = "start" if x < 34 else "end" if x > width - 34 else "middle"
    return {"x": f"{x:.1f}", "value": value, "anchor": anchor, "is_upper": x > width / 2,
            "is_first": x < 90, "is_last": x > width - 110}


def _clamp(value, low, high):
    return max(low, min(high, value))
