"""Long works are few at once: the second of one person and the third of all are told so, and only reading is never held up."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.test import Client

from config import slots, works
from tests import make, make_edition

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HTML = {"HTTP_ACCEPT": "text/html"}
HOLD = """
import sys, time
from pathlib import Path
from config import slots
held = slots.take(Path(sys.argv[1]), sys.argv[2], 2)
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(works, "PATIENCE", 0.0)
    settings.SLOTS = tmp_path / "slots"
    return settings.SLOTS


def test_a_person_holds_one_and_all_together_two(folder):
    first, second = slots.take(folder, "1", 2), slots.take(folder, "2", 2)
    for person, own in (("1", True), ("2", True), ("3", False)):
        with pytest.raises(slots.Taken) as taken:
            slots.take(folder, person, 2)
        assert taken.value.own is own
    first.free()
    first.free()
    third = slots.take(folder, "3", 2)
    for slot in (second, third):
        slot.free()
    slots.take(folder, "1", 2).free()


def test_other_processes_count_until_they_die(folder):
    """The lock of a slot ends with its process, however it ends."""
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(
            [sys.executable, "-c", HOLD, str(folder), "1"], stdout=subprocess.PIPE, text=True, cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)}) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(slots.Taken) as taken:
            slots.take(folder, "1", 2)
        assert taken.value.own
        own = slots.take(folder, "2", 2)
        with pytest.raises(slots.Taken) as taken:
            slots.take(folder, "3", 2)
        assert not taken.value.own
        other.kill()
    slots.take(folder, "1", 2).free()
    own.free()


def test_without_files_the_threads_are_counted(tmp_path):
    place = tmp_path / "no-folder"
    place.write_text("x")
    held = slots.take(place, "1", 1)
    with pytest.raises(slots.Taken):
        slots.take(place, "2", 1)
    held.free()
    slots.take(place, "2", 1).free()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def fetched(client, path: str) -> int:
    """The status of a download that is taken to its end."""
    answer = client.get(path)
    assert not answer.streaming or b"".join(answer)
    return answer.status_code


def test_the_second_is_told_in_plain_words_and_reads_on(viewer, folder):
    make_edition.bureau(5)
    make_edition.published("2026Q2")
    client, other = signed_in(viewer), signed_in(make.user("other", role="viewer"))
    held = slots.take(folder, str(viewer.pk), 2)

    own = client.get("/reports/2026Q2.xlsx", **HTML)
    assert own.status_code == 429 and own["Retry-After"] and "您已有一项耗时操作正在进行" in own.text
    assert client.get("/board/2026Q2/").status_code == 200
    assert fetched(other, "/reports/2026Q2.docx") == 200, "another person has a slot left"

    second = slots.take(folder, "somebody", 2)
    assert "他人的耗时操作正在进行" in other.get("/reports/2026Q2.xlsx", **HTML).text
    assert "他人的耗时操作正在进行" in other.get("/board/2026Q2/wallchart.pdf", **HTML).text
    for slot in (held, second):
        slot.free()
    assert [fetched(client, path) for path in ("/reports/2026Q2.xlsx", "/reports/2026Q2.docx")] == [200, 200], "free again"


def test_lists_and_forms_count(reviewer, folder):
    held = slots.take(folder, str(reviewer.pk), 2)
    client = signed_in(reviewer)
    make.quarter("2026Q2")
    assert client.get("/review/?as=xlsx", **HTML).status_code == 429
    assert client.get("/review/").status_code == 200
    assert client.get("/board/2026Q2/prepare/").status_code == 200
    assert client.post("/board/2026Q2/prepare/", {"act": "compute"}, **HTML).status_code == 429
    assert client.post("/matrix/2026Q2/export/", **HTML).status_code == 429, "a form that hands out a file"
    held.free()
    assert client.get("/review/?as=xlsx").status_code == 200


def test_who_comes_shortly_after_waits_a_moment(viewer, folder, monkeypatch):
    """In a bureau of usual size two papers fetched at once are both made."""
    monkeypatch.setattr(works, "PATIENCE", 2.0)
    make_edition.bureau(5)
    make_edition.published("2026Q2")
    held = slots.take(folder, str(viewer.pk), 2)
    threading.Timer(0.2, held.free).start()
    began = time.monotonic()
    assert fetched(signed_in(viewer), "/reports/2026Q2.docx") == 200
    assert time.monotonic() - began < works.PATIENCE
