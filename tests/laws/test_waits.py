"""Browser tests wait for what they expect: a page that is read right after a click may not have answered yet."""

import ast

import pytest

from tests.laws.project import ROOT

pytestmark = pytest.mark.pure
FILES = sorted((ROOT / "tests" / "browser").glob("test_*.py"))
READ_AT_ONCE = {
    "count", "is_visible", "is_hidden", "is_enabled", "is_disabled", "is_checked", "input_value",
    "get_attribute", "inner_text", "text_content", "all_inner_texts", "all_text_contents",
}  # fmt: skip


def read_at_once(test: ast.expr) -> list[str]:
    """The reads of a page in a condition; counting rows of the database is none."""
    calls = [one.func for one in ast.walk(test) if isinstance(one, ast.Call)]
    return [
        call.attr for call in calls
        if isinstance(call, ast.Attribute) and call.attr in READ_AT_ONCE and ".objects." not in ast.unparse(call)
    ]  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_browser_test_asserts_by_waiting(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wrong = [
        f"{path.name}:{node.lineno} {read}" for node in ast.walk(tree) if isinstance(node, ast.Assert)
        for read in read_at_once(node.test)
    ]  # fmt: skip

    assert not wrong, "use playwright's expect(…): " + ", ".join(wrong)
