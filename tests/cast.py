"""The people and the quarter that most tests need; a plugin that conftest names."""

import pytest
from django.db import transaction

from branches.access.roles import Role
from branches.basics import clock
from tests import make


@pytest.fixture(scope="module")
def stands(django_db_setup, django_db_blocker):
    """What a file's own fixtures build on it stays for the whole file; its end rolls it back.

    Each test changes a copy, in a savepoint of its own. A test that needs an empty database belongs into another file.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def during():
    """The clock stands on 2 June 2026, 15:00: May is reported now, June has begun."""
    with clock.frozen("2026-06-02T15:00") as moment:
        yield moment


@pytest.fixture
def second_quarter(db, during):
    """2026Q2, open."""
    return make.quarter("2026Q2")


@pytest.fixture
def own_branch(second_quarter):
    """The secretary's branch: a police station."""
    return make.branch("pcs-2")


@pytest.fixture
def other_branch(second_quarter):
    """The neighbour's branch."""
    return make.branch("pcs-3")


@pytest.fixture
def secretary(own_branch):
    """Secretary of the own branch."""
    return make.user("secretary", role=Role.SECRETARY, at=own_branch)


@pytest.fixture
def neighbour(other_branch):
    """Secretary of the other branch."""
    return make.user("neighbour", role=Role.SECRETARY, at=other_branch)


@pytest.fixture
def reviewer(second_quarter):
    """A reviewer of the political office."""
    return make.user("reviewer", role=Role.REVIEWER)


@pytest.fixture
def reviewer2(second_quarter):
    """A second reviewer."""
    return make.user("reviewer2", role=Role.REVIEWER)


@pytest.fixture
def discipline(second_quarter):
    """The discipline office."""
    return make.user("discipline", role=Role.DISCIPLINE)


@pytest.fixture
def committee(second_quarter):
    """The bureau Party committee."""
    return make.user("committee", role=Role.COMMITTEE)


@pytest.fixture
def viewer(second_quarter):
    """A leader who reads."""
    return make.user("viewer", role=Role.VIEWER)


@pytest.fixture
def admin(second_quarter):
    """The system administrator."""
    return make.user("admin", role=Role.ADMIN)


@pytest.fixture
def nobody(db):
    """An account without any post."""
    return make.user("nobody")


@pytest.fixture
def sign_in(client):
    """`sign_in(user)` gives a client that is signed in as that user."""

    def signed(person):
        client.force_login(person)
        return client

    return signed
