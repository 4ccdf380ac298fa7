"""Judges' marks: free keys, read from the latest month that has any."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .exact import ROOM
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
    def of(cls, panel: tuple[str, str], facts: Facts, left: np.ndarray, place: np.ndarray) -> Marks:
        """Gather the marks of `panel` among the facts that found no column of their own."""
        count = len(place)
        mine = np.array(
            [(m.indicator, m.part) == panel and m.key.startswith(PREFIX) for m in facts.measures]
            or [False]
        )
        names = tuple(measure.key.removeprefix(PREFIX) for measure in facts.measures)
        found = left[mine[facts.measure[left]]]
        branch = place[facts.branch[found]]
        month = facts.month[found].astype(np.int64)
        latest = np.full(count, -1, np.int64)
        np.maximum.at(latest, branch, month)
        now = month == latest[branch]
        judge = facts.measure[found].astype(np.int64)
        _refuse_twins(branch, month, judge, len(names))
        branch, judge = branch[now], judge[now]
        value = facts.value[found][now].astype(np.int64)
        branch, value, judge = _sorted(branch, value, judge, count, max(len(names), 1))
        start = np.searchsorted(branch, np.arange(count + 1))
        sums = np.concatenate(([0], np.cumsum(value)))
        return cls(start, value, judge, sums, names, len(found))


def _sorted(
    branch: np.ndarray, value: np.ndarray, judge: np.ndarray, count: int, names: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """By branch, then mark, then judge. One packed number sorts much faster, when it fits."""
    wide = int(value.max(initial=0)) + 1
    if count * wide * names >= ROOM:
        order = np.lexsort((judge, value, branch))
        return branch[order], value[order], judge[order]
    packed = (branch * wide + value) * names + judge
    packed.sort()
    packed, judge = np.divmod(packed, names)
    branch, value = np.divmod(packed, wide)
    return branch, value, judge


def _refuse_twins(branch: np.ndarray, month: np.ndarray, judge: np.ndarray, names: int) -> None:
    key = (branch * 3 + month) * max(1, names) + judge
    key.sort()
    if bool((key[1:] == key[:-1]).any()):
        raise ValueError("the same fact stands twice")
