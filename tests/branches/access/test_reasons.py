"""A reason is given and fits its column, on both databases alike."""

import pytest

from branches.access.reasons import LONGEST, owed
from branches.basics.refusals import Refused


@pytest.mark.parametrize(("reason", "most"), [("", 300), (" \n ", 300), ("长" * 301, 300), ("长" * 201, 200)])
def test_none_and_too_long_are_refused(reason, most):
    with pytest.raises(Refused) as refusal:
        owed(reason, most=most)

    assert refusal.value.code == "reason"


def test_what_fits_is_taken_without_its_outer_blanks():
    assert owed(" 缺少签到表 ") == "缺少签到表"
    assert len(owed("长" * LONGEST)) == LONGEST


def test_a_verb_asks_in_its_own_sentence():
    with pytest.raises(Refused, match="meeting") as refused:
        owed(" ", ask="Which meeting?")
    assert refused.value.code == "reason"
