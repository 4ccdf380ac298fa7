"""Signing in by user name and password."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password

from branches.access.models import User


class PasswordBackend(BaseBackend):
    """Checks a password; an unknown name costs the same time as a wrong one. A one-time password opens once."""

    def authenticate(self, request, username: str | None = None, password: str | None = None):
        """The active user with that name and password, or None."""
        user = User.objects.filter(username=username).first()
        if user is None:
            make_password(password)
            return None
        is_right = user.check_password(password)
        is_spent = user.must_change_password and user.one_time_used
        return user if is_right and user.is_active and not is_spent else None

    def get_user(self, user_id):
        """The active user of a session, or None."""
        return User.objects.filter(pk=user_id, is_active=True).first()


def keeps_password(backend: str) -> bool:
    """Was it a password of this installation's own that opened the session?"""
    return backend == f"{PasswordBackend.__module__}.{PasswordBackend.__qualname__}"
