"""What can be unsafe about an installation; each examination yields sentences with a remedy."""

import os
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.access.roles import Role
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.basics import clock, floors, room
from branches.management import archive

SHORTEST_KEY = 50
OLDEST_BACKUP = timedelta(hours=26)
MOST_BACK = timedelta(minutes=2)  # as far as two servers' clocks may differ
NETWORK_FILE_SYSTEMS = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "fuse.sshfs",
    "glusterfs",
    "ceph",
}
WANTED_PRAGMAS = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
MOST_GUESSED = 30
COMMON_PASSWORDS = ("admin", "password", "123456", "wusetu", "wusetu2026", "demo", "changeme")


def findings(*, demo: bool = False) -> Iterator[str]:
    """Every finding; a demonstration on loopback may have demo data and made keys."""
    yield from serving(demo)
    yield from versions()
    yield from database()
    yield from archive.findings()
    yield from files()
    yield from space_and_backup(demo)
    yield from accounts(demo)
    yield from clock_against_trail()
    yield from retention()


def serving(demo: bool) -> Iterator[str]:
    """Switches, hosts and keys."""
    if settings.DEBUG:
        yield _("DEBUG is on: error pages show the program's inside. Unset DEBUG.")
    if "*" in settings.ALLOWED_HOSTS:
        yield _("ALLOWED_HOSTS contains *: any name is believed. Name the real host.")
    for name in ("SECRET_KEY", "AUDIT_KEY"):
        key = getattr(settings, name)
        if len(key) < SHORTEST_KEY or len(set(key)) < 8:
            yield _("%(name)s is short or not random. Make one of 50 random characters.") % {
                "name": name
            }
    if settings.SECRET_KEY == settings.AUDIT_KEY:
        yield _("SECRET_KEY and AUDIT_KEY are the same. Give the trail a key of its own.")
    outside = [host for host in settings.ALLOWED_HOSTS if host not in settings.LOOPBACK]
    if outside and not settings.BEHIND_TLS and not demo:
        yield _(
            "Served to %(hosts)s without TLS: passwords travel readable. Put a TLS proxy in front and set BEHIND_TLS=1."
        ) % {"hosts": ", ".join(outside)}
    database = settings.DATABASES["default"]
    host = database.get("HOST", "")
    # A socket's folder starts with a slash: there the operating system knows who asks.
    if host and not host.startswith("/") and not database["PASSWORD"]:
        yield _("The database is reached without a password. Put one into DATABASE_URL.")


def versions() -> Iterator[str]:
    """Packages below the floor of their security repairs."""
    for found in floors.too_old():
        yield _(
            "A package lacks security repairs: %(package)s. Run python3 manage.py start to install the locked one."
        ) % {"package": found}


def database() -> Iterator[str]:
    """The modes that are really in force, asked from the database itself."""
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                yield from _sqlite(cursor)
            else:
                yield from _postgres(cursor)
    except DatabaseError as error:
        yield _("The database does not answer: %(error)s. Start it, or mend DATABASE_URL.") % {"error": str(error).strip()}


def _sqlite(cursor) -> Iterator[str]:
    for name, wanted in WANTED_PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}")
        found = str(cursor.fetchone()[0]).lower()
        if found != wanted:
            yield _(
                "SQLite works with %(name)s=%(found)s instead of %(wanted)s: data may be lost. Take the database settings as shipped."
            ) % {"name": name, "found": found, "wanted": wanted}
    if connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        yield _("SQLite transactions do not start IMMEDIATE: two writers may fail half-way. Take the database settings as shipped.")
    kind = file_system(Path(str(connection.settings_dict["NAME"])))
    if kind in NETWORK_FILE_SYSTEMS:
        yield _(
            "The SQLite file lies on a network file system (%(kind)s), where locks fail. Move it, or use PostgreSQL."
        ) % {"kind": kind}


def _postgres(cursor) -> Iterator[str]:
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        cursor.execute("SELECT current_setting(%s)", [name])
        if cursor.fetchone()[0] == "off":
            yield _("PostgreSQL works with %(name)s=off: data may be lost. Switch it on.") % {
                "name": name
            }
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if cursor.fetchone()[0]:
        yield _("The database user is a superuser. Use one that owns this database only.")


def file_system(path: Path, table: Path = Path("/proc/mounts")) -> str:
    """The kind of file system that holds a path; "" where it cannot be told."""
    if not table.exists():
        return ""
    best = ("", "")
    for line in table.read_text(encoding="utf-8", errors="replace").splitlines():
        _device, point, kind = line.split()[:3]
        point = point.replace("\\040", " ")
        inside = point == "/" or path == Path(point) or Path(point) in path.parents
        if inside and len(point) >= len(best[0]):
            best = (point, kind)
    return best[1]


def files() -> Iterator[str]:
    """Keys, database and evidence must be readable by their owner only."""
    for path in _private_paths():
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
        except OSError:
            continue
        if mode & 0o077:
            right = "0700" if path.is_dir() else "0600"
            yield _(
                "%(path)s is open to other accounts (%(mode)s). Run: chmod %(right)s %(path)s"
            ) % {"path": path, "mode": f"{mode:04o}", "right": right}


def _private_paths() -> Iterator[Path]:
    yield from (settings.VAR, Path(settings.MEDIA_ROOT))
    yield from sorted(Path(settings.VAR).glob("*_key"))
    if connection.vendor == "sqlite":
        file = Path(str(connection.settings_dict["NAME"]))
        yield from sorted(file.parent.glob(file.name + "*"))


def space_and_backup(demo: bool) -> Iterator[str]:
    """Room for evidence, and a copy of everything that is not too old."""
    folder = room.existing(Path(settings.MEDIA_ROOT))
    if room.is_short(folder):
        yield _("Only %(free)s MiB are free where evidence is kept. Make room.") % {
            "free": room.free_bytes(folder) // 1024**2
        }
    if not os.access(folder, os.W_OK):
        yield _("The evidence folder %(path)s cannot be written. Give it to the account that serves.") % {"path": folder}
    if demo:
        return
    made = last_backup()
    if made is None:
        yield _("No backup was ever made. Run: python3 manage.py backup FILE")
    elif clock.now() - made > OLDEST_BACKUP:
        yield _("The last backup is of %(day)s. Run python3 manage.py backup FILE daily.") % {
            "day": made.date().isoformat()
        }


def last_backup() -> datetime | None:
    """When the newest backup was made, as the trail tells; its subject has an index, its kind alone would read a million events."""
    try:
        moment = Event.objects.filter(subject="backup", kind=EventKind.BACKUP_MADE).values_list("at", flat=True).first()
    except DatabaseError:
        return None
    return clock.local(moment) if moment else None


def accounts(demo: bool) -> Iterator[str]:
    """Demonstration accounts in real use, and passwords that anybody guesses."""
    try:
        users = list(User.objects.filter(is_active=True))
    except DatabaseError:
        yield _("The accounts cannot be read; run python3 manage.py migrate.")
        return
    shown = [user.username for user in users if user.is_demo]
    if shown and not demo:
        yield _(
            "Demonstration accounts are active: %(names)s. Install with start --no-demo for real use."
        ) % {"names": ", ".join(shown[:8])}
    # A guess costs as much as a log-in, so only those who decide are examined.
    deciding = User.objects.filter(is_active=True, is_demo=False).filter(
        assignments__role__in=(Role.ADMIN, Role.REVIEWER, Role.COMMITTEE)
    )
    for user in deciding.distinct()[:MOST_GUESSED]:
        guesses = (*COMMON_PASSWORDS, user.username, f"{user.username}123")
        if any(user.check_password(guess) for guess in guesses):
            yield _("The password of %(name)s is easily guessed. Have it reset.") % {"name": user.username}


def retention() -> Iterator[str]:
    """What nobody decided to delete is kept for ever; personal data may be kept only as long as they are needed."""
    for name, what in (
        ("DRAFT_KEPT_DAYS", _("drafts that were never handed over")), ("EVIDENCE_KEPT_YEARS", _("texts and files of records"))):
        if not getattr(settings, name):
            yield _("%(name)s is 0: %(what)s are kept for ever. Set the time that the bureau decided.") % {
                "name": name, "what": what}


def clock_against_trail() -> Iterator[str]:
    """A clock that stands before the newest act was set back; deadlines and the trail follow it."""
    try:
        newest = Event.objects.values_list("at", flat=True).first()
    except DatabaseError:
        return
    if newest and newest - clock.now() > MOST_BACK:
        yield _("The clock stands before the newest act of the trail, %(moment)s. Set it right.") % {
            "moment": clock.local(newest).strftime("%Y-%m-%d %H:%M")}
