"""Whatever users typed: it stays text, and the export never fails."""

import json
import re
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from branches.ledgers.text import LONGEST, clean, sheet_title, xml
from scoring.reports.report import Appealed, Rectified
from tests.scoring.reports.fixture import cards, report
from tests.scoring.reports.reading import formulas, written

NASTY = [
    "=1+1", "=HYPERLINK(\"http://x\")", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "＝1＋1", "http://example.org/", "a/b[c]",
    "\x00\x01\x0b\x1f", "\ud800", "\udfff\ud800", "￾￿", "_x0041_", "_x000D_", "<c r=\"A1\"/>", "]]>", "&amp;", "  spaces ", "第一\r\n第二",
    "长" * 40_000, "𠮷" * 20_000, "'", "{=1}", "DDE(\"cmd\")",
    "NaN", "-inf", "1e999", "1e5", "1_000", "１２",
]
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(max_size=60), st.text(st.characters(), max_size=20).map(lambda t: "=" + t))


def hostile(text: str):
    """A report that has the text wherever a user's words go."""
    texts = []
    for row_text, trail_text in cards(2):
        row, trail = json.loads(row_text), json.loads(trail_text)
        row |= {"name": text, "secretary": text, "short": text}
        trail["branch"]["name"] = text
        trail["events"] = [
            {"kind": kind, "code": code, "points": "1.00", "level": "", "matter": text, "document_number": text,
             "dated": "2026-05-11", "by": text, "source": "verdict:1"}
            for kind, code in (("bonus", "A1"), ("penalty", "P2"), ("veto", "Z2"))
        ]
        trail["evidence"] = {"record:1": {"title": text, "tags": ["B4", "L1"], "state": "accepted"}}
        texts.append((json.dumps(row), json.dumps(trail, sort_keys=True, separators=(",", ":"))))
    return report(
        texts=texts,
        header={"bureau": text, "meeting": text, "reason": text, "published_by": text, "waivers": [{"what": text}]},
        rectified=[Rectified(text, text, "grey", (text,), text, text, date(2026, 9, 1), "open", None)],
        appealed=[Appealed(text, text, text, text, text, "upheld", text, text)],
    )


@pytest.mark.parametrize("text", NASTY)
def test_known_tricks_stay_text(text):
    check(text)


@settings(max_examples=20, deadline=None)
@given(TEXTS)
def test_any_text_stays_text(text):
    check(text)


def check(text: str) -> None:
    """Export, read back with both readers, and look at every cell."""
    data = written(hostile(text))
    book = formulas(data)
    wanted = clean(text)
    assert CalamineWorkbook.from_filelike(BytesIO(data)).sheet_names == book.sheetnames
    names = []
    for sheet in book:
        assert sheet._hyperlinks == []
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert re.fullmatch(r'=[A-Z0-9:,.+\-*/()<=" 相符不]+', cell.value), cell.value
                if sheet.title == "汇总表" and cell.column == 2 and cell.row >= 5:
                    names.append(cell.value)
    shown = xml(wanted).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert names[:2] == [shown or None] * 2, wanted[:40]


@given(st.text(st.characters(), max_size=200))
def test_cleaned_text_is_what_xml_can_carry(text):
    cleaned = clean(text)

    assert clean(cleaned) == cleaned
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert not re.search("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", cleaned)


@pytest.mark.parametrize("letter", ["a", "长", "𠮷"])
def test_too_long_text_is_cut_with_a_mark(letter):
    cut = clean(letter * 40_000)

    assert len(cut.encode("utf-16-le")) // 2 <= LONGEST
    assert cut.endswith("…")
    assert clean(letter * 100) == letter * 100


@given(st.lists(st.text(max_size=60), max_size=12))
def test_sheet_titles_are_valid_and_different(wanted):
    taken: set[str] = set()
    titles = [sheet_title(one, taken) for one in wanted]

    assert len({title.casefold() for title in titles}) == len(titles)
    for title in titles:
        assert 1 <= len(title) <= 31
        assert not re.search(r"[\\/?*\[\]:\x00-\x1f]", title)
        assert title[0] != "'" != title[-1]
