"""The door: signing in with password and code, signing out; the theme."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from branches.access import throttle
from branches.access.decorators import public
from branches.access.source import address_of
from branches.account import door
from branches.account.actions_code import spend_code
from branches.account.forms import CodeForm, SignInForm
from branches.account.vouched import vouched_name
from branches.audit.actions import record
from branches.audit.kinds import EventKind

DOOR_COLOURS = (("red", 1), ("orange", 2), ("yellow", 3), ("blue", 4), ("grey", 5))
YEAR = 365 * 24 * 3600


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    """The door: user name and password, then where the visitor wanted to go."""
    target = _safe(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method != "POST":
        inside = redirect(target) if request.user.is_authenticated else door.by_certificate(request, target)
        if inside:
            return inside
    form = SignInForm(request.POST or None, request=request)
    if request.method == "POST":
        name, address = request.POST.get("username", "")[:60], address_of(request)
        wait = throttle.wait_for(username=name, address=address)
        if wait:
            return _too_many(request, wait)
        if form.is_valid():
            return door.after_password(request, form.user, target)
        throttle.note_failure(username=name, address=address)
    context = {"form": form, "next": target, "door_colours": DOOR_COLOURS, "vouched": vouched_name(request)}
    return render(request, "branches/account/login.html", context, status=200)


@public
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def give_code(request):
    """The second step: the phone's code or a recovery code; whoever gave no password just now is led back."""
    user, half = door.half_in(request)
    if user is None:
        return redirect("login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wait = throttle.wait_for_code(username=user.username)
        if wait:
            return _too_many(request, wait)
        if spend_code(user=user, code=form.cleaned_data["code"], by=user):
            throttle.forget(username=user.username, address=address_of(request))
            throttle.forget_codes(username=user.username)
            return door.enter(request, user, half["target"], backend=half["backend"], proven=True)
        throttle.note_wrong_code(username=user.username, address=address_of(request))
        form.add_error("code", _("This code does not fit, or it was used already."))
    return render(request, "branches/account/code.html", {"form": form})


def _too_many(request, wait: int) -> HttpResponse:
    sentence = _("Too many tries; signing in is closed for a while.")
    answer = render(request, "429.html", {"status": 429, "sentence": sentence}, status=429)
    answer["Retry-After"] = str(wait)
    return answer


@public
@require_POST
def sign_out(request):
    """End the session and let the browser forget what it kept."""
    if request.user.is_authenticated:
        record(EventKind.ACCESS_LOGOUT, by=request.user, subject=request.user, after={"address": address_of(request)})
    logout(request)
    answer = redirect(settings.LOGOUT_REDIRECT_URL + (f"?{door.LEFT}=1" if vouched_name(request) else ""))
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@public
@require_POST
def switch_theme(request):
    """Day or night, kept in a cookie; then back to the page."""
    answer = redirect(_safe(request, request.POST.get("next", "")))
    chosen = "dark" if request.POST.get("theme") == "dark" else "light"
    answer.set_cookie(
        "theme", chosen, max_age=YEAR, samesite="Lax", httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


def _safe(request, address: str) -> str:
    if address and url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
        return address
    return settings.LOGIN_REDIRECT_URL
