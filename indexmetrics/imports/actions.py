"""Verbs of imports: show what a file changes, take it over whole, take it back."""

import base64
import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.audit.actions import record as audit
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.basics.refusals import Forbidden, OutOfStep, Refused
from indexmetrics.evidence.room import require_room
from indexmetrics.imports import journal
from indexmetrics.imports.kind import Kind
from indexmetrics.imports.models import KEPT_FOR, Upload
from indexmetrics.imports.problems import MOST_LISTED
from indexmetrics.imports.registry import KINDS
from indexmetrics.imports.rehearsal import Look, carry_out, look_again, look_at, plan_text


@transaction.atomic
def show(*, kind: Kind, scope: str, name: str, content: bytes, by: User) -> Upload:
    """Keep a file with what it would change; saved for a day, applied by nobody yet."""
    if not kind.may(by):
        raise Forbidden("role", _("Your post does not include this."))
    Upload.objects.filter(state=Upload.State.SHOWN, uploaded_at__lt=clock.now() - KEPT_FOR).delete()
    require_room()
    sha256 = hashlib.sha256(content).hexdigest()
    look = look_at(kind, scope, name, content, by)
    upload = Upload.objects.create(
        kind=kind.code, scope=scope, name=name[-120:], sha256=sha256, content=base64.b64encode(content).decode(),
        plan_text=plan_text(look), problems_text=json.dumps([one.as_dict() for one in look.problems[:MOST_LISTED]], ensure_ascii=False),
        notices_text=json.dumps(look.notices[:MOST_LISTED], ensure_ascii=False), uploaded_at=clock.now(), uploaded_by=by,
    )
    audit(EventKind.IMPORT_SHOWN, by=by, subject=upload, after={
        "kind": kind.code, "scope": scope, "sha256": sha256, "changes": len(look.changes), "problems": len(look.problems)})
    return upload


@transaction.atomic
def apply(*, upload: Upload, by: User, ready: dict[str, Any]) -> list[list[str]]:
    """Take the file over as it was shown: all or nothing, refused when the data moved on; new passwords.

    `ready` is what its kind made ready before this transaction.
    """
    kind = KINDS[upload.kind]
    if upload.uploaded_by_id != by.pk or not kind.may(by):
        raise Forbidden("role", _("Whoever uploaded the file takes it over."))
    if upload.state != Upload.State.SHOWN:
        raise OutOfStep("applied", _("This file is taken over already; nothing was done twice."))
    look = look_again(kind, upload.scope, upload.name, base64.b64decode(upload.content), by, upload.plan_text)
    if not look.changes:
        raise OutOfStep("nothing", _("The file changes nothing; everything is already so."))
    secrets = take_over(kind=kind, scope=upload.scope, look=look, by=by, ready=ready)
    changed = Upload.objects.filter(pk=upload.pk, state=Upload.State.SHOWN).update(
        state=Upload.State.APPLIED, applied_at=clock.now(), applied_by=by, content="",
        undo_text=json.dumps(look.undo, ensure_ascii=False))
    if not changed:
        raise OutOfStep("applied", _("This file is taken over already; nothing was done twice."))
    return secrets


@transaction.atomic
def take_over(*, kind: Kind, scope: str, look: Look, by: User | None, ready: dict[str, Any]) -> list[list[str]]:
    """Do every change through the acts of the screens; one refusal and nothing is saved."""
    for change in look.changes:
        change.ready = ready.get(change.key)
    secrets = carry_out(kind, scope, look, by, _("taking the changes over"))
    if look.problems:
        raise Refused("rows", "\n".join(problem.sentence for problem in look.problems[:MOST_LISTED]))
    audit(EventKind.IMPORT_APPLIED, by=by, subject="upload", subject_id=f"{kind.code}:{scope}", after={
        "changes": len(look.changes), "rows": [change.as_dict() for change in look.changes[:MOST_LISTED]]})
    return secrets


@transaction.atomic
def undo(*, upload: Upload, by: User) -> Upload:
    """Put everything back exactly, until the quarter closes."""
    kind = KINDS[upload.kind]
    if not kind.may(by):
        raise Forbidden("role", _("Your post does not include this."))
    if kind.is_closed(upload.scope, clock.local(upload.applied_at).date() if upload.applied_at else clock.today()):
        raise OutOfStep("closed", _("The quarter is closed; correct what is wrong through its own page."))
    if upload.is_emptied:
        raise OutOfStep("expired", _("The cells of this import were deleted at the end of their time; it stays as it is."))
    if not Upload.objects.filter(pk=upload.pk, state=Upload.State.APPLIED).update(
        state=Upload.State.UNDONE, undone_at=clock.now(), undone_by=by,
    ):
        raise OutOfStep("undone", _("This import is not in force any more."))
    kept = json.loads(upload.undo_text)
    journal.restore(kept.get("journal", {}))
    for done in reversed(kept.get("done", [])):
        kind.take_back(upload.scope, done, by)
    audit(EventKind.IMPORT_UNDONE, by=by, subject=upload, before={"kind": upload.kind, "scope": upload.scope}, after=kept.get("journal"))
    upload.refresh_from_db()
    return upload
