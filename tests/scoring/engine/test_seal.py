"""The seal is the same for the same inputs anywhere, and another for any change."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scoring.engine import score, seal
from scoring.engine.seal import canonical, short
from tests.scoring.engine.cases import default_scheme, read
from tests.scoring.engine.random_cases import QUARTER, case

pytestmark = pytest.mark.pure
ROOT = Path(__file__).resolve().parents[3]
SCRIPT = """
from scoring.engine import score, seal
from tests.scoring.engine.random_cases import QUARTER, case
for seed in range(3):
    print(seal(score(*case(seed), quarter=QUARTER)))
"""


def seals(**environment):
    """The seals of three random quarters, computed by another Python process."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip
    return done.stdout.split()


def test_seal_is_the_same_under_any_time_zone_locale_and_hash_seed():
    here = [seal(score(*case(seed), quarter=QUARTER)) for seed in range(3)]

    assert seals(TZ="America/New_York", LC_ALL="C", PYTHONHASHSEED="1") == here
    assert seals(TZ="Asia/Shanghai", LC_ALL="C.UTF-8", PYTHONHASHSEED="77", PYTHONUTF8="0") == here


def test_seal_changes_with_any_input():
    example = read("golden_examples.json")[0]
    inputs = {
        "branch": example["branch"],
        "facts": example["facts"],
        "events": example["events"],
        "scheme": default_scheme(),
    }

    def sealed(**changes):
        now = {**inputs, **changes}
        return seal(
            score(now["scheme"], [now["branch"]], now["facts"], now["events"], quarter="2026Q2")
        )

    scheme = default_scheme()
    scheme["scheme"]["version"] = 2
    changed = [
        sealed(
            branch={
                **example["branch"],
                "attributes": {**example["branch"]["attributes"], "is_island": True},
            }
        ),
        sealed(facts=example["facts"][:-1]),
        sealed(events=example["events"][:-1]),
        sealed(scheme=scheme),
    ]

    assert len({sealed(), *changed}) == 5


def test_numbers_are_one_text_however_they_are_written():
    from decimal import Decimal

    assert canonical([1, 1.0, Decimal("1.00"), "x", None, True]) == '["1","1","1","x",null,true]'
    assert canonical({"b": 0.95, "a": Decimal("0.950")}) == '{"a":"0.95","b":"0.95"}'


def test_short_seal_is_twelve_digits_in_fours():
    assert short("0123456789abcdef") == "0123 4567 89ab"
