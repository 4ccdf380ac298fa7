"""The wall chart as a drawing: the same content as the page, fitted to its sheet."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from reportlab.lib.colors import HexColor

from branches.basics.printing import arrow, points
from indexmetrics.periods.words import quarter_words
from indexmetrics.schemes.naming import grade, named, order_mark
from scoring.boards.chart import chart_of
from scoring.boards.queries import Board
from scoring.paper import pen as drawing
from scoring.paper.pen import HEIGHT, INK, INK_2, INK_3, RULE, SERIF, WHITE, WIDTH, Pen
from scoring.paper.words import day_words

SIDE, TOP, FOOT = 13.5, 11.5, 9.0
RIGHT = WIDTH - SIDE
LABEL = 45.0  # the coloured head of a band
HEADS_AT, STRIPS_AT = 44.0, 49.0
GAP = 1.7
FLAG, GOLD, BAR = HexColor("#B3141D"), HexColor("#C4973B"), HexColor("#24528A")
BESIDE, BELOW = (36.0, 15.5), (25.5, 20.0)  # a card at its usual size, by where its bars stand
HIGHEST = 21.0
NOTE_SIZES = (3.3, 2.9, 2.5, 2.1)


@dataclass(frozen=True)
class Box:
    """A place on the sheet in millimetres."""

    x: float
    y: float
    width: float
    height: float


def sheet_of(board: Board, *, size: str) -> bytes:
    """The PDF of an edition's wall chart in one of the A sizes."""
    chart, header = chart_of(board), board.header
    title = f"{_('Five-colour board of the Party-building quality index')} {quarter_words(board.quarter)}"

    def draw(pen: Pen) -> None:
        _head(pen, board)
        foot = _foot(pen, board, chart)
        _column_heads(pen, chart)
        _strips(pen, chart, bottom=foot - 2.2)

    return drawing.printed(draw, size=size, title=title, author=header["bureau"])


def _head(pen: Pen, board: Board) -> None:
    header = board.header
    pen.box(SIDE, TOP, RIGHT - SIDE, 1.3, fill=FLAG)
    pen.box(SIDE, TOP + 1.3, RIGHT - SIDE, 0.45, fill=GOLD)
    over = "\u3000".join(filter(None, [header.get("brand", ""), header["bureau"]]))
    pen.text(SIDE + 0.5, 21.4, over, 4.5, ink=INK_2, space=0.7, most=250)
    pen.text(
        SIDE,
        36.6,
        _("Five-colour board of the Party-building quality index"),
        13.2,
        font=SERIF,
        bold=True,
        space=0.8,
        most=270,
    )
    pen.text(
        RIGHT, 29.8, quarter_words(board.quarter), 9, font=SERIF, bold=True, align="right", most=110
    )
    confirmed = "\u3000".join(
        [
            _("edition %(number)s") % {"number": header["edition"]},
            _("confirmed by %(meeting)s") % {"meeting": header["meeting"]},
        ]
    )
    pen.text(RIGHT, 36.6, confirmed, 4, ink=INK_2, align="right", most=110)


def _columns(chart: dict) -> list[tuple[dict, float, float]]:
    """Each group's head with the left edge and the width of its columns."""
    start, whole = SIDE + LABEL, RIGHT - SIDE - LABEL
    found, taken = [], 0
    for head in chart["heads"]:
        found.append(
            (
                head,
                start + whole * taken / chart["columns"],
                whole * head["span"] / chart["columns"],
            )
        )
        taken += head["span"]
    return found


def _column_heads(pen: Pen, chart: dict) -> None:
    for head, x, width in _columns(chart):
        used = pen.text(x + 1.8, HEADS_AT + 3, head["code"], 4.6, font=SERIF, bold=True)
        lines = pen.wrapped(head["name"], 3.1, width - used - 5)
        for place, line in enumerate(lines[:2]):
            pen.text(
                x + 3.2 + used,
                HEADS_AT + 3 - (len(lines[:2]) - 1 - place) * 3.9,
                line,
                3.1,
                ink=INK_2,
                most=width - used - 4,
            )


def _strips(pen: Pen, chart: dict, *, bottom: float) -> None:
    """The bands, each as high as its lines of cards."""
    count = len(chart["bands"])
    room = bottom - STRIPS_AT - GAP * (count - 1)
    unit = (room - 3 * count) / chart["total_lines"]
    y = STRIPS_AT
    for strip in chart["bands"]:
        height = 3 + unit * strip["lines"]
        _strip(pen, chart, strip, Box(SIDE, y, RIGHT - SIDE, height), unit)
        y += height + GAP


def _strip(pen: Pen, chart: dict, strip: dict, box: Box, unit: float) -> None:
    band = strip["band"]
    fill = HexColor(band["screen_hex"])
    pen.box(box.x, box.y, box.width, 0.55, fill=fill)
    pen.band(
        box.x,
        box.y,
        LABEL,
        box.height,
        fill=band["screen_hex"],
        on=band["text_hex"],
        order=band["order"],
    )
    _label(pen, strip, Box(box.x, box.y, LABEL, box.height))
    high = min(unit - 1.8, HIGHEST)
    top = box.y + 1.8 + (box.height - 1.8 - strip["lines"] * (high + 1.8)) / 2
    for (_group, x, width), group in zip(_columns(chart), strip["groups"], strict=True):
        if x > SIDE + LABEL:
            pen.line(x, box.y + 2, x, box.y + box.height - 1.2)
        wide = (width - 3.6) / group["span"]
        for place, card in enumerate(group["cards"]):
            line, column = divmod(place, group["span"])
            _card(
                pen,
                card,
                band,
                Box(x + 1.8 + column * wide + 0.5, top + line * (high + 1.8), wide - 1.0, high),
            )


def _label(pen: Pen, strip: dict, box: Box) -> None:
    """The colour's name, word, order mark, line and count, on the colour itself without the pattern's lines."""
    band, ink = strip["band"], HexColor(strip["band"]["text_hex"])
    scale = min(1.0, (box.height - 1.5) / 17)
    middle = box.y + box.height / 2
    high = 17 * scale
    pen.box(
        box.x + 2,
        middle - high / 2,
        box.width - 4,
        high,
        fill=HexColor(band["screen_hex"]),
        radius=0.8,
    )
    pen.text(
        box.x + 3.4,
        middle + 4.7 * scale,
        named(band),
        13 * scale,
        font=SERIF,
        bold=True,
        ink=ink,
        most=17,
    )
    x = box.x + 3.4 + min(17, pen.width(named(band), 13 * scale, SERIF)) + 2.2
    most = box.x + box.width - 3 - x
    count = ngettext("%(n)s branch", "%(n)s branches", strip["count"]) % {"n": strip["count"]}
    pen.text(
        x,
        middle - 2.2 * scale,
        f"{grade(band)} {order_mark(band)}",
        4.4 * scale,
        bold=True,
        ink=ink,
        most=most,
    )
    pen.text(x, middle + 2.4 * scale, band["span"], 3.5 * scale, ink=ink, most=most)
    pen.text(x, middle + 6.6 * scale, count, 3.5 * scale, ink=ink, most=most)


def _card(pen: Pen, card: dict, band: dict, box: Box) -> None:
    """Name, total with its mark, arrow and the five bars: beside the total, or below it where columns are narrow."""
    beside = min(box.width / BESIDE[0], box.height / BESIDE[1])
    below = min(box.width / BELOW[0], box.height / BELOW[1])
    is_narrow = below > 1.2 * beside
    scale = below if is_narrow else beside
    pen.box(box.x, box.y, box.width, box.height, fill=WHITE, edge=RULE)
    pen.box(box.x, box.y, 1.3 * scale, box.height, fill=HexColor(band["screen_hex"]))
    left = box.x + 2.8 * scale
    middle = box.y + box.height / 2 - (2.6 * scale if is_narrow else 0)
    base = middle + 5.3 * scale
    pen.text(
        left,
        middle - 1.9 * scale,
        card["short"],
        4.5 * scale,
        bold=True,
        most=box.width - 3.6 * scale,
    )
    used = pen.text(left, base, points(card["total"]), 6.9 * scale, font=SERIF, bold=True)
    pen.text(left + used + 0.4 * scale, base - 3.5 * scale, card["mark"], 2.6 * scale, ink=INK_2)
    pen.text(left + used + 0.5 * scale, base, arrow(card["change"]), 3.8 * scale, ink=INK_2)
    if not is_narrow:
        width = (len(card["ratios"]) * 1.75) * scale
        _bars(
            pen,
            card,
            Box(box.x + box.width - width - 0.9 * scale, base - 6.6 * scale, width, 6.6 * scale),
        )
    else:
        _bars(pen, card, Box(left, base + 1.6 * scale, box.width - 4.6 * scale, 4.6 * scale))


def _bars(pen: Pen, card: dict, box: Box) -> None:
    """The shares of the indices as upright bars on a line."""
    step = box.width / len(card["ratios"])
    for place, ratio in enumerate(card["ratios"]):
        high = box.height * drawing.share(ratio)
        pen.box(box.x + place * step, box.y + box.height - high, step * 0.72, high, fill=BAR)
    pen.line(
        box.x,
        box.y + box.height,
        box.x + box.width - step * 0.28,
        box.y + box.height,
        ink=INK_3,
        width=0.15,
    )


def _foot(pen: Pen, board: Board, chart: dict) -> float:
    """The key, the notes, the place of the stamp, day and seal; returns where it begins."""
    header, bottom = board.header, HEIGHT - FOOT
    proofs = [_("published %(day)s") % {"day": day_words(header["published_at"])}, f"{_('Seal')} {board.seal_short}"]
    if board.head_short:
        proofs.append(f"{_('Trail head')} {board.head_short}")
    side = max(pen.width(proof, 3.7) for proof in proofs)
    stamp = RIGHT - side - 8 - 32
    key = " ".join(
        [
            _(
                "Columns are the groups. Card: branch, total, change against the quarter before; bars from the left:"
            ),
            *chart["indices"],
        ]
    )
    texts = [key, "\u3000".join(f"{note['mark']} {note['text']}" for note in chart["notes"])]
    if header.get("demo"):
        texts.append(
            "\u3000".join(
                [
                    _("Demonstration data"),
                    _("All data on this page are made up, for demonstration only"),
                ]
            )
        )
    size, lines = _fitted(pen, [text for text in texts if text], stamp - SIDE - 8)
    high = max(len(lines) * size * 1.55 + 1, 19)
    top = bottom - high
    pen.line(SIDE, top, RIGHT, top, ink=INK, width=0.3)
    for place, line in enumerate(lines):
        pen.text(SIDE, top + size * 1.55 * (place + 1) + 0.6, line, size, ink=INK_2)
    middle = top + high / 2 + 1
    pen.oval(stamp, middle - 8, 32, 16)
    pen.text(
        stamp + 16, middle + 1.2, _("place of the stamp"), 3.4, ink=INK_3, align="middle", most=26
    )
    first = middle + 1.3 - 2.8 * (len(proofs) - 1)
    for place, proof in enumerate(proofs):
        pen.text(RIGHT, first + 5.6 * place, proof, 3.7, ink=INK_2, align="right")
    return top


def _fitted(pen: Pen, texts: list[str], width: float) -> tuple[float, list[str]]:
    """The largest type in which the notes take at most six lines, else the smallest."""
    for size in NOTE_SIZES:
        lines = [line for text in texts for line in pen.wrapped(text, size, width)]
        if len(lines) <= 6:
            break
    return size, lines
