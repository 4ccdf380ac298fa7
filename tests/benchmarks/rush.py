"""The hour of the deadline on a real server: two hundred sign in at once, then all of them open, keep, save and hand over.

python3 -m tests.benchmarks.rush [start|serve] [users] [seconds]

Each secretary opens his month, opens a new event, the page keeps his draft once, he saves it and hands the month over; all
begin within the given seconds (60). Clients run on the same machine and take their share of its processors, so times are
upper bounds; the server's processor time stands beside them. Goals: sign-ins done within 20 s; p95 of every step 1 s; no
answer of 500 or above; nothing lost.
"""

import random
import threading
import time
import uuid
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

from tests.benchmarks.live import KEY, VERSION, Live, hidden, on_every_way, p95, row, secretaries
from tests.security import event
from tests.security.browsing import Visitor
from tests.security.house import PASSWORD, House

USERS, MINUTE, SIGN_INS, STEP = 200, 60.0, 20.0, 1.0


class Rush:
    """What was answered how fast, and what must be there afterwards."""

    def __init__(self, live: Live, month: str) -> None:
        self.live, self.month = live, month
        self.times: dict[str, list[float]] = defaultdict(list)
        self.wrong: list[str] = []
        self.saved: list[str] = []
        self.handed_over: list[str] = []
        self.lock = threading.Lock()

    def step(self, name: str, expected: int, act):
        """One request under the clock."""
        began = time.monotonic()
        answer = act()
        took = time.monotonic() - began
        with self.lock:
            self.times[name].append(took)
            if answer.status != expected:
                self.wrong.append(f"{name}: {answer.status} {answer.text[:120]!r}")
        return answer

    def deadline(self, visitor, user: str, begins: float) -> None:
        """One secretary's last minutes."""
        lot, path = random.Random(user), f"/evidence/{self.month}/"
        time.sleep(max(0.0, begins - time.monotonic()))
        self.step("open month", 200, lambda: visitor.get(path))
        form = event.address(self.month)
        page = self.step("open event", 200, lambda: visitor.get(form))
        title = uuid.uuid4().hex
        fields = event.fields(self.month, title, _key=hidden(KEY, page.text), apart="1")
        typed = {name: value for name, value in fields.items() if name not in ("save", "confirmed", "apart")}
        self.step("keep draft", 200, lambda: visitor.post("/evidence/keep/", {**typed, "_place": form}))
        time.sleep(lot.uniform(0.5, 2))
        answer = self.step("save event", 302, lambda: visitor.post(form, fields))
        if answer.status == 302:
            self.saved.append(title)
        page = self.step("open check", 200, lambda: visitor.get(f"{path}check/"))
        sent = {"_version": hidden(VERSION, page.text), "_key": hidden(KEY, page.text), "confirmed": "1"}
        if self.step("hand over", 302, lambda: visitor.post(f"{path}check/", sent)).status == 302:
            self.handed_over.append(title)


def signed_in(live: Live, users: list[str]) -> tuple[list, float, float]:
    """Everybody signs in at once: the visitors, seconds until the last one is in, p95 of one."""
    gate, times = threading.Barrier(len(users) + 1), []

    def one(user: str):
        visitor = Visitor(live.port, timeout=120)
        gate.wait()
        began = time.monotonic()
        visitor.sign_in(user, PASSWORD)
        times.append(time.monotonic() - began)
        return visitor

    with ThreadPoolExecutor(len(users)) as pool:
        found = [pool.submit(one, user) for user in users]
        gate.wait()
        began = time.monotonic()
        visitors = [one.result() for one in found]
        return visitors, time.monotonic() - began, p95(times)


def lost(house: House, rush: Rush) -> tuple[int, int]:
    """Acknowledged and not there; there twice."""
    states = defaultdict(list)
    for title, state in house.ask("SELECT title, state FROM indexmetrics_record WHERE kind = 'party_day'"):
        states[title].append(state)
    gone = sum(not states[title] for title in rush.saved) + sum(states[title] != ["submitted"] for title in rush.handed_over)
    return gone, sum(len(states[title]) > 1 for title in rush.saved)


def run(house: House, way: str, count: int, seconds: float) -> bool:
    """One way of serving; are all goals kept?"""
    users = secretaries(house, count)
    with Live(house, way).serving() as live:
        cpu = live.processor()
        visitors, took, each = signed_in(live, users)
        cpu = live.processor() - cpu
        print(f"\n{way}: {count} sign-ins within {took:.1f} s (goal {SIGN_INS:.0f} s), p95 {each:.1f} s, "
              f"{cpu:.1f} s of the server's processor", flush=True)
        rush, cpu, began = Rush(live, house.month), live.processor(), time.monotonic()
        lot = random.Random(1)
        with ThreadPoolExecutor(count) as pool:
            begins = [began + lot.uniform(0, seconds) for _user in users]
            for done in [pool.submit(rush.deadline, *one) for one in zip(visitors, users, begins, strict=True)]:
                done.result()
        cpu, wall = live.processor() - cpu, time.monotonic() - began
        errors = live.error_lines()
    for name, times in rush.times.items():
        print(row(name, times), flush=True)
    every = [took for times in rush.times.values() for took in times]
    gone, twice = lost(house, rush)
    slow = [name for name, times in rush.times.items() if p95(times) > STEP]
    print(f"{row('all', every)}\n{len(every)} requests in {wall:.0f} s, {cpu:.1f} s of the server's processor; "
          f"{len(rush.wrong)} wrong answers, {gone} lost, {twice} doubled, {len(errors)} error lines; "
          f"p95 above {STEP:.0f} s: {', '.join(slow) or 'none'}", flush=True)
    for line in (*rush.wrong[:5], *errors[:5]):
        print("  ", line)
    return took <= SIGN_INS and not (rush.wrong or gone or twice or errors or slow)


if __name__ == "__main__":
    raise SystemExit(on_every_way(run, USERS, MINUTE, size=lambda users, _seconds: (users + 20, 1)))
