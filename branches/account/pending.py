"""A second factor that is being set up: its secret is shown to its owner until the first code fits."""

from django.db import transaction
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.account import qr, sealing, totp
from branches.account.models import SecondFactor
from branches.account.queries import factor_of
from branches.basics import clock
from branches.basics.refusals import OutOfStep

ISSUER = "Wusetu"


@transaction.atomic
def begin(user: User) -> SecondFactor:
    """A fresh secret that counts for nothing yet; an older unconfirmed one goes."""
    if factor_of(user):
        raise OutOfStep("factor", _("A second factor is set up already."))
    SecondFactor.objects.filter(user=user).delete()
    return SecondFactor.objects.create(user=user, sealed=sealing.seal(totp.new_secret()), begun_at=clock.now())


def shown(factor: SecondFactor) -> dict:
    """What the page shows: the picture for the phone, and the same secret to type."""
    secret = sealing.open_sealed(factor.sealed)
    link = totp.address(secret, issuer=ISSUER, account=factor.user.username)
    return {"picture": qr.picture_of(link), "spelled": totp.spelled(secret)}
