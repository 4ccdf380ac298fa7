"""One branch's quarter as a zip: score sheet, list, files; whole, named safely, for the right eyes, on record."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from branches.audit.kinds import EventKind
from branches.audit.models import Event
from indexmetrics.evidence import actions as evidence
from indexmetrics.evidence.files import stored_at
from scoring.reports.zipping import FORBIDDEN, Member, safe_name, stream
from tests import make

HOSTILE = "..\\CON\u202e：签到?表* 第1次.pdf"


def unpacked(answer) -> ZipFile:
    """The zip of an answer."""
    assert answer.status_code == 200
    return ZipFile(BytesIO(b"".join(answer.streaming_content)))


@pytest.fixture
def full(own_branch, secretary, settings, tmp_path):
    """A branch with an accepted record of two files whose names are one on Windows, and a draft."""
    settings.MEDIA_ROOT = tmp_path
    done = make.record(own_branch, by=secretary, title="=1+1")
    for number, name in enumerate(("签到表a.pdf", "签到表A.pdf"), start=1):
        evidence.attach(record=done, name=name, chunks=[make.PDF + f"% {number}".encode()], by=secretary)
    make.walk(done, "accepted", by=secretary)
    draft = make.record(own_branch, by=secretary, title="草稿")
    evidence.attach(record=draft, name=HOSTILE, chunks=[make.PDF + b"% 3"], by=secretary)
    return done, draft


@pytest.mark.django_db
def test_it_holds_the_list_and_the_files_as_they_were_sent(sign_in, secretary, full):
    packed = unpacked(sign_in(secretary).get("/reports/2026Q2/pcs-2.zip"))

    assert packed.testzip() is None
    papers = [name for name in packed.namelist() if name.startswith("材料/")]
    assert len(papers) == 3 and len({name.casefold() for name in papers}) == 3
    assert not any(FORBIDDEN.search(part) for name in papers for part in name.split("/"))
    assert {packed.read(name)[-1:] for name in papers} == {b"1", b"2", b"3"}
    rows = list(load_workbook(BytesIO(packed.read("材料清单.xlsx"))).active.iter_rows(min_row=4, values_only=True))
    assert [row[9] for row in rows] == papers
    assert rows[0][4] == "=1+1" and {row[11] for row in rows} == {one.sha256 for record in full for one in record.files.all()}
    event = Event.objects.filter(kind=EventKind.REPORT_EXPORTED).latest("number")
    assert (event.by_name, event.branch_code, event.period_code, event.after["files"]) == ("secretary", "pcs-2", "2026Q2", 3)


@pytest.mark.django_db
def test_others_get_what_was_handed_over_and_a_damaged_file_is_left_out(sign_in, reviewer, full):
    done, _draft = full
    first, second = done.files.all()
    stored_at(first.path).write_bytes(b"%PDF changed")
    stored_at(second.path).unlink()

    packed = unpacked(sign_in(reviewer).get("/reports/2026Q2/pcs-2.zip"))

    assert packed.namelist() == ["材料清单.xlsx"]
    rows = list(load_workbook(BytesIO(packed.read("材料清单.xlsx"))).active.iter_rows(min_row=4, values_only=True))
    assert [row[9] for row in rows] == ["文件与登记的指纹不符，未放入", "存储中缺此文件"]


@pytest.mark.django_db
def test_a_published_quarter_has_its_score_sheet(client, settings, tmp_path):
    from tests import make_edition

    settings.MEDIA_ROOT = tmp_path
    branch = make_edition.bureau(3)[0]
    make_edition.published("2026Q2")
    client.force_login(make.user(role="reviewer"))

    packed = unpacked(client.get(f"/reports/2026Q2/{branch.code}.zip"))

    book = load_workbook(BytesIO(packed.read("支部得分单.xlsx")))
    assert book.sheetnames == ["支部得分单"] and branch.name in book.active["A2"].value
    assert not book.active.row_breaks.brk, "one branch, one page"


@given(st.lists(st.text(max_size=90), max_size=8))
@pytest.mark.pure
def test_names_open_everywhere_and_never_collide(wanted):
    taken: set[str] = set()
    names = [safe_name(one, taken) for one in [*wanted, *wanted]]

    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert name and not FORBIDDEN.search(name) and len(name) <= 80
        assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)", name) and name[-1] not in " ."


@pytest.mark.pure
def test_it_is_sent_while_it_is_made():
    """A gigabyte in pieces never stands in memory: each piece leaves before the next is read."""
    asked = []

    def pieces():
        for number in range(50):
            asked.append(number)
            yield bytes(number) * 1000

    sent = stream([Member("a.bin", pieces())])
    next(sent)

    assert asked == [0]
    assert len(list(sent)) == 51
