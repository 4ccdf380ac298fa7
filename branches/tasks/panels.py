"""What the home page borrows from long works: those that run or wait to be fetched."""

from django.template.loader import render_to_string

from branches.access.models import User
from branches.tasks.task import DONE, RUNNING, tasks_of

MOST = 3


def task_notices(*, user: User) -> str:
    """One notice for each of the person's own; "" without any."""
    found = [(task, task.state) for task in tasks_of(user)]
    shown = [(task, state == RUNNING) for task, state in found if state in (RUNNING, DONE)][:MOST]
    return render_to_string("branches/tasks/home.html", {"tasks": shown}) if shown else ""
