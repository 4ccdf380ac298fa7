"""Unique words laid into every text of one branch, and where each of them may be read."""

import io
import re
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import models
from docx import Document
from pypdf import PdfReader
from pypdf.errors import PyPdfError

WORD = re.compile(rb"KANARI[A-Z]+[0-9]+X")
TEXTS = (models.CharField, models.TextField)


@dataclass
class Planter:
    """Hands out words and remembers what each stands for."""

    mark: str
    count: int = 0

    def word(self) -> str:
        """The next unique word."""
        self.count += 1
        return f"KANARI{self.mark}{self.count}X"

    def into(self, row: models.Model, *names: str) -> None:
        """Put a word into each of these text fields of a row, whatever its state."""
        values = {}
        for name in names:
            most = row._meta.get_field(name).max_length
            values[name] = self.word()[:most] if most else self.word()
        type(row).objects.filter(pk=row.pk).update(**values)
        row.refresh_from_db()


def seen_in(body: bytes) -> set[str]:
    """Every planted word in an answer: in its bytes, in the parts of a zip, in a PDF's streams and in what it draws."""
    found = set(WORD.findall(body))
    if body.startswith(b"%PDF"):
        found |= set(WORD.findall(_drawn(body)))
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            for name in packed.namelist():
                found |= set(WORD.findall(packed.read(name)))
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", body, re.DOTALL):
        try:
            found |= set(WORD.findall(zlib.decompress(stream.strip(b"\r\n"))))
        except zlib.error:
            continue
    return {word.decode() for word in found}


@cache
def _drawn(body: bytes) -> bytes:
    """The words on the pages of a PDF, without blanks; letters of a cut-out typeface stand in no stream."""
    with suppress(PyPdfError):
        return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(body)).pages).encode()
    return b""


def paper(text: str) -> bytes:
    """A Word file with that text."""
    document, out = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def text_fields(label: str) -> list[str]:
    """The free text fields of a model, for the test that nothing was forgotten."""
    return [
        field.name for field in apps.get_model(label)._meta.local_fields
        if isinstance(field, TEXTS) and not field.choices and not field.primary_key
    ]
