"""A long work as a folder: what was ordered, how far it is, what came of it, and a lock that ends with its process.

No row of the database tells of it: telling how far it is keeps no writer waiting, and a process that dies is seen
at once, because its lock is free.
"""

import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.urls import resolve

from branches.access.models import User
from branches.basics import clock
from branches.tasks.kinds import ACT, Kind, kind_named

try:
    import fcntl
except ImportError:  # such a system does its long works within the request
    fcntl = None

RUNNING, DONE, REFUSED, FAILED, LOST = "running", "done", "refused", "failed", "lost"
ORDER, STEP, END, RESULT, LOCK, SEEN, TAKEN = "order.json", "step.json", "end.json", "result", "lock", "seen", "taken"
NAME = re.compile(r"[0-9]{1,19}-[0-9a-f]{32}")
KEPT_SECONDS = 24 * 3600
ORDERED = frozenset({"person", "posts", "kind", "arguments", "language", "address", "method", "path", "files", "at"})
TOLD_EVERY = 0.2  # seconds; nobody looks more often


class Task:
    """One work of one person."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.name = folder, folder.name
        self._said_at, self._said = 0.0, ""

    @cached_property
    def order(self) -> dict:
        """Who ordered what, from where, in which language."""
        return self.read(ORDER)

    @property
    def is_known(self) -> bool:
        """Is it there, and was it ordered by a program like this one? One of before an update waits for its day to end."""
        return self.order.keys() >= ORDERED and self.order["kind"] in settings.TASK_KINDS

    @property
    def kind(self) -> Kind:
        """What sort of work it is."""
        return kind_named(self.order["kind"])

    @property
    def arguments(self) -> dict:
        """What exactly was ordered."""
        return self.order["arguments"]

    @property
    def title(self) -> str:
        """What is being made, in the reader's language."""
        return self.kind.title(self.arguments)

    @property
    def again(self) -> str:
        """The address that begins it once more."""
        return self.kind.again(self.arguments)

    @property
    def result(self) -> Path:
        """The file that is made."""
        return self.folder / RESULT

    @property
    def step(self) -> dict:
        """How far it is: `done` of `total`, and `words` about the present step."""
        return self.read(STEP) or {"done": 0, "total": 0, "words": ""}

    @property
    def end(self) -> dict:
        """What came of it, with its `state`: running as long as its lock is held, lost when that is free and nothing is told.

        A process that was killed between its last act and its word about it did what it did: its kind knows.
        """
        runs = self._is_alive()  # asked first: the word about the end comes before the lock is free
        told = self.read(END)
        if told.get("state") in (DONE, REFUSED):
            return told
        if runs:
            return told or {"state": RUNNING}
        found = self.kind.found(self.order["person"], self.arguments)
        return {"state": DONE, **found} if found else told or {"state": LOST}

    @property
    def state(self) -> str:
        """One word for how it stands."""
        return self.end["state"]

    @property
    def is_act(self) -> bool:
        """Is something done, not made?"""
        return self.kind.outcome == ACT

    @property
    def is_seen(self) -> bool:
        """Has its person seen what came of it?"""
        return (self.folder / SEEN).exists()

    @property
    def is_taken(self) -> bool:
        """Has its person fetched what was made?"""
        return (self.folder / TAKEN).exists()

    def may(self, user: User) -> bool:
        """May this person still have it? The guards said so when it was ordered, to whom had these posts."""
        return self.order["person"] == user.pk and self.order["posts"] == user.posts_code

    def say(self, words: str, done: int, total: int) -> None:
        """Tell how far it is; a new step at once, its numbers a few times a second."""
        now = time.monotonic()
        if words != self._said or now - self._said_at >= TOLD_EVERY:
            self._said_at, self._said = now, words
            self.write(STEP, {"words": words, "done": done, "total": total})

    def finish(self, state: str, **about) -> None:
        """Tell what came of it."""
        self.write(END, {"state": state, **about})

    @property
    def is_gone(self) -> bool:
        """Was it forgotten meanwhile, because its person has the answer?"""
        return not self.folder.exists()

    @property
    def asks_password(self) -> bool:
        """Was a recent password asked for before it was begun? Then what it made is not fetched without one either."""
        return getattr(resolve(self.order["path"]).func, "asks_password", False)

    def see(self) -> None:
        """Its person has seen the end."""
        self._mark(SEEN)

    def take(self) -> None:
        """Its person has fetched it; it stays for whoever's download broke off."""
        self._mark(TAKEN)

    def forget(self) -> None:
        """Its person has the answer, nothing is left to come back to."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def opened(self, name: str = RESULT) -> BinaryIO:
        """A new file in its folder, for nobody else to read."""
        return open(self.folder / name, "wb", opener=lambda path, flags: os.open(path, flags, 0o600))

    def file(self, number: int) -> Path:
        """A file that came with the order."""
        return self.folder / f"file-{number}"

    def read(self, name: str) -> dict:
        """Plain data from its folder; empty when there is none."""
        try:
            return json.loads((self.folder / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}

    def write(self, name: str, content: dict) -> None:
        """Whole or not at all, for somebody reads it this very moment."""
        part = self.folder / f"{name}.part"
        part.touch(mode=0o600)
        part.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        part.replace(self.folder / name)

    def _mark(self, name: str) -> None:
        with suppress(FileNotFoundError):  # forgotten meanwhile
            (self.folder / name).touch(mode=0o600)

    def _is_alive(self) -> bool:
        try:
            with (self.folder / LOCK).open() as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return False


def ordered(
    *, person: User, kind: str, arguments: dict, language: str, address: str, method: str = "", path: str = "",
    files: Sequence[tuple[str, UploadedFile]] = (),
) -> Task:
    """A new work that nobody has begun, with the files that came for it; what is older than a day goes, or was fetched."""
    sweep()
    for task in tasks_of(person):
        if task.is_taken:
            task.forget()
    settings.TASKS.mkdir(mode=0o700, parents=True, exist_ok=True)
    task = Task(settings.TASKS / f"{person.pk}-{secrets.token_hex(16)}")
    task.folder.mkdir(mode=0o700)
    laid = [{"field": field, "name": file.name, "type": file.content_type} for field, file in files]
    for number, (_field, file) in enumerate(files):
        with task.opened(task.file(number).name) as out:
            out.writelines(file.chunks())
        file.seek(0)
    task.write(ORDER, {
        "person": person.pk, "posts": person.posts_code, "kind": kind, "arguments": arguments, "language": language, "address": address,
        "method": method, "path": path, "files": laid, "at": clock.now().isoformat(),
    })
    return task


def task_named(name: str) -> Task | None:
    """The work of that name."""
    found = Task(settings.TASKS / name) if NAME.fullmatch(name) else None
    return found if found and found.is_known else None


def tasks_of(user: User) -> list[Task]:
    """A person's works, the newest first."""
    found = [Task(folder) for folder in settings.TASKS.glob(f"{user.pk}-*")]
    return sorted((task for task in found if task.is_known), key=lambda task: task.order["at"], reverse=True)


def sweep() -> int:
    """Delete the works that were begun more than a day ago and run no more; how many."""
    count = 0
    for task in _older(time.time() - KEPT_SECONDS):
        if not task._is_alive():
            task.forget()
            count += 1
    return count


def _older(moment: float) -> Iterator[Task]:
    for folder in settings.TASKS.glob("*-*"):
        with suppress(FileNotFoundError):
            if folder.stat().st_mtime < moment:
                yield Task(folder)
