"""What the tests of the screen share: an address in use, and what stands on its page."""

import re

import pytest

from scoring.screens.actions import make_token


@pytest.fixture
def secret(db):
    """An address in use."""
    return make_token(label="一楼大厅", by=None)[1]


def page_of(client, secret: str) -> str:
    """The screen as text."""
    answer = client.get(f"/wall/{secret}/")
    assert answer.status_code == 200
    return answer.content.decode()


def kinds_of(page: str) -> list[str]:
    """The kinds of the pages in the order of their turn."""
    return re.findall(r'data-page="(\w+)"', page)
