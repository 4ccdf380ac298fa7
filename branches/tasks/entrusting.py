"""How a page has something done by a process of its own, and answers with what came of it."""

import time

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation

from branches.access.source import address_of
from branches.basics.refusals import Refusal
from branches.tasks import process
from branches.tasks.task import DONE, REFUSED, RUNNING, ordered

PATIENCE = 2.5  # seconds; what is ready by then is answered at once, as if there were no other process
LOOK = 0.05


def entrusted(request: HttpRequest, kind: str, arguments: dict) -> HttpResponseBase:
    """Have it done by a process of its own: the result when that is ready within moments, else the way to its page."""
    task = ordered(
        person=request.user, kind=kind, arguments=arguments, language=translation.get_language(), address=address_of(request),
        method="GET" if request.method == "HEAD" else request.method, path=request.path,
        files=[(field, file) for field, files in request.FILES.lists() for file in files],
    )
    slot = getattr(request, "slot", None)
    process.begin(task, [slot.file.fileno()] if slot and slot.file else [])
    until = time.monotonic() + PATIENCE
    while (end := task.end)["state"] == RUNNING and time.monotonic() < until:
        time.sleep(LOOK)
    if end["state"] == DONE:
        answer = task.kind.answer(request, task)
        task.forget()  # its person has it; there is nothing left to come back to
        return answer
    if end["state"] == REFUSED:
        task.forget()
        request.is_noted = True
        raise _retold(end)
    return redirect("task", task.name)


def _retold(end: dict) -> Exception:
    """What the other process was refused with, to be raised where the form still has its text."""
    if end["status"] == 404:
        return Http404(end["sentence"])
    refusal = Refusal(end["code"], end["sentence"])
    refusal.status = end["status"]
    return refusal
