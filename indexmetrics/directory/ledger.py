"""The branch register as columns."""

from django.utils.translation import gettext as _

from branches.ledgers.ledger import Column, Ledger
from indexmetrics.directory import vocabulary


def register(rows, words: str, chosen: str) -> Ledger:
    """The branches of today."""
    types, attributes = dict(vocabulary.types()), dict(vocabulary.attributes())
    return Ledger(_("Branch register"), [
        Column(_("Branch code"), lambda row: row.code), Column(_("Branch"), lambda row: row.name, 30),
        Column(_("Short name"), lambda row: row.short), Column(_("Type"), lambda row: types.get(row.type, row.type), 20),
        Column(_("Secretary"), lambda row: row.secretary, 12), Column(_("Members"), lambda row: row.members, 9),
        Column(_("Party groups"), lambda row: row.groups, 9),
        Column(_("Attributes"), lambda row: ", ".join(str(attributes.get(code, code)) for code in row.attributes), 40),
        Column(_("Founded on"), lambda row: row.founded_on, 12),
        Column(_("Term is over"), lambda row: _("yes") if row.term_overdue else "", 10),
    ], rows, [(_("Name, code or secretary"), words), (_("Type"), types.get(chosen, chosen))])
