"""What the tests with real processes share, and the town of a whole file."""

import os

import pytest

from tests.conftest import ON_POSTGRES
from tests.security import town
from tests.security.house import built
from tests.security.stores import moved_to_postgres


@pytest.fixture(scope="module")
def standing_town(stands):
    """The town, built once for a whole file."""
    with town.standing():
        yield town.build()


@pytest.fixture(scope="module")
def house_with_file(tmp_path_factory):
    """An installation of one's own with the demonstration bureau, on SQLite; the first test of a run builds it."""
    base = tmp_path_factory.getbasetemp()
    # Each worker has a folder inside the run's; the built one is shared by all of them.
    shared = base.parent if base.name.startswith("popen-") else base
    return built(tmp_path_factory.mktemp("house") / "live", shared / "house-for-all")


@pytest.fixture(scope="module")
def house(house_with_file, tmp_path_factory):
    """It, over the database of the pass."""
    if not ON_POSTGRES:
        yield house_with_file
        return
    with moved_to_postgres(house_with_file, os.environ["DATABASE_URL"], tmp_path_factory.mktemp("moving") / "copy.zip") as moved:
        yield moved
