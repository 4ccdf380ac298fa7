"""`manage.py run_task`: the process of a long work that a page has begun."""

import os

from django.utils.translation import gettext as _

from branches.basics.refusals import Refused
from branches.management.plain import PlainCommand
from branches.tasks.process import PATIENT, carry_out
from branches.tasks.task import RUNNING, task_named


class Command(PlainCommand):
    """It acts as the person who ordered the work; pages stay quick beside it."""

    help = "Carry out a long work that a page has begun; the server calls it, nobody else needs to."

    def add_arguments(self, parser):
        """Which one."""
        parser.add_argument("name", help="the last part of its page's address")
        parser.add_argument("held", nargs="*", type=int, help="open files whose locks end with the work")

    def act(self, *, name: str, held: list[int], **options) -> None:
        """Carry it out."""
        task = task_named(name)
        if task is None or task.state != RUNNING:
            raise Refused("task", _("There is no such work to be done."))
        if hasattr(os, "nice"):
            os.nice(PATIENT)
        carry_out(task, held)
