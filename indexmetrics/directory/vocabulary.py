"""What the scheme in force calls things: types and attributes of branches, seats of a committee."""

from branches.org.models import Seat
from indexmetrics.periods.queries import current_quarter
from indexmetrics.schemes.models import Scheme
from indexmetrics.schemes.naming import named


def scheme_in_force() -> Scheme | None:
    """The scheme of the quarter under way, else the newest locked one, else the newest."""
    quarter = current_quarter()
    if quarter is not None:
        return quarter.scheme
    newest = Scheme.objects.order_by("-version", "-pk")
    return newest.filter(state=Scheme.State.LOCKED).first() or newest.first()


def types() -> list[tuple[str, str]]:
    """(code, name) of the types a branch may have."""
    return _rows("branch_types")


def attributes() -> list[tuple[str, str]]:
    """(code, name) of the attributes a branch may have."""
    return _rows("branch_attributes")


def seats() -> list[tuple[str, str]]:
    """(code, name) of the seats of a committee."""
    return [(code, str(label)) for code, label in Seat.Kind.choices]


def _rows(section: str) -> list[tuple[str, str]]:
    scheme = scheme_in_force()
    rows = scheme.document.get(section, []) if scheme else []
    return [(row["code"], named(row)) for row in rows]
