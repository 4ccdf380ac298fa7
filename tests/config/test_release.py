"""What is deployed holds no test, no demonstration and nothing of the developers, and proves its own files."""

import hashlib
import os
import re
import subprocess
import sys
import tarfile

import pytest

from config import bootstrap, release
from tests.laws.project import ROOT

pytestmark = pytest.mark.once
FOREIGN = re.compile(r"(^|/)(tests?|demo|\.git|\.ci|\.venv|var|__pycache__|node_modules)(/|$)|test_|(^|/)\.|\.(pyc|map|po|sqlite3)$|load_demo")


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """The archive as `bundle --archive` writes it, and the folder it is unpacked into."""
    folder = tmp_path_factory.mktemp("release")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(release, "TOP", tuple(top for top in release.TOP if top != "wheels"))
        bootstrap.bundle(["--archive", str(folder / "wusetu.tar.gz")])
    with tarfile.open(folder / "wusetu.tar.gz") as opened:
        opened.extractall(folder, filter="data")
    return folder


def held(archive) -> set[str]:
    home = archive / "wusetu"
    return {file.relative_to(home).as_posix() for file in home.rglob("*") if file.is_file()}


def test_nothing_of_tests_demonstration_or_developers_is_in_it(archive):
    names = held(archive)

    assert sorted(name for name in names if FOREIGN.search(name)) == []
    assert {"manage.py", "README.md", "requirements.lock", "config/wsgi.py", "scoring/engine/score.py", "templates/base.html",
            "branches/locale/zh_Hans/LC_MESSAGES/django.mo", "config/serving/nginx.conf"} <= names
    assert FOREIGN.search("tests/make.py") and FOREIGN.search("scoring/demo/build.py") and not FOREIGN.search("scoring/estimates/urls.py")


def test_its_manifest_names_every_file_with_its_hash(archive):
    home = archive / "wusetu"
    listed = dict(reversed(line.split("  ", 1)) for line in (home / release.MANIFEST).read_text(encoding="utf-8").splitlines())

    assert set(listed) == held(archive) - {release.MANIFEST}
    assert {name: hashlib.sha256((home / name).read_bytes()).hexdigest() for name in listed} == listed


def test_it_is_the_same_twice_and_overwrites_nothing(archive, tmp_path, monkeypatch):
    monkeypatch.setattr(release, "TOP", tuple(top for top in release.TOP if top != "wheels"))
    release.pack(tmp_path / "again.tar.gz")

    assert (tmp_path / "again.tar.gz").read_bytes() == (archive / "wusetu.tar.gz").read_bytes()
    with pytest.raises(SystemExit):
        bootstrap.bundle(["--archive", str(tmp_path / "again.tar.gz")])
    assert [file.name for file in tmp_path.iterdir()] == ["again.tar.gz"]


def test_it_sets_itself_up_without_the_demonstration(archive):
    home = archive / "wusetu"
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("WUSETU_", "DJANGO_", "DATABASE_URL"))}

    def run(*words: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "manage.py", *words], cwd=home, env={**outside, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True, text=True, timeout=120, check=False)

    assert not str(home).startswith(str(ROOT))
    done = run("start", "--no-demo", "--no-serve")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (home / "var" / "wusetu.sqlite3").stat().st_size > 100_000
    refused = run("start", "--no-serve")
    assert refused.returncode == 1 and "--no-demo" in refused.stderr and "Traceback" not in refused.stderr
