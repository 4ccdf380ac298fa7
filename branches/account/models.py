"""What an account holds beside its password: a second factor and the codes for a lost phone."""

from django.conf import settings
from django.db import models


class SecondFactor(models.Model):
    """The shared secret of an account and its phone (第二因子), sealed; it counts once it is confirmed."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="second_factor")
    sealed = models.CharField(max_length=120)
    begun_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # The newest step whose code was used; a code of this step or an earlier one is spent.
    last_step = models.BigIntegerField(default=-1)

    def __str__(self) -> str:
        return f"{self.user}"


class RecoveryCode(models.Model):
    """A code on paper that stands in for the phone once (恢复码); only its hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="recovery_codes")
    hashed = models.CharField(max_length=128)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user}"
