"""Reads of computations."""

from indexmetrics.periods.models import Quarter
from scoring.runs.hindrances import Hindrance, hindrances
from scoring.runs.models import Run

__all__ = ["Hindrance", "hindrances", "newest_run", "shown_run"]


def newest_run(quarter: Quarter) -> Run | None:
    """The last computation of a quarter, of whatever kind."""
    return Run.objects.filter(quarter=quarter).first()


def shown_run(quarter: Quarter) -> Run | None:
    """The computation a preliminary board shows: the last one that is not a confirmed one's twin."""
    return Run.objects.filter(quarter=quarter, edition=None).first()
