"""The workbook beside XlsxWriter, which writes the same cells with the same formats in the same run.

    python3 -m tests.benchmarks.workbook [branches] [rounds]

Ours is counted whole: reading the stored trails, making every sentence, formatting, zipping.
XlsxWriter is handed the finished cells row by row, and only its own calls are counted.
"""

import os
import re
import statistics
import sys
import tempfile
import time
from html import unescape
from pathlib import Path

from branches.ledgers.grid import Grid

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
PARTS = re.compile(
    r'" s="(\d+)"(?: t="\w+")?(?:/>|><is><t[^>]*>(.*)</t></is></c>|>(?:<f>(.*)</f>)?<v>(.*)</v></c>)',
    re.S,
)
KINDS = 60  # different branches; the others repeat them


class Rows(Grid):
    """Takes what a sheet draws and hands it to one XlsxWriter sheet; counts that sheet's seconds."""

    def __init__(self, sheet, formats):
        super().__init__(lambda data: None)
        self.sheet, self.formats, self.seconds, self.cells = sheet, formats, 0.0, 0

    def row(self, fragments, height=None):
        """One row, parsed first, then written under the clock."""
        fragments, at = list(fragments), self.at
        found = [
            (n, *PARTS.fullmatch(one).groups())
            for n, one in enumerate(fragments)
            if one is not None
        ]
        ready = [
            (n, self.formats[int(style)], None if text is None else unescape(text), formula, value)
            for n, style, text, formula, value in found
        ]
        start = time.process_time()
        sheet, place = self.sheet, at - 1
        if height:
            sheet.set_row(place, height)
        for n, form, text, formula, value in ready:
            if text is not None:
                sheet.write_string(place, n, text, form)
            elif formula is not None:
                sheet.write_formula(place, n, "=" + formula, form, value)
            elif value is not None:
                sheet.write_number(place, n, float(value), form)
            else:
                sheet.write_blank(place, n, None, form)
        self.seconds += time.process_time() - start
        self.cells += len(ready)
        self.at, self.used = at + 1, self.used + (height or 15)
        return at

    def merge(self, first, last, *, row=None, to=None):
        """Left out: to XlsxWriter's advantage."""


def xlsxwriter_seconds(report, path):
    """Seconds XlsxWriter takes for the cells of every sheet, and how many there are."""
    import xlsxwriter
    from django.utils import translation
    from openpyxl import Workbook

    from scoring.reports import workbook
    from scoring.reports.style import Palette

    with translation.override(workbook.LANGUAGE):
        book = Workbook()
        palette = Palette(book, report.outline.bands)
        made = xlsxwriter.Workbook(
            path, {"constant_memory": True, "tmpdir": str(Path(path).parent)}
        )
        formats = [_format(made, book, style) for style in book._cell_styles]
        seconds = cells = 0
        for number, sheet in enumerate(workbook._sheets(report, palette)):
            rows = Rows(made.add_worksheet(f"s{number}"), formats)
            sheet.draw(rows)
            rows.sheet.set_h_pagebreaks(rows.breaks)
            seconds, cells = seconds + rows.seconds, cells + rows.cells
        start = time.process_time()
        made.close()
        return seconds + time.process_time() - start, cells


def _format(made, book, style):
    font = book._fonts[style.fontId]
    number = (
        book._number_formats[style.numFmtId - 164]
        if style.numFmtId >= 164
        else "0.00"
        if style.numFmtId
        else "General"
    )
    return made.add_format(
        {
            "font_name": font.name or "Calibri",
            "font_size": font.sz or 11,
            "bold": bool(font.b),
            "border": 1 if style.borderId else 0,
            "num_format": number,
            "text_wrap": True,
            "align": "center",
            "valign": "vcenter",
        }
    )


def our_seconds(report, path):
    """Seconds of the whole export."""
    from scoring.reports import workbook

    start = time.process_time()
    with open(path, "wb") as out:
        workbook.write(report, out)
    return time.process_time() - start


def extra_memory(count, path):
    """MiB that one export adds in a process of its own, at its highest."""
    import resource

    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        report = made_report(count)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        our_seconds(report, path)
        os.write(
            writer,
            str((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024).encode(),
        )
        os._exit(0)
    os.waitpid(child, 0)
    return float(os.read(reader, 64))


def made_report(count):
    """A report of that many branches, of few kinds."""
    from tests.scoring.reports.fixture import cards, report

    kinds = cards(KINDS)
    return report(texts=[kinds[n % KINDS] for n in range(count)])


def main(count=10_000, rounds=3):
    """Print the medians and their ratio."""
    import django

    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        path, other = f"{folder}/ours.xlsx", f"{folder}/theirs.xlsx"
        memory = extra_memory(count, path)
        report, ours, theirs, cells = made_report(count), [], [], 0
        for _round in range(rounds):
            ours.append(our_seconds(report, path))
            seconds, cells = xlsxwriter_seconds(report, other)
            theirs.append(seconds)
        sizes = Path(path).stat().st_size / 2**20, Path(other).stat().st_size / 2**20
    mine, yours = statistics.median(ours), statistics.median(theirs)
    print(f"{count} branches, {cells} cells, {rounds} rounds")
    print(f"ours       {mine:8.2f} s {sizes[0]:7.1f} MiB file {memory:6.1f} MiB extra memory")
    print(f"XlsxWriter {yours:8.2f} s {sizes[1]:7.1f} MiB file")
    print(f"ratio      {mine / yours:8.3f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
