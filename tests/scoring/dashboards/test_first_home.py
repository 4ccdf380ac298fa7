"""The leader's home after the very first edition."""

import pytest

from branches.access.roles import Role
from tests import make, make_edition

pytestmark = pytest.mark.django_db


def test_the_first_quarter_has_nothing_to_compare_with(client):
    make_edition.bureau(6)
    make_edition.published("2026Q1")
    client.force_login(make.user(role=Role.VIEWER))
    page = client.get("/").content.decode()
    assert "首个公布的季度" in page and "个支部升档" not in page
