"""An empty machine without a network: the bundle is enough, and every package in it has the hash of the lock."""

import os
import shutil
import subprocess
import sys

import pytest

from config import bootstrap, lock, release
from tests.conftest import needed
from tests.laws.project import ROOT

# The packages come from a registry, which is not ours: tried once more, and named when it was needed.
pytestmark = [pytest.mark.once, pytest.mark.flaky(reruns=1, reruns_delay=5)]


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """What is deployed, with the folder `wheels/` that `bundle` makes on a connected machine, and nothing else."""
    folder = tmp_path_factory.mktemp("offline") / "五色图"
    for file in release.deployed():
        place = folder / file.relative_to(ROOT)
        if "wheels" not in place.parts:
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, place)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "WHEELS", folder / "wheels")
        bootstrap.bundle([])
    return folder


def without_a_network(machine, *words: str) -> subprocess.CompletedProcess:
    """A command of the program there, started by a bare Python that has no packages."""
    apart = (needed("unshare", "unshare"), "--map-root-user", "--net")
    if subprocess.run([*apart, "true"], capture_output=True, check=False).returncode:
        reason = "network namespaces are not allowed here"
        pytest.fail(reason) if os.environ.get("WUSETU_REQUIRE_ALL") == "1" else pytest.skip(reason)
    # A home of its own: what an installer kept in its cache would stand in for the bundle.
    bare = {"PATH": os.environ["PATH"], "HOME": str(machine), "LANG": "C.UTF-8"}
    return subprocess.run(
        [*apart, f"{sys.base_prefix}/bin/python3", "manage.py", *words], cwd=machine, env=bare,
        capture_output=True, text=True, timeout=300, check=False)


def test_the_bundle_installs_without_a_route_and_starts(machine):
    wanted = set().union(*(lock.requirements(lock.section(name)) for name in ("uv", "run", "serve")))
    done = without_a_network(machine, "start", "--no-serve", "--no-demo")

    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list((machine / "wheels").iterdir())) >= len(wanted) - 3  # a few are for other systems only
    assert (machine / "var" / "wusetu.sqlite3").stat().st_size > 100_000
    listed = without_a_network(machine, "sbom", str(machine / "sbom.json"))
    assert listed.returncode == 0, listed.stderr


def test_a_wheel_that_was_changed_is_not_installed(machine):
    for kept in (".venv", ".cache"):
        shutil.rmtree(machine / kept, ignore_errors=True)
    wheel = next((machine / "wheels").glob("openpyxl-*.whl"))
    whole = wheel.read_bytes()
    wheel.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))

    done = without_a_network(machine, "start", "--no-serve", "--no-demo")

    wheel.write_bytes(whole)
    assert done.returncode != 0 and "openpyxl" in done.stdout + done.stderr
