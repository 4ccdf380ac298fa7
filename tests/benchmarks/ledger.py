"""The trail's list at its longest beside openpyxl, which writes the same cells in the same run.

    python3 -m tests.benchmarks.ledger [rows] [rounds]

Ours is counted whole: the words of every act, heights, cells, zipping. openpyxl is handed the finished values row by row,
and only its own calls are counted. Goal: three quarters of its seconds.
"""

import os
import statistics
import sys
import time
from datetime import timedelta
from io import BytesIO

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
GOAL = 0.75


class Events(list):
    """Acts as a query gives them."""

    def iterator(self, chunk_size):
        """One after the other."""
        return iter(self)


def events(count: int) -> Events:
    """Acts of every kind, with what changed, and each with a fingerprint of its own."""
    from branches.audit.kinds import EventKind
    from branches.audit.models import Event
    from branches.basics import clock

    kinds, now = list(EventKind), clock.now()
    return Events(Event(
        number=n, at=now - timedelta(seconds=37 * n), by_name=f"书记{n % 300}", by_role="branch_secretary", origin=f"10.0.{n % 9}.{n % 250}",
        kind=kinds[n % len(kinds)], subject="record", subject_id=str(n), branch_code=f"pcs-{n % 60}", period_code="2026-05",
        before={"state": "draft", "title": f"重温入党誓词 {n}", "day": "2026-05-11"},
        after={"state": "submitted", "title": f"重温入党誓词，第{n}次", "day": "2026-05-18", "data": {"due": 18, "present": n % 18}},
        reason="" if n % 5 else "补登", digest=f"{n:064x}") for n in range(count))


def openpyxl_seconds(rows: list[list]) -> float:
    """Its write-only mode, with one style that every cell takes over."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    began = time.process_time()
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    look = WriteOnlyCell(sheet)
    look.alignment, look.number_format = Alignment(wrap_text=True), "@"
    for number, row in enumerate(rows, 1):
        cells = [WriteOnlyCell(sheet, value=value) for value in row]
        for cell in cells:
            cell._style = look._style
        sheet.row_dimensions[number].height = 30
        sheet.append(cells)
    book.save(BytesIO())
    return time.process_time() - began


def main(count: int = 20_000, rounds: int = 3) -> int:
    """The medians and their ratio."""
    import django
    from django.utils.translation import override

    django.setup()
    from branches.ledgers.workbook import write
    from branches.trail.ledger import trail

    ours, theirs, acts = [], [], events(count)
    with override("zh-hans"):
        def made():
            return trail(acts, dict.fromkeys(("kind", "by", "branch", "period", "q"), ""))

        for _round in range(rounds):
            began = time.process_time()
            _body, written = write(made())
            ours.append(time.process_time() - began)
            assert written == count
            ledger = made()
            rows = [[column.of(row) for column in ledger.columns] for row in ledger.rows]
            theirs.append(openpyxl_seconds([[one.replace(tzinfo=None) if hasattr(one, "tzinfo") else one for one in row] for row in rows]))
    mine, other = statistics.median(ours), statistics.median(theirs)
    print(f"{count} rows × {len(rows[0])}, {rounds} rounds, seconds of the processor")
    print(f"ours, whole        {mine:6.2f}")
    print(f"openpyxl's part    {other:6.2f}")
    print(f"ratio              {mine / other:6.2f} (goal {GOAL})")
    return 0 if mine / other <= GOAL else 1


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
