"""Templates of every kind saved again by LibreOffice are taken in all the same, and so are edits made there."""

import subprocess
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from branches.tables.archive import examine
from indexmetrics.imports.registry import KINDS
from indexmetrics.imports.template import workbook_of
from indexmetrics.intake import actions as intake
from indexmetrics.intake.queries import every_register
from indexmetrics.schemes.sheets import from_xlsx, to_xlsx
from scoring.verdicts import actions as verdicts
from tests import make
from tests.indexmetrics.imports import sheets

pytestmark = [pytest.mark.django_db, pytest.mark.office]
# Every template that the product gives out, and who fills it in.
TEMPLATES = [
    ("branches", "", "admin"), ("members", "", "admin"), ("users", "", "admin"), ("evidence", "2026-05:pcs-2", "secretary"),
    ("verdicts", "2026Q2", "reviewer"),
]


def saved_by_office(soffice: str, books: dict[str, bytes], folder) -> dict[str, bytes]:
    """The workbooks opened and saved as xlsx by LibreOffice, all in one go."""
    target = folder / "out"
    for name, content in books.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx", "--outdir",
         str(target), *(str(folder / f"{name}.xlsx") for name in books)], check=True, capture_output=True, timeout=240)
    return {name: (target / f"{name}.xlsx").read_bytes() for name in books}


@pytest.fixture
def filled(secretary, own_branch, other_branch, second_quarter):
    """Something of every kind, so that no template is empty."""
    make.record(own_branch, by=secretary, tags=("L1",))
    verdicts.propose(
        branch=own_branch, quarter=second_quarter, kind="bonus", code="A1", level="county", matter="=1+1 表彰",
        document_number="文〔2026〕1号", dated=date(2026, 5, 8), by=None)
    for register in every_register(second_quarter):
        if register.keys and not register.is_panel:
            intake.enter(
                branch=own_branch, quarter=second_quarter, month="2026-05", indicator=register.indicator, part=register.part,
                key=register.keys[0][0], value="1", document_number="-1号", by=None)


def test_every_template_saved_again_changes_nothing(soffice, tmp_path, request, client, filled, secretary, reviewer, discipline, admin):
    registers = [("registers", scope, person.username) for person in (reviewer, discipline) for scope, _words in KINDS["registers"].scopes(person)]
    assert {scope[7:] for _kind, scope, _who in registers} >= {"L4", "I6", "H2", "V5", "I4", "I5"}
    templates = TEMPLATES + registers
    books = {f"t{number}": workbook_of(KINDS[kind], scope) for number, (kind, scope, _who) in enumerate(templates)}
    document = make.document()
    saved = saved_by_office(soffice, books | {"scheme": to_xlsx(document)}, tmp_path)

    wrong = []
    for number, (kind, scope, who) in enumerate(templates):
        client.force_login(request.getfixturevalue(who))
        upload = sheets.send(client, kind, saved[f"t{number}"], scope=scope, key=f"k{number}")
        if upload.problems or upload.plan:
            wrong.append((kind, scope, upload.problems[:3], upload.plan[:3]))
    assert not wrong
    assert from_xlsx(saved["scheme"]) == document


def test_a_yes_typed_in_libreoffice_is_no_formula():
    """It saves one as `TRUE()`; every other formula is refused."""
    book = sheets.saved(load_workbook(BytesIO(sheets.table(["a"], [True]))))
    for said, faults in (("TRUE()", 0), ("NOW()", 1), ("TRUE()+1", 1)):
        out = BytesIO()
        with ZipFile(BytesIO(book)) as source, ZipFile(out, "w") as target:
            for name in source.namelist():
                body = source.read(name)
                if name.endswith("sheet1.xml"):
                    body = body.replace(b't="b"><v>', f't="b"><f aca="false">{said}</f><v>'.encode())
                target.writestr(name, body)
        assert len(examine(out.getvalue()).faults) == faults, said


def test_edited_and_saved_again_is_taken_over(soffice, tmp_path, client, admin, own_branch):
    def change(sheet):
        sheet.cell(sheets.line(sheet, "pcs-2"), sheets.place(sheet, "党员数"), 21)

    edited = sheets.edited(workbook_of(KINDS["members"], ""), change)
    content = saved_by_office(soffice, {"members": edited}, tmp_path)["members"]
    client.force_login(admin)
    upload = sheets.send(client, "members", content)

    assert [cell[3:] for cell in upload.plan[0]["cells"]] == [["18", "21"]]
