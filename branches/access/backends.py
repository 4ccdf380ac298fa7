"""Signing in by user name and password."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password

from branches.access.models import User


class PasswordBackend(BaseBackend):
    """Checks a password; an unknown name costs the same time as a wrong password."""

    def authenticate(self, request, username: str | None = None, password: str | None = None):
        """The active user with that name and password, or None."""
        user = User.objects.filter(username=username).first()
        if user is None:
            make_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id):
        """The active user of a session, or None."""
        return User.objects.filter(pk=user_id, is_active=True).first()
