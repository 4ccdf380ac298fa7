"""Who and when belong together: a person is never named for an act without its time."""

from django.db.models import CheckConstraint, Q


def signed(prefix: str, *stems: str) -> list[CheckConstraint]:
    """A constraint for each pair `x_at`, `x_by`; a time without a person is the system's own act."""
    return [
        CheckConstraint(
            condition=Q(**{f"{stem}_by": None}) | Q(**{f"{stem}_at__isnull": False}),
            name=f"{prefix}_{stem}_by_has_time",
        )
        for stem in stems
    ]
