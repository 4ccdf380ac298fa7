"""What the tests with real processes share, and the town of a whole file."""

import pytest
from django.db import transaction

from tests.security import town
from tests.security.house import built


@pytest.fixture(scope="module")
def standing_town(django_db_setup, django_db_blocker):
    """The town, built once in a transaction that the file's end rolls back."""
    with django_db_blocker.unblock(), transaction.atomic():
        with town.standing():
            yield town.build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """An installation of one's own with the demonstration bureau; the first test of a run builds it."""
    base = tmp_path_factory.getbasetemp()
    # Each worker has a folder inside the run's; the built one is shared by all of them.
    shared = base.parent if base.name.startswith("popen-") else base
    return built(tmp_path_factory.mktemp("house") / "live", shared / "house-for-all")
