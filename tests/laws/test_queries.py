"""Values reach the database as parameters, and what a visitor asks for is looked up in a list before it names a column."""

import ast

import pytest

from tests.laws.project import APPS, modules

pytestmark = pytest.mark.pure
RAW = {"raw", "extra", "execute", "executemany", "executescript", "RawSQL", "RunSQL"}
HOUSE = "the names of tables of the program itself"
# (module, first argument) of every statement that is written out: why no value of a visitor can be in it.
WRITTEN_OUT = {
    ("branches/audit/append_only.py", "_FUNCTION"): "a constant above it",
    ("branches/audit/append_only.py", "f'CREATE TRIGGER {table}_once BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION wusetu_refuse()'"): HOUSE,
    ("branches/audit/append_only.py", "f\"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END\""): HOUSE,
    ("branches/audit/append_only.py", "f'DROP TRIGGER IF EXISTS {table}_once ON {table}'"): HOUSE,
    ("branches/audit/append_only.py", "f'DROP TRIGGER IF EXISTS {table}_no_{verb}'"): HOUSE,
    ("branches/management/examinations.py", "f'PRAGMA {name}'"): "the names of a constant list",
    ("scoring/keeping/filling.py", "FOUND[connection.vendor]"): "a constant above it",
    ("scoring/keeping/filling.py", "f'DROP INDEX {connection.ops.quote_name(name)}'"): "an index of the program itself, as the database names it",
    ("scoring/keeping/filling.py", "made"): "what the database says made that index",
    ("scoring/keeping/tables.py", "f'INSERT INTO {table} ({names}) VALUES ({places})'"): HOUSE,
    ("config/sqlite/base.py", "f'PRAGMA busy_timeout = {usual}'"): "a number that the database has just said",
    ("scoring/keeping/tables.py", "statement"): "what Django writes to go on counting",
}
# Columns of an order that are no constant words: where they come from.
ORDERS = {
    ("scoring/screens/queries.py", "used"): "an expression of constants",
}
# Filters whose column is chosen at run time: from which list.
FILTERS = {
    ("branches/access/reach.py", "{f'{field}__in': ids}"): "a default that callers of the program name",
    ("branches/trail/views.py", "{field: asked[name]}"): "the columns of a constant",
    ("indexmetrics/review/queries.py", "same"): "built of constants in the line above",
    ("branches/org/queries.py", "narrowed"): "a constant column",
    ("indexmetrics/review/reminders.py", "scope"): "built of constants in the line above",
    ("indexmetrics/imports/journal.py", "{name: value for name, value in before.items() if name != 'id'}"): "the columns of the row as it was stored",
    ("indexmetrics/evidence/writing.py", "values"): "the columns that a verb names", ("scoring/rectify/actions.py", "values"): "the same",
    ("indexmetrics/review/actions_reopen.py", "values"): "the same",
}


def _calls():
    for module in modules(*APPS, "config"):
        for node in ast.walk(ast.parse(module.path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield module.place, getattr(node.func, "attr", getattr(node.func, "id", "")), node


def _is_word(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_statements_are_constants_or_on_the_reviewed_list():
    found = {
        (place, ast.unparse(node.args[0])) for place, name, node in _calls()
        if name in RAW and node.args and not _is_word(node.args[0])
    }

    assert found == set(WRITTEN_OUT)


def test_orders_are_constants_or_on_the_reviewed_list():
    found = {
        (place, ast.unparse(one)) for place, name, node in _calls()
        if name in ("order_by", "distinct", "latest", "earliest", "dates") for one in node.args if not _is_word(one)
    }

    assert found == set(ORDERS)


def test_filters_name_their_columns_or_take_them_from_a_reviewed_list():
    found = {
        (place, ast.unparse(word.value)) for place, name, node in _calls()
        if name in ("filter", "exclude", "get_or_create", "update", "annotate") for word in node.keywords if word.arg is None
    }

    assert found == set(FILTERS)
