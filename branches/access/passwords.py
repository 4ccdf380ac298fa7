"""What a password must be: two profiles, common and bureau words, none of the last five, its age.

`mlps` follows GB/T 22239 (ten characters, three of four classes, changed every 90 days); `nist` follows
SP 800-63B (fifteen characters, no classes, no expiry). The environment's PASSWORD_PROFILE chooses.
"""

import re
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from branches.access.models import OldPassword, User
from branches.basics import clock

PROFILES = {
    "mlps": {"length": 10, "classes": 3, "days": 90},
    "nist": {"length": 15, "classes": 1, "days": 0},
}
REMEMBERED = 5
FEWEST_LETTERS = 3
WORDS = Path(__file__).with_name("bureau_words.txt")
LEET = str.maketrans("0134578@$!", "oieastbasi")
CLASSES = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())


def profile() -> dict[str, int]:
    """The profile in force."""
    return PROFILES[settings.PASSWORD_PROFILE]


def has_aged(user: User) -> bool:
    """Is the password older than the profile allows? Demonstration accounts do not age."""
    days = profile()["days"]
    if not days or user.is_demo or user.password_set_at is None:
        return False
    return clock.now() - user.password_set_at > timedelta(days=days)


def remember(user: User) -> None:
    """Keep the hash that is about to go, and only the last five."""
    if user.pk and user.has_usable_password():
        OldPassword.objects.create(user=user, password=user.password, at=clock.now())
        kept = OldPassword.objects.filter(user=user).order_by("-pk").values_list("pk", flat=True)[:REMEMBERED - 1]
        OldPassword.objects.filter(user=user).exclude(pk__in=list(kept)).delete()


class ProfileValidator:
    """Long enough, and of enough kinds of characters; a letter without case counts as a kind of its own."""

    def validate(self, password: str, user=None) -> None:
        """Raise when it is too short or too uniform."""
        wanted = profile()
        if len(password) < wanted["length"]:
            raise ValidationError(_("At least %(count)d characters are needed.") % {"count": wanted["length"]}, code="short")
        kinds = sum(any(is_kind(sign) for sign in password) for is_kind in CLASSES)
        kinds += any(sign.isalpha() and not sign.islower() and not sign.isupper() for sign in password)
        if kinds < wanted["classes"]:
            raise ValidationError(
                _("Mix at least three kinds of characters: small letters, capitals, digits, signs."), code="classes")

    def get_help_text(self) -> str:
        """For the form."""
        return _("At least %(count)d characters.") % {"count": profile()["length"]}


class WordsValidator:
    """Not made of words that anybody in a bureau would guess, whatever digits and signs stand around them."""

    def validate(self, password: str, user=None) -> None:
        """Raise when nothing but guessable words is left."""
        words = set(common_words())
        if user is not None:
            words |= {part.lower() for part in re.split(r"[^A-Za-z]+", user.username) if len(part) > 2}
        low = password.lower()
        bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", low)
        for text in (low, bare.translate(LEET)):
            core = re.sub(r"[\W\d_]+", "", text)
            if len(core) < FEWEST_LETTERS or any(_is_made_of(part, words) for part in (core, re.sub(r"[^a-z]", "", core))):
                raise ValidationError(
                    _("This password is made of words that are easily guessed."), code="common")

    def get_help_text(self) -> str:
        """For the form."""
        return _("No common words, no names of offices or places.")


class HistoryValidator:
    """None of the last five."""

    def validate(self, password: str, user=None) -> None:
        """Raise when it was used before."""
        if user is None or not user.pk:
            return
        old = list(OldPassword.objects.filter(user=user).values_list("password", flat=True))
        if any(check_password(password, one) for one in [user.password, *old] if one):
            raise ValidationError(_("You used this password lately; choose a new one."), code="used")

    def get_help_text(self) -> str:
        """For the form."""
        return _("None of the last five.")


@cache
def common_words() -> frozenset[str]:
    """The bundled list, one word a line."""
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _is_made_of(text: str, words: set[str]) -> bool:
    """Can the text be cut into listed words, one after the other?"""
    if not text:
        return False
    reached = {0}
    for end in range(1, len(text) + 1):
        if any(start in reached and text[start:end] in words for start in range(max(0, end - 24), end)):
            reached.add(end)
    return len(text) in reached
