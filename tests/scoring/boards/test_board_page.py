"""The board shows what was published, to whom it may be shown, in a fixed number of queries."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make, make_edition
from tests.scoring.boards.conftest import text_of

pytestmark = pytest.mark.django_db


def test_every_branch_stands_with_total_colour_word_and_mark(edition, leader, seen):
    page = text_of(seen(leader, "/board/2026Q2/"))
    for card in edition.cards.all():
        band = next(b for b in edition.header["scheme"]["colour_bands"] if b["code"] == card.colour)
        assert card.row["name"] in page
        assert f'{band["name_zh"]} {band["label_zh"]} {chr(0x245F + band["order"])}' in page
        assert f'<b class="open">{card.total}</b>' in page
    assert edition.seal_short in page and "第16次会议" in page


def test_newest_leads_to_the_newest_quarter(edition, leader, seen):
    answer = seen(leader, "/board/")
    assert (answer.status_code, answer["Location"]) == (302, "/board/2026Q2/")


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


def test_same_page_is_not_sent_twice(edition, leader, seen):
    first = seen(leader, "/board/2026Q2/")
    again = seen(leader, "/board/2026Q2/", HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 304 and not again.content
    assert seen(leader, "/board/2026Q2/?view=heat", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


def test_a_correction_tells_old_and_new_and_keeps_the_first_edition(edition, leader, seen, own):
    changed = {("z005", "B4", "b", "num"): 1}
    second = make_edition.published(
        "2026Q2", changed=changed, reason="五月请假人数补登", meeting="第17次会议", on="2026-08-06")
    page = text_of(seen(leader, "/board/2026Q2/"))
    assert second.number == 2 and "五月请假人数补登" in page and "B4 主题党日由" in page
    old = text_of(seen(leader, "/board/2026Q2/?edition=1"))
    assert edition.seal_short in old and "已由第2版取代" in old
    assert seen(leader, "/board/2026Q2/?edition=3").status_code == 404


def test_a_neighbour_sees_sums_but_no_points_of_indicators(edition, own, leader, seen):
    in_full, narrow = text_of(seen(leader, "/board/2026Q2/")), text_of(seen(own, "/board/2026Q2/"))
    assert in_full.count('class="inset"') == 33
    assert narrow.count('class="inset"') == 1
    assert narrow.count('class="inset-sums"') == 32


def test_an_arrow_needs_more_than_half_a_point(edition, leader, seen):
    page = text_of(seen(leader, "/board/2026Q2/"))
    for mark, sign, figures in re.findall(r"<i>(.)</i>([+−]?)(\d+\.\d\d)</span>", page):
        gap = float(figures) * (-1 if sign == "−" else 1)
        assert mark == ("↑" if gap > 0.5 else "↓" if gap < -0.5 else "—")


def test_a_lowered_colour_carries_a_note_without_the_reason_of_a_veto(edition, leader, seen):
    page = text_of(seen(leader, "/board/2026Q2/"))
    lowered = edition.cards.get(branch_code="z030")
    assert "按否决条款评为" in page or lowered.row["colour"] == "grey"
    for veto in edition.header["scheme"]["vetoes"]:
        assert veto["name_zh"] not in page
        assert veto["name_en"] not in page


@pytest.mark.parametrize("query", ["?view=flags", "?view=heat", "?q=交警", "?group=B", "?colour=red", "?sort=change", "?page=99", "?view=x&sort=y"])
def test_views_and_filters_answer(edition, leader, seen, query):
    assert seen(leader, "/board/2026Q2/" + query).status_code == 200


def test_filters_narrow_the_rows(edition, leader, seen):
    page = text_of(seen(leader, "/board/2026Q2/?q=交警"))
    assert page.count("<details><summary>") == 1 and "交警大队支部" in page


def test_only_those_who_prepare_see_what_is_not_published(edition, own, leader, reviewer, committee, admin, seen):
    make_edition.trial("2026Q3")
    for user, status in ((own, 403), (leader, 403), (admin, 403), (reviewer, 200), (committee, 200)):
        assert seen(user, "/board/2026Q3/?state=preliminary").status_code == status
        page = seen(user, "/board/2026Q3/")
        assert page.status_code == 200 and "<details><summary>" not in text_of(page)


def test_nonsense_addresses_are_missing(edition, leader, seen):
    for address in ("/board/2026Q5/", "/board/abc/", "/board/2031Q1/", "/board/2026Q2/?edition=x", "/board/2031Q1/wallchart/"):
        assert seen(leader, address).status_code == 404


def test_nobody_is_sent_to_the_door(edition, client):
    answer = client.get("/board/2026Q2/")
    assert answer.status_code == 302 and answer["Location"].startswith("/login/")


def test_someone_without_a_post_is_refused(edition, seen):
    assert seen(make.user("idle"), "/board/2026Q2/").status_code == 403


def test_the_wall_chart_names_branches_and_no_person(edition, leader, seen):
    page = text_of(seen(leader, "/board/2026Q2/wallchart/"))
    for card in edition.cards.all():
        assert card.row["short"] in page
        if card.row["secretary"]:
            assert card.row["secretary"] not in page
    assert edition.seal_short in page


def test_colours_come_from_the_scheme_and_are_kept_by_browsers(edition, client):
    answer = client.get(f"/schemes/{edition.run.scheme_sha256[:12]}/colours.css")
    assert answer.status_code == 200 and "immutable" in answer["Cache-Control"]
    assert "--c-red: #C8102E" in text_of(answer) and answer["Content-Type"].startswith("text/css")
    assert client.get("/schemes/ffffffffffff/colours.css").status_code == 404
