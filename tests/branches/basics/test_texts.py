"""Texts lose what nobody can see, and numbers are read as people write them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branches.basics import numbers, texts

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(("sent", "kept"), [
    ("党日活动", "党日活动"), ("a\x00b", "ab"), ("a\x0bb\x1b[31m", "ab[31m"), ("a\tb\nc", "a\tb\nc"), ("a\r\nb\rc", "a\nb\nc"),
    ("\u202eexe.pdf", "exe.pdf"), ("零\u200b宽\ufeff", "零宽"), ("e\u0301", "é"), ("\ud800x", "x"), ("x\u2066y\u2069", "xy"), ("\u00adsoft", "soft"),
])
def test_cleaned(sent, kept):
    assert texts.cleaned(sent) == kept


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_cleaned_text_stays_as_it_is(text):
    kept = texts.cleaned(text)

    assert texts.cleaned(kept) == kept and texts.unseen_in(kept) == 0
    assert unicodedata.is_normalized("NFC", kept)
    assert kept.encode("utf-8").decode() == kept and "\0" not in kept


@given(st.text(st.characters(exclude_categories=()), max_size=400), st.sampled_from([".pdf", ".docx", ""]))
def test_file_name_is_one_plain_line(stem, suffix):
    name = texts.file_name(stem + suffix)

    assert len(name) <= 200 and not set(name) & set('/\\<>:"|?*\0\n\t')
    assert name == name.strip(" .")


@pytest.mark.parametrize(("written", "read"), [
    ("12", "12"), ("１２", "12"), ("９０．５", "90.5"), (" 3.50 ", "3.50"), ("-1", "-1"), (".5", ".5"), (7, "7"),
])
def test_plain_numbers(written, read):
    assert numbers.plain(written) == read


@pytest.mark.parametrize("written", [
    "1_0", "1e1", "1E5", "NaN", "nan", "Infinity", "-inf", "-0", "-0.00", "1,000", "1，000", "0x10", "+5", "１e1", "", " ", "1 0", "½", "٣", "一",
    "1.2.3", "--1", None,
])
def test_tricks_are_refused(written):
    with pytest.raises(ValueError):
        numbers.plain(written)


@given(st.text(max_size=12))
def test_whatever_is_read_is_ascii(text):
    try:
        assert numbers.plain(text).isascii()
    except ValueError:
        return


@pytest.mark.parametrize("written", ["1.0", "1.5", "."])
def test_whole_numbers_have_no_point(written):
    with pytest.raises(ValueError):
        numbers.whole(written)
