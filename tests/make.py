"""Plain functions that make what a test needs, through the actions that the screens use."""

import itertools
import json
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from unittest import mock

from branches.access.actions import appoint
from branches.access.models import User
from branches.access.roles import Role
from branches.basics import clock, quarters
from branches.org import actions as org
from branches.org.models import Branch
from indexmetrics.evidence import actions as evidence
from indexmetrics.evidence.writing import hand_over
from indexmetrics.periods.actions import open_quarter
from indexmetrics.periods.models import Quarter
from indexmetrics.rulebook.check import check
from indexmetrics.schemes import actions as schemes
from indexmetrics.schemes.document import fingerprint, read
from indexmetrics.schemes.fitness import faults_in
from indexmetrics.schemes.models import Scheme

SCHEME = Path(__file__).resolve().parent.parent / "indexmetrics/schemes/default_scheme.json"
NUMBERS = itertools.count(1)
STATION = "police_station"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def pdf(text: str) -> bytes:
    """A document that says this and is therefore no other."""
    # As a comment inside; behind its end it would be refused.
    return PDF.replace(b"\n", b"\n% " + text.encode() + b"\n", 1)


def document() -> dict:
    """The default scheme as a fresh document."""
    return read(SCHEME.read_text(encoding="utf-8"))


@cache
def _found_sound() -> str:
    """The fingerprint of the default scheme, which is checked once and not for each of thousands of tests."""
    whole = document()
    assert not faults_in(whole) and not [problem for problem in check(whole) if problem.severity == "error"]
    return fingerprint(whole)


def scheme() -> Scheme:
    """The default scheme, loaded and locked; the same one however often it is asked for."""
    made = Scheme.objects.filter(sha256=_found_sound()).first()
    if made is None:
        with mock.patch.multiple(schemes, faults_in=lambda _document: [], check=lambda _document: []):
            made, _new = schemes.load(document=document(), by=None)
    return schemes.lock(scheme=made, by=None) if made.state == "draft" else made


def quarter(code: str = "2026Q2", state: str = "open") -> Quarter:
    """A quarter under the default scheme, in any state."""
    made = Quarter.objects.filter(code=code).first() or open_quarter(code=code, scheme=scheme(), by=None)
    if made.state != state:
        Quarter.objects.filter(pk=made.pk).update(state=state)
        made.refresh_from_db()
    return made


def branch(code: str = "", *, type_code: str = STATION, members: int = 18, groups: int = 2,
           attributes: list[str] | None = None, founded_on: date = date(2020, 1, 1)) -> Branch:
    """A branch with its first profile."""
    number = next(NUMBERS)
    code = code or f"branch-{number}"
    return org.found(
        code=code, name=f"第{number}派出所党支部", short_name=f"第{number}派出所", type_code=type_code,
        members=members, groups=groups, founded_on=founded_on, position=number, by=None,
        attributes=["has_committee", "has_groups", "has_discipline_member"] if attributes is None else attributes,
    )


def user(username: str = "", *, role: Role | None = None, at: Branch | None = None) -> User:
    """An account, with a post since long ago when a role is given."""
    username = username or f"user-{next(NUMBERS)}"
    made = User(username=username, name=username)
    made.set_unusable_password()
    made.save()
    if role:
        appoint(user=made, role=role, branch=at, since=date(2020, 1, 1), by=None)
    return User.objects.get(pk=made.pk)


def record(at: Branch, *, kind: str = "party_day", day: date = date(2026, 5, 18), by: User | None = None,
           title: str = "重温入党誓词", tags: tuple[str, ...] = (), state: str = "draft", data: dict | None = None):
    """One event of a branch, walked to the wanted state by the actions."""
    quarter(quarters.quarter_of(day).__str__())
    if data is None:
        data = {"due": 18, "present": 15, "excused": {"duty": 2}}
    made = evidence.record_event(
        branch=at, kind=kind, day=day, title=title, data=data, tags=list(tags), by=by, apart=True)
    return walk(made, state, by=by)


def figure(at: Branch, *, month: str = "2026-06", indicator: str = "L2", part: str = "", num: int = 17,
           den: int = 18, by: User | None = None, state: str = "draft"):
    """One figure of a branch's month, in the wanted state."""
    quarter(str(quarters.parse_month(month).quarter))
    made = evidence.record_figure(
        branch=at, month=month, indicator=indicator, part=part, data={"num": num, "den": den}, by=by)
    return walk(made, state, by=by)


def notice(at: Branch, quarter: Quarter, colour: str, problems: list | None = None):
    """The notice that a colour asks for, or None when it asks none or there is one."""
    from scoring.rectify.actions import raise_notices

    made = raise_notices(quarter=quarter, asked=[(at, colour, problems or [])], by=None)
    return made[0] if made else None


def walk(made, state: str, *, by: User | None = None):
    """Bring a draft to a state by the verbs that lead there."""
    from indexmetrics.review import actions as review

    if state == "draft":
        return made
    hand_over(made, by)
    if state == "accepted":
        review.accept(record=made, by=None)
    if state == "returned":
        review.send_back(record=made, by=None, reason="缺少到会人数", fields=["present"])
    if state == "void":
        review.void(record=made, by=None, reason="查无此事")
    made.refresh_from_db()
    return made


def month_submitted(at: Branch, month: str = "2026-05", by: User | None = None, declared: dict | None = None):
    """The month handed over with all its drafts."""
    return evidence.submit_month(branch=at, month=month, by=by, declared=declared)


def picture(*, exif: bool = False, size: tuple[int, int] = (40, 30)) -> bytes:
    """A small JPEG, with a place in it when asked."""
    from PIL import Image

    out = BytesIO()
    image = Image.new("RGB", size, (90, 120, 140))
    if exif:
        data = Image.Exif()
        data[0x0110] = "CAMERA-MODEL"
        data.get_ifd(0x8825)[2] = (29.0, 59.0, 9.5)
        image.save(out, "JPEG", exif=data)
    else:
        image.save(out, "JPEG")
    return out.getvalue()


def now_json(response) -> dict:
    """The JSON of an answer."""
    return json.loads(response.content)


def at(moment: str):
    """The clock held at a moment."""
    return clock.frozen(moment)
