"""The pages that show the red matrix and one brand."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.brands import queries, rights
from branches.brands.ledger import brands
from branches.ledgers.pages import page_or_sheet
from branches.ledgers.paper import listed

READ = requires(Permission.BOARD_READ)


@READ
@require_safe
@listed(lambda: _("Red matrix"))
def show(request):
    """The picture, and beside it the same facts as a list; above them what waits for this visitor."""
    found = queries.matrix()
    return page_or_sheet(request, "branches/brands/matrix.html", {
        "matrix": found, "waiting": queries.waiting_for(request.user),
        "edits_all": rights.may_edit(request.user, None), "owns": bool(request.user.own_branches),
    }, lambda: brands(found))


@READ
@require_safe
def one(request, code: str):
    """One brand: meaning, life, plans, results, bases, joint activities."""
    brand = queries.brand_for(request.user, code)
    return render(request, "branches/brands/brand.html", {"brand": brand, "file": queries.brand_file(request.user, brand)})
