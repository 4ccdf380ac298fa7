"""Coming in: after the password the code where there is a second factor, then the session and its trace."""

import time
from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from branches.access import sessions, throttle
from branches.access.backends import keeps_password
from branches.access.models import User
from branches.access.people import last_sign_in
from branches.access.source import address_of
from branches.access.unsent import kept_for
from branches.account.queries import factor_of
from branches.account.vouched import BACKEND, vouched_name
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.basics import clock

HALF = "half_in"
HALF_FOR = timedelta(minutes=5)
PROVEN = "second_factor"
LEFT = "left"  # in the door's address after signing out, so that the certificate does not lead straight in again


def after_password(request, user: User, target: str):
    """The password was right: ask for the code, or come in where none is set up."""
    if factor_of(user) is None:
        throttle.forget(username=user.username, address=address_of(request))
        return enter(request, user, target, backend=user.backend)
    request.session.cycle_key()  # a session planted before does not come half in
    request.session[HALF] = {
        "user": user.pk, "hash": user.get_session_auth_hash(), "backend": user.backend, "target": target,
        "at": clock.now().isoformat(),
    }
    return redirect("login-code")


def by_certificate(request, target: str):
    """Come in as whom a trusted proxy vouches for; None when it vouches for nobody, or for one without an account."""
    name = vouched_name(request)
    if not name or LEFT in request.GET:
        return None
    user = authenticate(request, vouched=name)
    if user is None:
        throttle.note_failure(username=name, address=address_of(request))
        return None
    return enter(request, user, target, backend=BACKEND, proven=True)


def half_in(request) -> tuple[User | None, dict]:
    """Who gave the password in this session within the last minutes and still owes the code."""
    half = request.session.get(HALF) or {}
    if not half or clock.now() - datetime.fromisoformat(half["at"]) > HALF_FOR:
        return None, {}
    user = User.objects.filter(pk=half["user"], is_active=True).first()
    return (user, half) if user and user.get_session_auth_hash() == half["hash"] else (None, {})


def enter(request, user: User, target: str, *, backend: str, proven: bool = False):
    """Open the session under a new key, note it, show the last one, go where the visitor wanted."""
    last = last_sign_in(user)
    request.session.pop(HALF, None)
    login(request, user, backend=backend)
    request.session["signed_in_at"] = clock.now().isoformat()
    request.session[sessions.STARTED] = time.time()
    request.session[PROVEN] = proven
    must_change = user.must_change_password and keeps_password(backend)
    if must_change:
        User.objects.filter(pk=user.pk).update(one_time_used=True)
    after = {"address": address_of(request)} | ({"second_factor": True} if proven else {})
    record(EventKind.ACCESS_LOGIN, by=user, subject=user, after=after)
    sessions.note(request, user)
    if last:
        messages.info(request, _("Last signed in: %(moment)s, from %(address)s") % {
            "moment": f"{clock.local(last.at):%Y-%m-%d %H:%M}", "address": (last.after or {}).get("address") or "—"})
    if must_change:
        return redirect("password-change")
    return redirect("sessions-unsent" if kept_for(request, user) else target)

