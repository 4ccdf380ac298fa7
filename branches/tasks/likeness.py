"""The request of a page once more, in another process: same person, path, form and files; its session is in memory."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.urls import resolve
from django.utils.datastructures import MultiValueDict

from branches.access.models import User
from branches.access.recent import FIELD as PASSWORD
from branches.tasks.task import Task

LEFT_BEHIND = (PASSWORD, "csrfmiddlewaretoken")  # their work is done when the form is handed over


def plain(request: HttpRequest) -> dict:
    """The request as plain data, without passwords and tokens; its files are laid beside."""
    fields = [(name, value) for name, values in request.POST.lists() if name not in LEFT_BEHIND for value in values]
    return {"path": request.path, "query": request.GET.urlencode(), "fields": fields}


def asked_at(arguments: dict, back: Callable[..., str] | None) -> str:
    """Where it was asked for: the page that `back` names of the address, else the address itself."""
    if back:
        return back(**resolve(arguments["path"]).kwargs)
    return arguments["path"] + (f"?{arguments['query']}" if arguments["query"] else "")


@contextmanager
def likeness(person: User, task: Task) -> Iterator[HttpRequest]:
    """The request that ordered the work, as its view may ask it; what it writes into the session stays there."""
    order, arguments = task.order, task.arguments
    request = HttpRequest()
    request.method, request.path, request.path_info = order["method"], order["path"], order["path"]
    request.META.update(REMOTE_ADDR=order["address"], HTTP_X_FORWARDED_FOR=order["address"], HTTP_ACCEPT="text/html")
    request.GET, request.POST = QueryDict(arguments["query"]), form_of(arguments)
    request.resolver_match = resolve(order["path"])
    request.user, request.session = person, SessionStore()
    request._messages = SessionStorage(request)
    request.FILES = request._files = MultiValueDict()
    try:
        for number, about in enumerate(order["files"]):
            file = task.file(number)
            request.FILES.appendlist(about["field"], UploadedFile(
                file.open("rb"), about["name"], about["type"], file.stat().st_size))
        yield request
    finally:
        request.close()
        for number in range(len(order["files"])):
            task.file(number).unlink(missing_ok=True)


def form_of(arguments: dict) -> QueryDict:
    """What the form says."""
    form = QueryDict(mutable=True)
    for name, value in arguments["fields"]:
        form.appendlist(name, value)
    form._mutable = False
    return form
