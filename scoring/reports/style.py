"""The styles of the workbook: each has a name, and a number in the skeleton's style table."""

from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from branches.ledgers.text import clean

SCORE, PENALTY, PERCENT, WHOLE, TEXT = "0.00", "-0.00;-0.00;0.00", "0.0%", "0", "@"
MOVE = '"↑"0.00;"↓"0.00;"—"'
PLACES = '"↑"0;"↓"0;"—"'
CHINESE = 134  # the character set by which a missing font is replaced by a Chinese one
ROMAN, SCRIPT = 1, 3
THIN = Side(style="thin", color="FF000000")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
NONE = Border()
SUBTOTAL = PatternFill("solid", fgColor="FFF2F2F2")
HEAD = PatternFill("solid", fgColor="FFEDEDED")
DRAFT_GREY = "FF808080"


def fonts() -> dict[str, str]:
    """The faces of official documents, under the names Chinese systems list them by."""
    return {
        "title": pgettext("font", "FZXiaoBiaoSong-B05S"),
        "head": pgettext("font", "SimHei"),
        "body": pgettext("font", "FangSong_GB2312"),
    }


class Palette:
    """Named styles → numbers; made once for a workbook."""

    def __init__(self, book: Workbook, bands: dict[str, dict]):
        # Column widths are counted in this face's digits; it is as wide on every system.
        book._fonts[0] = book._named_styles["Normal"].font = Font(name="Arial", sz=10, family=2)
        self._sheet = book.create_sheet()
        self._names: dict[str, int] = {}
        self.faces = fonts()
        self._frame_styles()
        self._table_styles()
        for code, band in bands.items():
            self._add_band(code, band)
        book.remove(self._sheet)

    def __getitem__(self, name: str) -> int:
        return self._names[name]

    def colour(self, code: str | None) -> int:
        """The fill of a colour band; a plain cell for none."""
        return self._names.get(f"colour.{code}", self._names["centre"])

    def _frame_styles(self) -> None:
        title, head, body = (self._font(face, size) for face, size in
                             (("title", 22), ("head", 12), ("body", 12)))
        self._add("title", title, "center", NONE)
        self._add("block_title", self._font("title", 18), "center", NONE)
        self._add("draft", self._font("head", 12, color=DRAFT_GREY), "center", NONE)
        self._add("plain", body, "left", NONE)
        self._add("plain_top", body, "left", NONE, down="top")
        self._add("plain_right", body, "right", NONE)
        self._add("plain_centre", body, "center", NONE)
        self._add("small", self._font("body", 9, color=DRAFT_GREY), "left", NONE)
        self._add("head", head, "center", fill=HEAD)
        self._add("head_small", self._font("head", 9), "center", fill=HEAD)
        self._add("group", head, "left", fill=SUBTOTAL)

    def _table_styles(self) -> None:
        for prefix, font, fill in (
            ("", self._font("body", 10.5), None),
            ("sum.", self._font("body", 10.5, bold=True), SUBTOTAL),
            ("tight.", self._font("body", 9), None),
            ("tight_sum.", self._font("body", 9, bold=True), SUBTOTAL),
        ):
            self._add(f"{prefix}text", font, "left", fill=fill, form=TEXT)
            self._add(f"{prefix}centre", font, "center", fill=fill)
            for name, form in (("score", SCORE), ("penalty", PENALTY), ("percent", PERCENT),
                               ("whole", WHOLE), ("move", MOVE), ("places", PLACES)):
                self._add(f"{prefix}{name}", font, "center", fill=fill, form=form)
            dated = pgettext("workbook", 'yyyy"-"m"-"d')
            self._add(f"{prefix}date", font, "center", fill=fill, form=dated)

    def _add_band(self, code: str, band: dict) -> None:
        fill = PatternFill("solid", fgColor=_argb(band["screen_hex"]))
        font = self._font("head", 10.5, color=_argb(band["text_hex"]))
        self._add(f"colour.{code}", font, "center", fill=fill)

    def _font(self, face: str, size: float, *, bold: bool = False, color: str = "FF000000") -> Font:
        family = ROMAN if face == "title" else SCRIPT
        return Font(name=self.faces[face], sz=size, b=bold, color=color, family=family,
                    charset=CHINESE)

    def _add(self, name: str, font: Font, across: str, border: Border = BOX, *,
             fill: PatternFill | None = None, form: str = "General", down: str = "center") -> None:
        cell = self._sheet.cell(1, len(self._names) + 1)
        cell.font, cell.border, cell.number_format = font, border, form
        indent = 1 if across == "left" and border is BOX else 0
        cell.alignment = Alignment(horizontal=across, vertical=down, wrap_text=True, indent=indent)
        if fill:
            cell.fill = fill
        self._names[name] = cell.style_id


def _argb(colour: str) -> str:
    return "FF" + clean(colour).lstrip("#").upper()[:6]
