"""Verbs of the second factor: confirm it, new recovery codes, remove it, reset it for somebody else."""

import secrets

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.account import sealing, totp
from branches.account.models import RecoveryCode, SecondFactor
from branches.account.queries import is_required, pending_of
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.basics.refusals import Forbidden, OutOfStep, Refused

RECOVERY_CODES = 8
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is read as another
GROUPS, IN_GROUP = 3, 4


@transaction.atomic
def confirm_factor(*, user: User, code: str, by: User) -> list[str]:
    """The phone shows the right code: from now on it is asked for; the recovery codes come back, once."""
    pending = pending_of(user)
    if pending is None or not sealing.opens(pending.sealed):
        raise OutOfStep("factor", _("This set-up is over; please begin it again."))
    step = totp.matching_step(sealing.open_sealed(pending.sealed), code, totp.step_of(clock.now()))
    if step is None:
        raise Refused("code", _("This code does not fit; look at the phone's clock and use the newest one."))
    pending.confirmed_at, pending.last_step = clock.now(), step
    pending.save(update_fields=["confirmed_at", "last_step"])
    _end_sessions(user)
    record(EventKind.ACCESS_FACTOR_SET, by=by, subject=user)
    return make_recovery_codes(user=user, by=by)


@transaction.atomic
def make_recovery_codes(*, user: User, by: User) -> list[str]:
    """New codes for a lost phone; the old ones are worth nothing any more. Only hashes are kept."""
    RecoveryCode.objects.filter(user=user).delete()
    codes = [_new_code() for _number in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, hashed=make_password(code)) for code in codes)
    record(EventKind.ACCESS_RECOVERY_MADE, by=by, subject=user)
    return codes


@transaction.atomic
def remove_factor(*, user: User, by: User) -> User:
    """Give up one's own second factor, unless a post asks for it."""
    if is_required(user):
        raise Forbidden("required", _("Your post asks for a second factor; it can be set up anew, not given up."))
    return _drop(user, by)


@transaction.atomic
def reset_factor(*, user: User, by: User | None) -> User:
    """Somebody lost phone and codes: another administrator (or the server's operator) takes the factor away."""
    if by is not None and user.pk == by.pk:
        raise Forbidden("own", _("Nobody changes his own account or posts here; another administrator does."))
    return _drop(user, by)


def _drop(user: User, by: User | None) -> User:
    if not SecondFactor.objects.filter(user=user).delete()[0]:
        raise OutOfStep("factor", _("This account has no second factor."))
    RecoveryCode.objects.filter(user=user).delete()
    _end_sessions(user)
    record(EventKind.ACCESS_FACTOR_REMOVED, by=by, subject=user)
    return user


def _end_sessions(user: User) -> None:
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])


def _new_code() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(IN_GROUP)) for _group in range(GROUPS))
