"""A long work as a folder: what was ordered, how far it is, what came of it, and a lock that ends with its process.

No row of the database tells of it: telling how far it is keeps no writer waiting, and a process that dies is seen
at once, because its lock is free.
"""

import json
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from django.conf import settings

from branches.access.models import User
from branches.basics import clock
from branches.tasks.kinds import Kind, kind_named

try:
    import fcntl
except ImportError:  # such a system does its long works within the request
    fcntl = None

RUNNING, DONE, REFUSED, FAILED, LOST = "running", "done", "refused", "failed", "lost"
ORDER, STEP, END, RESULT, LOCK = "order.json", "step.json", "end.json", "result", "lock"
NAME = re.compile(r"[0-9]{1,19}-[0-9a-f]{32}")
KEPT_SECONDS = 24 * 3600


class Task:
    """One work of one person."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.name = folder, folder.name

    @cached_property
    def order(self) -> dict:
        """Who ordered what, from where, in which language."""
        return self._read(ORDER)

    @property
    def kind(self) -> Kind:
        """What sort of work it is."""
        return kind_named(self.order["kind"])

    @property
    def title(self) -> str:
        """What is being made, in the reader's language."""
        return self.kind.title(self.order["arguments"])

    @property
    def again(self) -> str:
        """The address that begins it once more."""
        return self.kind.again(self.order["arguments"])

    @property
    def result(self) -> Path:
        """The file that is made."""
        return self.folder / RESULT

    @property
    def step(self) -> dict:
        """How far it is: `done` of `total`, and `words` about the present step."""
        return self._read(STEP) or {"done": 0, "total": 0, "words": ""}

    @property
    def end(self) -> dict:
        """What came of it; empty while it runs or when it was lost."""
        return self._read(END)

    @property
    def state(self) -> str:
        """Running as long as its lock is held; lost when that is free and nothing came of it."""
        if not self.end and self._is_alive():
            return RUNNING
        return self.end.get("state", LOST)  # it may have ended between the two looks

    def may(self, user: User) -> bool:
        """May this person still have what is made here?"""
        return self.order["person"] == user.pk and self.kind.may(user, self.order["arguments"])

    def say(self, words: str, done: int, total: int) -> None:
        """Tell how far it is."""
        self._write(STEP, {"words": words, "done": done, "total": total})

    def finish(self, state: str, **about: str) -> None:
        """Tell what came of it."""
        self._write(END, {"state": state, **about})

    def _is_alive(self) -> bool:
        try:
            with (self.folder / LOCK).open() as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return False

    def _read(self, name: str) -> dict:
        try:
            return json.loads((self.folder / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}

    def _write(self, name: str, content: dict) -> None:
        """Whole or not at all, for somebody reads it this very moment."""
        part = self.folder / f"{name}.part"
        part.touch(mode=0o600)
        part.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        part.replace(self.folder / name)


def ordered(*, person: User, kind: str, arguments: dict, language: str, address: str) -> Task:
    """A new work that nobody has begun; what is older than a day goes."""
    sweep()
    settings.TASKS.mkdir(mode=0o700, parents=True, exist_ok=True)
    task = Task(settings.TASKS / f"{person.pk}-{secrets.token_hex(16)}")
    task.folder.mkdir(mode=0o700)
    task._write(ORDER, {
        "person": person.pk, "kind": kind, "arguments": arguments, "language": language, "address": address,
        "at": clock.now().isoformat(),
    })
    return task


def task_named(name: str) -> Task | None:
    """The work of that name."""
    found = Task(settings.TASKS / name) if NAME.fullmatch(name) else None
    return found if found and found.order else None


def tasks_of(user: User) -> list[Task]:
    """A person's works, the newest first."""
    found = [Task(folder) for folder in settings.TASKS.glob(f"{user.pk}-*")]
    return sorted((task for task in found if task.order), key=lambda task: task.order["at"], reverse=True)


def sweep() -> int:
    """Delete the works that were begun more than a day ago and run no more; how many."""
    count = 0
    for task in _older(time.time() - KEPT_SECONDS):
        if task.state != RUNNING:
            shutil.rmtree(task.folder, ignore_errors=True)
            count += 1
    return count


def _older(moment: float) -> Iterator[Task]:
    for folder in settings.TASKS.glob("*-*"):
        with suppress(FileNotFoundError):
            if folder.stat().st_mtime < moment:
                yield Task(folder)
