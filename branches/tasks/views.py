"""Pages of long works: how far one is, and what was made or done; nobody sees those of others."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from branches.access.decorators import requires
from branches.access.recent import is_recent, recent_password_when
from branches.access.sessions import only_watch
from branches.basics.refusals import Forbidden
from branches.tasks.form import carries, take_over, typed_in
from branches.tasks.task import DONE, RUNNING, Task, task_named


@requires()
@require_safe
def show(request, name: str):
    """What it is, how far it is, and what came of it; what an act put into its session is taken over with it."""
    only_watch(request)
    task = _own(request, name)
    end = task.end
    if task.is_gone:
        raise Http404(name)
    if end["state"] == DONE and task.is_act and (is_recent(request) or not _weighs(task)):
        take_over(request, task)
    if end["state"] != RUNNING:
        task.see()
    return render(request, "branches/tasks/task.html", {
        "task": task, "state": end["state"], "step": task.step, "end": end,
        "size": task.result.stat().st_size if task.result.exists() else 0, "may": task.may(request.user),
        "typed": typed_in(task) if task.is_act else (), "carries": carries(task),
    })


def _weighs(task: Task) -> bool:
    """Is something to be handed over for which the password was asked before it was begun?"""
    return task.asks_password and (not task.is_act or carries(task))


@requires()
@recent_password_when(lambda request, name: _weighs(_own(request, name)))
@require_safe
def result(request, name: str):
    """The file or the page, for whom it was made and as long as he may have it; of an act the place it led to."""
    task = _own(request, name)
    if task.state != DONE:
        raise Http404(name)
    if not task.may(request.user):
        raise Forbidden("role", _("Since this was made your posts have changed; please have it made anew."))
    if task.is_act:
        take_over(request, task)
        return redirect(task.end["location"])
    if request.method == "GET":
        task.take()
    return task.kind.answer(request, task)


def _own(request, name: str) -> Task:
    """The visitor's own; one of others is as missing as none."""
    task = task_named(name)
    if task is None or task.order["person"] != request.user.pk:
        raise Http404(name)
    return task
