"""`manage.py score_files`: scores csv or parquet files without a database."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from indexmetrics.rulebook import sentence
from scoring.engine import score
from scoring.engine.files import FORMATS, Faults, FileProblem, Inputs, read_inputs, write_result
from scoring.engine.files.facts import ignored
from scoring.engine.files.faults import SHOWN


class Command(BaseCommand):
    """Reads everything, lists every fault, and writes the result whole or not at all."""

    help = "Score files: scheme, branches, facts and events in, one result file out."
    requires_system_checks: list = []

    def add_arguments(self, parser: Any) -> None:
        """The four inputs, the quarter and the result."""
        parser.add_argument("--scheme", type=Path, required=True, help="JSON")
        parser.add_argument("--branches", type=Path, required=True, help=".csv or .parquet")
        parser.add_argument("--facts", type=Path, required=True, help=".csv or .parquet")
        parser.add_argument("--events", type=Path, help=".csv or .parquet")
        parser.add_argument("--quarter", required=True, help="2026Q2")
        parser.add_argument("--out", type=Path, required=True, help=", ".join(FORMATS))

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, refuse or score, write."""
        out: Path = options["out"]
        if out.suffix.lower() not in FORMATS:
            raise CommandError(_("%(file)s: choose one of the formats %(formats)s") % {
                "file": out, "formats": ", ".join(FORMATS),
            })  # fmt: skip
        if not out.resolve().parent.is_dir():
            raise CommandError(_("%(file)s: there is no such folder") % {"file": out})
        try:
            inputs = read_inputs(
                scheme=options["scheme"], branches=options["branches"], facts=options["facts"],
                events=options["events"], quarter=options["quarter"],
            )  # fmt: skip
        except ValueError as error:
            raise CommandError(
                _("“%(value)s” is not a quarter such as 2026Q2") % {"value": options["quarter"]}
            ) from error
        self._complain(inputs, options["scheme"])
        book = score(
            inputs.document, inputs.branches, inputs.facts, inputs.events, quarter=inputs.quarter
        )
        unread = ignored(book)
        try:
            stamp = write_result(book, out)
        except OSError as error:
            raise CommandError(f"{out}: {error.strerror or error}") from error
        if unread:
            self.stderr.write(
                _("%(count)s facts belong to indicators that do not apply and were ignored")
                % {"count": unread}
            )
        self.stdout.write(
            _("%(count)s branches scored; seal %(seal)s") % {"count": len(book), "seal": stamp}
        )

    def _complain(self, inputs: Inputs, scheme: Path) -> None:
        """Every fault on stderr; then exit 1 with nothing written."""
        lines = [fault_line(problem) for problem in inputs.unreadable]
        for problem in inputs.problems:
            if problem.stops_scoring:
                lines.append(f"{scheme}: {sentence(problem)}")
            elif problem.severity == "error":
                self.stderr.write(
                    f"{scheme}: {sentence(problem)}"
                )  # a saved scheme would be refused
        total = len(lines)
        for faults in inputs.faults:
            total += faults.count
            lines += fault_lines(faults)
        if inputs.usable:
            return
        for line in lines[:SHOWN]:
            self.stderr.write(line)
        if total > SHOWN:
            self.stderr.write(
                _("%(count)s errors in all; the first %(shown)s are listed")
                % {"count": total, "shown": SHOWN}
            )
        self.stderr.write(_("Nothing was written."))
        sys.exit(1)


def fault_lines(faults: Faults) -> list[str]:
    """One line for each fault: file, line, column, value, why."""
    why = reasons()
    return [
        _("%(file)s, line %(line)s, column %(column)s, value “%(value)s”: %(why)s") % {
            "file": faults.file, "line": fault.line, "column": fault.column or "–",
            "value": fault.value, "why": why[fault.code],
        }
        for fault in faults.first()
    ]  # fmt: skip


def fault_line(problem: FileProblem) -> str:
    """A file that cannot be read at all."""
    return f"{problem.file}: {unreadable()[problem.code] % problem.values}"


def unreadable() -> dict[str, str]:
    """Why a file could not be read."""
    return {
        "no_file": _("there is no such file"),
        "not_utf8": _("the file is not UTF-8 text"),
        "not_json": _("the file is not valid JSON"),
        "not_csv": _("the file is not valid CSV"),
        "not_parquet": _("the file is not valid Parquet"),
        "empty": _("the file is empty"),
        "column_twice": _("a column name stands twice in the header"),
        "missing_columns": _("the header lacks the columns %(columns)s"),
        "unknown_format": _("choose one of the formats %(formats)s"),
    }


def reasons() -> dict[str, str]:
    """Why a value is refused."""
    return {
        "unknown_branch": _("no such branch"),
        "unknown_type": _("no such branch type in the scheme"),
        "unknown_indicator": _("no such indicator in the scheme"),
        "unknown_part": _("the indicator has no such part"),
        "unknown_key": _("the rule does not read this key"),
        "unknown_kind": _("no such kind of event"),
        "unknown_code": _("no such code in the scheme"),
        "outside_quarter": _("not a month of the quarter"),
        "not_a_number": _("not a number"),
        "not_finite": _("not a finite number"),
        "negative": _("must not be negative"),
        "too_large": _("too large"),
        "too_many_decimals": _("more than 4 decimals"),
        "not_above_zero": _("must be above 0"),
        "points_not_empty": _("must be empty for this kind"),
        "not_0_or_1": _("must be 0 or 1"),
        "branch_twice": _("this branch stands twice"),
        "fact_twice": _("this fact stands twice"),
        "empty_code": _("the code is empty"),
        "field_count": _("the wrong number of fields"),
    }
