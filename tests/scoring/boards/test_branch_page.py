"""The trail of every point: whole for the branch and the offices, sums for neighbours, nothing before its time."""

import pytest

from indexmetrics.periods.models import Quarter
from scoring.runs.actions import compute
from tests import make_edition
from tests.confirming import confirmed
from tests.scoring.boards.conftest import text_of

pytestmark = pytest.mark.django_db


def test_each_indicator_stands_with_points_sentence_and_arithmetic(edition, own, seen):
    page = text_of(seen(own, "/board/2026Q2/z005/"))
    trail = edition.cards.get(branch_code="z005").trail
    for cell in trail["cells"]:
        assert f'id="{cell["indicator"]}"' in page
    assert page.count('class="ind is-') == len(trail["cells"])
    assert "算式" in page and "规则" in page and "支部主题党日" not in trail


def test_the_index_heads_add_up_to_the_printed_base(edition, own, seen):
    row = edition.cards.get(branch_code="z005").row
    page = text_of(seen(own, "/board/2026Q2/z005/"))
    for score in row["indices"].values():
        assert f"<strong>{score}</strong>" in page
    assert row["base_total"] in page and row["total"] in page


def test_files_are_shown_to_the_branch_and_the_offices_only(edition, own, leader, reviewer, committee, seen):
    for user, shown in ((own, True), (reviewer, True), (committee, True), (leader, False)):
        page = text_of(seen(user, "/board/2026Q2/z005/"))
        assert ("/evidence/file/" in page) is shown
        assert "守初心" in page


def test_a_neighbour_gets_sums_only(edition, own, seen):
    answer = seen(own, "/board/2026Q2/z006/")
    page = text_of(answer)
    assert answer.status_code == 200
    assert 'class="ind is-' not in page and "守初心" not in page and "仅本支部可见" not in page
    assert edition.cards.get(branch_code="z006").row["total"] in page


def test_the_private_room_is_the_branches_own(edition, own, leader, reviewer, seen):
    assert "仅本支部可见" in text_of(seen(own, "/board/2026Q2/z005/"))
    for user in (leader, reviewer):
        assert "仅本支部可见" not in text_of(seen(user, "/board/2026Q2/z005/"))


def test_before_publication_a_branch_sees_only_itself_and_only_when_announced(edition, own, leader, reviewer, seen):
    make_edition.trial("2026Q3")
    address = "/board/2026Q3/z005/?state=preliminary"
    assert seen(own, address).status_code == 404
    Quarter.objects.filter(code="2026Q3").update(state="preliminary")
    assert seen(own, address).status_code == 200
    assert seen(own, "/board/2026Q3/z006/?state=preliminary").status_code == 404
    assert seen(leader, address).status_code == 404
    assert seen(reviewer, address).status_code == 200
    assert "组内中位" not in text_of(seen(own, address))


def test_a_missing_branch_is_missing(edition, leader, seen):
    assert seen(leader, "/board/2026Q2/nobody/").status_code == 404


def test_the_number_of_reads_is_fixed(edition, own, client, django_assert_max_num_queries):
    client.force_login(own)
    client.get("/board/2026Q2/z005/")
    with django_assert_max_num_queries(13):
        client.get("/board/2026Q2/z005/")


def test_preparing_lists_what_is_in_the_way_and_publishes_once(edition, committee, reviewer, leader, client):
    page = client.get("/board/2026Q2/prepare/")
    assert page.status_code == 302
    client.force_login(leader)
    assert client.get("/board/2026Q2/prepare/").status_code == 403
    client.force_login(reviewer)
    shown = client.get("/board/2026Q2/prepare/")
    version = shown.context["version"]
    assert "历版" in text_of(shown) and version
    form = {"act": "compute", "_version": version, "_key": "k1"}
    with make_edition.staged("2026Q2"):
        assert client.post("/board/2026Q2/prepare/", form).status_code == 302
        assert client.post("/board/2026Q2/prepare/", form).status_code == 302
    assert Quarter.objects.get(code="2026Q2").runs.filter(kind="trial").count() == 1
    stale = client.post("/board/2026Q2/prepare/", {"act": "compute", "_version": "1", "_key": "k2", "reason": "留存"})
    assert stale.status_code == 409 and "留存" in text_of(stale)


def test_the_committee_corrects_with_meeting_and_reason(edition, committee, reviewer, client):
    client.force_login(committee)
    version = client.get("/board/2026Q2/prepare/").context["version"]
    form = {"act": "publish", "_version": version, "_key": "k3", "meeting": "第20次", "reason": "补登"}
    with make_edition.staged("2026Q2", changed={("z005", "B4", "b", "num"): 1}):
        assert client.post("/board/2026Q2/prepare/", form).status_code == 403, "the password is asked again first"
        confirmed(client)
        assert client.post("/board/2026Q2/prepare/", form | {"_key": "k4", "reason": ""}).status_code == 422
        alone = client.post("/board/2026Q2/prepare/", form)
        assert alone.status_code == 403 and "两人" in text_of(alone)
        compute(quarter=Quarter.objects.get(code="2026Q2"), by=reviewer)
        assert client.post("/board/2026Q2/prepare/", form)["Location"] == "/board/2026Q2/"
    assert "第2版" in text_of(client.get("/board/2026Q2/"))
