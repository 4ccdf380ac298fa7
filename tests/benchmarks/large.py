"""Ten thousand branches, three years on a real server: board, publication, workbook, others meanwhile, backup and restore.

python3 -m tests.benchmarks.large FOLDER [branches] [history|board|work|papers|publish|evidence|restore …]

FOLDER keeps the installation, whose building takes a while; it is built at the first call only, and `history` puts the
quarters before it. `evidence` is done only when it is asked for: it lays five GiB of files there first. Goals: board p95 0.5 s; the
workbook within 60 s and 500 MiB; while two workbooks are made at once nobody waits 5 s for a page, and a third is refused
in plain words; publication within 60 s; restore within 10 minutes. Times on the wall are upper bounds on a busy machine; the
processor's time stands beside them.
"""

import os
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.benchmarks.evidence import GIB, lay, size
from tests.benchmarks.history import grow
from tests.benchmarks.live import Live, bureau, p95, renew, row, took
from tests.benchmarks.papers import all_of, asked
from tests.security.browsing import Visitor
from tests.security.house import PASSWORD, House

BOARD, WORKBOOK, MEMORY, PUBLISH, RESTORE, HELD_UP = 0.5, 60.0, 500.0, 60.0, 600.0, 5.0
PARTS = ("history", "board", "work", "papers", "publish", "restore")
ASKED_FOR = ("evidence",)
QUARTERS = 12
READERS = ("leader", "committee", "reviewer", "admin")
# One accepted record less: something to correct.
CHANGE = """
import sys
from indexmetrics.evidence.models import Record
from indexmetrics.review.actions import void
record = Record.objects.filter(quarter__code=sys.argv[-1], state="accepted", kind="party_day").order_by("pk").first()
void(record=record, by=None, reason="查无此事")
"""


def timed(house: House, *command: str) -> tuple[float, float, float]:
    """A command that must succeed: seconds on the wall, of the processor, and MiB at its highest."""
    began = time.monotonic()
    said = house.folder / "said.txt"
    with said.open("wb") as out:
        process = subprocess.Popen([sys.executable, "manage.py", *command], cwd=house.folder, env=house.environment,
                                   stdout=out, stderr=subprocess.STDOUT)
        _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, said.read_text(encoding="utf-8")[-2000:]
    return time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def verdict(name: str, value: float, goal: float, unit: str, more: str = "") -> bool:
    """One line of a figure beside its goal."""
    good = value <= goal
    print(f"{name:34} {value:8.2f} {unit} (goal {goal:g}) {'kept' if good else 'MISSED'}  {more}", flush=True)
    return good


def visitors(live: Live) -> list[Visitor]:
    """The readers, signed in."""
    made = [Visitor(live.port, timeout=300) for _name in READERS]
    for visitor, name in zip(made, READERS, strict=True):
        visitor.sign_in(name, PASSWORD)
    return made


def history(house: House, _quarter: str) -> bool:
    """Thirty-six months."""
    grow(house, QUARTERS)
    database = house.live.stat().st_size / 1024**3
    print(f"{house.count('indexmetrics_record')} records, {house.count('scoring_card')} cards, {database:.1f} GiB", flush=True)
    return True


def board(house: House, quarter: str) -> bool:
    """First and later looks at the board."""
    with Live(house, "start").serving() as live:
        leader = visitors(live)[0]
        cpu, cold = live.processor(), took(leader, f"/board/{quarter}/")
        cpu = live.processor() - cpu
        before = live.processor()
        warm = [took(leader, f"/board/{quarter}/") for _round in range(60)]
        after = live.processor()
        page = len(leader.get(f"/board/{quarter}/").body) / 1024
    kept = verdict("board, first look", cold, 2.0, "s", f"{cpu:.2f} s of the processor")
    print(row("board, warm", warm))
    return kept & verdict("board, warm, p95", p95(warm), BOARD, "s", f"{(after - before) / 60:.3f} s of the processor each, {page:.0f} KiB")


def work(house: House, quarter: str) -> bool:
    """One workbook alone; then two at once while others read, and a third person asks for one."""
    address = f"/reports/{quarter}.xlsx"
    with Live(house, "start").serving() as live:
        leader, committee, reviewer, _admin = visitors(live)
        took(leader, f"/board/{quarter}/")
        before, cpu, began = live.resident(), live.processor(), time.monotonic()
        with ThreadPoolExecutor(1) as pool:
            alone, highest = pool.submit(asked, leader, address, []), before
            while not alone.done():
                highest = max(highest, live.resident())
                time.sleep(0.1)
        answer, seconds, cpu = alone.result(), time.monotonic() - began, live.processor() - cpu
        assert answer.status == 200 and answer.body[:2] == b"PK", answer.text[:300]
        kept = verdict("workbook, alone", seconds, WORKBOOK, "s", f"{cpu:.1f} s of the processor, {len(answer.body) / 1024**2:.1f} MiB")
        kept &= verdict("workbook, memory of server and process", highest, MEMORY, "MiB", f"{before:.0f} MiB before")
        times = meanwhile(live, quarter, (leader, committee), reviewer, address)
        errors = live.error_lines()
    for name, found in times.items():
        print(row(f"meanwhile: {name}", found))
    print(f"{len(errors)} error lines {errors[:2]}")
    longest = max(max(found) for found in times.values())
    return kept & verdict("longest wait of the others", longest, HELD_UP, "s") and not errors


def meanwhile(live: Live, quarter: str, two: tuple[Visitor, ...], third: Visitor, address: str) -> dict[str, list[float]]:
    """Seconds of other pages while two workbooks are made; the third is refused, and so is the second of one person."""
    secretary = Visitor(live.port, timeout=300)
    secretary.sign_in("secretary", PASSWORD)
    pages = {"board": (third, f"/board/{quarter}/"), "own month": (secretary, "/evidence/"), "sign-in page": (Visitor(live.port), "/login/"),
             "health": (Visitor(live.port), "/healthz")}
    times: dict[str, list[float]] = {name: [] for name in (*pages, "third workbook", "saved text")}
    began = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(asked, visitor, address, []) for visitor in two]
        time.sleep(1.0)
        times["third workbook"].append(took(third, address, 429))
        while not all(one.done() for one in running):
            for name, (visitor, path) in pages.items():
                times[name].append(took(visitor, path))
            fields = {"_place": "/evidence/", "title": "正文", "_key": ""}
            began_saving = time.monotonic()
            assert secretary.post("/evidence/keep/", fields).status == 200
            times["saved text"].append(time.monotonic() - began_saving)
        assert [one.result().status for one in running] == [200, 200]
    print(f"two workbooks at once: {time.monotonic() - began:.1f} s")
    return times


def papers(house: House, quarter: str) -> bool:
    """Lists and papers keep no thread of the server."""
    with Live(house, "start").serving() as live:
        people = dict(zip(READERS, visitors(live), strict=True))
        took(people["committee"], f"/board/{quarter}/")
        longest, errors = all_of(live, quarter, people), live.error_lines()
    print(f"{len(errors)} error lines {errors[:2]}")
    return verdict("longest answer", longest, HELD_UP, "s") and not errors


def publish(house: House, quarter: str) -> bool:
    """The next edition, computed anew, while somebody saves texts on the same SQLite."""
    house.done("shell", "--no-imports", "-c", CHANGE.replace("sys.argv[-1]", repr(quarter)))
    with Live(house, "start").serving() as live:
        secretary, times, refused, enough = Visitor(live.port, timeout=300), [], [], threading.Event()
        secretary.sign_in("secretary", PASSWORD)

        def save() -> None:
            while not enough.is_set():
                began = time.monotonic()
                answer = secretary.post("/evidence/keep/", {"_place": "/evidence/", "title": "正文", "_key": ""})
                times.append(time.monotonic() - began)
                refused.extend([answer.status] * (answer.status != 200))

        with ThreadPoolExecutor(1) as pool:
            saving = pool.submit(save)
            seconds, cpu, memory = timed(house, "publish_board", quarter, "--meeting", "第31次", "--reason", "更正")
            enough.set()
            saving.result()
    print(f"{row('texts saved meanwhile', times)}, {len(refused)} refused {refused[:3]}")
    return verdict("publication", seconds, PUBLISH, "s", f"{cpu:.1f} s of the processor, {memory:.0f} MiB") and not refused


def evidence(house: House, _quarter: str) -> bool:
    """Files by the gibibyte, for what comes after it."""
    lay(house, GIB)
    return True


def restore(house: House, _quarter: str) -> bool:
    """A backup, and all of it again in an empty installation, which goes afterwards."""
    archive = house.folder / "all.zip"
    archive.unlink(missing_ok=True)
    seconds, cpu, memory = timed(house, "backup", str(archive))
    print(f"backup {seconds:.0f} s, {cpu:.0f} s of the processor, {memory:.0f} MiB; {archive.stat().st_size / 1024**2:.0f} MiB")
    other = House(house.folder.parent / f"{house.folder.name}-restored")
    other.environment = house.environment
    renew(other.folder)
    other.var.mkdir(mode=0o700, exist_ok=True)
    other.back_to("")
    seconds, cpu, memory = timed(other, "restore", str(archive), "--yes")
    same = other.count("scoring_card") == house.count("scoring_card") and size(other) == size(house)
    kept = verdict("restore", seconds, RESTORE, "s", f"{cpu:.0f} s of the processor, {memory:.0f} MiB, {size(other):.1f} GiB of files")
    archive.unlink()
    shutil.rmtree(other.folder)
    return kept and same


def main(folder: Path, count: int, parts: tuple[str, ...]) -> int:
    """Every part asked for; 1 when a goal is missed."""
    house = bureau(folder, count, 2)
    renew(folder)
    house.done("migrate", "--verbosity", "0")
    quarter = house.quarter
    print(f"{house.count('branches_branch')} branches, {house.count('indexmetrics_record')} records, quarter {quarter}", flush=True)
    kept = [globals()[part](house, quarter) for part in parts]
    print("goals kept" if all(kept) else "GOALS MISSED")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    words = sys.argv[2:]
    numbers = [int(one) for one in words if one.isdecimal()]
    raise SystemExit(main(Path(sys.argv[1]), numbers[0] if numbers else 10_000, tuple(one for one in words if one in (*PARTS, *ASKED_FOR)) or PARTS))
