"""What the tests with real processes share, and the town of a whole file."""

import pytest

from tests.security import town
from tests.security.house import built


@pytest.fixture(scope="module")
def standing_town(stands):
    """The town, built once for a whole file."""
    with town.standing():
        yield town.build()


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """An installation of one's own with the demonstration bureau; the first test of a run builds it."""
    base = tmp_path_factory.getbasetemp()
    # Each worker has a folder inside the run's; the built one is shared by all of them.
    shared = base.parent if base.name.startswith("popen-") else base
    return built(tmp_path_factory.mktemp("house") / "live", shared / "house-for-all")
