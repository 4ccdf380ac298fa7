"""`manage.py load_demo`: a demonstration bureau with published boards and a running quarter."""

import os
import secrets
import time
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from branches.basics import clock
from branches.basics.refusals import Refusal
from branches.org.models import Branch, Bureau
from indexmetrics.schemes import actions as schemes
from indexmetrics.schemes.document import read
from scoring.demo import build, names

SCHEME = Path(settings.BASE_DIR, "indexmetrics", "schemes", "default_scheme.json")


class Command(BaseCommand):
    """Loads it once, deterministic for a seed and a date; a second call changes nothing."""

    help = "Load the demonstration bureau: branches, evidence, published boards and a running quarter."
    requires_system_checks: list = []

    def add_arguments(self, parser):
        """How large, how long, which chance, which day."""
        parser.add_argument("--branches", type=int, default=33, help="number of branches (default 33)")
        parser.add_argument("--quarters", type=int, default=3, help="quarters, the last one running (default 3)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same bureau")
        parser.add_argument("--today", type=_day, default=None, help="the day to stand on, as 2026-05-20")

    def handle(self, *args, **options):
        """Check what was asked, build, say how long it took and who can sign in."""
        if build.is_there():
            self.stdout.write(_("The demonstration bureau is already there; nothing was changed."))
            return
        self._check(options)
        password = os.environ.get("DEMO_PASSWORD") or secrets.token_urlsafe(9)
        wanted = build.Wanted(
            options["branches"], options["quarters"], options["seed"], options["today"] or clock.today(), password)
        began = time.monotonic()
        try:
            scheme, _new = schemes.load(document=read(SCHEME.read_text(encoding="utf-8")), by=None)
            build.build(wanted, scheme, self.stdout.write)
        except Refusal as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Demonstration bureau: %(branches)d branches, %(quarters)d quarters, %(seconds).1f s") % {
            "branches": wanted.branches, "quarters": wanted.quarters, "seconds": time.monotonic() - began})
        for username, _role, name, _code in names.ACCOUNTS:
            self.stdout.write(f"  {username:<12} {name}")
        if not os.environ.get("DEMO_PASSWORD"):
            self.stdout.write(_("Password of all of them: %(password)s") % {"password": password})

    def _check(self, options) -> None:
        if Branch.objects.exists() or Bureau.objects.filter(is_demo=False).exists():
            raise CommandError(_("This installation has branches of its own; the demonstration needs an empty one."))
        if not names.SMALLEST <= options["branches"] <= 100_000:
            raise CommandError(_("--branches takes from %(least)d to %(most)d.") % {
                "least": names.SMALLEST, "most": 100_000})
        if not 1 <= options["quarters"] <= 12:
            raise CommandError(_("--quarters takes from 1 to 12."))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(_("“%(text)s” is no day; write it as 2026-05-20.") % {"text": text}) from error
