"""The page of a trial of rules."""

from django.views.decorators.http import require_safe

from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.tasks.apart import is_large_bureau
from branches.tasks.entrusting import entrusted
from scoring.replays.task import page, quarters_told, scheme_of


@requires(Permission.BOARD_READ_PRELIMINARY)
@require_safe
def replay(request, code: str, version: int):
    """What these rules would have made of the last four published quarters; nothing is saved."""
    scheme = scheme_of(code, version)
    if is_large_bureau():
        return entrusted(request, "replay", {"code": code, "version": version})
    return page(request, scheme, quarters_told(scheme))
