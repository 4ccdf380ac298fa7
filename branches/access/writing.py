"""Writes that may be repeated: a key makes the second request return the first result."""

from collections.abc import Callable
from functools import wraps

from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from branches.access.models import Receipt
from branches.basics import clock
from branches.basics.refusals import Refused, Stale


def write_once(view: Callable) -> Callable:
    """Run a POST in one transaction and remember its redirect under the form's `_key`.

    The receipt is written before the act, so a doubled request waits for the first and
    then finds its answer; an answer that is no redirect (a form with errors) leaves nothing.
    """

    @wraps(view)
    def once(request, *args, **kwargs):
        key = request.POST.get("_key", "")
        if request.method != "POST" or not key:
            return view(request, *args, **kwargs)
        found = _receipt(request, key)
        if found:
            return HttpResponseRedirect(found.location)
        try:
            with transaction.atomic():
                receipt = Receipt.objects.create(
                    user=request.user, key=key[:64], path=request.path[:300], at=clock.now(),
                )
                response = view(request, *args, **kwargs)
                if response.status_code not in (302, 303):
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


def _receipt(request, key: str) -> Receipt | None:
    found = Receipt.objects.filter(user=request.user, key=key[:64]).first()
    if found and found.path != request.path:
        raise Refused("key", _("This form was already used for another act; reload the page."))
    return found


def seen_version(request) -> int | None:
    """The version the user saw, from the form; None when the form carries none."""
    text = request.POST.get("_version", "")
    if text and not text.isdigit():
        raise Stale(message=_("The form's version is not a number; reload the page."))
    return int(text) if text else None
