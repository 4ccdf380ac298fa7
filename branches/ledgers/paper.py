"""Views that hand out a file: named, so that another process can make it where that takes long."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from branches.ledgers.pages import reads_sheet


@dataclass(frozen=True)
class Paper:
    """A view below its guards, and how the work of making its file is named."""

    view: Callable
    title: Callable[..., str]  # of the address
    when: Callable[..., bool] | None  # of request and address: would a page wait too long? None: where the bureau is large
    back: Callable[..., str] | None  # of the address: the page where the file is asked for, if it has another


def paper(
    title: Callable[..., str], *, when: Callable[..., bool] | None = None, back: Callable[..., str] | None = None,
    asked: Callable[[HttpRequest], bool] = lambda request: True,
) -> Callable:
    """The file that a view hands out is made by a process of its own where that may take long (`settings.PAPER_MAKER`).

    Put it under every guard: they are asked here, and the other process calls what stands below.
    """

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def either(request, *args, **kwargs):
            answer = import_string(settings.PAPER_MAKER)(request, either.paper, kwargs) if asked(request) else None
            return answer or view(request, *args, **kwargs)

        either.paper = Paper(view, title, when, back)
        return either

    return decorate


def listed(title: Callable[..., str], *, when: Callable[..., bool] | None = None) -> Callable:
    """The same for a list: its page is shown as ever, only its workbook is meant."""
    return paper(title, when=when, asked=reads_sheet)
