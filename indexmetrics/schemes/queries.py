"""Reads of schemes."""

from indexmetrics.schemes.models import Scheme


def newest(code: str) -> Scheme | None:
    """The highest version of a scheme."""
    return Scheme.objects.filter(code=code).order_by("-version").first()
