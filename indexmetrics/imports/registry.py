"""The kinds of imports by their code; a later app adds its own when it starts."""

from branches.access.models import User
from indexmetrics.imports.kind import Kind
from indexmetrics.imports.kinds.branches import BranchesKind, MembersKind
from indexmetrics.imports.kinds.evidence import EvidenceKind
from indexmetrics.imports.kinds.facts import FactsKind
from indexmetrics.imports.kinds.registers import RegistersKind
from indexmetrics.imports.kinds.users import UsersKind

KINDS: dict[str, Kind] = {}


def add(kind: Kind) -> None:
    """Make a kind known; the last one of a code stays."""
    KINDS[kind.code] = kind


def kinds_for(user: User) -> list[Kind]:
    """The kinds the user's post includes, those with something to import now."""
    return [kind for kind in KINDS.values() if kind.may(user) and kind.scopes(user)]


for _kind in (BranchesKind(), MembersKind(), UsersKind(), RegistersKind(), FactsKind(), EvidenceKind()):
    add(_kind)
