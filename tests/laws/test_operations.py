"""Every kind of event has its one Operate_Type for the log platforms."""

from collections import Counter

import pytest

from branches.audit.kinds import EventKind
from branches.audit.operations import FAILURES, KINDS, OPERATION, Operation

pytestmark = pytest.mark.pure


def test_every_kind_has_one_operation():
    counted = Counter(kind for kinds in KINDS.values() for kind in kinds)

    assert [kind.value for kind in EventKind if counted[kind] != 1] == [], "give each one line in branches/audit/operations.py"
    assert set(OPERATION) == set(EventKind.values)


def test_the_types_are_those_of_the_platforms():
    assert {operation.name: operation.value for operation in Operation} == {
        "SIGN_IN": 0, "QUERY": 1, "ADD": 2, "CHANGE": 3, "DELETE": 4}


def test_whatever_calls_itself_refused_or_failed_counts_as_a_failure():
    named = {kind for kind in EventKind if kind.value.endswith(("refused", "failed", "damaged"))}

    assert named <= FAILURES <= set(EventKind)
