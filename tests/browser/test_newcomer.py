"""A newcomer's first hour on the demonstration bureau: from one event to a published board, in a browser."""

import re
import subprocess
from io import StringIO

import pytest
from django.core.management import call_command
from openpyxl import load_workbook
from playwright.sync_api import expect

from branches.basics import clock, quarters
from scoring.boards.models import Edition
from scoring.boards.verifying import differences
from scoring.demo import names
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.office, pytest.mark.django_db(transaction=True)]
PASSWORD = "Newcomer-2026-wusetu"


@pytest.fixture
def bureau(transactional_db, monkeypatch, settings, tmp_path):
    """The demonstration bureau as `start` lays it out, in its smallest size."""
    settings.MEDIA_ROOT = tmp_path / "evidence"
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    call_command("load_demo", branches=names.SMALLEST, quarters=2, stdout=StringIO())


@pytest.fixture
def enter(browser, live_server):
    """`enter(name)` signs in through the door and gives the page."""
    contexts = []

    def entered(name: str):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{live_server.url}/login/")
        page.fill("#id_username", name)
        page.fill("#id_password", PASSWORD)
        page.locator(".door-card button").click()
        page.wait_for_url(lambda address: "/login" not in address)
        return page

    yield entered
    for context in contexts:
        context.close()


def _record_and_submit(page, base: str, month: str, file) -> None:
    """The secretary records one Party day with a file and hands the month over."""
    page.goto(f"{base}/evidence/{month}/event/new/?kind=party_day")
    page.fill("[name=date]", clock.today().isoformat())
    page.fill("[name=title]", "新人登记的主题党日")
    page.fill("[name=due]", "20")
    page.fill("[name=present]", "19")
    page.set_input_files("#files", file)
    page.locator("button[name=save]").click()
    page.wait_for_url(re.compile(rf"/evidence/{month}/"))
    page.goto(f"{base}/evidence/{month}/check/")
    for choice in page.locator("select").all():
        choice.select_option(index=1)
    page.locator("main form button.is-primary").last.click()
    page.wait_for_load_state()


def _accept_everything(page, base: str) -> None:
    """The reviewer opens the newcomer's record, accepts it, and accepts the rest together."""
    page.goto(f"{base}/review/")
    page.goto(f"{base}/review/accept/")
    page.locator("main form button.is-primary").click()
    page.wait_for_load_state()


def test_from_one_event_to_a_published_board(bureau, enter, live_server, tmp_path, soffice):
    base, month = live_server.url, str(quarters.month_of(clock.today()))
    code = str(quarters.quarter_of(clock.today()))
    file = tmp_path / "主题党日签到表.pdf"
    file.write_bytes(make.PDF)

    secretary = enter("secretary")
    _record_and_submit(secretary, base, month, file)
    reviewer = enter("reviewer")
    _accept_everything(reviewer, base)
    reviewer.goto(f"{base}/board/{code}/prepare/")
    reviewer.locator("button[value=compute]").click()
    reviewer.wait_for_load_state()
    committee = enter("committee")
    committee.goto(f"{base}/board/{code}/prepare/")
    committee.fill("[name=meeting]", "第20次")
    committee.locator("form:has([name=meeting]) [name=reason]").fill("新人演练，数据未齐")
    committee.locator("button[value=publish]").click()
    committee.wait_for_load_state()

    edition = Edition.objects.get(quarter_code=code)
    assert edition.meeting == "第20次"
    assert differences(edition) == []

    leader = enter("leader")
    leader.goto(f"{base}/board/{code}/")
    _follow_a_number(leader, edition)
    _take_the_workbook(leader, base, code, edition, tmp_path, soffice)
    _open_the_file(enter("committee"), base, code)


def _follow_a_number(page, edition) -> None:
    """From the total on the board to the arithmetic behind one of its points, in two clicks."""
    row = edition.cards.first().row
    page.locator(f"a[href*='/{row['branch']}/']").first.click()
    page.wait_for_url(re.compile(rf"/{row['branch']}/"))
    assert row["total"] in page.content()
    cell = page.locator("details:has(summary:has-text('B4'))").first
    cell.locator("summary").first.click()
    expect(cell.locator("table").first).to_be_visible()


def _open_the_file(page, base: str, code: str) -> None:
    """Who may see files opens the newcomer's own from the trail of the published edition."""
    page.goto(f"{base}/board/{code}/lhfj/")
    link = page.locator("a[href*='/evidence/file/']:has-text('主题党日签到表')").first
    answer = page.request.get(base + link.get_attribute("href"))
    assert answer.status == 200
    assert answer.body() == make.PDF
    link.evaluate("a => { for (let box = a.closest('details'); box; box = box.parentElement.closest('details')) box.open = true; }")
    link.click()
    expect(page.locator("dialog.lightbox iframe")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.lightbox")).to_have_count(0)


def _take_the_workbook(page, base: str, code: str, edition, folder, soffice: str) -> None:
    """The workbook downloads, says what the board says, and LibreOffice opens it."""
    book = folder / "board.xlsx"
    with page.expect_download() as waiting:
        page.locator(f"a[href$='/reports/{code}.xlsx'], a[href*='/reports/{code}.xlsx?']").first.click()
    waiting.value.save_as(book)
    totals = {card.row["total"] for card in edition.cards.all()}
    shown = {f"{value:.2f}" for row in load_workbook(book, data_only=True).worksheets[0].iter_rows(values_only=True)
             for value in row if isinstance(value, int | float)}
    assert totals <= shown
    subprocess.run(
        [soffice, "--headless", f"-env:UserInstallation=file://{folder}/office", "--convert-to", "pdf",
         "--outdir", str(folder), str(book)], check=True, capture_output=True, timeout=180,
    )
    assert (folder / "board.pdf").stat().st_size > 10_000
