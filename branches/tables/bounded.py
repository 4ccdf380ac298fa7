"""Starts the reading process and watches it: time, memory, and nothing but JSON comes back."""

import json
import subprocess
import sys
from dataclasses import dataclass, field

from django.conf import settings

from branches.tables.limits import LARGEST_FILE, SECONDS
from branches.tables.reader import CSV, XLSX


@dataclass(frozen=True)
class Sheet:
    """One sheet as it was read; `rows[0]` is row 1, a cell is "" or a mark with its value."""

    name: str
    rows: list[list[str]]
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    merged: tuple[str, ...] = ()
    coding: str = ""


@dataclass(frozen=True)
class Reading:
    """What came back: sheets, or the faults that keep the file closed."""

    sheets: list[Sheet] = field(default_factory=list)
    faults: list[dict] = field(default_factory=list)


def read(name: str, content: bytes) -> Reading:
    """Read a file in a process of its own."""
    form = CSV if name.lower().endswith(".csv") else XLSX
    if not name.lower().endswith((".xlsx", ".csv")):
        return Reading(faults=[{"code": "other_form", "text": name[-20:]}])
    if len(content) > LARGEST_FILE:
        return Reading(faults=[{"code": "too_large"}])
    if not content:
        return Reading(faults=[{"code": "empty"}])
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            [sys.executable, "-m", "branches.tables.reader", form],
            input=content, capture_output=True, timeout=SECONDS, cwd=settings.BASE_DIR, check=False,
            env={"PYTHONPATH": str(settings.BASE_DIR), "PYTHONIOENCODING": "utf-8", "PATH": "/usr/bin:/bin"},
        )
    except subprocess.TimeoutExpired:
        return Reading(faults=[{"code": "too_slow"}])
    if done.returncode != 0:
        return Reading(faults=[{"code": "too_large"}])
    answer = json.loads(done.stdout)
    return Reading(
        faults=answer["faults"],
        sheets=[Sheet(
            name=row["name"], rows=row["rows"], hidden=row["hidden"], hidden_rows=tuple(row["hidden_rows"]),
            merged=tuple(row["merged"]), coding=row.get("coding", ""),
        ) for row in answer["sheets"]],
    )
