"""A text as the dark squares of a QR picture, drawn by the page as one SVG path."""

from dataclasses import dataclass
from itertools import groupby

from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel

QUIET = 4  # light squares around, as the standard asks


@dataclass(frozen=True)
class Picture:
    """Side length in squares and the path of the dark ones."""

    side: int
    path: str


def picture_of(text: str) -> Picture:
    """The picture of a text; its size follows the text."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QR8bitByte(text))
    code.make()
    count = code.getModuleCount()
    bars = []
    for row in range(count):
        for is_dark, run in groupby(range(count), lambda column, row=row: bool(code.isDark(row, column))):
            columns = list(run)
            if is_dark:
                bars.append(f"M{columns[0] + QUIET} {row + QUIET}h{len(columns)}v1h-{len(columns)}z")
    return Picture(count + 2 * QUIET, "".join(bars))
