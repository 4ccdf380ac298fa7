"""A pen on one sheet: millimetres of an A3 sheet from its upper left corner, scaled to the real size."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from threading import Lock
from unicodedata import category

from django.utils.translation import get_language
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from scoring.paper import letters

WIDTH, HEIGHT = 420.0, 297.0
SIZES = {"A4": 297, "A3": 420, "A2": 594, "A1": 841, "A0": 1189}  # the long side in millimetres
SERIF, SANS = "WusetuSerif", "WusetuSans"
BOLD = 0.032  # the typeface has one weight; a stroke of so much of the size makes the bold
INK, INK_2, INK_3 = HexColor("#1E2329"), HexColor("#4A525C"), HexColor("#646B74")
RULE, WHITE = HexColor("#DDD5C4"), HexColor("#FFFFFF")
DARK_LINES, LIGHT_LINES = Color(0, 0, 0, 0.22), Color(1, 1, 1, 0.34)
SOURCES = {SERIF: letters.SERIF, SANS: letters.SANS}
# reportlab keeps its fonts in one table for all threads; one sheet is drawn at a time.
_ONE_AT_A_TIME = Lock()


class Pen:
    """Text, lines and filled boxes on one sheet; remembers every letter so that the font can be cut first."""

    def __init__(self, canvas: Canvas | None, fonts: Mapping[str, str] | None = None):
        self.canvas, self.fonts = canvas, fonts or {}
        self.letters: dict[str, set[str]] = {SERIF: set(), SANS: set()}

    # Sizes and lengths are floats of a millimetre: a drawing, no figures.
    def width(self, text: str, size: float, font: str = SANS) -> float:
        """How wide a text is."""
        self.letters[font].update(text)
        if self.canvas is None:
            return sum(size if ord(letter) > 0x2E80 else size * 0.55 for letter in text)
        return pdfmetrics.stringWidth(text, self.fonts[font], size)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        font: str = SANS,
        bold: bool = False,
        ink=INK,
        align: str = "left",
        space: float = 0.0,
        most: float = 0.0,
    ) -> float:
        """Set a line with its baseline at y; made narrower when it would be wider than `most`. Its width."""
        wide = self.width(text, size, font) + space * max(0, len(text) - 1)
        if most and wide > most:
            return self.text(
                x,
                y,
                text,
                size * most / wide,
                font=font,
                bold=bold,
                ink=ink,
                align=align,
                space=space * most / wide,
            )
        if self.canvas is not None:
            left = x - wide * {"left": 0, "middle": 0.5, "right": 1}[align]
            line = self.canvas.beginText(left, HEIGHT - y)
            line.setFont(self.fonts[font], size)
            line.setCharSpace(space)
            line.setFillColor(ink)
            line.setStrokeColor(ink)
            if bold:
                line.setTextRenderMode(2)
            self.canvas.setLineWidth(size * BOLD)
            line.textOut(text)
            if bold:  # the mode outlives the line otherwise
                line.setTextRenderMode(0)
            self.canvas.drawText(line)
        return wide

    def wrapped(self, text: str, size: float, most: float) -> list[str]:
        """The text in lines of at most that width; Chinese may break anywhere but before punctuation."""
        lines, line = [], ""
        for piece in _pieces(text):
            if line and self.width(line + piece, size) > most:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        return [*lines, line] if line else lines

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill=None,
        edge=None,
        line: float = 0.2,
        radius: float = 0.0,
    ) -> None:
        """A rectangle, filled or outlined."""
        if self.canvas is None:
            return
        if fill is not None:
            self.canvas.setFillColor(fill)
        if edge is not None:
            self.canvas.setStrokeColor(edge)
            self.canvas.setLineWidth(line)
        shape = self.canvas.roundRect if radius else self.canvas.rect
        extra = {"radius": radius} if radius else {}
        shape(
            x,
            HEIGHT - y - height,
            width,
            height,
            stroke=int(edge is not None),
            fill=int(fill is not None),
            **extra,
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, ink=RULE, width: float = 0.25
    ) -> None:
        """A straight line."""
        if self.canvas is not None:
            self.canvas.setStrokeColor(ink)
            self.canvas.setLineWidth(width)
            self.canvas.line(x1, HEIGHT - y1, x2, HEIGHT - y2)

    def oval(self, x: float, y: float, width: float, height: float) -> None:
        """A dashed oval: the place of the stamp."""
        if self.canvas is not None:
            self.canvas.saveState()
            self.canvas.setStrokeColor(INK_3)
            self.canvas.setLineWidth(0.25)
            self.canvas.setDash(1, 1)
            self.canvas.ellipse(x, HEIGHT - y, x + width, HEIGHT - y - height, stroke=1, fill=0)
            self.canvas.restoreState()

    def band(
        self, x: float, y: float, width: float, height: float, *, fill: str, on: str, order: int
    ) -> None:
        """A colour with the pattern of its place, so that it is known without its colour."""
        self.box(x, y, width, height, fill=HexColor(fill))
        if self.canvas is None:
            return
        self.canvas.saveState()
        clip = self.canvas.beginPath()
        clip.rect(x, HEIGHT - y - height, width, height)
        self.canvas.clipPath(clip, stroke=0)
        ink = LIGHT_LINES if HexColor(on) == WHITE else DARK_LINES
        for turned in PATTERNS[(order - 1) % len(PATTERNS)]:
            self._hatch(x, y, width, height, turned, ink)
        self.canvas.restoreState()

    def _hatch(self, x: float, y: float, width: float, height: float, turned: str, ink) -> None:
        step = 1.7
        if turned == "level":
            for n in range(1, int(height / step) + 1):
                self.line(x, y + n * step, x + width, y + n * step, ink=ink)
        elif turned == "upright":
            for n in range(1, int(width / step) + 1):
                self.line(x + n * step, y, x + n * step, y + height, ink=ink)
        else:
            lean, first = (height, x - height) if turned == "down" else (-height, x)
            for n in range(int((width + height) / (step * 1.4)) + 1):
                start = first + n * step * 1.4
                self.line(start, y, start + lean, y + height, ink=ink)


PATTERNS: tuple[tuple[str, ...], ...] = ((), ("down",), ("level",), ("upright",), ("down", "up"))


def printed(draw: Callable[[Pen], None], *, size: str, title: str, author: str) -> bytes:
    """The sheet as a PDF: drawn once to learn its letters, then with them; the same bytes each time."""
    trial = Pen(None)
    draw(trial)
    scale = SIZES[size] / WIDTH * mm
    out = BytesIO()
    with _ONE_AT_A_TIME:
        fonts = {name: _registered(name, trial.letters[name]) for name in (SERIF, SANS)}
        canvas = Canvas(
            out,
            pagesize=(WIDTH * scale, HEIGHT * scale),
            invariant=1,
            initialFontName=fonts[SANS],
            lang=get_language() or "",
        )
        canvas.setTitle(title)
        canvas.setAuthor(author)
        canvas.setCreator(author)
        canvas.scale(scale, scale)
        draw(Pen(canvas, fonts))
        canvas.showPage()
        canvas.save()
    return out.getvalue()


def _registered(role: str, wanted: set[str]) -> str:
    """The name under which these letters are registered. Another set needs another name: reportlab keeps the
    first font of a name for ever, and letters that are not in it would print as boxes."""
    text = "".join(sorted(wanted))
    name = f"{role}-{sha256(text.encode()).hexdigest()[:8]}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, letters.cut(SOURCES[role], text, name)))
    return name


def share(ratio: Decimal | None) -> float:
    """A ratio as a length of 0–1."""
    return float(min(max(ratio or Decimal(0), Decimal(0)), Decimal(1)))


CLOSING = ("Pe", "Pf", "Po")  # Unicode's closing brackets and quotes, and points


def _pieces(text: str) -> list[str]:
    """Where a line may break: between Chinese letters, after blanks; never before closing punctuation."""
    pieces: list[str] = []
    for letter in text:
        wide = ord(letter) > 0x2E80
        joins = pieces and (
            category(letter) in CLOSING
            or (
                not wide
                and letter != " "
                and ord(pieces[-1][-1]) < 0x2E80
                and pieces[-1][-1] != " "
            )
        )
        if joins:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces
