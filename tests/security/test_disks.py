"""A disk that is really full, and one that may really only be read: files are refused first, reading goes on, it heals by itself.

The server works on a disk of its own, seen by nobody else, which is made smaller, filled and closed while it serves.
"""

import errno
import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import make
from tests.conftest import needed
from tests.security import event
from tests.security.browsing import Answer, Visitor
from tests.security.house import House, Server, kill

pytestmark = pytest.mark.once
ROOMY = "40g"  # more than is ever written: a disk in memory takes only what lies on it
LITTLE = 600 * 1024**2  # less than the gibibyte below which files are refused
LAST = 2 * 1024**2
SAVERS = 6
BEGIN = f'mount -t tmpfs -o size={ROOMY},mode=700 none var && cp -a base/. var/ && exec "$@"'


class Disk:
    """The disk under a server's `var`, in a mount namespace of the server's own."""

    def __init__(self, server: Server, place: Path) -> None:
        self.pid, self.place = str(server.process.pid), place
        self.seen = Path(f"/proc/{self.pid}/root{place}")

    def used(self) -> int:
        """Bytes that lie on it."""
        state = os.statvfs(self.seen)
        return (state.f_blocks - state.f_bfree) * state.f_frsize

    def leave(self, room: int) -> None:
        """Make it so small that this many bytes are free."""
        self._do("mount", "-o", f"remount,size={(self.used() + room) // 1024}k", str(self.place))

    def fill(self) -> None:
        """To the last byte."""
        with pytest.raises(OSError, match="No space left") as full, (self.seen / "filler").open("wb", buffering=0) as out:
            while True:
                out.write(bytes(4096))
        assert full.value.errno == errno.ENOSPC and os.statvfs(self.seen).f_bavail == 0

    def empty(self) -> None:
        """Take the filling away and give all the room back."""
        (self.seen / "filler").unlink()
        self._do("mount", "-o", f"remount,size={ROOMY}", str(self.place))

    def close(self) -> None:
        """From now on it may only be read."""
        self._do("mount", "--bind", str(self.place), str(self.place))
        self._do("mount", "-o", "remount,bind,ro", str(self.place))

    def open(self) -> None:
        """It may be written again."""
        self._do("umount", "--lazy", str(self.place))

    def _do(self, *command: str) -> None:
        inside = ("nsenter", "--target", self.pid, "--user", "--mount", "--preserve-credentials")
        done = subprocess.run([*inside, *command], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


@contextmanager
def own_disk(house: House) -> Iterator[tuple[Server, Disk]]:
    """A server that serves from a disk of its own; where disks may not be made the injected errors must do."""
    apart = (needed("unshare", "unshare"), "--map-root-user", "--mount")
    tried = subprocess.run([*apart, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"no disk can be made here ({tried.stderr.strip()}); the same errors are injected in "
                    "tests/config/test_health.py and tests/indexmetrics/test_room.py")
    house.back_to("base")
    server = Server(house, before=(*apart, "sh", "-c", BEGIN, "sh"))
    try:
        server.wait()
        yield server, Disk(server, house.var)
    finally:
        kill(server.process)


class People:
    """Who reads and who writes; what was acknowledged is remembered."""

    def __init__(self, house: House, server: Server) -> None:
        self.server, self.acknowledged = server, []
        self.leader, self.secretary = server.visitor("leader"), server.visitor("secretary")
        self.quarter = house.quarter
        self.month = house.month

    def save(self, file: bool = False) -> Answer:
        """One event more, with or without a file."""
        title = uuid.uuid4().hex
        sheet = ("files", "签到表.pdf", make.pdf(title)) if file else None
        answer = self.secretary.post(event.address(self.month), event.fields(self.month, title), sheet)
        if answer.status == 302:
            self.acknowledged.append(title)
        return answer

    def reads(self) -> None:
        """Boards, months and the door are open."""
        for visitor, path in (
            (self.leader, f"/board/{self.quarter}/"), (self.secretary, f"/evidence/{self.month}/"), (self.leader, "/help/"),
            (Visitor(self.server.port), "/login/"),
        ):
            answer = visitor.get(path)
            assert answer.status == 200, (path, answer.status, answer.text[:300])

    def health(self) -> str:
        """The words for monitoring; none of these faults makes it send people elsewhere."""
        answer = Visitor(self.server.port).get("/healthz")
        assert answer.status == 200, answer.text
        return answer.text

    def refused(self, status: int, words: str, *, file: bool) -> None:
        """Several save at once: each gets the plain sentence, none a trace of the program."""
        with ThreadPoolExecutor(SAVERS) as pool:
            answers = list(pool.map(lambda _number: self.save(file), range(SAVERS)))
        for answer in answers:
            assert answer.status == status and words in answer.text, (answer.status, answer.text[:300])
            assert "Traceback" not in answer.text and "Errno" not in answer.text

    def is_well(self) -> None:
        """Everything goes as ever."""
        self.reads()
        assert self.save().status == 302 and self.save(file=True).status == 302
        assert '"disk": "ok"' in self.health() and '"storage": "ok"' in self.health()


def kept(disk: Disk, house: House, people: People) -> None:
    """Every acknowledged event is there once, whatever the disk did; the trail is whole."""
    house.back_to("")
    for name in ("wusetu.sqlite3", "wusetu.sqlite3-wal"):
        shutil.copy(disk.seen / name, house.var / name)
    titles = [title for (title,) in house.ask("SELECT title FROM indexmetrics_record")]
    assert [titles.count(title) for title in people.acknowledged] == [1] * len(people.acknowledged)
    assert house.trail_is_whole()


@pytest.fixture(scope="module")
def serving(house):
    """One server for both faults: after the first it has healed."""
    with own_disk(house) as (server, disk):
        yield disk, People(house, server)


def test_a_full_disk(house, serving):
    disk, people = serving
    people.is_well()

    disk.leave(LITTLE)
    people.reads()
    assert '"disk": "low"' in people.health()
    people.refused(507, "服务器剩余空间不足", file=True)
    assert people.save().status == 302, "texts are still saved"

    disk.leave(LAST)
    disk.fill()
    people.reads()
    people.refused(507, "服务器磁盘已满", file=False)
    people.reads()

    disk.empty()
    people.is_well()
    kept(disk, house, people)


def test_a_disk_that_may_only_be_read(house, serving):
    disk, people = serving
    people.is_well()

    disk.close()
    people.reads()
    assert '"storage": "read-only"' in people.health()
    people.refused(503, "目前无法保存", file=True)
    people.refused(503, "目前无法保存", file=False)
    people.reads()

    disk.open()
    people.is_well()
    kept(disk, house, people)
