"""Registers of offices as tables: stated figures, added-up matters, any numbers."""

from decimal import Decimal

import pytest

from indexmetrics.imports import actions
from indexmetrics.imports.registry import KINDS
from indexmetrics.imports.rehearsal import look_at
from indexmetrics.intake import actions as intake
from indexmetrics.intake.models import RegisterEntry
from tests import make
from tests.indexmetrics.imports import sheets

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewing(client, reviewer, own_branch, other_branch, second_quarter):
    client.force_login(reviewer)
    return client


@pytest.fixture
def disciplining(client, discipline, own_branch, second_quarter):
    client.force_login(discipline)
    return client


def in_force() -> list[tuple]:
    return sorted(RegisterEntry.objects.in_force().values_list("branch__code", "month", "indicator", "key", "value", "document_number"))


def entered(branch, indicator: str, key: str, value, number: str = "文1号"):
    return intake.enter(
        branch=branch, quarter=make.quarter(), month="2026-05", indicator=indicator, part="", key=key, value=value,
        document_number=number, by=None)


def test_every_register_of_the_offices_has_a_template(reviewer, discipline, committee, second_quarter):
    scopes = {scope for user in (reviewer, discipline, committee) for scope, _words in KINDS["registers"].scopes(user)}

    assert {"2026Q2:L4", "2026Q2:I4", "2026Q2:I5", "2026Q2:I6", "2026Q2:H2", "2026Q2:V5", "2026Q2:L3"} <= scopes


@pytest.mark.parametrize("code", ["L4", "I6", "H2", "V5", "L3"])
def test_template_taken_back_unchanged_changes_nothing(reviewing, own_branch, code):
    for key, _name in next(r for r in KINDS["registers"].known_scopes() if r[0] == f"2026Q2:{code}") and _keys(code):
        entered(own_branch, code, key, "3")
    upload = sheets.send(reviewing, "registers", sheets.template(reviewing, "registers", f"2026Q2:{code}"), scope=f"2026Q2:{code}")

    assert upload.problems == [] and upload.plan == []


def _keys(code: str) -> list[tuple[str, str]]:
    from indexmetrics.intake.queries import every_register
    return list(next(row.keys for row in every_register(make.quarter()) if row.indicator == code))


def test_stated_figures_replace_and_come_back(reviewing, own_branch):
    entered(own_branch, "H2", "num", "40")
    entered(own_branch, "H2", "den", "60")
    before = in_force()

    def change(sheet):
        row = sheets.line(sheet, "pcs-2")
        sheet.cell(row, sheets.place(sheet, "已休天数"), 45.5)
        row = sheets.line(sheet, "pcs-3")
        sheet.cell(row, sheets.place(sheet, "已休天数"), "１，２００.25")
        sheet.cell(row, sheets.place(sheet, "应休天数(按进度)".replace("(", "（").replace(")", "）")), 1300)

    upload = sheets.send(reviewing, "registers", sheets.edited(
        sheets.template(reviewing, "registers", "2026Q2:H2"), change), scope="2026Q2:H2")
    assert upload.problems == [] and sum(len(row["cells"]) for row in upload.plan) == 3
    sheets.take_over(reviewing, upload)

    now = {(row[0], row[3]): row[4] for row in in_force()}
    assert now == {
        ("pcs-2", "num"): Decimal("45.5"), ("pcs-2", "den"): 60, ("pcs-3", "num"): Decimal("1200.25"), ("pcs-3", "den"): 1300}
    sheets.take_back(reviewing, upload)
    assert in_force() == before


def test_matters_add_up_and_are_not_counted_twice(disciplining, own_branch):
    entered(own_branch, "I5", "circular_criticism", "1", "舟纪〔2026〕1号")
    content = sheets.table(
        ("支部代码", "月份", "事项", "数值", "文号"), ("pcs-2", "2026-05", "admonition", 1, "舟纪〔2026〕2号"),
        ("pcs-2", "2026-05", "circular_criticism", 1, "舟纪〔2026〕1号"))
    upload = sheets.send(disciplining, "registers", content, scope="2026Q2:I5")
    assert upload.problems == [] and len(upload.plan) == 1
    sheets.take_over(disciplining, upload)

    assert len(in_force()) == 2
    again = sheets.send(disciplining, "registers", sheets.template(disciplining, "registers", "2026Q2:I5"), scope="2026Q2:I5", key="k2")
    assert again.plan == [] and again.problems == []


def test_matter_is_corrected_by_its_number(disciplining, own_branch):
    old = entered(own_branch, "I5", "circular_criticism", "1", "舟纪〔2026〕1号")
    upload = sheets.send(disciplining, "registers", sheets.table(
        ("条目编号", "支部代码", "月份", "事项", "数值", "文号"), (old.pk, "pcs-2", "2026-05", "admonition", 1, "舟纪〔2026〕1号")),
        scope="2026Q2:I5")
    sheets.take_over(disciplining, upload)
    assert [row[3] for row in in_force()] == ["admonition"]

    sheets.take_back(disciplining, upload)
    assert [row[3] for row in in_force()] == ["circular_criticism"]


def test_rule_of_the_act_is_told_at_its_cell(disciplining):
    upload = sheets.send(disciplining, "registers", sheets.table(
        ("支部代码", "月份", "事项", "数值"), ("pcs-2", "2026-05", "admonition", 1)), scope="2026Q2:I5")

    assert upload.problems[0]["remedy"] == "请填写文号。" and not in_force()


@pytest.mark.parametrize(("row", "cell"), [
    (("none", "2026-06", 1), "A2"), (("pcs-2", "2026-07", 1), "B2"), (("pcs-2", "六月", 1), "B2"), (("pcs-2", "2026-06", -1), "C2"),
    (("pcs-2", "2026-06", 1.23456), "C2"), (("pcs-2", "2026-06", True), "C2"), ((None, "2026-06", 1), "A2"),
])
def test_wrong_rows_are_named(reviewing, row, cell):
    upload = sheets.send(reviewing, "registers", sheets.table(("支部代码", "月份", "已休天数"), row), scope="2026Q2:H2")

    assert [one["cell"] for one in upload.problems] == [cell] and not in_force()


@pytest.mark.parametrize("scope", ["2026Q2:I5", "2026Q2:B4", "2027Q1:H2", "x", ""])
def test_registers_of_others_are_missing(reviewing, scope):
    assert reviewing.get(f"/imports/registers/?for={scope}").status_code == 404


def test_facts_of_any_indicator(reviewing, own_branch):
    head = ("branch", "month", "indicator", "part", "key", "value")
    content = "\n".join(",".join(row) for row in (
        head, ("pcs-2", "2026-06", "H2", "", "num", "40"), ("pcs-2", "2026-06", "H2", "", "den", "60"),
        ("pcs-2", "2026-05", "L4", "", "overdue_task", "1"), ("pcs-2", "2026-06", "L2", "", "num", "17"),
        ("pcs-2", "2026-06", "L2", "", "den", "18"))).encode()
    from indexmetrics.evidence.models import Record
    look = look_at(KINDS["facts"], "", "facts.csv", content, None)
    assert look.problems == []
    actions.take_over(kind=KINDS["facts"], scope="", look=look, by=None, ready={})

    assert len(in_force()) == 3 and Record.objects.get().data == {"num": "17", "den": "18"}
    assert look_at(KINDS["facts"], "", "facts.csv", content, None).changes == []


@pytest.mark.parametrize(("row", "cell"), [
    ("none,2026-06,H2,,num,4", "A2"), ("pcs-2,2026-09,H2,,num,4", "B2"), ("pcs-2,2026-06,Q9,,num,4", "C2"),
    ("pcs-2,2026-06,B4,a,events,4", "C2"), ("pcs-2,2026-06,H2,,rank,4", "E2"), ("pcs-2,2026-06,H2,,num,viel", "F2"),
])
def test_wrong_facts_are_named(own_branch, second_quarter, row, cell):
    content = f"branch,month,indicator,part,key,value\n{row}\n".encode()
    look = look_at(KINDS["facts"], "", "facts.csv", content, None)

    assert cell in [one.cell for one in look.problems] and not look.changes
