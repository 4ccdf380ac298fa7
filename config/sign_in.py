"""Further ways in, each off unless the environment asks for it: a proxy's header, a directory."""

from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured

from config import env

PASSWORD = "branches.access.backends.PasswordBackend"  # noqa: S105 - the name of a class
VOUCHED = "branches.account.vouched.VouchedBackend"
DIRECTORY = "branches.account.directory.DirectoryBackend"
PATIENCE = 5  # seconds until a silent directory counts as a wrong password


def from_environment() -> dict[str, object]:
    """Django's settings for the ways in that are switched on."""
    found: dict[str, object] = {
        "TRUSTED_PROXIES": env.env_networks("TRUSTED_PROXIES"), "SIGN_IN_HEADER": env.env_text("SIGN_IN_HEADER"),
    }
    backends = [PASSWORD]
    if found["SIGN_IN_HEADER"]:
        if not found["TRUSTED_PROXIES"]:
            raise ImproperlyConfigured(
                "SIGN_IN_HEADER is set without TRUSTED_PROXIES: anybody could send it. Write the proxies' addresses, "
                "for instance TRUSTED_PROXIES=10.1.2.3")
        backends.append(VOUCHED)
    if env.env_text("LDAP_URI"):
        found |= _directory(env.env_text("LDAP_URI"))
        backends.append(DIRECTORY)
    return {**found, "AUTHENTICATION_BACKENDS": backends}


def _directory(address: str) -> dict[str, object]:
    if find_spec("django_auth_ldap") is None:
        raise ImproperlyConfigured(
            "LDAP_URI is set, but the package django-auth-ldap is not installed. Install it beside the others: "
            ".venv/bin/python -m pip install django-auth-ldap (it needs the system's LDAP libraries)")
    template = env.env_text("LDAP_USER_DN")
    if "%(user)s" not in template:
        raise ImproperlyConfigured(
            f"LDAP_USER_DN={template!r} does not say where the user name stands; write for instance "
            "LDAP_USER_DN=uid=%(user)s,ou=people,dc=bureau")
    if not address.startswith(("ldaps://", "ldapi://", "ldap://")):
        raise ImproperlyConfigured(f"LDAP_URI={address!r} is no address of a directory; write ldaps://host")
    import ldap

    return {
        "AUTH_LDAP_SERVER_URI": address, "AUTH_LDAP_USER_DN_TEMPLATE": template,
        # Without TLS on the line itself the connection is turned into one before any password is sent.
        "AUTH_LDAP_START_TLS": address.startswith("ldap://"), "AUTH_LDAP_NO_NEW_USERS": True,
        "AUTH_LDAP_ALWAYS_UPDATE_USER": False, "AUTH_LDAP_PERMIT_EMPTY_PASSWORD": False,
        "AUTH_LDAP_CONNECTION_OPTIONS": {ldap.OPT_NETWORK_TIMEOUT: PATIENCE, ldap.OPT_TIMEOUT: PATIENCE},
    }
