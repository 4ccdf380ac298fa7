"""Fifty clients of a real server write at once: nothing lost, nothing doubled, nobody told that the database is locked.

python3 -m tests.benchmarks.writers [start|serve] [writes] [kills]

Every client records events one after the other, ten thousand in all; every third form is sent twice with the same key.
The server is killed (kill -9) so many times on the way, three by default, and begun again; a client whose answer was cut
off sends the same form with the same key until it is answered. Goals: no answer but "saved"; every record there once; the
trail whole; without a kill, p99 at most five times p50. On SQLite.
"""

import statistics
import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.benchmarks.live import Live, on_every_way, row, secretaries
from tests.security import event
from tests.security.browsing import Visitor
from tests.security.house import PASSWORD, House

CLIENTS, WRITES, KILLS, SPREAD = 50, 10_000, 3, 5.0
PAUSE = 0.2  # seconds before a form is sent again to a server that is away


class Writers:
    """What was acknowledged, how fast, and what went wrong."""

    def __init__(self, live: Live, month: str) -> None:
        self.live, self.month = live, month
        self.times: list[float] = []
        self.saved: list[str] = []
        self.wrong: list[str] = []
        self.cut_off = 0
        self.lock = threading.Lock()

    def write(self, visitor: Visitor, count: int) -> None:
        """One client's forms, one after the other."""
        for number in range(count):
            fields = event.fields(self.month, uuid.uuid4().hex, apart="1")
            for _again in range(2 if number % 3 == 0 else 1):
                answer = self._until_answered(visitor, fields)
                if answer.status != 302:
                    with self.lock:
                        self.wrong.append(f"{answer.status} {answer.text[:120]!r}")
                    break
            else:
                self.saved.append(fields["title"])

    def _until_answered(self, visitor: Visitor, fields: dict):
        while True:
            began = time.monotonic()
            try:
                answer = visitor.post(event.address(self.month), fields)
            except OSError:
                with self.lock:
                    self.cut_off += 1
                time.sleep(PAUSE)
                continue
            self.times.append(time.monotonic() - began)
            return answer


def kill_on_the_way(writers: Writers, writes: int, kills: int) -> list[float]:
    """At equal steps of the work; the seconds until the server answered again."""
    ready = []
    for step in range(1, kills + 1):
        while len(writers.saved) < writes * step / (kills + 1) and not writers.wrong:
            time.sleep(0.05)
        ready.append(writers.live.killed())
    return ready


def run(house: House, way: str, writes: int, kills: int) -> bool:
    """One way of serving; are all goals kept?"""
    names = secretaries(house, CLIENTS)
    with Live(house, way).serving() as live, ThreadPoolExecutor(CLIENTS) as pool:
        visitors = [Visitor(live.port, timeout=300) for _name in names]
        for visitor, name in zip(visitors, names, strict=True):
            visitor.sign_in(name, PASSWORD)
        writers, cpu, began = Writers(live, house.month), live.processor(), time.monotonic()
        working = [pool.submit(writers.write, visitor, writes // CLIENTS) for visitor in visitors]
        ready = kill_on_the_way(writers, writes, kills)
        for one in working:
            one.result()
        # While it begins again its health may say "unavailable"; that is what it is for.
        seconds, errors = time.monotonic() - began, [line for line in live.error_lines() if "/healthz" not in line]
        cpu = live.processor() - cpu
    # The demonstration's own records may share a title.
    found = Counter(title for (title,) in house.ask("SELECT title FROM indexmetrics_record WHERE kind = 'party_day'"))
    lost, twice = sum(found[title] == 0 for title in writers.saved), sum(found[title] > 1 for title in writers.saved)
    spread = statistics.quantiles(writers.times, n=100)[-1] / statistics.median(writers.times)
    print(row(way, writers.times))
    print(f"{len(writers.saved)} of {writes} saved in {seconds:.0f} s ({len(writers.times) / seconds:.0f} answers a second), "
          f"p99 / p50 {spread:.1f}; {len(writers.wrong)} refused, {lost} lost, {twice} doubled; {kills} kills, "
          f"{writers.cut_off} answers cut off, ready again after {', '.join(f'{one:.1f}' for one in ready) or '-'} s; "
          f"{cpu:.0f} s of the server's processor since the last kill; {len(errors)} error lines; "
          f"trail {'whole' if house.trail_is_whole() else 'BROKEN'}", flush=True)
    for line in (*writers.wrong[:5], *errors[:5]):
        print("  ", line)
    kept = not (writers.wrong or lost or twice or errors) and len(writers.saved) == writes
    return kept and (kills > 0 or spread <= SPREAD) and house.trail_is_whole()


if __name__ == "__main__":
    raise SystemExit(on_every_way(run, WRITES, KILLS, size=lambda _writes, _kills: (CLIENTS + 10, 1)))
