"""The archive: tables, evidence files and a manifest with the hash of each member."""

import hashlib
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile

from django.utils.translation import gettext as _

from branches.audit.keys import present_mark
from branches.audit.moment import one_moment
from branches.audit.queries import head_digest
from branches.basics import clock
from branches.basics.refusals import Refused
from indexmetrics.evidence.files import stored_at
from indexmetrics.evidence.models import Attachment
from scoring.engine import ENGINE_VERSION
from scoring.keeping import envelope, tables

try:
    import fcntl
except ImportError:  # Windows: leftovers stay until somebody deletes them
    fcntl = None

FORMAT = 1
ASIDE = ".backup-"
MANIFEST = "manifest.json"
PIECE = 1 << 20
Tell = Callable[[str], None]


def write(target: Path, tell: Tell) -> dict:
    """Write the archive beside its name, encrypted where keys are set, sync it, rename it; the manifest comes back."""
    keys = envelope.recipients()
    folder = target.resolve().parent
    sweep(folder)
    with NamedTemporaryFile(dir=folder, prefix=ASIDE, delete=False) as aside:
        try:
            _hold(aside)
            with envelope.closing(aside, keys) as inside, zipfile.ZipFile(inside, "w", zipfile.ZIP_DEFLATED) as archive:
                manifest = _fill(archive, tell)
            aside.flush()
            os.fsync(aside.fileno())
            os.chmod(aside.name, 0o600)
            os.replace(aside.name, target)
            sync_folder(folder)
        except BaseException:
            Path(aside.name).unlink(missing_ok=True)
            raise
    return manifest


def sweep(folder: Path) -> int:
    """Delete what killed backups left there; one that is being written is held by its writer. How many there were."""
    count = 0
    for leftover in folder.glob(f"{ASIDE}*"):
        with leftover.open("rb") as found:
            if _hold(found):
                leftover.unlink(missing_ok=True)
                count += 1
    return count


def _hold(file) -> bool:
    """Lock a file for as long as it is open, even by a process that is killed; False when another holds it."""
    if fcntl is None:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Let the new name survive a power cut, not only the bytes behind it."""
    if os.name != "nt":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _fill(archive: zipfile.ZipFile, tell: Tell) -> dict:
    members: dict[str, dict] = {}
    with one_moment():
        head = head_digest()
        for model in tables.tables():
            members |= _table(archive, model)
        paths = list(Attachment.objects.in_store().values_list("path", "sha256").distinct().order_by("path"))
    tell(_("%(count)d tables written") % {"count": len(members)})
    for path, sha256 in paths:
        members |= _file(archive, path, sha256)
    tell(_("%(count)d files written") % {"count": len(paths)})
    manifest = {
        "format": FORMAT, "made_at": clock.now().isoformat(timespec="seconds"), "engine": ENGINE_VERSION,
        "chain_head": head, "key_mark": present_mark(), "members": members,
    }
    archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True))
    return manifest


def _table(archive: zipfile.ZipFile, model) -> dict[str, dict]:
    name = f"tables/{model._meta.label_lower}.jsonl"
    with TemporaryFile() as lines:
        rows = tables.write(model, lines)
        lines.seek(0)
        sha256 = _copy(lines, archive, name)
    return {name: {"sha256": sha256, "rows": rows}}


def _file(archive: zipfile.ZipFile, path: str, expected: str) -> dict[str, dict]:
    place = stored_at(path)
    if not place.exists():
        raise Refused("file", _("The evidence file %(path)s is missing; run verify_audit.") % {"path": path})
    with place.open("rb") as stream:
        sha256 = _copy(stream, archive, f"files/{path}", zipfile.ZIP_STORED)
    if sha256 != expected:
        raise Refused("file", _("The evidence file %(path)s was changed; run verify_audit.") % {"path": path})
    return {f"files/{path}": {"sha256": sha256}}


def _copy(stream, archive: zipfile.ZipFile, name: str, how: int = zipfile.ZIP_DEFLATED) -> str:
    digest = hashlib.sha256()
    info = zipfile.ZipInfo(name)
    info.compress_type = how
    with archive.open(info, "w", force_zip64=True) as member:
        while piece := stream.read(PIECE):
            digest.update(piece)
            member.write(piece)
    return digest.hexdigest()
