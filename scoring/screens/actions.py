"""Verbs of the big screens' addresses: make one, set it up anew, revoke one."""

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
from scoring.screens.setup import ALL_PAGES, SECONDS

LONGEST_LABEL = 60
SET_UP = ("label", "pages", "seconds", "theme", "fit", "dims")


@transaction.atomic
def make_token(*, label: str, by: User | None, **setup) -> tuple[WallToken, str]:
    """Make an address for one place; its secret is returned once and stored nowhere."""
    _may(by)
    secret = new_secret()
    token = WallToken(
        token=digest_of(secret), made_at=clock.now(), made_by=by, **_checked(label=label, **setup),
    )
    token.save()
    audit(EventKind.WALL_MADE, by=by, subject=token, after=_told(token))
    return token, secret


@transaction.atomic
def set_up(*, token: WallToken, by: User | None, **setup) -> WallToken:
    """Choose other pages, pace or paper; the screen follows by itself, its address stays."""
    _may(by)
    token = _in_use(token)
    before = _told(token)
    for name, value in _checked(**setup).items():
        setattr(token, name, value)
    token.save(update_fields=SET_UP)
    audit(EventKind.WALL_SET_UP, by=by, subject=token, before=before, after=_told(token))
    return token


@transaction.atomic
def revoke(*, token: WallToken, by: User | None) -> WallToken:
    """Revoke an address: its screen is blank from the next answer on; there is no way back."""
    _may(by)
    token = _in_use(token)
    token.revoked_at, token.revoked_by = clock.now(), by
    token.save(update_fields=["revoked_at", "revoked_by"])
    audit(EventKind.WALL_REVOKED, by=by, subject=token, before={"label": token.label})
    return token


def _in_use(token: WallToken) -> WallToken:
    found = WallToken.objects.select_for_update().get(pk=token.pk)
    if found.revoked_at is not None:
        raise OutOfStep("revoked", _("This address is already revoked."))
    return found


def _checked(*, label: str, pages=(), seconds: int = 20, **rest) -> dict:
    label = label.strip()
    if not label or len(label) > LONGEST_LABEL:
        raise Refused("label", _("Say in at most 60 letters where the screen hangs."))
    if not set(pages) <= set(ALL_PAGES):
        raise Refused("pages", _("There is no such page."))
    if seconds not in SECONDS:
        raise Refused("seconds", _("Choose one of the seconds offered."))
    return {"label": label, "pages": list(pages), "seconds": seconds, **rest}


def _told(token: WallToken) -> dict:
    return {name: getattr(token, name) for name in SET_UP}


def _may(by: User | None) -> None:
    if by is not None and not allows(by, Permission.WALL_MANAGE):
        raise Forbidden("role", _("Your post does not include this."))
