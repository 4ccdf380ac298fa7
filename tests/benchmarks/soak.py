"""A long steady load on a real server: its memory does not grow, its log says no error.

python3 -m tests.benchmarks.soak [seconds] [start|serve]

Half an hour by default. Four people read boards, months, lists and papers, and save texts without a pause. The first fifth
warms up; from then on memory may grow by a tenth, no process may be replaced and no line of the log may speak of an error.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from tests.benchmarks.live import Live, on_every_way
from tests.security.browsing import Visitor
from tests.security.house import PASSWORD, House, tree

HALF_AN_HOUR, GROWTH, WARM = 1800.0, 0.10, 0.2
READ = {
    "leader": ("/board/{quarter}/", "/board/{quarter}/wallchart/", "/", "/reports/{quarter}.xlsx"),
    "reviewer": ("/review/", "/matrix/", "/branches/", "/review/?as=xlsx"),
    "secretary": ("/evidence/", "/evidence/{month}/", "/", "/rectification/"),
    "committee": ("/board/{quarter}/", "/board/{quarter}/pack/", "/help/", "/reports/{quarter}.docx"),
}


def person(live: Live, name: str, places: dict[str, str], until: float, wrong: list[str]) -> int:
    """One who goes on until the end; how many answers he got."""
    visitor, count = Visitor(live.port, timeout=120), 0
    visitor.sign_in(name, PASSWORD)
    while time.monotonic() < until:
        for path in READ[name]:
            answer = visitor.get(path.format(**places))
            # Papers have their limit for each minute; being told so is a right answer.
            if answer.status not in (200, 302, 429):
                wrong.append(f"{name} {path}: {answer.status}")
            count += 1
        if name == "secretary":
            status = visitor.post("/evidence/keep/", {"_place": "/evidence/", "title": "正文"}).status
            if status != 200:
                wrong.append(f"keep: {status}")
    return count


def run(house: House, way: str, seconds: float) -> bool:
    """One way of serving; are all goals kept?"""
    places = {"quarter": house.quarter, "month": house.month}
    wrong: list[str] = []
    with Live(house, way).serving() as live, ThreadPoolExecutor(len(READ)) as pool:
        began = time.monotonic()
        people = [pool.submit(person, live, name, places, began + seconds, wrong) for name in READ]
        threading.Event().wait(seconds * WARM)
        first, processes, highest = live.resident(), set(tree(live.process.pid)), 0.0
        while time.monotonic() < began + seconds:
            threading.Event().wait(min(5.0, seconds / 20))
            highest = max(highest, live.resident())
        answers = sum(one.result() for one in people)
        last, same, errors = live.resident(), set(tree(live.process.pid)) == processes, live.error_lines()
    growth = last / first - 1
    print(f"{way}: {answers} answers in {seconds:.0f} s; {first:.0f} MiB, {last:.0f} MiB at the end ({growth:+.1%}, goal {GROWTH:.0%}), "
          f"{highest:.0f} MiB at most; processes {'the same' if same else 'REPLACED'}; {len(errors)} error lines; {len(wrong)} wrong answers")
    for line in (*wrong[:5], *errors[:5]):
        print("  ", line)
    return growth <= GROWTH and same and not errors and not wrong


if __name__ == "__main__":
    raise SystemExit(on_every_way(run, HALF_AN_HOUR, size=lambda _seconds: (33, 2), ways=("start",)))
