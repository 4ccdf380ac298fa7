"""A backup while twenty clients write holds one moment; restored into nothing it gives the same boards, workbooks, files."""

import hashlib
import os
import threading
import uuid
from pathlib import Path

from tests import make
from tests.security import event
from tests.security.house import House

CLIENTS = 20 if os.environ.get("WUSETU_LONG") == "1" else 6


def boards(house: House) -> list[str]:
    """The canonical text of every edition, as the program tells it."""
    editions = house.ask("SELECT quarter_code, number FROM scoring_edition ORDER BY 1, 2")
    return [house.done("board", quarter, "--edition", str(number)) for quarter, number in editions]


def files(folder: Path) -> dict[str, str]:
    """Every evidence file with its hash."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.glob("??/*")
    }


def test_backup_while_others_write_and_restore_into_nothing(house, tmp_path):
    house.back_to("base")
    month, archive, answers, enough = house.month, tmp_path / "all.zip", [], threading.Event()
    with house.serving() as server:
        def write() -> None:
            visitor = server.visitor("secretary")
            while not enough.is_set():
                title = uuid.uuid4().hex
                sheet = ("files", "签到表.pdf", make.pdf(title))
                answer = visitor.post(event.address(month), event.fields(month, title), sheet)
                answers.append((title, answer.status))

        writers = [threading.Thread(target=write) for _number in range(CLIENTS)]
        for writer in writers:
            writer.start()
        house.done("backup", str(archive))
        enough.set()
        for writer in writers:
            writer.join()
    assert {status for _title, status in answers} == {302}, "the backup stopped writers"
    kept = {title for (title,) in house.ask("SELECT title FROM indexmetrics_record")}
    assert {title for title, _status in answers} <= kept
    before = boards(house)

    house.back_to("")
    house.done("restore", str(archive), "--yes")

    assert boards(house) == before
    assert house.trail_is_whole()
    rows = dict(house.ask("SELECT path, sha256 FROM indexmetrics_attachment"))
    assert files(house.evidence) == rows and rows
