"""One quarter has one seal on every database, and one edition however many publish it at once."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from branches.basics.refusals import Refusal
from scoring.boards.actions import publish
from scoring.boards.models import Card, Edition
from scoring.boards.result import result_text
from tests import make_edition

# The seal and the bytes of the made-up bureau's quarter. They change with scheme, engine or facts only;
# both passes of the tests meet the same ones.
SEAL = "352d1588e1d99bc859e9af2d4ffe337091ef99ef7023d7c616831141a9107f29"
RESULT = "b4599be755d20ce9ccbeab82f7f101fc2c7f8d224730f51d819a7ab209480ffb"


@pytest.mark.django_db
def test_seal_and_bytes_are_the_same_on_every_database():
    make_edition.bureau(33)
    edition = make_edition.published("2026Q2")

    assert edition.seal == SEAL
    assert hashlib.sha256(result_text(edition).encode()).hexdigest() == RESULT


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_make_one_edition():
    make_edition.bureau(5)
    quarter = make_edition.published("2026Q1").quarter
    gate = Barrier(2)

    def attempt(_number) -> str:
        gate.wait(30)
        try:
            publish(quarter=quarter, by=None, meeting="第17次", reason="更正：5月党课次数")
        except Refusal as refused:
            return refused.code
        finally:
            connection.close()
        return "published"

    with make_edition.staged("2026Q1", changed={("z001", "B3", "", "count"): 0}), ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(attempt, range(2)))

    assert found == ["published", "unchanged"]
    assert list(Edition.objects.values_list("number", flat=True).order_by("number")) == [1, 2]
    assert Card.objects.count() == 10
