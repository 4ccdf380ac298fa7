"""The corpus: each hostile file is refused for its own reason, quickly and in little memory; honest ones come in."""

import json
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from branches.basics.refusals import Refused
from indexmetrics.evidence import files
from tests import make as bureau
from tests.indexmetrics.inspection import corpus
from tests.indexmetrics.inspection import files as make

CASES = corpus.refused()
SLOWEST, MOST_MIB = 10, 300
POLICY = {"allowed": ["pdf", "docx", "doc", "wps", "xlsx", "xls", "et", "jpg", "png", "ofd"], "max_mb_each": 20}
LONG_NAME = "关于开展主题党日活动的情况报告和签到记录" * 5 + ".docx"


class Outline:
    """The one part of a scheme that the store asks for."""

    document = {"evidence_policy": POLICY}


def take_in(name: str, content: bytes) -> files.Stored:
    return files.store(name=name, chunks=[content], outline=Outline)


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "store"


def left() -> list[Path]:
    root = Path(settings.MEDIA_ROOT)
    return [path for path in root.rglob("*") if path.is_file()] if root.is_dir() else []


def test_the_policy_allows_at_least_what_the_scheme_allows():
    policy = bureau.document()["evidence_policy"]

    assert set(policy["allowed"]) <= set(POLICY["allowed"]) and policy["max_mb_each"] <= POLICY["max_mb_each"]
    assert len(CASES) >= 140


@pytest.mark.parametrize(("code", "name", "maker"), CASES, ids=[f"{code}-{name}" for code, name, _make in CASES])
def test_hostile_file_is_refused_for_its_reason(code, name, maker):
    content, began = maker(), time.monotonic()

    with pytest.raises(Refused) as refusal:
        take_in(name, content)

    assert refusal.value.code == code, str(refusal.value)
    assert str(refusal.value) and time.monotonic() - began < SLOWEST
    assert not left()


@pytest.mark.parametrize(("name", "maker"), [
    ("签到表.docx", make.docx), ("统计.xlsx", make.xlsx), ("会议记录.pdf", make.pdf), (LONG_NAME, make.docx), ("照片.jpg", make.jpeg),
    ("图.png", make.png), ("版式.ofd", make.ofd), ("旧.doc", lambda: make.ole("WordDocument", "\x05SummaryInformation")),
    ("谈保密.docx", lambda: make.docx("要求全体党员增强保密意识，防止泄露机密、绝密文件。", "严守党的秘密")),
    ("链接.docx", lambda: make.with_parts(make.docx(), change={corpus.RELATIONS: lambda body: body.replace(
        b"</Relationships>", b'<Relationship Id="r9" Type="http://x/hyperlink" Target="http://10.0.0.1/" TargetMode="External"/></Relationships>')})),
])
def test_honest_file_comes_in(name, maker):
    stored = take_in(name, maker())

    assert stored.name == name and [path.stem for path in left()] == [stored.sha256]
    assert left()[0].stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("given", "kept"), [
    ("../../etc/passwd.pdf", "passwd.pdf"), ("C:\\Users\\x\\a.pdf", "a.pdf"), ("a\u202efdp.pdf", "afdp.pdf"), ("a\u200bb.pdf", "ab.pdf"),
    ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"), ("<img src=x onerror=alert(1)>.pdf", "_img src=x onerror=alert(1)_.pdf"), ("  a.pdf  ", "a.pdf"),
    ("=cmd|'/c calc'!A0.pdf", "c calc'!A0.pdf"), ("`id`.pdf", "`id`.pdf"), ("a\0.pdf", "a.pdf"), ("e\u0301.pdf", "é.pdf"), ("CON.pdf", "CON.pdf"),
    ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
])
def test_names_are_text_only(given, kept):
    stored = take_in(given, make.pdf())

    assert stored.name == kept
    assert Path(stored.path).name == f"{stored.sha256}.pdf" and len(left()) == 1


@pytest.mark.parametrize("make_it", [
    lambda: make.jpeg(exif=True, comment=b"SECRET-COMMENT"), lambda: make.jpeg() + make.docx(), lambda: make.jpeg() + corpus.HTML,
    lambda: make.png() + corpus.HTML,
    lambda: make.png()[:33] + make.png_chunk(b"tEXt", b"Comment\0SECRET-COMMENT<script>") + make.png()[33:],
])
def test_what_hides_in_a_picture_is_gone(make_it):
    content = make_it()
    stored = take_in("a.png" if content.startswith(b"\x89PNG") else "a.jpg", content)
    kept = files.stored_at(stored.path).read_bytes()

    assert not any(word in kept for word in (b"SECRET", b"CAMERA", b"MAKER", b"script", b"PK\x03\x04", b"Exif"))
    with Image.open(BytesIO(kept)) as picture:
        assert not dict(picture.getexif()) and picture.size == (60, 40)


def test_pieces_past_the_limit_are_not_even_read():
    read = []

    def endless():
        while True:
            read.append(1)
            yield b"%PDF" + bytes(1024**2)

    with pytest.raises(Refused) as refusal:
        files.store(name="a.pdf", chunks=endless(), outline=Outline)
    assert refusal.value.code == "size" and len(read) <= 21 and not left()


# The largest things that are let in, each in a process of its own, whose memory the system counts.
HEAVY = """
import json, os, resource, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_test"
import django
django.setup()
from pathlib import Path
from django.conf import settings
from branches.basics.refusals import Refused
from indexmetrics.evidence import files
from indexmetrics.inspection import pictures
from tests.indexmetrics.inspection.test_corpus import Outline

settings.MEDIA_ROOT = Path(sys.argv[1], "store")

def pieces(place):
    with place.open("rb") as opened:
        while block := opened.read(65536):
            yield block

def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

for name in sys.argv[2:]:
    if os.fork():
        os.wait()
        continue
    before, began = most(), time.monotonic()
    try:
        files.store(name=name, chunks=pieces(Path(sys.argv[1], name)), outline=Outline)
        said = "taken"
    except Refused as refusal:
        said = refusal.code
    print(json.dumps([name, said, time.monotonic() - began, most() - before]), flush=True)
    os._exit(0)
"""
WIDE = [(f"word/media/{n}.bin", bytes(999_999)) for n in range(99)]
LARGEST = {
    "40mp.jpg": ("taken", lambda: make.jpeg((8000, 5000), exif=True)), "40mp.png": ("taken", lambda: make.png((8000, 5000))),
    "bomb.docx": ("bomb", lambda: make.with_parts(make.docx(), ("word/media/a.xml", bytes(90 * 1024**2)))),
    "wide.docx": ("taken", lambda: make.with_parts(make.docx(), *WIDE)),
    "20mb.pdf": ("taken", lambda: make.acting_pdf(b"", b"8 0 obj<</Length 1>>stream\n" + b"\x93\xa1J/" * 4_900_000 + b"\nendstream endobj")),
}


@pytest.mark.once
def test_the_largest_files_stay_within_time_and_memory(tmp_path):
    for name, (_said, maker) in LARGEST.items():
        (tmp_path / name).write_bytes(maker())
    ended = subprocess.run(
        [sys.executable, "-c", HEAVY, str(tmp_path), *LARGEST], capture_output=True, text=True, timeout=100,
        cwd=settings.BASE_DIR, check=False)
    told = [json.loads(line) for line in ended.stdout.splitlines()]

    assert {name: said for name, said, *_figures in told} == {name: said for name, (said, _maker) in LARGEST.items()}, ended.stderr[-2000:]
    assert all(seconds < SLOWEST and mib < MOST_MIB for _name, _said, seconds, mib in told), told
    print(told)
