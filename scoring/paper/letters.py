"""The letters a sheet needs, as a small TrueType font (pure): cut from the packaged typeface.

The typeface comes with PostScript outlines, which reportlab cannot embed. Only the few hundred
letters of a sheet are converted, within a tenth of a per cent of an em, so it takes a second.
"""

from io import BytesIO
from pathlib import Path

import pylopdf_fonts_zh_cn as typeface
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

SERIF: Path = typeface.serif_path()
SANS: Path = typeface.sans_path()
TOLERANCE = 1.0  # units of a thousandth of an em
ASCENT, DESCENT = 880, -120


def cut(source: Path, text: str, name: str) -> BytesIO:
    """A TrueType font of that name with the letters of the text; what the typeface lacks is a box."""
    with TTFont(source, lazy=True) as whole:
        known, outlines, widths = whole.getBestCmap(), whole.getGlyphSet(), whole["hmtx"]
        wanted = {
            ord(letter): known[ord(letter)] for letter in sorted(set(text)) if ord(letter) in known
        }
        order = [".notdef", *dict.fromkeys(wanted.values())]
        glyphs = {}
        for glyph in order:
            pen = TTGlyphPen(None)
            outlines[glyph].draw(Cu2QuPen(pen, TOLERANCE, reverse_direction=True))
            glyphs[glyph] = pen.glyph()
        metrics = {glyph: (widths[glyph][0], 0) for glyph in order}
        units = whole["head"].unitsPerEm
    return _built(name, units, order, wanted, glyphs, metrics)


def _built(
    name: str, units: int, order: list, letters: dict, glyphs: dict, widths: dict
) -> BytesIO:
    font = FontBuilder(units, isTTF=True)
    font.setupGlyphOrder(order)
    font.setupCharacterMap(letters)
    font.setupGlyf(glyphs)
    found = font.font["glyf"]
    font.setupHorizontalMetrics(
        {
            glyph: (width, getattr(found[glyph], "xMin", 0))
            for glyph, (width, _bearing) in widths.items()
        }
    )
    font.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    font.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    font.setupOS2(
        sTypoAscender=ASCENT, sTypoDescender=DESCENT, usWinAscent=ASCENT, usWinDescent=-DESCENT
    )
    font.setupPost()
    out = BytesIO()
    font.save(out)
    out.seek(0)
    return out
