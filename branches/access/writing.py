"""Writes that may be repeated: a key makes the second request return the first result."""

import re
from collections.abc import Callable
from functools import wraps

from django.contrib.messages.storage import default_storage
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from branches.access.models import Receipt
from branches.basics import clock
from branches.basics.refusals import Refused

KEY = re.compile(r"[!-~]{1,64}")
DONE = (302, 303)


def write_once(view: Callable) -> Callable:
    """Run a POST in one transaction and remember its redirect under the form's `_key`.

    The receipt is written before the act, so a doubled request waits for the first and
    then finds its answer; an answer that is no redirect (a form with errors) leaves nothing.
    A form without a key does nothing: Refused("form_key") where it would have acted.
    """

    @wraps(view)
    def once(request, *args, **kwargs):
        key = request.POST.get("_key", "")
        if request.method != "POST" or _saves_itself(view, request):
            return view(request, *args, **kwargs)
        if not KEY.fullmatch(key):
            return _without_key(request, view, args, kwargs)
        found = _receipt(request, key)
        if found:
            return HttpResponseRedirect(found.location)
        try:
            with transaction.atomic():
                receipt = Receipt.objects.create(
                    user=request.user, key=key, path=request.path[:300], at=clock.now(),
                )
                response = view(request, *args, **kwargs)
                if response.status_code not in DONE:
                    transaction.set_rollback(True)
                    return response
                Receipt.objects.filter(pk=receipt.pk).update(location=response["Location"][:500])
                return response
        except IntegrityError:
            found = _receipt(request, key)
            if not found:
                raise
            return HttpResponseRedirect(found.location)

    once.is_once = True
    return once


def saves_itself(view: Callable) -> Callable:
    """Under `write_once`: what a script sends while somebody types needs no key, the version it carries is its key."""
    view.saves_itself = True
    return view


def _saves_itself(view: Callable, request) -> bool:
    wanted = request.headers.get("Accept", "")
    return getattr(view, "saves_itself", False) and wanted.startswith("application/json") and "_key" not in request.POST


def _without_key(request, view: Callable, args, kwargs):
    """Try the act and take it back, so that every other refusal answers as it always does.

    Only what would have been done is refused for its key; session and messages stay as they were before.
    """
    session = request.session
    if session.modified:
        session.save()
    key = session.session_key
    with transaction.atomic():
        response = view(request, *args, **kwargs)
        transaction.set_rollback(True)
    if response.status_code not in DONE:
        return response
    request.session = type(session)(key)
    request._messages = default_storage(request)
    raise Refused("form_key", _("The form came without its one-time key, so nothing was done. What you typed is below; send it once more."))


def _receipt(request, key: str) -> Receipt | None:
    found = Receipt.objects.filter(user=request.user, key=key).first()
    if found and found.path != request.path:
        raise Refused("form_key", _("This form was already used for another act; look at what you typed and send it once more."))
    return found
