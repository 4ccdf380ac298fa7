"""The board shows what was published, to whom it may be shown, in a fixed number of queries."""

import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from lxml import html

from scoring.boards.choice import Choice
from scoring.boards.fragment import fragment_of
from scoring.boards.queries import Sight, board_for
from tests import make, make_edition
from tests.scoring.boards.conftest import text_of

# Pages of a frozen text say the same on every database; that it is the same is proved in test_moving.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


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
    assert seen(leader, "/board/?view=heat&group=B")["Location"] == "/board/2026Q2/?view=heat&group=B"


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
    in_full, narrow = (text_of(seen(user, "/board/2026Q2/?open=z005,z006,z007")) for user in (leader, own))
    assert in_full.count('class="inset"') == 3
    assert narrow.count('class="inset"') == 1
    assert narrow.count('class="inset-sums"') == 2
    assert 'class="inset' not in text_of(seen(own, "/board/2026Q2/"))


def test_a_row_opens_by_itself_to_what_the_whole_page_shows(edition, own, leader, seen):
    for user, branch, kind in ((leader, "z006", "inset"), (own, "z005", "inset"), (own, "z006", "inset-sums")):
        alone = text_of(seen(user, f"/board/2026Q2/{branch}/opened/"))
        assert f'class="{kind}"' in alone and f"/board/2026Q2/{branch}/" in alone
        assert alone in text_of(seen(user, f"/board/2026Q2/?open={branch}"))
    assert seen(leader, "/board/2026Q2/nobody/opened/").status_code == 404


def test_opened_rows_are_a_state_of_the_address_and_not_kept_apart(edition, leader, seen):
    page = text_of(seen(leader, "/board/2026Q2/?view=table&group=A&open=z001,z001,nobody,%22%3E"))
    assert page.count("<details open>") == 1
    assert "?group=A&amp;open=z001,nobody,z002#z002" in page
    assert "?view=heat&amp;group=A&amp;open=z001,nobody" in page


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


def test_two_branches_of_one_group_stand_side_by_side(edition, leader, own, seen):
    rows = {card.branch_code: card.row for card in edition.cards.all()}
    page = text_of(seen(leader, "/board/2026Q2/compare/?one=z001&other=z005"))
    gap = Decimal(rows["z001"]["total"]) - Decimal(rows["z005"]["total"])
    assert f"{gap:+.2f}".replace("-", "\u2212") in page and rows["z005"]["name"] in page
    group = sorted(Decimal(row["total"]) for row in rows.values() if row["group"] == rows["z001"]["group"])
    middle = (group[5] + group[6]) / 2
    assert len(group) == 12 and f"{middle.quantize(Decimal('0.01'), ROUND_HALF_UP)}" in page
    assert page.count('<tbody><tr class="compare-index">') == 5 and "<span>B4</span>" in page
    crossed = text_of(seen(leader, "/board/2026Q2/compare/?one=z001&other=z015"))
    assert "不在同组" in crossed and rows["z015"]["total"] not in crossed
    assert "<span>B4</span>" not in text_of(seen(own, "/board/2026Q2/compare/?one=z005&other=z001")), "a neighbour's points"
    assert seen(leader, "/board/2026Q2/compare/?one=nobody").status_code == 404
    assert "请先选择一个支部" in text_of(seen(leader, "/board/2026Q2/compare/"))


def test_the_heat_map_says_what_an_empty_cell_means(edition, leader, seen):
    """No figure, not applicable and not asked are three things."""
    board = board_for("2026Q2")
    for row in board.rows[:3]:
        codes = list(row["indicator_points"])
        row["indicator_points"] |= {codes[0]: None, codes[1]: "0.00"}
        row["missing"] = [codes[1]]
    page = html.fromstring(fragment_of(board, [], Sight(everything=True), Choice(view="heat"))["html"])
    marks = {"na": "/", "not-asked": "\u00b7", "missing": "\u25cb 0"}
    for kind, text in marks.items():
        cells = page.xpath(f"//td[contains(@class, 'is-{kind}')]")
        assert cells and {cell.text_content() for cell in cells} == {text}
    for row in page.xpath("//tbody/tr[td]"):
        assert sum(int(cell.get("colspan", "1")) for cell in row.xpath("./*")) == len(page.xpath("//thead/tr[2]/th")) + 3


def test_the_row_says_which_figures_never_came(edition):
    for card in edition.cards.all():
        assert card.row["missing"] == [cell["indicator"] for cell in card.trail["cells"] if cell["state"] == "missing"]


def test_only_those_who_prepare_see_what_is_not_published(edition, own, leader, reviewer, committee, admin, seen):
    make_edition.trial("2026Q3")
    for user, status in ((own, 403), (leader, 403), (admin, 403), (reviewer, 200), (committee, 200)):
        assert seen(user, "/board/2026Q3/?state=preliminary").status_code == status
        page = seen(user, "/board/2026Q3/")
        assert page.status_code == 200 and "<details><summary>" not in text_of(page)


def test_nonsense_addresses_are_missing(edition, leader, seen):
    for address in ("/board/2026Q5/", "/board/abc/", "/board/2031Q1/", "/board/2026Q2/?edition=x", "/board/2026Q2/?edition=１", "/board/2031Q1/wallchart/"):
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
