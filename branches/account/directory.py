"""Passwords that a directory keeps (LDAP); needs the extra package django-auth-ldap, off by default.

The directory says whether the password is right, and nothing else: accounts, names and posts are this
installation's own, and nobody gets an account by being in the directory.
"""

from django_auth_ldap.backend import LDAPBackend

from branches.access.models import User


class DirectoryBackend(LDAPBackend):
    """Binds as the user; only an active account of exactly that name comes in."""

    def get_or_build_user(self, username: str, ldap_user) -> tuple[User, bool]:
        """The account; an unknown name is one that AUTH_LDAP_NO_NEW_USERS refuses."""
        user = User.objects.filter(username=username).first()
        return (user, False) if user else (User(username=username), True)

    def authenticate_ldap_user(self, ldap_user, password: str) -> User | None:
        """The directory's answer, unless the account is shut or one of the demonstration."""
        user = super().authenticate_ldap_user(ldap_user, password)
        return user if user is not None and user.is_active and not user.is_demo else None

    def get_user(self, user_id: int) -> User | None:
        """The active user of a session; the directory is not asked again."""
        return User.objects.filter(pk=user_id, is_active=True).first()
