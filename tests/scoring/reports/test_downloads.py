"""Downloads by page and by command: the right edition, the right eyes, on record."""

from io import BytesIO
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command
from docx import Document
from openpyxl import load_workbook

from branches.access.roles import Role
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.org.models import Branch
from scoring.boards.models import Card, Edition
from scoring.reports.queries import of_edition, of_run
from tests import make, make_edition

pytestmark = pytest.mark.django_db
NAME = "示范县公安局（演示）2026年第二季度党建质量指数考评表（定稿）.xlsx"


@pytest.fixture(scope="module")
def two_editions(stands):
    """2026Q2 with its first-quarter forerunner."""
    make_edition.bureau(12)
    make_edition.published("2026Q1")
    return make_edition.published("2026Q2").pk


@pytest.fixture
def edition(db, two_editions):
    """The newer one."""
    return Edition.objects.get(pk=two_editions)


def signed(client, role, at=None):
    """The client signed in with that role."""
    client.force_login(make.user(role=role, at=at))
    return client


def opened(response):
    """The workbook of a response."""
    return load_workbook(BytesIO(b"".join(response.streaming_content)), data_only=True)


def text_of(book) -> str:
    """Every text of a workbook."""
    return "\n".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None)


def test_leader_gets_everything(client, edition):
    response = signed(client, Role.VIEWER).get("/reports/2026Q2.xlsx")

    assert response.status_code == 200
    assert f"filename*=utf-8''{quote(NAME)}" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    book = opened(response)
    assert len(book["支部得分单"].row_breaks.brk) == 11
    assert edition.seal in text_of(book)
    figures = {row[1]: row[12] for row in book["汇总表"].iter_rows(min_row=5, values_only=True)}
    for card in Card.objects.filter(edition=edition):
        assert f"{figures[card.row['name']]:.2f}" == card.row["total"]


def test_export_is_on_record(client, edition):
    opened(signed(client, Role.VIEWER).get("/reports/2026Q2.xlsx"))

    event = Event.objects.get(kind=EventKind.REPORT_EXPORTED)
    assert event.period_code == "2026Q2"
    assert event.after["seal"] == edition.seal
    assert event.after["file"] == NAME


def test_secretary_sees_points_of_own_branch_only(client, edition):
    own, other = Branch.objects.get(code="z003"), Branch.objects.get(code="z004")
    names = {card.branch_code: card.row["name"] for card in Card.objects.filter(edition=edition)}
    book = opened(signed(client, Role.SECRETARY, own).get("/reports/2026Q2.xlsx"))

    everywhere = {name for name in book.sheetnames if names[other.code] in text_of([book[name]])}
    assert everywhere == {"汇总表", "分类排名", "五色分布"}
    assert names[own.code] in text_of([book["支部得分单"]])
    assert not book["支部得分单"].row_breaks.brk
    assert "只列本人所在支部" in text_of([book["说明"]])


def test_administrator_sees_no_branch_s_points(client, edition):
    book = opened(signed(client, Role.ADMIN).get("/reports/2026Q2.xlsx"))

    assert book["支部得分单"]["A1"].value == "没有可供您查看得分明细的支部"
    assert book["汇总表"].max_row > 12


def test_strangers_and_nonsense(client, edition):
    assert client.get("/reports/2026Q2.xlsx").status_code == 302
    client.force_login(make.user())
    assert client.get("/reports/2026Q2.xlsx").status_code == 403
    signed(client, Role.VIEWER)
    for path in ("2026Q4.xlsx", "2026Q9.xlsx", "x.xlsx", "2026Q2.xlsx?edition=7", "2026Q2.xlsx?edition=-1", "2026Q2.xlsx?edition=²", "2026Q2.xlsx?edition=１"):
        assert client.get(f"/reports/{path}").status_code == 404, path
    assert client.post("/reports/2026Q2.xlsx").status_code == 405
    assert not Event.objects.filter(kind=EventKind.REPORT_EXPORTED).exists()


def test_each_edition_keeps_its_own_workbook(client, edition):
    changed = {("z001", "L6", "", "events"): 0}
    second = make_edition.published("2026Q2", changed=changed, reason="更正一处", on="2026-08-03")
    signed(client, Role.REVIEWER)
    old, new = (opened(client.get(f"/reports/2026Q2.xlsx{tail}")) for tail in ("?edition=1", ""))

    assert edition.seal in text_of([old["说明"]])
    assert second.seal in text_of([new["说明"]])
    assert "更正一处" in text_of([new["说明"]])


def test_circular_is_a_document(client, edition):
    response = signed(client, Role.VIEWER).get("/reports/2026Q2.docx")
    document = Document(BytesIO(b"".join(response.streaming_content)))
    texts = [paragraph.text for paragraph in document.paragraphs]

    assert "关于2026年第二季度党建质量指数\n考评情况的通报" in texts
    assert any("本季度参加考评党支部12个" in text for text in texts)
    assert document.sections[0].top_margin.mm == pytest.approx(37, abs=0.1)
    for card in Card.objects.filter(edition=edition, colour="red"):
        assert any(card.row["name"] in text for text in texts)


def test_trend_is_what_was_in_force_then(edition):
    make_edition.published("2026Q1", changed={("z001", "L6", "", "events"): 9}, reason="后来的更正", on="2026-09-01")
    report = of_edition(edition)
    first = Card.objects.filter(edition__quarter_code="2026Q1", edition__number=1)

    assert list(report.history) == ["2026Q1"]
    assert report.history["2026Q1"] == {card.branch_code: card.row["total"] for card in first}


def test_run_is_a_draft(edition):
    report = of_run(make_edition.trial("2026Q3"))

    assert not report.is_final
    assert report.published_on is None
    assert len(report.lines) == 12


def test_draft_is_for_those_who_prepare_the_board(client, edition):
    run = make_edition.trial("2026Q3")
    address = "/reports/2026Q3.xlsx?state=preliminary"
    for role in (Role.VIEWER, Role.ADMIN, Role.SECRETARY):
        at = Branch.objects.get(code="z003") if role is Role.SECRETARY else None
        assert signed(client, role, at).get(address).status_code == 403
    signed(client, Role.REVIEWER)
    assert client.get("/reports/2026Q3.xlsx").status_code == 404
    response = client.get(address)
    assert quote("（征求意见稿）") in response["Content-Disposition"]
    book = opened(response)
    assert book["汇总表"]["A2"].value == "征求意见稿　未定稿"
    assert run.seal in text_of([book["说明"]])
    assert client.get("/reports/2026Q2.xlsx?state=preliminary").status_code == 404


def test_queries_do_not_grow_with_branches(edition, django_assert_max_num_queries):
    from scoring.reports import workbook

    with django_assert_max_num_queries(20):
        workbook.write(of_edition(edition), BytesIO())


def test_command_writes_whole_files(edition, tmp_path, capsys):
    target = tmp_path / "考评表.xlsx"
    call_command("export_report", "2026Q2", "--out", str(target))

    assert edition.seal in capsys.readouterr().out
    assert len(load_workbook(target).sheetnames) == 10
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    assert Event.objects.get(kind=EventKind.REPORT_EXPORTED).by_name == "system"


@pytest.mark.parametrize(("arguments", "says"), [
    (["2026Q2", "--out", "x.csv"], "xlsx"), (["2026Q5", "--out", "x.xlsx"], "2026Q5"), (["2026Q4", "--out", "x.xlsx"], "2026Q4"),
    (["2026Q2", "--edition", "9", "--out", "x.xlsx"], "9"), (["2026Q2", "--out", "/no/such/folder/x.xlsx"], "/no/such"),
])
def test_command_refuses_in_one_line(edition, arguments, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError) as refused:
        call_command("export_report", *arguments)

    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not list(tmp_path.iterdir())


def test_command_leaves_the_old_file_when_it_fails(edition, tmp_path, monkeypatch):
    from scoring.reports import workbook

    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")

    def broken(*_given):
        raise OSError("No space left on device")

    monkeypatch.setattr(workbook, "write", broken)
    with pytest.raises(CommandError, match="No space"):
        call_command("export_report", "2026Q2", "--out", str(target))
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
