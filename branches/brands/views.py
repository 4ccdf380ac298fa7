"""The page of the red matrix."""

from django.views.decorators.http import require_safe

from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.brands.ledger import brands
from branches.brands.queries import matrix
from branches.ledgers.pages import page_or_sheet


@requires(Permission.BOARD_READ)
@require_safe
def show(request):
    """The picture, and beside it the same facts as a list."""
    found = matrix()
    return page_or_sheet(request, "branches/brands/matrix.html", {"matrix": found}, lambda: brands(found))
