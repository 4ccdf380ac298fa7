"""The reviewer's lists as columns: the queue, one indicator, requests, the completeness table."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from branches.ledgers.ledger import Column, Ledger
from indexmetrics.evidence.words import STATE_NAMES, state_name
from indexmetrics.periods.models import Quarter
from indexmetrics.review.across import Across
from indexmetrics.review.matrix import Matrix


def queue(lines, *, quarter: str, month: str, chip: str) -> Ledger:
    """What waits, a line for each branch and month."""
    return Ledger(_("Review"), [
        Column(_("Branch code"), lambda line: line.branch.code), Column(_("Branch"), lambda line: line.branch.name, 30),
        Column(_("Month"), lambda line: line.month, 10), Column(_("Undecided"), lambda line: line.waiting, 9),
        Column(_("Never opened"), lambda line: line.new, 9), Column(_("With changes"), lambda line: line.changed, 9),
        Column(_("Pass every check"), lambda line: len(line.passes), 9), Column(_("Worth a look"), lambda line: line.to_look_at, 9),
        Column(_("Held for a visit"), lambda line: line.held, 9), Column(_("Working days"), lambda line: line.days, 9),
        Column(_("Overdue"), lambda line: _("yes") if line.is_overdue else "", 9),
    ], lines, [(_("Quarter"), quarter), (_("Month"), month), (_("Chip"), chip)])


def indicator(code: str, name: str, month: str, table: Across) -> Ledger:
    """One indicator's records across branches, what waits first."""
    waiting = [(row.record, row.figures, "; ".join(str(hint.text) for hint in row.hints) or "✓", row.days) for row in table.rows]
    decided = [(row.record, row.figures, row.decision.reason if row.decision else "", None) for row in table.decided]
    return Ledger(f"{code} {name}", [
        Column(_("Branch code"), lambda row: row[0].branch.code), Column(_("Branch"), lambda row: row[0].branch.name, 30),
        Column(_("Date"), lambda row: row[0].date, 12), Column(_("Record"), lambda row: row[0].title, 40),
        Column(_("Figures"), lambda row: row[1], 24), Column(_("Files"), lambda row: row[0].file_count, 8),
        Column(_("Checks"), lambda row: row[2], 40), Column(_("State"), lambda row: state_name(row[0].state), 12),
        Column(_("Working days"), lambda row: row[3], 9),
    ], [*waiting, *decided], [(_("Month"), month)])


def reopenings(rows) -> Ledger:
    """Requests to open an accepted record again."""
    return Ledger(_("Requests to correct"), [
        Column(_("Branch"), lambda row: row[0].record.branch.name, 30), Column(_("Month"), lambda row: row[0].record.month, 10),
        Column(_("Record"), lambda row: row[1], 24), Column(_("Reason"), lambda row: row[0].reason, 50),
        Column(_("Fields"), lambda row: ", ".join(str(word) for word in row[3]), 24),
        Column(_("Asked by"), lambda row: row[0].asked_by and str(row[0].asked_by), 14), Column(_("Time"), lambda row: row[0].asked_at, 17),
    ], rows)


def crossings(table: Matrix, quarter: Quarter, wanted: set[tuple[str, str]]) -> Ledger:
    """The chosen crossings of branches and months or indicators, or all of them, a row each with its reason."""
    rows = (
        (group, row.branch, code if table.by == "month" else f"{code} {name}", cell)
        for group in table.groups for row in group.shown
        for (code, name), cell in zip(table.columns, row.cells, strict=True)
        if not wanted or (row.branch.code, code) in wanted
    )
    return Ledger(_("Completeness"), [
        Column(_("Group"), lambda row: row[0].name, 22), Column(_("Branch"), lambda row: row[1].name, 26),
        Column(_("Code"), lambda row: row[1].code, 12),
        Column(_("Month") if table.by == "month" else _("Indicator"), lambda row: row[2], 24),
        Column(_("State"), lambda row: state_name(row[3].state), 12),
        Column(_("Late"), lambda row: _("late") if row[3].late else "", 8), Column(_("Why"), lambda row: row[3].why, 60),
    ], rows, [(pgettext("ledger", "ticked"), len(wanted) or "")], period=quarter.code)


def completeness(table: Matrix | None, quarter: Quarter | None, state: str) -> Ledger:
    """The table as it stands on the page: branches down, months or indicators across."""
    if table is None or quarter is None:
        return Ledger(_("Completeness"), [Column(_("Branch"), lambda row: "")], [])
    return Ledger(_("Completeness"), [
        Column(_("Group"), lambda row: row[0].name, 22), Column(_("Branch code"), lambda row: row[1].branch.code),
        Column(_("Branch"), lambda row: row[1].branch.name, 26),
        *(Column(code if table.by == "month" else f"{code} {name}", _crossing(place), 12) for place, (code, name) in enumerate(table.columns)),
    ], [(group, row) for group in table.groups for row in group.shown], [
        (_("Columns"), _("By indicator") if table.by == "indicator" else _("By month")),
        (_("State"), state_name(state) if state in STATE_NAMES else state),
    ], period=quarter.code)


def _crossing(place: int):
    """The state of one crossing in a word."""

    def of(row) -> str:
        cell = row[1].cells[place]
        word = state_name(cell.state) if cell.state else "/"
        return f"{word} ({_('late')})" if cell.late else word

    return of
