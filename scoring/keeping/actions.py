"""Verbs of keeping: back everything up, restore it into an empty installation."""

import time
from contextlib import suppress
from pathlib import Path

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.audit.actions import record
from branches.audit.keys import known_keys
from branches.audit.kinds import EventKind
from branches.audit.queries import first_broken
from branches.basics import clock
from branches.basics.refusals import Refused
from scoring.keeping import archive, envelope, filling, scratch, tables, unpacking
from scoring.keeping.archive import Tell


def backup(*, target: Path, by: User | None, tell: Tell = print) -> dict:
    """Write one archive of database and files while others go on working; the manifest comes back."""
    try:
        manifest = archive.write(target, tell)
    except (Refused, OSError) as error:
        with suppress(DatabaseError):
            record(EventKind.BACKUP_FAILED, by=by, subject="backup", subject_id=target.name, reason=str(error)[:300])
        raise
    with transaction.atomic():
        record(
            EventKind.BACKUP_MADE, by=by, subject="backup", subject_id=target.name,
            after={
                "members": len(manifest["members"]), "chain_head": manifest["chain_head"], "encrypted": envelope.is_closed(target)},
        )
    return manifest


def restore(*, source: Path, by: User | None, key_file: Path | None = None, tell: Tell = print) -> dict:
    """Restore an archive into an empty installation, all or nothing; every hash is checked first.

    `key_file` holds the secret key of an encrypted archive.
    """
    if not tables.is_empty():
        raise Refused("target", _("This installation is not empty; restore into a new database."))
    with envelope.opened(source, key_file) as plain, unpacking.opened(plain, source.name) as packed:
        manifest = unpacking.check(packed)
        tell(_("%(count)d members checked") % {"count": len(manifest["members"])})
        if manifest["key_mark"] not in known_keys():
            raise Refused("key", _(
                "The backup was made with another AUDIT_KEY; set the one of that installation first."))
        with filling.roomy(), unpacking.files(packed, manifest) as all_files_lie, transaction.atomic():
            with filling.without_indexes(tables.tables()):
                for model in tables.tables():
                    with packed.open(f"tables/{model._meta.label_lower}.jsonl") as lines:
                        tables.read(model, lines)
            tables.go_on_counting()
            broken = first_broken()
            if broken:
                raise Refused("chain", _("The trail in the backup is not whole: %(what)s") % {"what": broken})
            record(
                EventKind.BACKUP_RESTORED, by=by, subject="backup", subject_id=source.name,
                after={"made_at": manifest["made_at"], "chain_head": manifest["chain_head"]}, at=clock.now(),
            )
            all_files_lie()  # a row never points to a file that is not there yet
    tell(_("restored as of %(moment)s") % {"moment": manifest["made_at"]})
    return manifest


def drill(*, source: Path, by: User | None, key_file: Path | None = None, tell: Tell = print) -> dict:
    """Restore an archive into a scratch place and prove it there; the trail says when, how long, or what failed."""
    began = time.monotonic()
    try:
        proved = scratch.prove(source, key_file, tell)
    except Refused as refusal:
        record(EventKind.BACKUP_DRILL_FAILED, by=by, subject="backup", subject_id=source.name, reason=str(refusal)[:300])
        raise
    proved["seconds"] = round(time.monotonic() - began, 1)
    with transaction.atomic():
        record(EventKind.BACKUP_DRILLED, by=by, subject="backup", subject_id=source.name, after=proved)
    return proved
