"""Pages: the big screen itself, and the desk of its addresses."""

import hashlib

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.access.decorators import public, requires
from branches.access.permissions import Permission
from branches.access.seen import held, require_seen, version_of
from branches.access.writing import write_once
from branches.ledgers.pages import page_or_sheet
from scoring.boards.models import WallToken
from scoring.screens import actions, ledger, queries
from scoring.screens.forms import SetupForm
from scoring.screens.setup import shown_pages

FRESH = "fresh_wall"  # the session holds a new address until it has been shown once
MANAGERS = requires(Permission.WALL_MANAGE)


@public
@require_safe
def screen(request, token: str):
    """The big screen; an unknown and a revoked address get the same calm page."""
    opened = queries.open_token(token)
    if opened is None:
        response = render(request, "scoring/screens/gone.html", status=404)
        response._has_been_logged = True  # an address is a secret, also one that was revoked
        return response
    response = render(
        request,
        "scoring/screens/screen.html",
        {"screen": queries.screen(opened), "token": opened},
    )
    tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


@MANAGERS
@require_safe
def show_all(request):
    """The addresses: who made which for what place, and which are revoked."""
    secret = request.session.pop(FRESH, None)
    fresh = request.build_absolute_uri(reverse("wall-screen", args=[secret])) if secret else ""
    return _page(request, SetupForm(), fresh=fresh)


@MANAGERS
@require_POST
@write_once
def make(request):
    """Make an address; it is shown once, on the page that follows."""
    form = SetupForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    _token, secret = actions.make_token(by=request.user, **form.cleaned_data)
    request.session[FRESH] = secret
    return redirect("walls")


@MANAGERS
@require_http_methods(["GET", "HEAD", "POST"])
@write_once
def set_up(request, number: int):
    """Other pages, pace or paper for a screen that hangs already."""
    token = _token(number)
    _seen(request, token)
    now = {name: getattr(token, name) for name in actions.SET_UP} | {"pages": shown_pages(token.pages)}
    form = SetupForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        actions.set_up(token=token, by=request.user, **form.cleaned_data)
        messages.success(request, _("The screen follows within a minute; its address stays."))
        return redirect("walls")
    context = {"form": form, "token": token, "version": version_of(token)}
    return render(request, "scoring/screens/setup.html", context, status=422 if request.method == "POST" else 200)


@MANAGERS
@require_POST
@write_once
def revoke(request, number: int):
    """Revoke an address."""
    token = _token(number)
    _seen(request, token)
    actions.revoke(token=token, by=request.user)
    messages.success(request, _("The address is revoked; its screen shows nothing any more."))
    return redirect("walls")


def _seen(request, token: WallToken) -> None:
    """A form that is sent must have been made from the screen as it is now."""
    if request.method == "POST":
        require_seen(request, version_of(held(token)), {"": token.label})


def _token(number: int) -> WallToken:
    """A screen by its number, or 404."""
    found = WallToken.objects.filter(pk=number).first()
    if found is None:
        raise Http404(number)
    return found


def _page(request, form: SetupForm, *, fresh: str = "", status: int = 200) -> HttpResponse:
    tokens = queries.tokens()
    return page_or_sheet(request, "scoring/screens/tokens.html", {
        "tokens": tokens, "form": form, "fresh": fresh,
    }, lambda: ledger.tokens(tokens), status=status)
