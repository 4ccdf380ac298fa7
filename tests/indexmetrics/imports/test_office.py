"""Templates saved again by LibreOffice are taken in all the same."""

import subprocess

import pytest

from indexmetrics.imports.registry import KINDS
from indexmetrics.imports.template import workbook_of
from tests import make
from tests.indexmetrics.imports import sheets

pytestmark = [pytest.mark.django_db, pytest.mark.office]


def saved_by_office(soffice: str, content: bytes, folder) -> bytes:
    """The workbook opened and saved as xlsx by LibreOffice."""
    source, target = folder / "t.xlsx", folder / "out"
    source.write_bytes(content)
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx", "--outdir",
         str(target), str(source)], check=True, capture_output=True, timeout=180)
    return (target / "t.xlsx").read_bytes()


@pytest.mark.parametrize(("kind", "scope", "who"), [
    ("branches", "", "admin"), ("users", "", "admin"), ("evidence", "2026-05:pcs-2", "secretary"), ("registers", "2026Q2:H2", "reviewer"),
])
def test_saved_again_changes_nothing(soffice, tmp_path, request, client, secretary, reviewer, admin, kind, scope, who):
    make.record(secretary.own_branches[0], by=secretary, tags=("L1",))
    content = saved_by_office(soffice, workbook_of(KINDS[kind], scope), tmp_path)
    client.force_login(request.getfixturevalue(who))

    upload = sheets.send(client, kind, content, scope=scope)

    assert upload.problems == [] and upload.plan == []


def test_edited_and_saved_again_is_taken_over(soffice, tmp_path, client, admin, own_branch):
    def change(sheet):
        sheet.cell(sheets.line(sheet, "pcs-2"), sheets.place(sheet, "党员数"), 21)

    content = saved_by_office(soffice, sheets.edited(workbook_of(KINDS["members"], ""), change), tmp_path)
    client.force_login(admin)
    upload = sheets.send(client, "members", content)

    assert [cell[3:] for cell in upload.plan[0]["cells"]] == [["18", "21"]]
