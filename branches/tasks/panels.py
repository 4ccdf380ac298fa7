"""What the home page borrows from long works: those that run, wait to be fetched, or ended unseen."""

from django.template.loader import render_to_string

from branches.access.models import User
from branches.tasks.task import DONE, RUNNING, Task, tasks_of

MOST = 3


def task_notices(*, user: User) -> str:
    """One notice for each of the person's own; "" without any."""
    found = [(task, task.state) for task in tasks_of(user)]
    shown = [(task, state) for task, state in found if _is_news(task, state)][:MOST]
    return render_to_string("branches/tasks/home.html", {"tasks": shown}) if shown else ""


def _is_news(task: Task, state: str) -> bool:
    """What was made waits until it is fetched; of an act, and of what went wrong, one is told until one has seen it.

    Of what was answered between the two looks nothing is told.
    """
    if task.is_gone:
        return False
    if state == DONE and not task.is_act:
        return not task.is_taken
    return state == RUNNING or not task.is_seen
