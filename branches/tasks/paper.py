"""A file as a work of its own: another process calls the same view below its guards, and keeps what it hands out."""

from contextlib import nullcontext
from email.message import Message

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.basics import room
from branches.basics.refusals import Refused
from branches.ledgers.paper import Paper
from branches.tasks.apart import is_large_bureau
from branches.tasks.calling import called
from branches.tasks.entrusting import entrusted
from branches.tasks.kinds import Kind
from branches.tasks.likeness import asked_at, likeness, plain
from branches.tasks.process import can_begin
from branches.tasks.task import Task, sweep

DISPOSITION = "Content-Disposition"


def made_apart(request: HttpRequest, paper: Paper, address: dict) -> HttpResponseBase | None:
    """What another process made or makes of it; None where the page may do so itself.

    A disk that is nearly full is left to what people write: there a file goes straight to whoever asks for it.
    """
    if not can_begin():
        return None
    if room.is_short(settings.TASKS):
        sweep()  # else whatever is begun does
        return None
    is_long = paper.when(request, **address) if paper.when else is_large_bureau()
    return entrusted(request, "paper", plain(request)) if is_long else None


def _title(arguments: dict) -> str:
    match = resolve(arguments["path"])
    return match.func.paper.title(**match.kwargs)


def _work(person: User, task: Task) -> dict:
    """What the view answers, written down with its heads."""
    match = resolve(task.arguments["path"])
    with likeness(person, task) as request:
        response = called(match.func.paper.view, match, request)
        if response.status_code != 200 or DISPOSITION not in response:
            raise Refused("incomplete", _("No file came of it. Please go back to the page and ask for it once more."))
        with task.opened() as out, getattr(response, "file_to_stream", None) or nullcontext():  # its `close` would end the connection
            out.writelines(response)
    return {"name": _name(response[DISPOSITION]), "heads": dict(response.items())}


def _name(disposition: str) -> str:
    """What the file is called, in whatever way the head says it."""
    head = Message()
    head[DISPOSITION] = disposition
    return head.get_filename("")


def _answer(request: HttpRequest, task: Task) -> HttpResponseBase:
    """The file as the view would have handed it out."""
    response = FileResponse(task.result.open("rb"))
    for name, value in task.end["heads"].items():
        response[name] = value
    return response


def _again(arguments: dict) -> str:
    return asked_at(arguments, resolve(arguments["path"]).func.paper.back)


PAPER = Kind(title=_title, work=_work, answer=_answer, again=_again)
