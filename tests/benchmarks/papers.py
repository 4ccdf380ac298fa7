"""Every list and paper of a large bureau: how long its first answer keeps a thread, how long it takes, and who waits meanwhile."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from tests.benchmarks.live import Live, row, took
from tests.security.browsing import Answer, Visitor

ADMIN = ("/people/?as=xlsx", "/branches/?as=xlsx", "/imports/branches/template.xlsx", "/imports/users/template.xlsx", "/audit/?as=xlsx")
REVIEWER = ("/matrix/?as=xlsx&quarter={0}", "/review/?as=xlsx", "/warnings/?as=xlsx", "/verdicts/{0}/?as=xlsx", "/brands/?as=xlsx")
LEADER = ("/board/{0}/wallchart.pdf", "/reports/{0}.docx")


def asked(visitor: Visitor, address: str, first: list[float]) -> Answer:
    """A paper, taken from its page when a process of its own makes it; the seconds of each answer go to `first`."""

    def timed(path: str) -> Answer:
        began = time.monotonic()
        answer = visitor.get(path)
        first.append(time.monotonic() - began)
        return answer

    while (answer := timed(address)).status == 429:
        time.sleep(0.5)
    if answer.status != 302:
        return answer
    page = answer.headers["Location"]
    while 'data-task="running"' in (shown := timed(page)).text:
        time.sleep(0.5)
    assert 'data-task="done"' in shown.text, shown.text
    return timed(f"{page}result/")


def all_of(live: Live, quarter: str, people: dict[str, Visitor]) -> float:
    """The longest that any answer took while everything was asked for, one after the other, and the board was read beside it."""
    board, waits, answers, enough = people["committee"], [], [], threading.Event()

    def read() -> None:
        while not enough.is_set():
            waits.append(took(board, f"/board/{quarter}/"))
            time.sleep(0.05)

    with ThreadPoolExecutor(1) as pool, ExitStack() as end:
        reading = pool.submit(read)
        end.callback(enough.set)
        for name, addresses in (("admin", ADMIN), ("reviewer", REVIEWER), ("leader", LEADER)):
            for address in addresses:
                began, first = time.monotonic(), []
                answer = asked(people[name], address.format(quarter), first)
                assert answer.status == 200 and answer.body[:2] in (b"PK", b"%P"), (address, answer.status, answer.text[:200])
                print(f"{address.format(quarter):44} {time.monotonic() - began:6.1f} s in all, longest answer {max(first):5.2f} s, "
                      f"{len(answer.body) / 1024**2:5.1f} MiB", flush=True)
                answers += first
    reading.result()
    print(row("board meanwhile", waits))
    return max(*waits, *answers)
