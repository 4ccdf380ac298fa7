"""Signing in and out, one's own password, the theme."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from branches.access import sessions, throttle
from branches.access.actions import set_password
from branches.access.decorators import public, requires
from branches.access.forms import PasswordForm, SignInForm
from branches.access.passwords import has_aged
from branches.access.people import last_sign_in
from branches.access.source import address_of
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.basics import clock

DOOR_COLOURS = (("red", 1), ("orange", 2), ("yellow", 3), ("blue", 4), ("grey", 5))
YEAR = 365 * 24 * 3600


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    """The door: user name and password, then where the visitor wanted to go."""
    target = _safe(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.user.is_authenticated and request.method != "POST":
        return redirect(target)
    form = SignInForm(request.POST or None, request=request)
    if request.method == "POST":
        name, address = request.POST.get("username", "")[:60], address_of(request)
        wait = throttle.wait_for(username=name, address=address)
        if wait:
            return _too_many(request, wait)
        if form.is_valid():
            throttle.forget(username=name, address=address)
            return _enter(request, form.user, target)
        throttle.note_failure(username=name, address=address)
    context = {"form": form, "next": target, "door_colours": DOOR_COLOURS}
    return render(request, "branches/access/login.html", context, status=200)


def _enter(request, user, target: str) -> HttpResponse:
    last = last_sign_in(user)
    login(request, user)
    request.session["signed_in_at"] = clock.now().isoformat()
    record(EventKind.ACCESS_LOGIN, by=user, subject=user, after={"address": address_of(request)})
    sessions.note(request, user)
    if last:
        messages.info(request, _("Last signed in: %(moment)s, from %(address)s") % {
            "moment": f"{clock.local(last.at):%Y-%m-%d %H:%M}", "address": (last.after or {}).get("address") or "—"})
    return redirect("password-change" if user.must_change_password else target)


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
    answer = redirect(settings.LOGOUT_REDIRECT_URL)
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@requires()
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request):
    """One's own password; this session stays, all others end."""
    must = request.user.must_change_password or has_aged(request.user)
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        user = set_password(user=request.user, password=form.cleaned_data["new"], by=request.user)
        update_session_auth_hash(request, user)
        sessions.note(request, user)
        messages.success(request, _("The new password is set."))
        return redirect("/")
    return render(request, "branches/access/password.html", {"form": form, "must": must})


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
