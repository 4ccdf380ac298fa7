"""The red matrix as a picture: the core, rings by stage, brands as nodes, joint work as edges."""

from collections import Counter
from math import cos, pi, sin

from branches.brands.models import Base, Brand, JointActivity, Partner

# Nearer to the core means further on; radii leave room for the names.
RADII = {
    Brand.Stage.MODEL: 140, Brand.Stage.NAMED: 192, Brand.Stage.FORMED: 244, Brand.Stage.GROWING: 296,
    Brand.Stage.PROPOSED: 348,
}
CENTRE = (470, 400)


def matrix() -> dict:
    """Core, nodes, edges, bases, partners and counts; four queries however many brands."""
    brands = list(Brand.objects.select_related("branch"))
    bases = list(Base.objects.select_related("brand"))
    activities = list(JointActivity.objects.select_related("brand", "other", "partner").order_by("-held_on"))
    core = next((brand for brand in brands if brand.branch_id is None and brand.parent_id is None), None)
    shown = [brand for brand in brands if brand is not core]
    named = {base.brand_id for base in bases}
    nodes = [_node(brand, place, len(shown), brand.pk in named) for place, brand in enumerate(shown)]
    return {
        "core": core, "nodes": nodes, "edges": _edges(nodes, activities, core), "bases": bases,
        "partners": list(Partner.objects.all()), "activities": activities[:12], "count": len(shown),
        "activity_count": len(activities), "rings": [
            {"label": Brand.Stage(stage).label, "radius": radius, "y": CENTRE[1] - radius - 6}
            for stage, radius in RADII.items()
        ],
    }


def _node(brand: Brand, place: int, count: int, is_base: bool) -> dict:
    """Where a brand stands: its ring by stage, its angle by order, its name on the outer side."""
    angle = -pi / 2 + 2 * pi * (place + 0.5) / count
    radius = RADII[Brand.Stage(brand.stage)]
    x, y = CENTRE[0] + radius * cos(angle) * 1.02, CENTRE[1] + radius * sin(angle)
    left = cos(angle) < -0.05
    return {
        "brand": brand, "x": round(x), "y": round(y), "is_base": is_base, "anchor": "end" if left else "start",
        "text_x": round(x) + (-15 if left else 15), "text_y": round(y) - 1, "below_y": round(y) + 16,
        "steps": range(1 + list(Brand.Stage.values).index(brand.stage)),
        "rest": range(len(Brand.Stage.values) - 1 - list(Brand.Stage.values).index(brand.stage)),
    }


def _edges(nodes: list[dict], activities: list[JointActivity], core: Brand | None) -> list[dict]:
    """Curves between brands that did something together; the more, the thicker."""
    place = {node["brand"].pk: node for node in nodes}
    if core is not None:
        place[core.pk] = {"brand": core, "x": CENTRE[0], "y": CENTRE[1]}
    pairs = Counter(
        tuple(sorted((one.brand_id, one.other_id))) for one in activities
        if one.other_id in place and one.brand_id in place
    )
    return [
        {
            "path": _curve(place[one], place[other]), "width": min(1.2 + 0.9 * (times - 1), 5),
            "names": f"{place[one]['brand'].name} – {place[other]['brand'].name}", "times": times,
        }
        for (one, other), times in pairs.items()
    ]


def _curve(one: dict, other: dict) -> str:
    """A curve bent a little: between brands towards the core, from the core itself to one side."""
    middle_x = (one["x"] + other["x"]) / 2 * 0.8 + CENTRE[0] * 0.2
    middle_y = (one["y"] + other["y"]) / 2 * 0.8 + CENTRE[1] * 0.2
    if CENTRE in ((one["x"], one["y"]), (other["x"], other["y"])):
        middle_x += (other["y"] - one["y"]) * 0.12
        middle_y -= (other["x"] - one["x"]) * 0.12
    return f"M{one['x']} {one['y']} Q{middle_x:.0f} {middle_y:.0f} {other['x']} {other['y']}"
