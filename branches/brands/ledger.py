"""The red matrix as columns."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from branches.ledgers.ledger import Column, Ledger


def brands(matrix: dict) -> Ledger:
    """Each brand with its stage and its bases."""
    bases: dict[int, list[str]] = {}
    for base in matrix["bases"]:
        bases.setdefault(base.brand_id, []).append(f"{base.name} ({base.get_level_display()})")
    return Ledger(_("Red matrix"), [
        Column(_("Brand"), lambda node: node["brand"].name, 20),
        Column(_("Branch"), lambda node: node["brand"].branch and node["brand"].branch.name, 30),
        Column(_("Stage"), lambda node: node["brand"].get_stage_display(), 10),
        Column(pgettext("ledger", "Since"), lambda node: node["brand"].since, 12), Column(_("Meaning"), lambda node: node["brand"].meaning, 60),
        Column(_("Demonstration bases"), lambda node: "; ".join(bases.get(node["brand"].pk, [])), 50),
    ], matrix["nodes"])
