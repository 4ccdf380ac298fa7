"""Judges' marks: free keys, read from the latest month that has any."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .tables import Facts

PREFIX = "judge:"


@dataclass(frozen=True)
class Marks:
    """The marks of one panel, sorted by branch and then by mark."""

    start: np.ndarray  # per branch place: where its marks begin; one more at the end
    marks: np.ndarray
    names: np.ndarray  # positions of the judges' measures, beside the marks
    sums: np.ndarray  # running sums, one longer than the marks
    measures: tuple[str, ...]
    rows: int  # facts read, also of earlier months

    @classmethod
    def of(cls, panel: tuple[str, str], facts: Facts, count: int, place: np.ndarray) -> "Marks":
        """Gather the marks of `panel` for all branches."""
        mine = np.array(
            [(m.indicator, m.part) == panel and m.key.startswith(PREFIX) for m in facts.measures] or [False]
        )
        names = tuple(measure.key.removeprefix(PREFIX) for measure in facts.measures)
        found = np.flatnonzero(mine[facts.measure]) if mine.any() and len(facts) else np.zeros(0, np.int64)
        branch = place[facts.branch[found]]
        month = facts.month[found].astype(np.int64)
        latest = np.full(count, -1, np.int64)
        np.maximum.at(latest, branch, month)
        now = month == latest[branch]
        judge = facts.measure[found].astype(np.int64)
        _refuse_twins(branch, month, judge, len(names))
        branch, judge = branch[now], judge[now]
        value = facts.value[found][now].astype(np.int64)
        order = np.lexsort((judge, value, branch))
        branch, judge, value = branch[order], judge[order], value[order]
        start = np.searchsorted(branch, np.arange(count + 1))
        sums = np.concatenate(([0], np.cumsum(value)))
        return cls(start, value, judge, sums, names, len(found))


def _refuse_twins(branch: np.ndarray, month: np.ndarray, judge: np.ndarray, names: int) -> None:
    key = (branch * 3 + month) * max(1, names) + judge
    key.sort()
    if bool((key[1:] == key[:-1]).any()):
        raise ValueError("the same fact stands twice")
