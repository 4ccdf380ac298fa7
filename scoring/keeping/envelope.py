"""The envelope around an archive: encrypted for public keys in the age format, opened with a key kept elsewhere.

The server knows only the public half (`BACKUP_RECIPIENTS`), so whoever takes its disk or its second
place reads no old backup. Format: age-encryption.org/v1, X25519; any program that knows it opens the file.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import pyrage
from django.conf import settings
from django.utils.translation import gettext as _
from pyrage import x25519

from branches.basics.refusals import Refused

SIGN = b"age-encryption.org/v1"
SUFFIX = ".age"


def recipients() -> list[x25519.Recipient]:
    """The public keys that backups are encrypted for; none: they stay readable. `Refused` names a wrong one."""
    return [_recipient(written) for written in settings.BACKUP_RECIPIENTS]


def _recipient(written: str) -> x25519.Recipient:
    try:
        return x25519.Recipient.from_str(written)
    except pyrage.RecipientError as error:
        raise Refused("recipient", _(
            "BACKUP_RECIPIENTS: %(key)s is no public key. It begins with age1; python3 manage.py backup_key makes one.") % {
                "key": written}) from error


def new_key() -> tuple[str, str]:
    """A new pair: the secret key, which opens, and the public one, which only closes."""
    identity = x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def is_closed(source: Path) -> bool:
    """Whether the file is encrypted; asked of its first bytes, not of its name."""
    with source.open("rb") as found:
        return found.read(len(SIGN)) == SIGN


@contextmanager
def closing(target: BinaryIO, keys: list[x25519.Recipient]) -> Iterator[BinaryIO]:
    """What is written to the file inside arrives encrypted in `target`; nothing readable touches the disk."""
    if not keys:
        yield target
        return
    failed: list[BaseException] = []
    reading, writing = os.pipe()

    def encrypt() -> None:
        try:
            with os.fdopen(reading, "rb") as plain:
                pyrage.encrypt_io(plain, target, keys)
        except BaseException as error:  # told to the writer below, whose pipe is broken by it
            failed.append(error)

    worker = threading.Thread(target=encrypt, name="envelope", daemon=True)
    worker.start()
    try:
        with os.fdopen(writing, "wb") as inside:
            yield inside
    except BrokenPipeError:
        if not failed:
            raise
    finally:
        worker.join()
    if failed:
        raise failed[0]


@contextmanager
def opened(source: Path, key_file: Path | None) -> Iterator[BinaryIO]:
    """The archive as a file that can be searched; an encrypted one is laid open in a file without a name.

    Raises:
        Refused: it is encrypted and no key, a wrong key, or a damaged file was given.
    """
    try:
        if not is_closed(source):
            with source.open("rb") as plain:
                yield plain
            return
    except OSError as error:
        raise Refused("source", _("%(name)s cannot be read as a backup.") % {"name": source.name}) from error
    # Beside the data, not in the system's folder for temporary files: there may be no room, or other readers.
    with TemporaryFile(dir=_workplace()) as plain:
        with source.open("rb") as closed:
            _decrypt(closed, plain, key_file, source.name)
        plain.seek(0)
        yield plain


def keyless(name: str) -> Refused:
    """What is said where an encrypted archive comes without its key."""
    return Refused("key_file", _("%(name)s is encrypted; give the file with its secret key: --key FILE.") % {"name": name})


def _decrypt(closed: BinaryIO, plain: BinaryIO, key_file: Path | None, name: str) -> None:
    if key_file is None:
        raise keyless(name)
    try:
        pyrage.decrypt_io(closed, plain, _identities(key_file))
    except pyrage.DecryptError as error:
        raise Refused("key_file", _("The key in %(key)s does not open %(name)s; it was encrypted for another one.") % {
            "key": key_file.name, "name": name}) from error
    except OSError as error:
        if error.errno:
            raise
        raise Refused("member", _("The backup is damaged at %(name)s.") % {"name": name}) from error


def _identities(key_file: Path) -> list[x25519.Identity]:
    """The secret keys of a file as `backup_key` writes it: comments begin with #."""
    lines = [line.strip() for line in key_file.read_text(encoding="utf-8", errors="replace").splitlines()]
    try:
        found = [x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError:
        found = []
    if not found:
        raise Refused("key_file", _("%(key)s holds no secret key; it begins with AGE-SECRET-KEY-.") % {"key": key_file.name})
    return found


def _workplace() -> Path:
    folder = Path(settings.MEDIA_ROOT).parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
