"""Verbs of the big screens' addresses: make one, revoke one."""

from django.db import transaction
from django.utils.translation import gettext as _

from branches.access.allow import allows
from branches.access.models import User
from branches.access.permissions import Permission
from branches.audit.actions import record as audit
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.basics.refusals import Forbidden, OutOfStep, Refused
from scoring.boards.models import WallToken
from scoring.screens.secrecy import digest_of, new_secret

LONGEST_LABEL = 60


@transaction.atomic
def make_token(*, label: str, by: User | None) -> tuple[WallToken, str]:
    """Make an address for one place; its secret is returned once and stored nowhere."""
    _may(by)
    label = label.strip()
    if not label or len(label) > LONGEST_LABEL:
        raise Refused("label", _("Say in at most 60 letters where the screen hangs."))
    secret = new_secret()
    token = WallToken.objects.create(
        token=digest_of(secret), label=label, made_at=clock.now(), made_by=by
    )
    audit(EventKind.WALL_MADE, by=by, subject=token, after={"label": label})
    return token, secret


@transaction.atomic
def revoke(*, token: WallToken, by: User | None) -> WallToken:
    """Revoke an address: its screen is blank from the next answer on; there is no way back."""
    _may(by)
    token = WallToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is not None:
        raise OutOfStep("revoked", _("This address is already revoked."))
    token.revoked_at, token.revoked_by = clock.now(), by
    token.save(update_fields=["revoked_at", "revoked_by"])
    audit(EventKind.WALL_REVOKED, by=by, subject=token, before={"label": token.label})
    return token


def _may(by: User | None) -> None:
    if by is not None and not allows(by, Permission.WALL_MANAGE):
        raise Forbidden("role", _("Your post does not include this."))
