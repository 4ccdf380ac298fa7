"""What a second long work is told of the first: where it is, and whether it is the very same form."""

from django.http import HttpRequest
from django.urls import reverse

from branches.tasks.task import RUNNING, tasks_of


def page_of(request: HttpRequest) -> tuple[str, bool]:
    """The page of the person's work in progress, "" without any; and whether this form, sent again, began it."""
    task = next((task for task in tasks_of(request.user) if task.state == RUNNING), None)
    if task is None:
        return "", False
    key = request.POST.get("_key")
    return reverse("task", args=[task.name]), task.is_act and bool(key) and ["_key", key] in task.arguments["fields"]
