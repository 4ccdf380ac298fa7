"""Workbooks for the tests of imports: made, changed, sent."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from indexmetrics.imports.models import Upload
from tests.confirming import confirmed


def table(*rows, title: str = "Sheet1", above: int = 0) -> bytes:
    """A workbook with these rows, some empty ones above."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for _number in range(above):
        sheet.append(["题头"])
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def edited(content: bytes, change) -> bytes:
    """The workbook after `change(first sheet)`."""
    book = load_workbook(BytesIO(content))
    change(book.worksheets[0])
    return saved(book)


def place(sheet, heading: str) -> int:
    """The column of a heading in a template."""
    return next(cell.column for cell in sheet[3] if str(cell.value or "").rstrip("*") == heading)


def line(sheet, code: str, heading: str = "支部代码") -> int:
    """The row that holds a code."""
    column = place(sheet, heading)
    return next(number for number in range(4, sheet.max_row + 1) if sheet.cell(number, column).value == code)


def first_empty(sheet) -> int:
    """The first row nobody filled."""
    return next(number for number in range(4, sheet.max_row + 2) if all(cell.value is None for cell in sheet[number]))


def send(client, kind: str, content: bytes, *, scope: str = "", name: str = "t.xlsx", key: str = "k1") -> Upload:
    """Upload a file; the kept upload."""
    address = f"/imports/{kind}/" + (f"?for={scope}" if scope else "")
    answer = client.post(address, {"file": SimpleUploadedFile(name, content), "_version": "", "_key": key})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return Upload.objects.get(pk=int(answer["Location"].strip("/").split("/")[-1]))


def take_over(client, upload: Upload, key: str = "a1"):
    """Confirm it."""
    return confirmed(client).post(f"/imports/{upload.pk}/apply/", {"_version": "", "_key": key})


def take_back(client, upload: Upload, key: str = "u1"):
    """Undo it."""
    return confirmed(client).post(f"/imports/{upload.pk}/undo/", {"_version": "", "_key": key})


def template(client, kind: str, scope: str = "") -> bytes:
    """The template as it is downloaded."""
    answer = client.get(f"/imports/{kind}/template.xlsx" + (f"?for={scope}" if scope else ""))
    assert answer.status_code == 200
    return answer.content
