"""Few at once, over all serving processes of a machine: a slot is a locked file, and its lock ends with its process."""

import threading
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TextIO

try:
    import fcntl
except ImportError:  # such a system serves with one process, whose threads know each other
    fcntl = None

_among_threads = threading.Lock()
_held: dict[str, "Slot"] = {}


class Taken(Exception):
    """There is no slot: `own` when the person holds one already, else others hold all of them."""

    def __init__(self, own: bool) -> None:
        super().__init__(own)
        self.own = own


class Slot:
    """What a person holds until `free`."""

    def __init__(self, name: str, person: str, file: TextIO | None) -> None:
        self.name, self.person, self.file = name, person, file

    def free(self) -> None:
        """Give it back; a second time changes nothing."""
        with _among_threads:
            if _held.get(self.name) is self:
                del _held[self.name]
                if self.file:
                    self.file.close()


def take(folder: Path, person: str, count: int) -> Slot:
    """One of `count` slots, or `Taken`; nobody holds two.

    Where no file can be opened (a full disk, another system) only the threads of this process are counted.
    """
    with _among_threads, ExitStack() as door:
        if any(slot.person == person for slot in _held.values()):
            raise Taken(own=True)
        free = [name for name in map("work-{}".format, range(count)) if name not in _held]
        files = _opened(folder, free, door)
        name, file = _chosen(files, person) if files else (free[0] if free else "", None)
        if not name:
            raise Taken(own=False)
        _held[name] = Slot(name, person, file)
        return _held[name]


def _opened(folder: Path, names: list[str], door: ExitStack) -> dict[str, TextIO]:
    """The files of these slots, opened while no other process looks at them; empty where that cannot be."""
    if fcntl is None:
        return {}
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        entrance = door.enter_context((folder / "door").open("a"))
        fcntl.flock(entrance, fcntl.LOCK_EX)
        return {name: (folder / name).open("a+", encoding="utf-8") for name in names}
    except OSError:
        return {}


def _chosen(files: dict[str, TextIO], person: str) -> tuple[str, TextIO | None]:
    """The first that no other process holds, signed with the person; the rest is closed again."""
    free, others = {}, set()
    for name, file in files.items():
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            free[name] = file
        except OSError:
            file.seek(0)
            others.add(file.read())
    name = "" if person in others else next(iter(free), "")
    for other, file in files.items():
        if other != name:
            file.close()
    if person in others:
        raise Taken(own=True)
    if name:
        with suppress(OSError):  # without room for a name it still counts, only not as this person's
            free[name].truncate(0)
            free[name].write(person)
            free[name].flush()
    return name, free.get(name)
