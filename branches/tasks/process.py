"""The process of a long work: begun beside the server, it holds its person's slot and its own lock until it ends."""

import os
import subprocess
import sys
from collections.abc import Sequence

from django.conf import settings
from django.http import Http404
from django.urls import resolve
from django.utils import translation
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.access.refused import is_refusal, note
from branches.audit.origin import asked_from
from branches.basics.progress import heard_by
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
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_task", task.name, *map(str, held)], cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[lock.fileno(), *held])


def carry_out(task: Task, held: Sequence[int] = ()) -> None:
    """Do it as the person who ordered it, and tell what came of it; who reads that may begin the next at once."""
    order, end = task.order, {"state": FAILED}
    with asked_from(order["address"]), translation.override(order["language"]), heard_by(task.say):
        try:
            end = {"state": DONE, **task.kind.work(_person(task), task)}
        except Http404:
            end = _refused(task, Refusal("missing", _("There is nothing at this address.")), 404)
        except Refusal as refusal:
            end = _refused(task, refusal, refusal.status)
        finally:
            for number in held:
                os.close(number)
            task.finish(**end)


def _person(task: Task) -> User:
    person = User.objects.filter(pk=task.order["person"], is_active=True).first()
    if person is None or not task.may(person):
        raise Forbidden("role", _("Your post does not include this."))
    return person


def _refused(task: Task, refusal: Refusal, status: int) -> dict:
    """The end; what is on record when a page refuses it, is here too."""
    order = task.order
    if is_refusal(status, resolve(order["path"])):
        person = User.objects.get(pk=order["person"])
        note(person, status, method=order["method"], path=order["path"], address=order["address"])
    return {"state": REFUSED, "code": refusal.code, "sentence": str(refusal), "status": status}
