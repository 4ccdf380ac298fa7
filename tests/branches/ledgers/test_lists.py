"""Every list page is also a workbook: its columns, its rows, its filters, the same guard, on record."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.urls import resolve
from django.utils.translation import override
from openpyxl import load_workbook

from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.basics import clock
from branches.basics.progress import heard_by
from branches.ledgers.ledger import Column, Ledger
from branches.ledgers.workbook import write
from scoring.appeals.models import Appeal
from scoring.rectify.models import Notice
from tests import make
from tests.confirming import confirmed
from tests.security import addresses, town

pytestmark = [pytest.mark.django_db, pytest.mark.once]
CLOSED = ("/people/", "/audit/", "/review/", "/matrix/", "/branches/", "/periods/")
READERS = ("admin", "reviewer", "discipline_office", "bureau_committee", "branch_secretary")
# Pages with a table that are no lists of their own, each with the reason.
NO_LISTS = {
    "board": "the quarterly workbook says the same and more", "board-branch": "the score sheet of the quarterly workbook",
    "board-prepare": "the draft of the quarterly workbook", "board-newest": "the board itself",
    "home": "parts of other lists", "help": "a manual", "scheme": "downloaded as xlsx and JSON whole",
    "schemes-changes": "two versions side by side", "estimate-show": "private, for the own branch's eyes",
    "sessions": "one's own browsers", "account": "one's own account", "people-show": "one person", "branches-show": "one branch",
    "import-preview": "the uploaded workbook, given back marked", "review-work": "one record", "wall-screen": "a screen",
    "evidence-month": "the month as a form; its template is an import", "evidence-check": "a form", "rectification-paper": "a paper",
    "review-accept-all": "a question before an act", "review-accepted": "the answer to an act", "board-wallchart": "a wall chart",
    "board-pack": "one page for the meeting", "board-compare": "two branches side by side", "schemes-replay": "two versions side by side",
    "review-measure": "a view over the decisions, no list of them", "verdict": "one entry", "rectification-notice": "one notice", "appeal": "one request", "evidence-event": "a form", "evidence-edit": "a form",
}
# Lists whose page is no table.
CARDS = {"warnings", "review-reopenings"}
# Lists that are short in the largest bureau, too; all others are `paper`.
FEW = {"registers", "schemes", "periods", "periods-calendar", "evidence", "imports", "walls"}
# A heading of the page that the sheet parts, so that each can be sorted.
PARTED = {
    "Since you looked last": {"Never opened", "With changes"}, "Checks": {"Pass every check", "Worth a look"},
    "What is open": {"Came back", "Drafts", "Days left"}, "Document and date": {"Document number", "Date"},
    "When and by whom": {"Taken over", "By"},
}
NO_PAGES = re.compile(r"^/api/|\.\w+$|/pdf/$|/files?/|/result/$|healthz")  # downloads
HEADING = re.compile(r'<th scope="col"[^>]*>(.*?)</th>', re.S)
UNSEEN = re.compile(r'<span class="(?:only-read|visually-hidden)">.*?</span>|<label.*?</label>|<[^>]+>', re.S)


@pytest.fixture
def place(db, settings, tmp_path):
    """The bureau of the security tests."""
    settings.MEDIA_ROOT = tmp_path
    with town.standing():
        yield town.build()


def headings(html: str) -> list[str]:
    """What the page's tables call their columns, as people see them."""
    found = (unescape(UNSEEN.sub("", one)).strip() for one in HEADING.findall(html))
    return [one for one in dict.fromkeys(found) if one]


def lists(made: town.Town):
    """(actor, place, page, sheet) of every page that offers its workbook; None where a table has none."""
    seen = set()
    for actor in READERS:
        client = made.client(actor)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        for one in addresses.places(made):
            if one.name in NO_LISTS or one.path in seen or one.whose == town.MISSING or NO_PAGES.search(one.path):
                continue
            page = client.get(one.path)
            if page.status_code != 200 or not page.headers["Content-Type"].startswith("text/html"):
                continue
            seen.add(one.path)
            html = page.content.decode()
            link = re.search(r'class="sheet-link" href="([^"]+)"', html)
            if not link:
                if 'class="ledger' in html:
                    yield actor, one, html, None
                continue
            yield actor, one, html, client.get(one.path.partition("?")[0] + unescape(link[1]))


def test_every_list_is_a_workbook_with_all_its_columns(place):
    seen, before = set(), Event.objects.filter(kind=EventKind.REPORT_EXPORTED).count()
    wrong, count = [], 0
    for actor, one, html, answer in lists(place):
        if answer is None:
            wrong.append(f"{one.name} {one.path} is a list without a workbook")
            continue
        count += 1
        seen.add(one.name)
        sheet = load_workbook(BytesIO(answer.content), read_only=True).worksheets[0]
        rows = list(sheet.iter_rows(max_row=3, values_only=True))
        have = {str(cell) for cell in rows[2] if cell}
        if hasattr(resolve(one.path.partition("?")[0]).func, "paper") == (one.name in FEW):
            wrong.append(f"{one.name} is long in a large bureau, or it is not: `paper` says one thing, FEW another")
        for heading in headings(html) if one.name not in CARDS | {"register", "matrix"} else ():
            if heading not in have and not PARTED.get(heading, {""}) <= have:
                wrong.append(f"{actor} {one.path}: no column “{heading}” among {sorted(have)}")
        if b"<f>" in ZipFile(BytesIO(answer.content)).read("xl/worksheets/sheet1.xml"):
            wrong.append(f"{one.path}: a formula")
        if "rows" not in rows[1][0] or "+0800" not in rows[1][0]:
            wrong.append(f"{one.path}: {rows[1][0]}")
    assert not wrong, "\n".join(wrong)
    assert {
        "people", "branches", "review", "review-reopenings", "review-indicator", "matrix", "registers", "register", "verdicts-quarter",
        "rectification", "appeals", "warnings", "audit", "brands", "schemes", "periods", "periods-calendar", "evidence", "imports", "walls",
    } <= seen
    assert Event.objects.filter(kind=EventKind.REPORT_EXPORTED).count() == before + count, "each one is on record"


def sheet_of(client, path: str):
    """The one sheet of a list's workbook."""
    return load_workbook(BytesIO(client.get(path).content)).active


def test_filters_are_named_and_hold(sign_in, admin, secretary, reviewer):
    client = confirmed(sign_in(admin))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for number in range(60):
        record(EventKind.BRAND_CHANGED, by=reviewer, subject="brand", subject_id=str(number), branch="pcs-2")
    whole = sheet_of(client, "/audit/?as=xlsx")

    sheet = sheet_of(client, "/audit/?kind=brand&branch=pcs-2&as=xlsx&page=2")

    assert "Branch code: pcs-2" in sheet["A2"].value and "Kind: brand" in sheet["A2"].value
    assert whole.max_row > sheet.max_row == 3 + 60, "all pages of it, not the one on the screen"
    assert {row[7] for row in sheet.iter_rows(min_row=4, values_only=True)} == {"pcs-2"}
    event = Event.objects.order_by("-number").first()
    assert event.kind == EventKind.REPORT_EXPORTED and event.by_name == "admin"
    assert event.after == {"rows": 60, "filters": {"Kind": "brand", "Branch code": "pcs-2"}}


def test_the_page_and_its_workbook_have_one_guard(sign_in, secretary, own_branch, other_branch):
    """A secretary's workbook holds the own branch alone; who may not open the page gets no workbook."""
    for branch, number in ((own_branch, "1"), (other_branch, "2")):
        Notice.objects.create(
            branch=branch, quarter=make.quarter(), number=number, colour="blue", raised_at=clock.now(),
            plan_by=date(2026, 7, 1), finish_on=date(2026, 8, 1))
    client = sign_in(secretary)

    assert {path: client.get(f"{path}?as=xlsx").status_code for path in CLOSED} == dict.fromkeys(CLOSED, 403)
    rows = list(sheet_of(client, "/rectification/?as=xlsx&show=all").iter_rows(min_row=4, values_only=True))
    assert [(row[0], row[1]) for row in rows] == [("1", own_branch.name)]
    assert rows[0][7] == datetime(2026, 8, 1), "a day is a day"


def test_hostile_words_stay_words(sign_in, secretary, reviewer, own_branch):
    """A formula, a control character, a non-character and forty thousand letters in one list."""
    text = '=HYPERLINK("http://evil","x")\x0b\ufffe' + "长" * 40_000
    Appeal.objects.create(
        branch=own_branch, quarter=make.quarter(), about="V1", text=text, answer="+1+1", old_points="4.00",
        lodged_at=clock.now(), lodged_by=secretary)

    cells = [cell for row in sheet_of(sign_in(reviewer), "/appeals/?as=xlsx").iter_rows() for cell in row if cell.value]

    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
    said = next(cell.value for cell in cells if str(cell.value).startswith("=HYPER"))
    assert len(said) == 32_767 and said.endswith("…") and "\x0b" not in said
    assert [cell.value for cell in cells if cell.number_format == "0.00"] == [4]


def test_cells_are_what_a_spreadsheet_calls_them():
    """Numbers, days and moments, each in its form; beside them what is no value, and how far the writing is."""
    moment = datetime(2026, 5, 31, 20, 30, 59, 999_999, tzinfo=UTC)
    row = (7, 10**12, Decimal("4.50"), Decimal("4.505"), Decimal(0), True, False, date(1999, 12, 31), moment, "007", "一\n二 & <b>", "", None, 2.5)
    ledger, told = Ledger("n", [Column(f"c{n}", lambda one, n=n: one[n], 14) for n in range(len(row))], [row] * 501), []
    with override("zh-hans"), heard_by(lambda *step: told.append(step)):
        body, _count = write(ledger)

    book = load_workbook(BytesIO(body))
    cells = next(book.active.iter_rows(min_row=504))
    assert [cell.value for cell in cells] == [
        7, 10**12, 4.5, 4.505, 0, "是", "否", datetime(1999, 12, 31), datetime(2026, 6, 1, 4, 30, 59), "007", "一\n二 & <b>", None, None, "2.5"]
    assert [cell.number_format for cell in cells] == [
        "0", "0", "0.00", "General", "General", "@", "@", "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "@", "@", "@", "@", "@"]
    assert {cell.border.left.style for cell in cells} == {"thin"} and cells[9].alignment.wrap_text
    assert (book.active.freeze_panes, book.active.auto_filter.ref, book.active.print_title_rows) == ("B4", "A3:N504", "$3:$3")
    assert book.active.row_dimensions[504].height == 2 * 13.5 + 3, "as high as its two lines"
    assert told == [("正在写入列表", 0, 501), ("正在写入列表", 500, 501)]


def test_a_list_without_end_is_cut_and_says_so(monkeypatch):
    monkeypatch.setattr("branches.ledgers.workbook.MOST_ROWS", 3)
    ledger = Ledger("a/b*c", [Column("n", lambda row: row), Column("half", lambda row: Decimal(row) / 2)], range(1, 10**9))

    with override("en"):
        body, count = write(ledger)

    sheet = load_workbook(BytesIO(body)).active
    assert count == 3 and [row[0].value for row in sheet.iter_rows(min_row=4)] == [1, 2, 3]
    assert "the list goes on" in sheet["A2"].value and sheet["B4"].value == 0.5
