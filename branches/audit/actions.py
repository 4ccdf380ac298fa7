"""The one verb of the trail: append."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from branches.audit.chain import digest_of
from branches.audit.keys import known_keys, present_mark
from branches.audit.kinds import EventKind
from branches.audit.models import ChainHead, Event
from branches.audit.origin import origin
from branches.basics import clock
from branches.basics.refusals import OutOfStep


def draft(
    kind: EventKind, *, by: Any, subject: models.Model | str, subject_id: str = "",
    before: dict | None = None, after: dict | None = None,
    branch: str = "", period: str = "", reason: str = "", at=None,
) -> Event:
    """An event that is not yet in the chain; `by` is a user or None for the system itself.

    Where it comes from it finds out by itself: the address of the request, or who gave the command.
    """
    label = subject if isinstance(subject, str) else subject._meta.model_name
    key = subject_id or ("" if isinstance(subject, str) else str(subject.pk))
    return Event(
        kind=kind, at=at or clock.now(), by_name=getattr(by, "username", "") or "system",
        by_role=getattr(by, "role_codes", "") if by else "", origin=origin(), subject=label, subject_id=key,
        before=before, after=after, branch_code=branch, period_code=period, reason=reason,
    )


@transaction.atomic
def append(events: Iterable[Event]) -> list[Event]:
    """Chain the drafted events in order, in the caller's transaction; one lock for all of them."""
    head, _created = ChainHead.objects.select_for_update().get_or_create(pk=1)
    opening, chained = _new_epoch(head), []
    for event in events:
        _chain(head, event, settings.AUDIT_KEY)
        chained.append(event)
    Event.objects.bulk_create(opening + chained, batch_size=500)
    head.save(update_fields=["number", "digest", "key_mark"])
    return chained


def _chain(head: ChainHead, event: Event, key: str) -> None:
    head.number += 1
    event.number = head.number
    event.digest = head.digest = digest_of(event, head.digest, key)


def _new_epoch(head: ChainHead) -> list[Event]:
    """After a change of AUDIT_KEY: one event, signed with the retired key, that hands over to the present one."""
    before, head.key_mark = head.key_mark, present_mark()
    if before in ("", head.key_mark):
        return []
    retired = known_keys().get(before)
    if retired is None:
        raise OutOfStep("audit_key", _(
            "AUDIT_KEY is not the one that signed the trail. Give the former one in AUDIT_KEY_FALLBACKS."))
    event = draft(EventKind.AUDIT_REKEYED, by=None, subject="audit_key", subject_id=head.key_mark,
                  before={"key": before}, after={"key": head.key_mark})
    _chain(head, event, retired)
    return [event]


def record(kind: EventKind, **about: Any) -> Event:
    """Append one event; if it cannot be written the act it belongs to fails with it."""
    return append([draft(kind, **about)])[0]
