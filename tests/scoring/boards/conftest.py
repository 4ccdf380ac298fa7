"""A small bureau with two published quarters, the second one corrected once."""

import pytest

from branches.access.roles import Role
from branches.org.models import Branch
from scoring.boards.models import Edition
from tests import make, make_edition


@pytest.fixture(scope="module")
def two_editions(stands):
    """2026Q2 after 2026Q1."""
    make_edition.bureau(33)
    make_edition.published("2026Q1")
    return make_edition.published("2026Q2").pk


@pytest.fixture
def branches(db, two_editions):
    """Twelve police stations, nine units, nine offices, two retired, one functional: 33 in five groups."""
    return list(Branch.objects.order_by("code"))


@pytest.fixture
def edition(db, two_editions):
    """The newer one."""
    return Edition.objects.get(pk=two_editions)


@pytest.fixture
def own(edition, branches):
    """The secretary of the fifth station."""
    return make.user("own", role=Role.SECRETARY, at=branches[4])


@pytest.fixture
def reviewer(db):
    """A reviewer."""
    return make.user("reviewer", role=Role.REVIEWER)


@pytest.fixture
def committee(db):
    """The bureau committee."""
    return make.user("committee", role=Role.COMMITTEE)


@pytest.fixture
def leader(db):
    """A leader."""
    return make.user("leader", role=Role.VIEWER)


@pytest.fixture
def admin(db):
    """The administrator."""
    return make.user("admin", role=Role.ADMIN)


@pytest.fixture
def seen(client):
    """`seen(user, address)` gives the answer to that user."""

    def get(user, address, **headers):
        client.force_login(user)
        return client.get(address, **headers)

    return get


def text_of(answer) -> str:
    """The page as text."""
    return answer.content.decode()
