"""The month form: what it asks, what it saves, whom it lets in."""

import pytest
from django.test.utils import CaptureQueriesContext

from indexmetrics.evidence.models import Record
from tests import make

pytestmark = pytest.mark.django_db
MAY = "/evidence/2026-05/"


def test_it_works(sign_in, secretary, own_branch):
    make.record(own_branch, by=secretary, tags=("L1", "I1"))
    page = sign_in(secretary).get(MAY)
    assert page.status_code == 200
    text = page.content.decode()
    assert "5/18 主题党日" in text
    assert 'id="row-B4"' in text and 'id="row-V4B"' not in text
