"""LibreOffice opens the workbook, computes everything anew, and still agrees."""

import shutil
import subprocess

import pytest

from tests.scoring.reports.fixture import report
from tests.scoring.reports.reading import formulas, recalculated, values, written

pytestmark = pytest.mark.office


def test_every_formula_gives_its_sealed_figure(soffice, tmp_path):
    data = written(report(60))
    before, living = values(data), formulas(data)
    after = values(recalculated(soffice, data, tmp_path))
    compared = 0
    for sheet in living:
        for row in sheet.iter_rows():
            for cell in row:
                old, new = (book[sheet.title][cell.coordinate].value for book in (before, after))
                if cell.data_type == "f" and isinstance(old, int | float):
                    assert round(float(new), 6) == round(float(old), 6), (sheet.title, cell.coordinate, cell.value)
                    compared += 1
                elif cell.data_type == "f":
                    assert new == old == "相符", (sheet.title, cell.coordinate)
                    compared += 1
    assert compared > 60 * 20


def test_a_figure_changed_by_hand_shows(soffice, tmp_path):
    """The check is not decoration: change one index score, and its row no longer agrees."""
    from io import BytesIO

    book = formulas(written(report(12)))
    book["汇总表"]["E5"] = 1.25
    out = BytesIO()
    book.save(out)
    after = values(recalculated(soffice, out.getvalue(), tmp_path))

    assert after["汇总表"]["S5"].value == "不符"
    assert after["汇总表"]["S6"].value == "相符"


def test_each_score_sheet_is_printed_on_one_page(soffice, tmp_path):
    """Whole in its width too, also where the usual letter is missing and columns grow."""
    pdftotext = shutil.which("pdftotext")
    if not pdftotext:
        pytest.skip("pdftotext is not installed")
    given = report(8)
    (tmp_path / "w.xlsx").write_bytes(written(given))
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path),
         str(tmp_path / "w.xlsx")], check=True, capture_output=True, timeout=180)
    said = subprocess.run([pdftotext, "-layout", str(tmp_path / "w.pdf"), "-"], check=True, capture_output=True, timeout=60).stdout.decode()
    pages = [page for page in said.split("\f") if "支部得分单" in page.partition("\n\n")[0] or "支部得分单" in page[:200]]

    assert len(pages) == len(given.lines)
    assert all("核对" in page and "总分" in page and "支部盖章处" in page for page in pages), "the last column, the last row, the seal"
