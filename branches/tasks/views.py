"""Pages of long works: how far one is, and what was made; nobody sees those of others."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from branches.access.decorators import requires
from branches.access.sessions import only_watch
from branches.basics.refusals import Forbidden
from branches.tasks.entrusting import fetched
from branches.tasks.task import DONE, Task, task_named


@requires()
@require_safe
def show(request, name: str):
    """What it is, how far it is, and the file when it is ready."""
    only_watch(request)
    task = _own(request, name)
    return render(request, "branches/tasks/task.html", {
        "task": task, "state": task.state, "step": task.step, "end": task.end,
        "size": task.result.stat().st_size if task.state == DONE else 0, "may": task.may(request.user),
    })


@requires()
@require_safe
def result(request, name: str):
    """The file, for whom it was made and as long as he may have it."""
    task = _own(request, name)
    if task.state != DONE:
        raise Http404(name)
    if not task.may(request.user):
        raise Forbidden("role", _("Since this was made your posts have changed; please have it made anew."))
    return fetched(task)


def _own(request, name: str) -> Task:
    """The visitor's own; one of others is as missing as none."""
    task = task_named(name)
    if task is None or task.order["person"] != request.user.pk:
        raise Http404(name)
    return task
