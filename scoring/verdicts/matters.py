"""When two entries are one matter: the same document however it is typed, or said to be the same by the reviewer."""

import re
from unicodedata import lookup, normalize

from indexmetrics.periods.models import Quarter
from scoring.verdicts.models import Verdict

OPEN, SHUT = re.compile(r"[\[({\u3010\u3014\ufe5d]"), re.compile(r"[\])}\u3011\u3015\ufe5e]")


def canonical(number: str) -> str:
    """A document number as official papers write it: tortoise-shell brackets, plain digits, no spaces."""
    text = re.sub(r"\s+", "", normalize("NFKC", number))
    return SHUT.sub(lookup("RIGHT TORTOISE SHELL BRACKET"), OPEN.sub(lookup("LEFT TORTOISE SHELL BRACKET"), text))


def standing(quarter: Quarter, kind: str) -> list[Verdict]:
    """Entries of a kind that are in force, in the branches' order."""
    return list(Verdict.objects.in_force().filter(quarter=quarter, kind=kind).select_related("branch").order_by(
        "branch__position", "branch__code", "code", "pk"))


def same_document(rows: list[Verdict], branch_id: int, number: str) -> list[Verdict]:
    """Those of the branch that rest on this document, typed in whatever brackets."""
    wanted = canonical(number)
    return [row for row in rows if row.branch_id == branch_id and canonical(row.document_number) == wanted]
