"""Escalation: what two bad quarters running lead to, by the scheme's colours."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from scoring.alerts.snapshot import Snapshot


@dataclass(frozen=True)
class Step:
    """One branch's step of escalation."""

    branch: str
    branch_name: str
    colours: tuple[str, str]
    words: str


def escalations(snapshot: Snapshot) -> list[Step]:
    """The branches with two bad published quarters running, the gravest step of each."""
    if len(snapshot.rows) < 2 or not snapshot.editions[0].header["scheme"].get("escalation"):
        return []
    order = {row["code"]: row["order"] for row in snapshot.editions[0].header["scheme"]["colour_bands"]}
    new, old = snapshot.rows
    found = []
    for branch in snapshot.branches:
        colours = [rows.get(branch.code, {}).get("colour") for rows in (old, new)]
        if all(colour in order for colour in colours):
            words = _step(min(order[colour] for colour in colours), order)
            if words:
                found.append(Step(branch.code, branch.name, (colours[0], colours[1]), words))
    return found


def _step(better: int, order: dict[str, int]) -> str:
    """The step that the better of the two quarters leads to."""
    if better >= order.get("grey", 99):
        return _("Overhaul as a backward branch")
    if better >= order.get("blue", 99):
        return _("No annual merit for branch and secretary; a helper is assigned")
    if better >= order.get("yellow", 99):
        return _("Talk with the secretary one level higher")
    return ""
