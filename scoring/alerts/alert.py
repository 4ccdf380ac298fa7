"""One warning as it is shown."""

from dataclasses import dataclass
from datetime import date

INFO, WARNING, ERROR = "info", "warning", "error"
MONTH, NOTICE, BOARD, REGISTER, QUEUE = "month", "notice", "board", "register", "queue"


@dataclass(frozen=True)
class Alert:
    """A warning (预警): about one branch, with the day it began and what makes it go away."""

    code: str
    branch: str
    branch_name: str
    what: str
    since: date
    clears: str
    level: str = WARNING
    about: str = MONTH
    key: str = ""

    @property
    def mark(self) -> str:
        """The level as a mark."""
        return {INFO: "ℹ", WARNING: "▲", ERROR: "✕"}[self.level]
