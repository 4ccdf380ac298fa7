"""A bureau outgrows its single file: the backup of SQLite, restored into PostgreSQL, gives the same seals, boards, workbooks, files."""

import hashlib
import os
import re
import shutil
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from openpyxl import load_workbook

from tests.security.house import House

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db]
NAME = "wusetu_moved"
AS_OF = re.compile(r"\d{1,2}:\d{2}")  # the minute at which a sheet of later matters was read


@contextmanager
def empty_database():
    """A new database beside the tests' own; its address."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {NAME}")
        try:
            yield urlunsplit(parts._replace(path=f"/{NAME}"))
        finally:
            server.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def everything(house: House, quarter: str, out: Path) -> dict:
    """What a reader gets of a published quarter, and the files behind it."""
    house.done("export_report", quarter, "--out", str(out))
    book = load_workbook(out)
    return {
        "board": house.done("board", quarter, "--json"),
        "verified": house.done("verify_board", quarter),
        "cells": [
            (sheet.title, cell.coordinate, AS_OF.sub("", str(cell.value))) for sheet in book.worksheets[:-1]
            for row in sheet.iter_rows() for cell in row
        ],
        "files": {
            file.relative_to(house.evidence).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in house.evidence.rglob("*") if file.is_file()
        },
    }


def test_sqlite_moves_to_postgresql_without_a_changed_byte(house_with_file, tmp_path):
    house = house_with_file
    house.back_to("base")
    quarter = house.quarter
    before = everything(house, quarter, tmp_path / "before.xlsx")
    house.done("backup", str(tmp_path / "copy.zip"))

    with empty_database() as address:
        shutil.rmtree(house.evidence)
        house.environment["DATABASE_URL"] = address
        house.done("restore", str(tmp_path / "copy.zip"), "--yes")
        after = everything(house, quarter, tmp_path / "after.xlsx")
        house.done("verify_audit")

    assert [(old, new) for old, new in zip(before.pop("cells"), after.pop("cells"), strict=True) if old != new] == []
    assert after == before
