"""The archive read again: every member against its hash before anything is written, then the files."""

import hashlib
import json
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import BinaryIO

from django.utils.translation import gettext as _

from branches.basics.refusals import Refused
from indexmetrics.evidence.files import stored_at
from scoring.keeping import beside
from scoring.keeping.archive import FORMAT, MANIFEST

FILES = "files/"
# Large enough that a thread seldom has to ask for the interpreter, which is busy with the tables meanwhile.
PIECE = 8 << 20
IN_STORE = re.compile(r"files/[0-9a-f]{2}/[0-9a-f]{64}\.[0-9a-z]+")


def opened(plain: BinaryIO, name: str) -> zipfile.ZipFile:
    """The archive in an open file."""
    try:
        return zipfile.ZipFile(plain)
    except (OSError, zipfile.BadZipFile) as error:
        raise Refused("source", _("%(name)s cannot be read as a backup.") % {"name": name}) from error


def check(archive: zipfile.ZipFile) -> dict:
    """The manifest, after every member was read and its hash compared; the first bad one is named."""
    try:
        manifest = json.loads(archive.read(MANIFEST))
    except (KeyError, ValueError) as error:
        raise Refused("manifest", _("This is no backup of Wusetu: its manifest cannot be read.")) from error
    if manifest.get("format") != FORMAT:
        raise Refused("format", _("This backup has format %(format)s; this version reads %(known)s.") % {
            "format": manifest.get("format"), "known": FORMAT})
    present, bad = set(archive.namelist()) - {MANIFEST}, []

    def look(member: tuple[str, dict]) -> None:
        name, about = member
        lies_well = not name.startswith(FILES) or IN_STORE.fullmatch(name)
        if name not in present or not lies_well or _sha256(archive, name) != about["sha256"]:
            bad.append(name)

    with beside.begun(look, manifest["members"].items()) as wait:
        wait()
    if bad:
        raise Refused("member", _("The backup is damaged at %(name)s.") % {"name": min(bad)})
    strangers = present - set(manifest["members"])
    if strangers:
        raise Refused("member", _("The backup holds something it does not name: %(name)s.") % {
            "name": sorted(strangers)[0]})
    return manifest


def files(archive: zipfile.ZipFile, manifest: dict) -> AbstractContextManager[Callable[[], None]]:
    """Begin to put the files into the store, each synced before it gets its name; what is given waits for the last."""

    def unpack(name: str) -> None:
        target = stored_at(name.removeprefix(FILES))
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = target.with_name(f".restoring-{target.name}")
        with aside.open("wb") as out:
            for piece in _pieces(archive, name):
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        os.replace(aside, target)

    return beside.begun(unpack, (name for name in manifest["members"] if name.startswith(FILES)))


def _sha256(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    try:
        for piece in _pieces(archive, name):
            digest.update(piece)
    except (zipfile.BadZipFile, EOFError):
        return ""
    return digest.hexdigest()


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as member:
        while piece := member.read(PIECE):
            yield piece
