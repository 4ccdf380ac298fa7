"""The privacy notice, open to everybody: whoever is to sign in may read before what is kept about him."""

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches.access.decorators import public
from branches.org.queries import bureau


@public
@require_safe
def show(request):
    """What is kept about people, why, how long, who sees it and whom to ask."""
    return render(request, "scoring/dashboards/privacy.html", {
        "bureau": bureau().name, "days": settings.DRAFT_KEPT_DAYS, "years": settings.EVIDENCE_KEPT_YEARS})
