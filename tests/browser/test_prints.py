"""What leaves the screen: the wall chart as one A3 sheet, readable in grey and by the colour-blind; contrasts."""

import re
import subprocess
import unicodedata
from itertools import pairwise

import pytest
from PIL import Image
from pypdf import PdfReader

from branches.access.roles import Role
from indexmetrics.schemes.models import Scheme
from tests import make, make_edition
from tests.laws.project import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHART = "/board/2026Q2/wallchart/"
TEXTS = ("ink", "ink-2", "ink-3", "police", "police-2", "ok", "warn", "err", "info")
GROUNDS = ("paper", "paper-2", "sheet")
PAIRS = [("ok", "ok-tint"), ("warn", "warn-tint"), ("err", "err-tint"), ("info", "info-tint"), ("ink", "police-tint"),
         ("police", "police-tint"), ("on-police", "police")]  # fmt: skip
READABLE = 4.5


@pytest.fixture(params=[15, 33, 60])
def leader(request, transactional_db):
    """A leader of a small, a usual and a large bureau with two published quarters."""
    make_edition.bureau(request.param)
    make_edition.published("2026Q1")
    make_edition.published("2026Q2")
    return make.user("leader", role=Role.VIEWER)


def test_the_wall_chart_prints_as_one_whole_a3_sheet(look, axe, leader, tmp_path):
    page = look(leader, CHART, width=1700).page
    assert axe(page) == []
    cut = page.evaluate("""() => {
        const sheet = document.querySelector(".poster").getBoundingClientRect();
        const foot = document.querySelector(".poster > footer").getBoundingClientRect();
        return [...document.querySelectorAll(".strip")].filter((strip) => {
            const room = strip.getBoundingClientRect();
            return [...strip.querySelectorAll("li")].some((card) => {
                const box = card.getBoundingClientRect();
                return box.bottom > room.bottom + 3 || box.right > sheet.right || card.scrollWidth > card.clientWidth + 1;
            });
        }).map((strip) => strip.dataset.colour).concat(foot.bottom > sheet.bottom ? ["foot"] : []);
    }""")
    assert cut == []
    file = tmp_path / "chart.pdf"
    page.pdf(path=file, prefer_css_page_size=True, print_background=True)
    sheets = PdfReader(file).pages
    assert len(sheets) == 1
    assert [round(float(side) / 72 * 25.4) for side in sheets[0].mediabox[2:]] == [420, 297]
    words = unicodedata.normalize("NFKC", "".join(sheets[0].extract_text().split()))
    assert [text for text in ("党建质量指数五色图", "盖章处", "2026年第二季度") if text not in words] == [], words[:400]


@pytest.mark.parametrize("leader", [33], indirect=True)
def test_bands_differ_in_grey_by_pattern(look, client, leader, pdftoppm, tmp_path):
    """On the PDF in grey, each band's head has its own texture: how often light changes across and down."""
    client.force_login(leader)
    file = tmp_path / "sheet.pdf"
    file.write_bytes(client.get("/board/2026Q2/wallchart.pdf").content)
    subprocess.run([pdftoppm, "-gray", "-r", "150", "-png", "-singlefile", file, tmp_path / "grey"], check=True)
    picture = Image.open(tmp_path / "grey.png").convert("L")
    scale = picture.width / 420
    textures = set()
    for top in _heads(picture, scale):
        # A strip at the head's upper edge, above the plate that carries the words.
        piece = picture.crop([round(side * scale) for side in (15, top + 0.8, 57, top + 3.4)])
        across = _changes([piece.getpixel((x, piece.height // 2)) for x in range(piece.width)])
        down = max(_changes([piece.getpixel((x, y)) for y in range(piece.height)]) for x in range(0, piece.width, 9))
        textures.add((across > 30, across > 60, down > 0))
    assert len(textures) >= 4


def _heads(picture, scale: float) -> list[float]:
    """Where the bands' heads begin, in millimetres: the first dark line after white at the left edge."""
    column = [picture.getpixel((round(14.2 * scale), y)) < 225 for y in range(picture.height)]
    starts = [y for y in range(1, picture.height) if column[y] and not column[y - 1]]
    return [y / scale for y in starts if all(column[y:y + round(9 * scale)]) or y / scale > 45][:5]


def _changes(values: list[int]) -> int:
    return sum(abs(one - other) > 12 for one, other in pairwise(values))


@pytest.mark.parametrize("leader", [33], indirect=True)
@pytest.mark.parametrize("lack", ["protanopia", "deuteranopia", "tritanopia", "achromatopsia"])
def test_without_a_colour_mark_and_word_still_tell(look, leader, lack):
    """The five are told apart by what is written in them; the browser shows the page as such eyes see it."""
    page = look(leader, "/board/2026Q2/").page
    tools = page.context.new_cdp_session(page)
    tools.send("Emulation.setEmulatedVisionDeficiency", {"type": lack})
    seen = {}
    for cell in page.locator(".rows .cell-fill").all():
        seen.setdefault(cell.get_attribute("data-colour"), set()).add(cell.inner_text().split("※")[0].strip())
    assert len(page.screenshot()) > 10_000
    assert all(len(words) == 1 for words in seen.values())
    assert len({next(iter(words)) for words in seen.values()}) == len(seen) >= 3
    assert all(re.fullmatch(r"\S+ \S+ [①②③④⑤]", next(iter(words))) for words in seen.values())


@pytest.mark.parametrize("leader", [33], indirect=True)
@pytest.mark.parametrize("address", ["/board/2026Q2/", "/board/2026Q2/z005/", CHART, "/walls/"])
@pytest.mark.parametrize("width", [360, 1440])
def test_pages_have_no_barrier(look, axe, leader, address, width):
    person = make.user("reviewer", role=Role.REVIEWER)
    seen = look(person, address, width=width)
    assert seen.status == 200 and axe(seen.page) == [] and seen.complaints == []


# --- contrasts --------------------------------------------------------------------------------
def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme."""
    text = (ROOT / "static/css/tokens.css").read_text(encoding="utf-8")
    blocks = re.findall(r"(:root|\[data-theme=dark\]) \{(.*?)\}", text, re.S)
    found = {}
    for selector, body in blocks:
        if selector == ":root" or theme == "dark":
            found |= dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6})", body))
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pair_of_colours_is_readable(theme):
    found = tokens(theme)
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS] + PAIRS
    weak = {pair: round(contrast(found[pair[0]], found[pair[1]]), 2) for pair in pairs}
    assert {pair: value for pair, value in weak.items() if value < READABLE} == {}


def test_every_result_colour_carries_its_words_readably(transactional_db):
    make.quarter("2026Q2")
    bands = [band for scheme in Scheme.objects.all() for band in scheme.document["colour_bands"]]
    assert len(bands) >= 5
    assert all(contrast(band["screen_hex"], band["text_hex"]) >= READABLE for band in bands)


def test_the_big_screen_is_readable():
    found = tokens("dark")
    assert all(contrast(found[text], "#0F151D") >= READABLE for text in ("ink", "ink-2", "ink-3", "ok", "err", "warn", "gold"))
