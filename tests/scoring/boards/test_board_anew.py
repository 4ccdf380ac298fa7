"""Boards made anew: none yet, of ten and of three hundred branches, of branches with hostile names."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branches.org.models import Branch
from tests import make_edition
from tests.scoring.boards.conftest import text_of

# Pages of a frozen text say the same on every database; that it is the same is proved in test_moving.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_without_any_edition_there_is_a_next_step(db, leader, seen):
    answer = seen(leader, "/board/")
    assert answer.status_code == 200
    assert 'class="empty"' in text_of(answer)


@pytest.mark.parametrize("count", [10, 300])
def test_queries_do_not_grow_with_branches(db, leader, client, count):
    make_edition.bureau(count)
    make_edition.published("2026Q1")
    make_edition.published("2026Q2")
    client.force_login(leader)
    cache.clear()
    with CaptureQueriesContext(connection, ) as cold:
        assert client.get("/board/2026Q2/").status_code == 200
    with CaptureQueriesContext(connection) as warm:
        assert client.get("/board/2026Q2/").status_code == 200
    reads = [q for q in cold.captured_queries if q["sql"].startswith("SELECT")]
    again = [q for q in warm.captured_queries if q["sql"].startswith("SELECT")]
    assert len(reads) == 8, [q["sql"][:90] for q in reads]
    assert len(again) == 4, [q["sql"][:90] for q in again]


def test_a_name_cannot_write_markup(db, leader, seen):
    make_edition.bureau(33)
    hostile = "<b id=x>&\"'支部"
    Branch.objects.filter(code="z003").update(name=hostile, short_name="<i>")
    make_edition.published("2026Q2")
    for query in ("", "?view=flags", "?view=heat", "?open=z003"):
        page = text_of(seen(leader, f"/board/2026Q2/{query}"))
        assert "<b id=x>" not in page and "&lt;" in page
    assert "<b id=x>" not in text_of(seen(leader, "/board/2026Q2/compare/?one=z003"))
