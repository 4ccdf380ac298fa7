"""The models of the slices of this app."""

from scoring.appeals.models import Appeal
from scoring.boards.models import Card, Edition, WallToken
from scoring.rectify.models import Notice
from scoring.runs.models import Run, Standing
from scoring.verdicts.models import Verdict

__all__ = ["Appeal", "Card", "Edition", "Notice", "Run", "Standing", "Verdict", "WallToken"]
