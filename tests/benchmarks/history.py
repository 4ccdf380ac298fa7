"""Years behind a bureau: what it did and published in its oldest quarter, copied into the quarters before.

Copied row by row in the database, which takes minutes where living through them would take a day. It is volume that
pages and papers have to find their way through, not proof: copies carry the seal of the quarter they were made from, and
the trail tells nothing of them.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing

from branches.basics import quarters
from tests.security.house import House

APART = 10_000_000  # between the numbers of one quarter's records and the next


def grow(house: House, count: int) -> None:
    """Until that many quarters are published."""
    with closing(sqlite3.connect(house.live, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous=OFF")
        source = database.execute("SELECT quarter_id, quarter_code, id, run_id FROM scoring_edition ORDER BY quarter_code, number").fetchone()
        missing = count - database.execute("SELECT COUNT(DISTINCT quarter_code) FROM scoring_edition").fetchone()[0]
        began = time.monotonic()
        for step, code in enumerate(_before(source[1], missing), 1):
            database.execute("BEGIN IMMEDIATE")
            _copy_quarter(database, code, source, step * APART)
            database.execute("COMMIT")
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if missing > 0:
            database.execute("ANALYZE")
            print(f"{missing} older quarters copied in {time.monotonic() - began:.0f} s", flush=True)


def _before(code: str, count: int) -> Iterator[str]:
    for _step in range(count):
        code = str(quarters.previous(code))
        yield code


def _copy_quarter(database: sqlite3.Connection, code: str, source: tuple, apart: int) -> None:
    quarter, source_code, edition, run = source
    new = _copy(database, "indexmetrics_quarter", f"id = {quarter}", code=f"'{code}'")
    new_run = _copy(database, "scoring_run", f"id = {run}", quarter_id=new)
    header = f"""replace(header_text, '"quarter":"{source_code}"', '"quarter":"{code}"')"""
    new_edition = _copy(database, "scoring_edition", f"id = {edition}", quarter_id=new, quarter_code=f"'{code}'", run_id=new_run,
                        header_text=header)
    _copy(database, "scoring_card", f"edition_id = {edition}", edition_id=new_edition)
    own = f"record_id IN (SELECT id FROM indexmetrics_record WHERE quarter_id = {quarter})"  # noqa: S608
    for old_month, month in zip(quarters.months_of(source_code), quarters.months_of(code), strict=True):
        here = f"quarter_id = {quarter} AND month = '{old_month}'"
        day = f"'{month}-' || min(substr(date, 9, 2), '28')"  # every month has it
        _copy(database, "indexmetrics_record", here, id=f"id + {apart}", quarter_id=new, month=f"'{month}'", date=day)
        _copy(database, "indexmetrics_submission", here, quarter_id=new, month=f"'{month}'")
    _copy(database, "indexmetrics_tag", own, record_id=f"record_id + {apart}")
    _copy(database, "indexmetrics_decision", own, record_id=f"record_id + {apart}")


def _copy(database: sqlite3.Connection, table: str, where: str, **other: str | int) -> int:
    """Copy rows of a table, these columns by what is given in SQL; the number of the last one."""
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    taken = [name for name in columns if name != "id" or "id" in other]
    values = ", ".join(str(other.get(name, name)) for name in taken)
    return database.execute(f"INSERT INTO {table} ({', '.join(taken)}) SELECT {values} FROM {table} WHERE {where}").lastrowid  # noqa: S608
