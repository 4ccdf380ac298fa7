"""A quarter and a month in words, the same on pages, papers and in titles."""

import pytest
from django.utils.translation import override

from indexmetrics.periods import words

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(("language", "quarter", "short", "month"), [
    ("zh-hans", "2026年第三季度", "三季度", "2026年8月"), ("en", "Q3 2026", "Q3", "August 2026"),
])
def test_in_both_languages(language, quarter, short, month):
    with override(language):
        assert words.quarter_words("2026Q3") == words.period_label("2026Q3") == quarter
        assert words.quarter_short("2026Q3") == short and words.period_label("2026-08") == month


@pytest.mark.parametrize("code", ["2026Q5", "2026-13", "x", ""])
def test_what_is_no_period_has_no_words(code):
    with pytest.raises(ValueError, match="not a"):
        words.period_label(code)
