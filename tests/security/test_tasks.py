"""A long work on a real server: made by a process of its own while the board is read, and lost in plain words when that is killed."""

import re
import time

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
