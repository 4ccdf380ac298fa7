"""The process of a long work: begun beside the server, it holds its person's slot and its own lock until it ends."""

import os
import subprocess
import sys

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.audit.origin import asked_from
from branches.basics.refusals import Forbidden, Refusal
from branches.tasks.task import DONE, FAILED, LOCK, REFUSED, Task, fcntl

PATIENT = 5  # pages come first


def can_begin() -> bool:
    """Can a lock go over to another process here?"""
    return fcntl is not None


def begin(task: Task, held: list[int]) -> None:
    """Start it; the locks of the open files `held` go over to it, and end with it however it ends."""
    with (task.folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.Popen(  # noqa: S603 - our own program, no shell
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_task", task.name], cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[lock.fileno(), *held])


def carry_out(task: Task) -> None:
    """Do it as the person who ordered it, and tell what came of it."""
    order = task.order
    with asked_from(order["address"]), translation.override(order["language"]):
        try:
            name, content_type = _worked(task, order)
        except Refusal as refused:
            task.finish(REFUSED, code=refused.code, sentence=str(refused))
        except Exception:
            task.finish(FAILED)
            raise
        else:
            task.finish(DONE, name=name, type=content_type)


def _worked(task: Task, order: dict) -> tuple[str, str]:
    person = User.objects.filter(pk=order["person"], is_active=True).first()
    if person is None or not task.may(person):
        raise Forbidden("role", _("Your post does not include this."))
    with open(task.result, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
        return task.kind.work(person, order["arguments"], out, task.say)
