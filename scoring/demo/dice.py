"""Chance that comes out the same each time: dice of its own for each thing."""

from random import Random as Dice

__all__ = ["Dice", "dice_for"]


def dice_for(*about: object) -> Dice:
    """The dice of that thing; nothing drawn for one thing moves another."""
    return Dice("|".join(str(part) for part in about))  # noqa: S311 - synthetic data, no secret  # nosec B311
