"""Verbs of reports: an export is recorded with what was taken out, by whom."""

from typing import BinaryIO

from django.db import transaction

from branches.access.models import User
from branches.audit.actions import record as audit
from branches.audit.kinds import EventKind
from scoring.boards.models import Edition
from scoring.boards.queries import Sight
from scoring.reports import circular, workbook
from scoring.reports.folder import Folder
from scoring.reports.queries import of_edition, of_run
from scoring.runs.models import Run

WRITERS = {"xlsx": workbook, "docx": circular}


def export(
    *, source: Edition | Run, kind: str, out: BinaryIO, by: User | None, sight: Sight | None = None,
) -> str:
    """Write the workbook ("xlsx") or the circular ("docx"); returns the name to save it under.

    An edition gives the final form, a run a draft. Without a sight everything is written: that is
    for the command line. Neither changes any more, so the long writing needs no transaction, which would keep
    every other writer of an SQLite waiting; without its record the file is not handed out.
    """
    report = of_edition(source, sight) if isinstance(source, Edition) else of_run(source, sight)
    writer = WRITERS[kind]
    name = writer.file_name(report)
    writer.write(report, out)
    with transaction.atomic():
        audit(
            EventKind.REPORT_EXPORTED, by=by, subject=source, period=report.header["quarter"],
            after={
                "edition": report.header["edition"], "seal": report.header["seal"], "file": name,
                "everything": report.own is None,
            },
        )
    return name


@transaction.atomic
def pack(*, folder: Folder, by: User) -> Folder:
    """Note that a branch's folder is taken out, with each file by its fingerprint."""
    audit(
        EventKind.REPORT_EXPORTED, by=by, subject="folder", subject_id=f"{folder.branch.code} {folder.quarter.code}",
        branch=folder.branch.code, period=folder.quarter.code,
        after={"file": folder.name, "files": len(folder.files), "sha256": [item.file.sha256[:16] for item in folder.files]},
    )
    return folder
