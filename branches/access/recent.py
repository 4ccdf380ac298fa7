"""Weighty acts ask for the password again when it was last given more than five minutes ago."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from django.contrib.auth import authenticate
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from branches.access import sessions, throttle
from branches.access.source import address_of
from branches.basics import clock
from branches.basics.refusals import Refused
from branches.ledgers.pages import asks_sheet

VALID = timedelta(minutes=5)
STAMPS = ("signed_in_at", "password_at")
FIELD = "_password"


def is_recent(request) -> bool:
    """Was the password given within the last five minutes in this session?"""
    moments = [datetime.fromisoformat(request.session[name]) for name in STAMPS if request.session.get(name)]
    return bool(moments) and timedelta(0) <= clock.now() - max(moments) <= VALID


def confirm(request, password: str) -> bool:
    """Check the password of whoever is signed in and note the time; failures slow down as at the door."""
    user, address = request.user, address_of(request)
    if throttle.wait_for(username=user.username, address=address):
        raise Refused("throttled", _("Too many tries; please wait a quarter of an hour."))
    if authenticate(request, username=user.username, password=password) != user:
        throttle.note_failure(username=user.username, address=address)
        return False
    throttle.forget(username=user.username, address=address)
    sessions.renew(request)
    request.session["password_at"] = clock.now().isoformat()
    return True


def recent_password(view: Callable) -> Callable:
    """A POST without a recent password gets a page that asks for it and carries the form on.

    Put it under `requires` and above `write_once`; reading is never held up.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method != "POST" or is_recent(request):
            return view(request, *args, **kwargs)
        given = request.POST.get(FIELD)
        if given is not None and confirm(request, given):
            return view(request, *args, **kwargs)
        return ask(request, wrong=given is not None)

    guarded.asks_password = True
    return guarded


def recent_password_to(*acts: str) -> Callable:
    """The same for a page with several buttons, of which only these acts are weighty."""

    def decorate(view: Callable) -> Callable:
        asking = recent_password(view)

        @wraps(view)
        def guarded(request, *args, **kwargs):
            return (asking if request.POST.get("act") in acts else view)(request, *args, **kwargs)

        guarded.asks_password = True
        return guarded

    return decorate


def recent_password_when(weighs: Callable[..., bool]) -> Callable:
    """What is only read asks for the password first where it weighs so much. Put it above `require_safe`."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def guarded(request, *args, **kwargs):
            given = request.POST.get(FIELD)
            if not weighs(request, *args, **kwargs) or (given is None and is_recent(request)):
                return view(request, *args, **kwargs)
            if given is not None and confirm(request, given):
                return redirect(request.get_full_path())
            return ask(request, wrong=given is not None)

        guarded.asks_password = True
        return guarded

    return decorate


# The page opens as ever; its workbook (`?as=xlsx`) does not.
recent_password_for_sheet = recent_password_when(asks_sheet)


def ask(request, *, wrong: bool):
    """The page that asks; every field of the form travels along, files have to be chosen again."""
    kept = [
        (name, value) for name, values in request.POST.lists() for value in values
        if name not in (FIELD, "csrfmiddlewaretoken")
    ]
    answer = render(request, "branches/access/confirm.html", {
        "kept": kept, "wrong": wrong, "action": request.get_full_path(), "files": list(request.FILES),
    }, status=403)
    answer.asks = True  # a question, not a refusal
    return answer
