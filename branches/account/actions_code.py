"""Verbs of one code at the door: spend it, so that it opens nothing a second time."""

import unicodedata

from django.contrib.auth.hashers import check_password
from django.db import transaction

from branches.access.models import User
from branches.account import sealing, totp
from branches.account.models import RecoveryCode, SecondFactor
from branches.account.queries import factor_of
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.basics import clock


@transaction.atomic
def spend_code(*, user: User, code: str, by: User) -> bool:
    """Is it the phone's code of now, or an unused recovery code? It is spent in the same step."""
    text = _plain(code)
    if len(text) == totp.DIGITS and text.isdecimal():
        return _spend_step(user, text)
    for row in RecoveryCode.objects.select_for_update().filter(user=user, used_at=None):
        if check_password(_grouped(text), row.hashed):
            row.used_at = clock.now()
            row.save(update_fields=["used_at"])
            record(EventKind.ACCESS_RECOVERY_USED, by=by, subject=user)
            return True
    return False


@transaction.atomic
def reseal(*, by: User | None) -> int:
    """Seal anew what a retired SECRET_KEY sealed, so that the key may go; how many."""
    count = 0
    for factor in SecondFactor.objects.select_for_update():
        count += _reseal(factor)
    if count:
        record(EventKind.ACCESS_RESEALED, by=by, subject="second_factor", after={"count": count})
    return count


def _spend_step(user: User, code: str) -> bool:
    """True for the one request that moves `last_step` on; a second one with the same code finds it moved."""
    factor = factor_of(user)
    if factor is None:
        return False
    try:
        secret = sealing.open_sealed(factor.sealed)
    except sealing.Unreadable:
        return False
    step = totp.matching_step(secret, code, totp.step_of(clock.now()), after=factor.last_step)
    if step is None:
        return False
    _reseal(factor)
    return SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step) == 1


def _reseal(factor: SecondFactor) -> bool:
    if sealing.is_fresh(factor.sealed):
        return False
    try:
        factor.sealed = sealing.seal(sealing.open_sealed(factor.sealed))
    except sealing.Unreadable:
        return False
    factor.save(update_fields=["sealed"])
    return True


def _plain(code: str) -> str:
    # Without blanks, hyphens and capitals; full-width digits as plain ones.
    text = unicodedata.normalize("NFKC", code)
    return "".join(sign for sign in text if sign.isalnum()).lower()[:40]


def _grouped(text: str) -> str:
    return "-".join(text[start:start + 4] for start in range(0, len(text), 4))
