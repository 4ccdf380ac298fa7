"""Further ways in: a proxy's header from listed addresses only, a directory; both off by default."""

import subprocess
import sys
import types
from ipaddress import ip_network

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from branches.access import actions
from branches.access.models import User
from branches.access.source import address_of
from branches.account.vouched import BACKEND
from branches.audit.models import Event
from config import sign_in
from tests.laws.project import ROOT

PROXY, OTHER = "10.1.2.3", "10.1.2.4"
PASSWORD = "branches.access.backends.PasswordBackend"
WORD = "Kiefer-Nadel-7-Wald"


@pytest.fixture
def proxied(settings):
    """One proxy may vouch."""
    settings.SIGN_IN_HEADER, settings.TRUSTED_PROXIES = "X-Client-Name", [ip_network(PROXY)]
    settings.AUTHENTICATION_BACKENDS = [PASSWORD, BACKEND]
    return settings


def come(name="reviewer", address=PROXY, client=None, path="/login/?next=/review/"):
    return (client or Client()).get(path, headers={"X-Client-Name": name}, REMOTE_ADDR=address)


@pytest.mark.django_db
def test_off_by_default(reviewer, settings):
    assert settings.SIGN_IN_HEADER == "" and settings.AUTHENTICATION_BACKENDS == [PASSWORD]
    assert come().status_code == 200
    assert Client().get("/review/", headers={"X-Client-Name": "reviewer"}, REMOTE_ADDR=PROXY).status_code == 302


@pytest.mark.django_db
def test_a_listed_proxy_vouches(reviewer, proxied):
    client = Client()
    assert come(client=client)["Location"] == "/review/"
    assert come(client=client, path="/review/").status_code == 200
    event = Event.objects.filter(kind="access.login").get()
    assert event.by_name == "reviewer" and event.after["address"] == PROXY


@pytest.mark.django_db
@pytest.mark.parametrize("address", [OTHER, "127.0.0.1", "10.1.2.30", "", "no-address", "::1"])
def test_from_anywhere_else_the_header_is_nothing(reviewer, proxied, address):
    client = Client()
    assert come(address=address, client=client).status_code == 200
    assert come(address=address, client=client, path="/review/").status_code == 302


@pytest.mark.django_db
def test_the_header_goes_on_with_every_request(reviewer, reviewer2, proxied):
    """A certificate that is pulled out, or another one's, ends the session."""
    for name, address in (("reviewer2", PROXY), ("", PROXY), ("reviewer", OTHER)):
        client = Client()
        come(client=client)
        assert come(name=name, address=address, client=client, path="/review/").status_code == 302
        assert come(client=client, path="/review/").status_code == 302


@pytest.mark.django_db
def test_no_account_comes_of_a_header(reviewer, proxied):
    User.objects.filter(pk=reviewer.pk).update(is_active=False)
    for name in ("reviewer", "stranger", "REVIEWER"):
        assert come(name=name).status_code == 200
    assert not User.objects.filter(username="stranger").exists()
    assert Event.objects.filter(kind="access.login_failed").count() == 3


@pytest.mark.django_db
def test_after_signing_out_the_door_waits(reviewer, proxied):
    client = Client()
    come(client=client)
    left = client.post("/logout/", headers={"X-Client-Name": "reviewer"}, REMOTE_ADDR=PROXY)["Location"]
    page = come(client=client, path=left)

    assert page.status_code == 200 and "reviewer 的数字证书登录" in page.content.decode()


@pytest.mark.django_db
def test_a_certificate_counts_as_second_factor_and_a_password_still_works(reviewer, proxied):
    proxied.SECOND_FACTOR_REQUIRED = True
    client = Client()
    come(client=client)
    assert come(client=client, path="/review/").status_code == 200
    actions.set_password(user=reviewer, password=WORD, by=None)
    assert Client().post("/login/", {"username": "reviewer", "password": WORD}).status_code == 302


@pytest.mark.django_db
def test_forwarded_addresses_are_believed_from_listed_proxies_only(rf, settings):
    settings.BEHIND_TLS, settings.TRUSTED_PROXIES = True, [ip_network(PROXY)]
    told = {"HTTP_X_FORWARDED_FOR": "6.6.6.6, 10.5.5.5"}

    assert address_of(rf.get("/", REMOTE_ADDR=PROXY, **told)) == "10.5.5.5"
    assert address_of(rf.get("/", REMOTE_ADDR=OTHER, **told)) == OTHER


@pytest.mark.pure
@pytest.mark.parametrize(("names", "says"), [
    ({"SIGN_IN_HEADER": "X-Name"}, "without TRUSTED_PROXIES"),
    ({"SIGN_IN_HEADER": "X-Name", "TRUSTED_PROXIES": "all"}, "TRUSTED_PROXIES"),
    ({"LDAP_URI": "ldaps://directory"}, "django-auth-ldap is not installed"),
])
def test_half_a_setting_stops_the_start_with_its_remedy(names, says):
    told = subprocess.run(
        [sys.executable, "-c", "import config.settings"], cwd=ROOT, capture_output=True, text=True,
        env={"PATH": "/usr/bin:/bin", **names},
    )

    assert told.returncode != 0 and says in told.stderr.splitlines()[-1]


@pytest.fixture
def directory(monkeypatch):
    """Stand-ins for the package and for a directory that knows one password; the real ones are not installed here."""

    class LDAPBackend:
        def authenticate(self, request, username=None, password=None, **_more):
            return self.authenticate_ldap_user(types.SimpleNamespace(name=username), password)

        def authenticate_ldap_user(self, ldap_user, password):
            user, is_new = self.get_or_build_user(ldap_user.name, ldap_user)
            return user if password == "directory-word" and not is_new else None

    for name, content in (
        ("django_auth_ldap", {}), ("django_auth_ldap.backend", {"LDAPBackend": LDAPBackend}),
        ("ldap", {"OPT_NETWORK_TIMEOUT": 1, "OPT_TIMEOUT": 2}),
    ):
        module = types.ModuleType(name)
        module.__dict__.update(content)
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(sign_in, "find_spec", lambda name: name)
    monkeypatch.delitem(sys.modules, "branches.account.directory", raising=False)
    yield
    sys.modules.pop("branches.account.directory", None)


@pytest.mark.django_db
def test_a_directory_says_whether_the_password_is_right_and_nothing_else(reviewer, secretary, directory, settings):
    settings.AUTHENTICATION_BACKENDS = [PASSWORD, sign_in.DIRECTORY]
    User.objects.filter(pk=reviewer.pk).update(must_change_password=True)
    User.objects.filter(pk=secretary.pk).update(is_active=False)
    client = Client()
    assert client.post("/login/", {"username": "reviewer", "password": "directory-word"})["Location"] == "/"
    assert client.get("/review/").status_code == 200, "a one-time password of ours is not asked about"
    assert not User.objects.get(username="reviewer").one_time_used, "nor spent"
    assert authenticate(None, username="reviewer", password="wrong") is None
    assert authenticate(None, username="secretary", password="directory-word") is None
    assert authenticate(None, username="stranger", password="directory-word") is None
    assert not User.objects.filter(username="stranger").exists()


@pytest.mark.pure
@pytest.mark.parametrize(("uri", "dn", "says"), [
    ("ldaps://directory", "", "LDAP_USER_DN"), ("ldaps://directory", "uid=x", "LDAP_USER_DN"), ("http://x", "uid=%(user)s", "LDAP_URI"),
])
def test_a_directory_needs_its_settings(directory, monkeypatch, uri, dn, says):
    monkeypatch.setenv("LDAP_URI", uri)
    monkeypatch.setenv("LDAP_USER_DN", dn)
    with pytest.raises(ImproperlyConfigured, match=says):
        sign_in.from_environment()


@pytest.mark.pure
@pytest.mark.parametrize(("uri", "start_tls"), [("ldaps://directory", False), ("ldap://directory", True)])
def test_no_password_travels_to_a_directory_in_plain(directory, monkeypatch, uri, start_tls):
    monkeypatch.setenv("LDAP_URI", uri)
    monkeypatch.setenv("LDAP_USER_DN", "uid=%(user)s,ou=people")
    found = sign_in.from_environment()

    assert found["AUTH_LDAP_START_TLS"] is start_tls and found["AUTH_LDAP_NO_NEW_USERS"] is True
    assert found["AUTHENTICATION_BACKENDS"] == [PASSWORD, sign_in.DIRECTORY]
