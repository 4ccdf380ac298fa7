"""A long work on a real server: made by a process of its own while the board is read, and lost in plain words when that is killed."""

import re
import time
import uuid

import psutil
import pytest

from tests.security.house import House

pytestmark = pytest.mark.once
LARGE = "\nLARGE_BOARD = 1\nRATES = dict.fromkeys(RATES, 1000)\n"
SLOWLY = """
from branches.tasks import entrusting
from config import works
entrusting.PATIENCE = works.PATIENCE = 0.0
"""
AT_ONCE, LONGEST = 5.0, 60.0


@pytest.fixture
def large(house):
    """Every board counts as a large one, and no page waits for it."""
    house.back_to("base")
    changed = {"config/settings.py": LARGE, "config/wsgi.py": SLOWLY}
    before = {name: (house.folder / name).read_text(encoding="utf-8") for name in changed}
    for name, more in changed.items():
        (house.folder / name).write_text(before[name] + more, encoding="utf-8")
    yield house
    for name, text in before.items():
        (house.folder / name).write_text(text, encoding="utf-8")


def worker(house: House, page: str) -> psutil.Process:
    """The process that carries a page's work out, as soon as it runs its own program."""
    name, until = page.split("/")[2], time.monotonic() + AT_ONCE
    while time.monotonic() < until:
        for one in psutil.process_iter(["cmdline", "cwd"]):
            if name in (one.info["cmdline"] or ()) and one.info["cwd"] == str(house.folder):
                return one
        time.sleep(0.01)
    raise AssertionError(f"nobody carries out {page}")


def begun(visitor, address: str) -> str:
    """The page of a work that was begun; the process before may need a moment to end after its last word."""
    until = time.monotonic() + AT_ONCE
    while (answer := visitor.get(address)).status == 429 and time.monotonic() < until:
        time.sleep(0.05)
    assert answer.status == 302 and answer.headers["Location"].startswith("/tasks/"), answer.text
    return answer.headers["Location"]


def test_a_workbook_is_made_beside_the_board_and_a_killed_one_is_lost(large):
    quarter = large.quarter
    address, board, waits = f"/reports/{quarter}.xlsx", f"/board/{quarter}/", []
    with large.serving() as server:
        leader, committee = server.visitor("leader"), server.visitor("committee")

        page = begun(leader, address)
        assert leader.get(address).status == 429, "one for each person"
        until = time.monotonic() + LONGEST
        while f"{page}result/" not in (shown := leader.get(page).text):
            assert 'data-task="running"' in shown and time.monotonic() < until, shown
            began = time.monotonic()
            assert committee.get(board).status == 200
            waits.append(time.monotonic() - began)
            time.sleep(0.1)
        assert waits and max(waits) < AT_ONCE, waits
        made = leader.get(f"{page}result/")
        assert made.status == 200 and made.body[:2] == b"PK"
        assert [committee.get(path).status for path in (page, f"{page}result/")] == [404, 404]
        said = large.ask("SELECT by_name, origin FROM branches_event WHERE kind = 'report.exported' ORDER BY number DESC LIMIT 1")
        assert said == [("leader", "127.0.0.1")]

        page = begun(leader, address)
        worker(large, page).kill()
        until = time.monotonic() + AT_ONCE
        while 'data-task="running"' in (shown := leader.get(page).text):
            assert time.monotonic() < until, shown
        assert 'data-task="lost"' in shown and "中断" in shown and leader.get(f"{page}result/").status == 404
        again = re.search(rf'href="({address}[^"]*)"', shown)[1]
        assert leader.get(again).status == 302, "the slot is free at once"

SLOW_STEPS = """

_told = tell


def tell(words: str, done: int, total: int) -> None:
    \"\"\"Every step takes a moment, so that there is a middle to be killed in.\"\"\"
    import time

    _told(words, done, total)
    time.sleep(0.1)
"""
ACCEPT_ALL = """
from indexmetrics.evidence.models import Record
from indexmetrics.review.actions import accept
for record in Record.objects.waiting():
    accept(record=record, by=None)
"""
NEW = 12


@pytest.fixture
def slow(large):
    """Its steps take a moment, every look at a page is due to renew its session, and nothing waits to be decided."""
    changed = {"branches/basics/progress.py": SLOW_STEPS, "config/settings.py": "\nSESSION_RENEWED_EVERY = 0\n"}
    before = {name: (large.folder / name).read_text(encoding="utf-8") for name in changed}
    large.done("shell", "--no-imports", "-c", ACCEPT_ALL)
    for name, more in changed.items():
        (large.folder / name).write_text(before[name] + more, encoding="utf-8")
    yield large
    for name, text in before.items():
        (large.folder / name).write_text(text, encoding="utf-8")


def sent(visitor, address: str, fields: dict, file: tuple | None = None) -> str:
    """The page of the work that a form began; the process before may need a moment to end after its last word."""
    until = time.monotonic() + AT_ONCE
    while (answer := visitor.post(address, fields, file)).status == 429 and time.monotonic() < until:
        time.sleep(0.05)
    assert answer.status == 302 and answer.headers["Location"].startswith("/tasks/"), answer.text
    return answer.headers["Location"]


def ended(visitor, page: str, meanwhile=lambda: time.sleep(0.1)) -> str:
    """What the page says when the work has ended."""
    until = time.monotonic() + LONGEST
    while 'data-task="running"' in (shown := visitor.get(page).text):
        assert time.monotonic() < until, shown
        meanwhile()
    return shown


def led_to(shown: str) -> str:
    """Where a work that is done leads on to."""
    assert 'data-task="done"' in shown, shown
    return re.search(r'<a class="btn is-primary" href="([^"]+)"', shown)[1]


def publishing(visitor, quarter: str) -> dict:
    """The form that publishes the quarter."""
    version = re.search(r'name="_version" value="(\d+)"', visitor.get(f"/board/{quarter}/prepare/").text)[1]
    return {"act": "publish", "_version": version, "meeting": "第30次", "reason": "演练", "_key": uuid.uuid4().hex}


def test_publication_and_import_run_beside_the_board_and_once(slow):
    running, board = slow.ask("SELECT MAX(code) FROM indexmetrics_quarter")[0][0], slow.ask("SELECT MAX(quarter_code) FROM scoring_edition")[0][0]
    editions, branches, waits = slow.count("scoring_edition"), slow.count("branches_branch"), []
    kind = slow.ask("SELECT type_code FROM branches_profile LIMIT 1")[0][0]
    rows = [f"neu-{number},第{number}新支部,新{number},{kind},2026-01-05,18" for number in range(NEW)]
    table = "\n".join(["code,name,short_name,type_code,from,members", *rows, ""]).encode()
    with slow.serving() as server:
        admin, committee, leader = (server.visitor(name) for name in ("admin", "committee", "leader"))
        leader.get(f"/board/{board}/")

        def poll() -> None:
            began = time.monotonic()
            assert leader.get(f"/board/{board}/").status == 200
            waits.append(time.monotonic() - began)

        preview = led_to(ended(admin, sent(admin, "/imports/branches/", {}, ("file", "t.csv", table)), poll))
        form = publishing(committee, running)
        publication = sent(committee, f"/board/{running}/prepare/", form)
        taking_over = sent(admin, f"{preview}apply/", {})
        assert led_to(ended(admin, taking_over, poll)) == preview
        assert led_to(ended(committee, publication, poll)) == f"/board/{running}/"
        assert len(waits) > 3 and max(waits) < AT_ONCE, waits
        assert (slow.count("scoring_edition"), slow.count("branches_branch")) == (editions + 1, branches + NEW)
        again = committee.post(f"/board/{running}/prepare/", form)
        assert (again.status, again.headers["Location"]) == (302, f"/board/{running}/"), "the first answer"
        assert slow.count("scoring_edition") == editions + 1 and slow.trail_is_whole()


def test_a_publication_killed_in_its_middle_did_nothing_and_may_be_sent_again(slow):
    running = slow.ask("SELECT MAX(code) FROM indexmetrics_quarter")[0][0]
    tables = ("scoring_run", "scoring_edition", "scoring_card", "branches_receipt")
    before = [slow.count(table) for table in tables]
    with slow.serving() as server:
        committee = server.visitor("committee")
        form = publishing(committee, running)
        page = sent(committee, f"/board/{running}/prepare/", form)
        until = time.monotonic() + LONGEST
        while "写入公布版" not in committee.get(page).text:  # its run is stored in the open transaction
            assert time.monotonic() < until
            time.sleep(0.01)
        worker(slow, page).kill()
        shown = ended(committee, page)
        assert 'data-task="lost"' in shown and "没有执行任何一步" in shown and "第30次" in shown
        assert [slow.count(table) for table in tables] == before
        second = sent(committee, f"/board/{running}/prepare/", form)
        assert led_to(ended(committee, second)) == f"/board/{running}/", "the slot was free at once"
        assert slow.count("scoring_edition") == before[1] + 1 and slow.trail_is_whole()
