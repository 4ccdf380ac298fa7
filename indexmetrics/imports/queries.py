"""Reads of imports: what a user may import, what he uploaded, what was imported before."""

from datetime import datetime

from django.db.models import Q
from django.http import Http404

from branches.access.models import User
from branches.basics import clock
from indexmetrics.imports.kind import Kind
from indexmetrics.imports.models import EMPTY, KEPT_FOR, Upload
from indexmetrics.imports.registry import KINDS

RECENT = 20


def kind_for(user: User, code: str, scope: str) -> Kind:
    """The kind when the user may import it for that scope, else 404."""
    kind = KINDS.get(code)
    if kind is None or not kind.may(user) or scope not in dict(kind.scopes(user)):
        raise Http404(code)
    return kind


def upload_for(user: User, pk: int) -> Upload:
    """An upload: one's own, or any that was applied of a kind one may import."""
    found = Upload.objects.select_related("uploaded_by", "applied_by", "undone_by").filter(pk=pk).first()
    kind = KINDS.get(found.kind) if found else None
    if found is None or kind is None or not kind.may(user):
        raise Http404(pk)
    if found.uploaded_by_id != user.pk and (found.state == Upload.State.SHOWN or not _covers(kind, user, found)):
        raise Http404(pk)
    return found


def applied_before(upload: Upload) -> Upload | None:
    """The same file, taken over for the same thing and still in force."""
    return Upload.objects.filter(
        kind=upload.kind, scope=upload.scope, sha256=upload.sha256, state=Upload.State.APPLIED,
    ).exclude(pk=upload.pk).select_related("applied_by").first()


def recent(user: User) -> list[Upload]:
    """What was taken over lately, of the kinds and scopes this user may import."""
    rows = Upload.objects.exclude(state=Upload.State.SHOWN).select_related("applied_by")[:200]
    return [row for row in rows if row.kind in KINDS and KINDS[row.kind].may(user) and (
        row.applied_by_id == user.pk or _covers(KINDS[row.kind], user, row))][:RECENT]


def old_tables(before: datetime | None) -> list[int]:
    """Keys of tables that were only shown, a day ago, and of those taken over before that moment that still hold cells."""
    shown = Q(state=Upload.State.SHOWN, uploaded_at__lt=clock.now() - KEPT_FOR)
    taken = Q(uploaded_at__lt=before) & ~Q(state=Upload.State.SHOWN) & ~Q(plan_text=EMPTY) if before else Q(pk=None)
    return list(Upload.objects.filter(shown | taken).values_list("pk", flat=True))


def _covers(kind: Kind, user: User, upload: Upload) -> bool:
    return not upload.scope or upload.scope in dict(kind.scopes(user))
