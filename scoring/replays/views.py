"""The page of a trial of rules."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches.access.decorators import requires
from branches.access.permissions import Permission
from indexmetrics.schemes.models import Scheme
from scoring.boards.figures import Rules
from scoring.replays.queries import quarters_under
from scoring.replays.words import told


@requires(Permission.BOARD_READ_PRELIMINARY)
@require_safe
def replay(request, code: str, version: int):
    """What these rules would have made of the last four published quarters; nothing is saved."""
    scheme = Scheme.objects.filter(code=code, version=version).first()
    if scheme is None:
        raise Http404(code)
    rules = Rules(scheme.document)
    return render(request, "scoring/replays/replay.html", {
        "scheme": scheme, "title_row": scheme.document["scheme"], "scheme_hash": scheme.sha256[:12],
        "quarters": [told(quarter, rules) for quarter in quarters_under(scheme)],
    })
