"""How a page has something done by a process of its own, and answers with what came of it."""

import time

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from branches.access.source import address_of
from branches.basics.refusals import Refused
from branches.tasks import process
from branches.tasks.task import DONE, REFUSED, RUNNING, Task, ordered

PATIENCE = 2.5  # seconds; what is ready by then is answered at once, as if there were no other process
LOOK = 0.05


def entrusted(request, kind: str, arguments: dict) -> HttpResponse:
    """Have it done by a process of its own: the result when that is ready within moments, else the way to its page."""
    task = ordered(
        person=request.user, kind=kind, arguments=arguments, language=translation.get_language(), address=address_of(request),
    )
    slot = getattr(request, "slot", None)
    process.begin(task, [slot.file.fileno()] if slot and slot.file else [])
    until = time.monotonic() + PATIENCE
    while task.state == RUNNING and time.monotonic() < until:
        time.sleep(LOOK)
    if task.state == DONE:
        return fetched(task)
    if task.state == REFUSED:
        raise Refused(task.end["code"], task.end["sentence"])
    return redirect("task", task.name)


def fetched(task: Task) -> FileResponse:
    """The file that was made."""
    end = task.end
    return FileResponse(task.result.open("rb"), as_attachment=True, filename=end["name"], content_type=end["type"])
