"""The engine beside pandas, polars and a copy of the same bytes, taking turns in one run.

python3 -m tests.benchmarks.engine [branches] [rounds]
"""

import json
import statistics
import sys
import time
from pathlib import Path

import numpy as np

from scoring.engine import Branches, Facts, score
from tests.benchmarks.idioms import IDIOMS, measures_of, totals

SCHEME = Path(__file__).resolve().parents[1] / "golden" / "default_scheme.json"
MONTHS = ["2026-04", "2026-05", "2026-06"]


def made(scheme, count, seed=1):
    """Police stations with every fact in every month: (branches, facts)."""
    rng = np.random.default_rng(seed)
    measures = measures_of(scheme)
    wide = len(measures)
    attributes = {row["code"]: np.ones(count, bool) for row in scheme["branch_attributes"]}
    branches = Branches(
        [f"b{n:07d}" for n in range(count)],
        ["police_station"],
        np.zeros(count, np.int32),
        attributes,
    )
    whole = np.empty((count, wide, 3), np.int32)
    for number, measure in enumerate(measures):
        low, high = {
            "den": (6, 12), "num": (3, 12), "eligible": (10, 16), "responses": (10, 16), "mean": (2, 6),
            "rank": (1, 10), "group_size": (10, 11), "on_time": (0, 2), "late": (0, 2), "missing": (0, 1),
        }.get(measure.key, (60, 100) if measure.key.startswith("judge") else (0, 2))  # fmt: skip
        whole[:, number] = rng.integers(low, high, (count, 3)) * 10_000
    facts = Facts(
        branch=np.repeat(np.arange(count, dtype=np.int32), wide * 3),
        month=np.tile(np.arange(3, dtype=np.int8), count * wide),
        measure=np.tile(np.repeat(np.arange(wide, dtype=np.int16), 3), count),
        value=whole.ravel(),
        measures=measures,
        months=MONTHS,
    )
    return branches, facts


def frames(facts):
    """The same long table for pandas and polars; values as the floats they like."""
    import pandas as pd
    import polars as pl

    columns = {
        "branch": facts.branch,
        "month": facts.month,
        "measure": facts.measure,
        "value": facts.value / 10_000,
    }
    return {"pandas": pd.DataFrame(columns), "polars": pl.DataFrame(columns)}


def timed(call):
    """Seconds of one call, and its answer."""
    start = time.perf_counter()
    answer = call()
    return time.perf_counter() - start, answer


def copied(facts, targets):
    """Copy every column: the floor that memory sets."""
    for name, target in targets.items():
        np.copyto(target, getattr(facts, name))


def main(count=100_000, rounds=5):
    """Run all sides in turn, check that they agree, print times and ratios."""
    scheme = json.loads(SCHEME.read_text("utf-8"))
    branches, facts = made(scheme, count)
    tables = frames(facts)
    targets = {
        name: np.empty_like(getattr(facts, name))
        for name in ("branch", "month", "measure", "value")
    }
    copied(facts, targets)
    sides = {
        "engine": lambda: score(scheme, branches, facts, quarter="2026Q2"),
        "copy": lambda: copied(facts, targets),
    }
    for name, idiom in IDIOMS.items():
        frame = tables[name.split()[0]]
        sides[name] = lambda idiom=idiom, frame=frame: totals(
            idiom(frame, facts.measures, count), facts.measures, scheme
        )
    times = {name: [] for name in sides}
    for _ in range(rounds):
        for name, call in sides.items():
            seconds, answer = timed(call)
            times[name].append(seconds)
            if name == "engine":
                book = answer
            elif name != "copy":
                agree(book, answer[0], name)
            del answer
    size = sum(target.nbytes for target in targets.values())
    print(f"{count:,} branches, {len(facts):,} facts, {size / 1e6:.0f} MB, {rounds} rounds")
    report(times)


def agree(book, base, name):
    """Floats may miss a hundredth here and there, no more."""
    apart = np.abs(book.total / 100 - base)
    assert apart.max() < 0.03, (name, apart.max())
    assert (apart > 0.005).mean() < 0.05, name


def report(times):
    """Min and median of each side, and how the engine stands to the best idiom and the copy."""
    for name, values in times.items():
        print(
            f"{name:16} min {1000 * min(values):9.1f} ms   median {1000 * statistics.median(values):9.1f} ms"
        )
    middle = {name: statistics.median(values) for name, values in times.items()}
    best = min((name for name in middle if name in IDIOMS), key=middle.__getitem__)
    print(f"best idiom ({best}) / engine: {middle[best] / middle['engine']:.1f} (goal at least 5)")
    print(
        f"engine / copy of the same bytes: {middle['engine'] / middle['copy']:.1f} (goal at most 25)"
    )


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
