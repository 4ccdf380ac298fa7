"""Forms that may take long: in a large bureau the server's threads stay with those who read, another process does the work."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest
from django.utils.module_loading import import_string

from branches.access.writing import KEY
from branches.basics.refusals import Refusal
from branches.tasks.entrusting import entrusted
from branches.tasks.form import INCOMPLETE, receipt_of
from branches.tasks.likeness import plain
from branches.tasks.process import can_begin


@dataclass(frozen=True)
class Apart:
    """A view as another process calls it, and how its work is named."""

    view: Callable
    title: Callable[..., str]  # of the form and the address
    back: Callable[..., str] | None  # of the address: where the form is, if not there
    form: type[Form] | None  # with the labels of what people write into it


def apart(
    title: Callable[..., str], *, back: Callable[..., str] | None = None, form: type[Form] | None = None,
    when: Callable[..., bool] | None = None,
) -> Callable:
    """A form with a key is carried out by a process of its own where the bureau is large, or `when` says that it is long.

    Put it under `requires` and `recent_password` and above `write_once`: the other process asks for the post again,
    the key, the version and the transaction are the same, so that the act is done once and whole or not at all.
    """

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def either(request, *args, **kwargs):
            if not _is_worth_it(request, lambda: when is not None and when(request, *args, **kwargs)):
                return view(request, *args, **kwargs)
            try:
                return entrusted(request, "form", plain(request))
            except Refusal as refusal:
                if refusal.code != INCOMPLETE:
                    raise
                return view(request, *args, **kwargs)  # it does nothing but show the form with what is wrong

        either.apart = Apart(view, title, back, form)
        return either

    return decorate


def is_large_bureau() -> bool:
    """Would a page wait too long for what is done to all branches?"""
    return can_begin() and import_string(settings.BUREAU_SIZE)() >= settings.LARGE_BOARD


def _is_worth_it(request: HttpRequest, is_long: Callable[[], bool]) -> bool:
    key = request.POST.get("_key", "")
    return (
        request.method == "POST" and KEY.fullmatch(key) is not None and (is_large_bureau() or (can_begin() and is_long()))
        and receipt_of(request.user.pk, request.path, key) is None  # else its answer is there already
    )
