"""What can be a work of its own; the settings name the kinds, so that later slices bring theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

from branches.access.models import User

if TYPE_CHECKING:
    from branches.tasks.task import Task

# What is handed over at the end: a file to keep, a page to read, or an act with the place it led to.
FILE, PAGE, ACT = "file", "page", "act"


def nothing(person: int, arguments: dict) -> dict:
    """A file that nobody finished is no file."""
    return {}


@dataclass(frozen=True)
class Kind:
    """A kind of work, told by its arguments alone: they were plain data in a file meanwhile."""

    title: Callable[[dict], str]  # in the reader's language
    work: Callable[[User, "Task"], dict]  # does it; what its page is told of the end
    answer: Callable[[HttpRequest, "Task"], HttpResponseBase]  # hands the result over
    again: Callable[[dict], str]  # the address that begins it once more
    outcome: str = FILE
    found: Callable[[int, dict], dict] = nothing  # the end of a work that could not tell it any more, where it is known


@cache
def kind_named(name: str) -> Kind:
    """The kind that `settings.TASK_KINDS` has under this name."""
    return import_string(settings.TASK_KINDS[name])
