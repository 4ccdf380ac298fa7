"""The words tool finds texts in code, pages and fragments, and judges catalogues."""

import polib
import pytest

from branches.management import catalogues
from branches.management.catalogues import Word

TEMPLATE = """{% load i18n %}<h1>{% trans "Five-colour board" %}</h1>
{% blocktrans with name=branch.name count n=rows|length %}{{ n }} row of {{ name }}{% plural %}{{ n }} rows of {{ name }}{% endblocktrans %}
{% blocktrans trimmed %}
  two
  lines
{% endblocktrans %}
{{ _("in a variable") }} {% trans "100% sure (really)" %} {% trans "with context" context "board" %}
{% include "x.html" with label=_("as an argument") only %}
"""


@pytest.fixture
def base(tmp_path, settings):
    settings.VAR = tmp_path / "var"
    (tmp_path / "templates" / "jinja2").mkdir(parents=True)
    (tmp_path / "scoring").mkdir()
    return tmp_path


def texts(base):
    words, _wrong = catalogues.asked_for(base)
    return set(words)


def test_django_templates_are_read(base):
    (base / "templates" / "board.html").write_text(TEMPLATE)

    assert texts(base) == {
        Word("", "Five-colour board"),
        Word("", "%(n)s row of %(name)s", "%(n)s rows of %(name)s"),
        Word("", "two lines"),
        Word("", "in a variable"),
        Word("", "100%% sure (really)"),
        Word("board", "with context"),
        Word("", "as an argument"),
    }


def test_jinja_fragments_are_read(base):
    (base / "templates" / "jinja2" / "table.html").write_text('<td>{{ _("Rank") }}</td>')

    assert texts(base) == {Word("", "Rank")}


def test_python_calls_are_read(base):
    (base / "scoring" / "x.py").write_text(
        'a = _("one " "text")\nb = ngettext("row", "rows", 2)\nc = pgettext_lazy("board", "Open")\n'
    )

    assert texts(base) == {Word("", "one text"), Word("", "row", "rows"), Word("board", "Open")}


@pytest.mark.parametrize(
    "call",
    [
        '_(f"{n} rows")',
        '_("%s rows")',
        '_("{} rows")',
        '_("%s" % name)',
        '_("a" + "b")',
        '_("%d rows")',
        '_("{0} rows")',
    ],
)
def test_calls_that_cannot_be_translated_are_named(base, call):
    (base / "scoring" / "x.py").write_text(call + "\n")

    _words, wrong = catalogues.asked_for(base)

    assert len(wrong) == 1
    assert "scoring/x.py:1" in wrong[0]


def test_added_word_is_found_and_compiled(base):
    (base / "scoring" / "x.py").write_text('_("Rank %(n)s")\n')
    catalogues.add(base, "scoring", [(Word("", "Rank %(n)s"), "第%(n)s名")])

    assert catalogues.check(base).lines() == []
    compiled = polib.mofile(str(catalogues.po_file(base, "scoring").with_suffix(".mo")))
    assert compiled.find("Rank %(n)s").msgstr == "第%(n)s名"


def test_faults_of_a_catalogue_are_named(base):
    (base / "scoring" / "x.py").write_text('_("Rank %(n)s"), _("Total"), _("Base")\n')
    catalogues.add(
        base,
        "scoring",
        [
            (Word("", "Rank %(n)s"), "第%(m)s名"),
            (Word("", "Total"), "总分"),
            (Word("", "Old"), "旧"),
        ],
    )
    catalogues.add(base, "config", [(Word("", "Total"), "合计")])
    file = catalogues.po_file(base, "scoring")
    catalogue = polib.pofile(str(file))
    catalogue.find("Total").flags.append("fuzzy")
    catalogue.save()

    found = catalogues.check(base)

    assert found.placeholders and found.fuzzy and found.stale and found.unused
    assert [line.split(" ", 1)[1] for line in found.missing] == ["'Base'"]
