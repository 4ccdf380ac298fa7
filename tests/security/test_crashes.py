"""kill -9 in mid publish, import, backup, restore, migrate, export: nothing acknowledged lost, nothing half done."""

import os
import random
import resource
import sqlite3
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from tests.security.house import House

LONG = os.environ.get("WUSETU_LONG") == "1"
KILLS = 50 if LONG else 1
NEW_BRANCHES = 40


def loop(house: House, state: str, command: tuple[str, ...], check: Callable[[int, str], None]) -> None:
    """Kill the command at moments spread over the work it does; `check` gets exit code and words of each."""
    house.back_to(state)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    house.done(*command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    lot, in_time = random.Random(command[0]), 0
    for number in range(KILLS):
        house.back_to(state)
        # The first third is the start of the interpreter; most kills belong into the work.
        code, said = house.killed(took * (0.3 + 0.7 * lot.random()), *command)
        check(code, said)
        assert house.trail_is_whole(), f"after kill {number}"
        if number == KILLS - 1:
            house.done("verify_audit")
        in_time += code < 0
    print(f"{command[0]}: {KILLS} kills held, {in_time} of them before its end")
    assert not LONG or in_time > KILLS / 2, "most kills came too late"


ACCEPT_ALL = """
from indexmetrics.evidence.models import Record
from indexmetrics.review.actions import accept
for record in Record.objects.waiting():
    accept(record=record, by=None)
"""


def test_publishing_is_whole_or_nothing(house):
    house.back_to("base")
    house.done("shell", "--no-imports", "-c", ACCEPT_ALL)
    house.keep("decided")
    before, cards = house.count("scoring_edition"), house.count("scoring_card")
    running, of_one = house.ask("SELECT MAX(code) FROM indexmetrics_quarter")[0][0], house.count("branches_branch")

    def whole_or_nothing(code: int, said: str) -> None:
        found = (house.count("scoring_edition"), house.count("scoring_card"))
        assert found in ((before, cards), (before + 1, cards + of_one)), said
        assert code != 0 or found[0] == before + 1, f"acknowledged and lost: {said}"

    loop(house, "decided", ("publish_board", running, "--meeting", "第30次", "--reason", "演练"), whole_or_nothing)


def test_import_is_whole_or_nothing(house, tmp_path):
    file = tmp_path / "branches.csv"
    kind = house.ask("SELECT type_code FROM branches_profile LIMIT 1")[0][0]
    rows = [f"neu-{number},第{number}新支部,新{number},{kind},2026-01-05,18" for number in range(NEW_BRANCHES)]
    file.write_text("\n".join(["code,name,short_name,type_code,from,members", *rows, ""]), encoding="utf-8")
    house.back_to("base")
    before = house.count("branches_branch")

    def whole_or_nothing(code: int, said: str) -> None:
        found = house.count("branches_branch")
        assert found in (before, before + NEW_BRANCHES), said
        assert code != 0 or found == before + NEW_BRANCHES, f"acknowledged and lost: {said}"

    loop(house, "base", ("import_branches", str(file)), whole_or_nothing)


def test_backup_appears_whole_or_not_at_all(house, tmp_path):
    target = tmp_path / "copy.zip"

    def readable_or_absent(code: int, said: str) -> None:
        assert code != 0 or target.exists(), f"acknowledged and lost: {said}"
        if target.exists():
            with zipfile.ZipFile(target) as archive:
                assert archive.testzip() is None and "manifest.json" in archive.namelist()
            target.unlink()

    loop(house, "base", ("backup", str(target)), readable_or_absent)
    house.back_to("base")
    house.done("backup", str(target))
    assert not list(tmp_path.glob(".backup-*")), "the next backup sweeps what killed ones left"


def test_restore_is_whole_or_nothing_and_may_be_repeated(house, tmp_path):
    house.back_to("base")
    target = tmp_path / "copy.zip"
    house.done("backup", str(target))
    editions, events = house.count("scoring_edition"), house.count("branches_event")

    def repeatable(code: int, said: str) -> None:
        again, words = house.run("restore", str(target), "--yes")
        assert again == 0 or (code, "空" in words) == (code, True), words
        # The archive was made before its own event; restoring adds one.
        assert (house.count("scoring_edition"), house.count("branches_event")) == (editions, events)

    house.back_to("")
    house.done("migrate", "--verbosity", "0")
    house.keep("empty")
    loop(house, "empty", ("restore", str(target), "--yes"), repeatable)


def test_migration_may_be_repeated(house):
    house.back_to("base")
    wanted = house.store.schema()

    def the_same_in_the_end(_code: int, _said: str) -> None:
        house.done("migrate", "--verbosity", "0")
        assert house.store.schema() == wanted

    loop(house, "", ("migrate", "--verbosity", "0"), the_same_in_the_end)


def test_export_appears_whole_or_not_at_all(house, tmp_path):
    target = tmp_path / "quarter.xlsx"

    def readable_or_absent(code: int, said: str) -> None:
        assert code != 0 or target.exists(), f"acknowledged and lost: {said}"
        if target.exists():
            assert len(load_workbook(target, read_only=True).sheetnames) >= 10
            target.unlink()

    house.back_to("base")
    loop(house, "base", ("export_report", house.quarter, "--out", str(target)), readable_or_absent)


@pytest.mark.once
def test_a_torn_write_ahead_log_costs_only_what_was_not_acknowledged(house):
    """What a power cut leaves of the log: SQLite drops the torn end and opens with what was committed."""
    house.back_to("base")
    events = house.count("branches_event")
    connection = sqlite3.connect(house.live, isolation_level=None)
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute("INSERT INTO django_content_type (app_label, model) VALUES ('torn', 'log')")
    log = house.live.with_name(house.live.name + "-wal")
    kept = log.read_bytes()
    connection.close()
    log.write_bytes(kept[: len(kept) - 1000])
    assert house.count("branches_event") == events
    house.done("verify_audit")
