"""The picture of the red matrix (pure): core, rings by stage, brands as nodes, partners outside, joint work as edges."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import cos, pi, sin

# Nearer to the core means further on; radii leave room for the names.
RADII = {"model": 140, "named": 192, "formed": 244, "growing": 296, "proposed": 348}
CENTRE = (470, 400)
OUTSIDE = 388  # where the partners stand
APART = 2 * pi / 22  # so far from each other at least
NAME_LINE = 4  # letters of the core's name on one line


def nodes(brands: Sequence, bases: set[int]) -> list[dict]:
    """Where each brand stands: its ring by stage, its angle by order, its name on the outer side."""
    return [_node(brand, _angle(place, len(brands)), brand.pk in bases) for place, brand in enumerate(brands)]


def _angle(place: int, count: int) -> float:
    return -pi / 2 + 2 * pi * (place + 0.5) / count


def _node(brand, angle: float, is_base: bool) -> dict:
    radius, stages = RADII[brand.stage], list(RADII)[::-1]
    reached = stages.index(brand.stage) + 1
    return {
        "brand": brand, "is_base": is_base, "angle": angle, "steps": range(reached), "rest": range(len(stages) - reached),
        **_place(angle, radius),
    }


def _place(angle: float, radius: float) -> dict:
    x, y = CENTRE[0] + radius * cos(angle) * 1.02, CENTRE[1] + radius * sin(angle)
    left = cos(angle) < -0.05
    return {
        "x": round(x), "y": round(y), "anchor": "end" if left else "start",
        "text_x": round(x) + (-15 if left else 15), "text_y": round(y) - 1, "below_y": round(y) + 16,
    }


def partners(found: Iterable, brands: Sequence[dict], activities: Iterable) -> list[dict]:
    """Partners that did something jointly, outside the rings beside the brand they worked with most, never on each other."""
    places = {node["brand"].pk: node["angle"] for node in brands}
    with_whom: dict[int, Counter] = {}
    for one in activities:
        if one.partner_id and one.brand_id in places:
            with_whom.setdefault(one.partner_id, Counter())[one.brand_id] += 1
    wanted = sorted(
        (places[with_whom[one.pk].most_common(1)[0][0]], one.pk, one) for one in found if one.pk in with_whom)
    shown, last = [], None
    for angle, _pk, one in wanted:
        last = angle if last is None else max(angle, last + APART)
        shown.append({"partner": one, "angle": last, **_place(last, OUTSIDE)})
    return shown


def edges(brands: Sequence[dict], outside: Sequence[dict], core, activities: Iterable) -> list[dict]:
    """Curves between what did something together; the more, the thicker."""
    place = {("brand", node["brand"].pk): (node, node["brand"].name) for node in brands}
    place |= {("partner", node["partner"].pk): (node, node["partner"].name) for node in outside}
    if core is not None:
        place["brand", core.pk] = ({"x": CENTRE[0], "y": CENTRE[1]}, core.name)
    pairs: Counter = Counter()
    for one in activities:
        other = ("brand", one.other_id) if one.other_id else ("partner", one.partner_id)
        pair = tuple(sorted((("brand", one.brand_id), other)))
        pairs[pair] += all(end in place for end in pair)
    return [
        {
            "path": _curve(place[one][0], place[other][0]), "width": min(1.2 + 0.9 * (times - 1), 5), "times": times,
            "names": f"{place[one][1]} – {place[other][1]}",
        }
        for (one, other), times in pairs.items() if times
    ]


def _curve(one: dict, other: dict) -> str:
    """A curve bent a little: between brands towards the core, from the core itself to one side."""
    middle_x = (one["x"] + other["x"]) / 2 * 0.8 + CENTRE[0] * 0.2
    middle_y = (one["y"] + other["y"]) / 2 * 0.8 + CENTRE[1] * 0.2
    if CENTRE in ((one["x"], one["y"]), (other["x"], other["y"])):
        middle_x += (other["y"] - one["y"]) * 0.12
        middle_y -= (other["x"] - one["x"]) * 0.12
    return f"M{one['x']} {one['y']} Q{middle_x:.0f} {middle_y:.0f} {other['x']} {other['y']}"


def core_lines(name: str) -> list[dict]:
    """The core's name on two lines in its circle, one when it is short."""
    half = len(name) if len(name) < NAME_LINE else -(-len(name) // 2)
    lines = [name[:half], name[half:]] if name[half:] else [name]
    first = CENTRE[1] + 9 - 16 * (len(lines) - 1)
    return [{"text": line, "y": first + 32 * place} for place, line in enumerate(lines)]
