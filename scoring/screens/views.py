"""Pages: the big screen itself, and the desk of its addresses."""

import hashlib

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from branches.access.decorators import public, requires
from branches.access.permissions import Permission
from branches.access.writing import write_once
from scoring.boards.models import WallToken
from scoring.screens import actions, queries
from scoring.screens.forms import PlaceForm

SECONDS, SHORTEST, LONGEST = 20, 5, 300
FRESH = "fresh_wall"  # the session holds a new address until it has been shown once
MANAGERS = requires(Permission.WALL_MANAGE)


@public
@require_safe
def screen(request, token: str):
    """The big screen; an unknown and a revoked address get the same calm page."""
    if queries.open_token(token) is None:
        response = render(request, "scoring/screens/gone.html", status=404)
        response._has_been_logged = True  # an address is a secret, also one that was revoked
        return response
    response = render(
        request,
        "scoring/screens/screen.html",
        {"screen": queries.screen(), "seconds": _seconds(request)},
    )
    tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _seconds(request) -> int:
    """How long a page stands; the address may ask for another pace."""
    text = request.GET.get("seconds", "")
    return min(max(int(text), SHORTEST), LONGEST) if text.isdecimal() and len(text) < 4 else SECONDS


@MANAGERS
@require_safe
def show_all(request):
    """The addresses: who made which for what place, and which are revoked."""
    secret = request.session.pop(FRESH, None)
    fresh = request.build_absolute_uri(reverse("wall-screen", args=[secret])) if secret else ""
    return _page(request, PlaceForm(), fresh=fresh)


@MANAGERS
@require_POST
@write_once
def make(request):
    """Make an address; it is shown once, on the page that follows."""
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    _token, secret = actions.make_token(label=form.cleaned_data["label"], by=request.user)
    request.session[FRESH] = secret
    return redirect("walls")


@MANAGERS
@require_POST
@write_once
def revoke(request, number: int):
    """Revoke an address."""
    token = WallToken.objects.filter(pk=number).first()
    if token is None:
        raise Http404(number)
    actions.revoke(token=token, by=request.user)
    messages.success(request, _("The address is revoked; its screen shows nothing any more."))
    return redirect("walls")


def _page(request, form: PlaceForm, *, fresh: str = "", status: int = 200) -> HttpResponse:
    return render(
        request,
        "scoring/screens/tokens.html",
        {
            "tokens": queries.tokens(),
            "form": form,
            "fresh": fresh,
        },
        status=status,
    )
