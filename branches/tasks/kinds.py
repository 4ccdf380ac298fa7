"""What can be a work of its own; the settings name the kinds, so that later slices bring theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import BinaryIO

from django.conf import settings
from django.utils.module_loading import import_string

from branches.access.models import User

Progress = Callable[[str, int, int], None]  # what is done now, how many steps are done, of how many


def silent(words: str, done: int, total: int) -> None:
    """The progress that nobody watches."""


@dataclass(frozen=True)
class Kind:
    """A kind of work, told by its arguments alone: they were plain data in a file meanwhile."""

    title: Callable[[dict], str]  # in the reader's language
    may: Callable[[User, dict], bool]  # asked before the work and again whenever the result is fetched
    work: Callable[[User, dict, BinaryIO, Progress], tuple[str, str]]  # writes the result; its name and type
    again: Callable[[dict], str]  # the address that begins it once more


@cache
def kind_named(name: str) -> Kind:
    """The kind that `settings.TASK_KINDS` has under this name."""
    return import_string(settings.TASK_KINDS[name])
