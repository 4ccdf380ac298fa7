"""The page of the red matrix."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.brands.queries import matrix


@requires(Permission.BOARD_READ)
@require_safe
def show(request):
    """The picture, and beside it the same facts as a list."""
    return render(request, "branches/brands/matrix.html", {"matrix": matrix()})
