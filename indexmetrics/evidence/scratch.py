"""Text that was typed and not yet saved, kept on the server until it is (未保存的文字)."""

from django.conf import settings
from django.db import models

from branches.access.models import User
from branches.basics import clock


class Scratch(models.Model):
    """One person's unsaved form, by its address; deleted when the form is saved."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    place = models.CharField(max_length=200)
    fields = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "place"], name="scratch_one_a_form"),
        ]

    def __str__(self) -> str:
        return self.place


def keep(*, user: User, place: str, fields: dict[str, list[str]]) -> Scratch:
    """Keep what stands in the form now; the text is the user's own and seen by nobody else."""
    kept = {
        name: [value[:4000] for value in values][:50] for name, values in fields.items()
        if not name.startswith(("csrf", "_"))
    }
    row, _new = Scratch.objects.update_or_create(
        user=user, place=place[:200], defaults={"fields": kept, "at": clock.now()},
    )
    return row


def kept_for(user: User, place: str) -> Scratch | None:
    """What this person typed here and did not save."""
    return Scratch.objects.filter(user=user, place=place[:200]).first()


def forget(*, user: User, place: str) -> None:
    """The form was saved or given up."""
    Scratch.objects.filter(user=user, place=place[:200]).delete()
