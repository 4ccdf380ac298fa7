"""A small bureau in the middle of a quarter, with an own and a foreign thing of every kind, and one person of every post."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from branches.access.models import SignIn, User
from branches.access.roles import Role
from branches.basics import clock
from branches.brands import actions as brands
from branches.org.models import Branch, Seat
from branches.tasks.process import carry_out
from branches.tasks.task import Task, ordered
from indexmetrics.evidence import actions as evidence
from indexmetrics.evidence.models import Record
from indexmetrics.evidence.models_requests import Reopening
from indexmetrics.imports import actions as imports
from indexmetrics.imports.registry import KINDS
from indexmetrics.imports.template import workbook_of
from indexmetrics.intake.models import RegisterEntry
from indexmetrics.periods.models import Quarter
from scoring.appeals.models import Appeal
from scoring.rectify.models import Notice
from scoring.screens.actions import make_token
from scoring.verdicts import actions as verdicts
from tests import make
from tests.scoring.demo import loading

NOW = "2026-11-20T15:00"
OPEN, PUBLISHED, NEVER = "2026Q4", "2026Q3", "2031Q1"
MONTH = "2026-11"
OWN, FOREIGN, MISSING = "own", "foreign", "missing"
BRANCHES = {OWN: "lhfj", FOREIGN: "jg", MISSING: "no-such"}
NOWHERE = 987654321
ACTORS = (
    "nobody", "unposted", "branch_secretary", "reviewer", "reviewer_of_one", "discipline_office",
    "bureau_committee", "viewer", "admin",
)
STATES = ("draft", "submitted", "returned", "accepted")


@dataclass
class Town:
    """Who and what there is; `records[own, "draft"]` and the like are primary keys."""

    people: dict[str, object]
    records: dict[tuple[str, str], Record] = field(default_factory=dict)
    things: dict[tuple[str, str], object] = field(default_factory=dict)

    def client(self, actor: str, *, confirmed: bool = True, csrf: bool = False) -> Client:
        """Signed in, the password given just now unless told otherwise."""
        client = Client(enforce_csrf_checks=csrf, raise_request_exception=False)
        if isinstance(self.people[actor], AnonymousUser):
            return client
        client.force_login(self.people[actor])
        session = client.session
        if confirmed:
            session["password_at"] = clock.now().isoformat()
        session.save()
        return client

    def pk(self, kind: str, whose: str):
        """The key of an own, a foreign or no thing."""
        return NOWHERE if whose == MISSING else self.things[kind, whose].pk


def build() -> Town:
    """The demonstration bureau of twelve branches and what the walk needs beside it."""
    loading.load(branches=12, quarters=2, today=date(2026, 11, 20))
    found = {user.username: user for user in User.objects.all()}
    own = Branch.objects.get(code=BRANCHES[OWN])
    town = Town({
        "nobody": AnonymousUser(), "unposted": make.user("unposted"), "branch_secretary": found["secretary"],
        "neighbour": found["secretary2"], "reviewer": found["reviewer"],
        "reviewer_of_one": make.user("reviewer-of-one", role=Role.REVIEWER, at=own),
        "discipline_office": found["discipline"], "bureau_committee": found["committee"],
        "viewer": found["leader"], "admin": found["admin"],
    })
    for whose in (OWN, FOREIGN):
        _furnish(town, whose)
    return town


@contextmanager
def standing():
    """The clock of the town."""
    with clock.frozen(NOW):
        yield


def _made_for(person: User) -> Task:
    """A circular that was made for this person by a process of its own."""
    path = reverse("report-circular", args=[PUBLISHED])
    made = ordered(
        person=person, kind="paper", arguments={"path": path, "query": "", "fields": []}, language="zh-hans", address="10.0.0.9",
        method="GET", path=path)
    carry_out(made)
    return made


def _furnish(town: Town, whose: str) -> None:
    branch = Branch.objects.get(code=BRANCHES[whose])
    secretary = town.people["branch_secretary" if whose == OWN else "neighbour"]
    quarter = Quarter.objects.get(code=OPEN)
    for number, state in enumerate(STATES):
        made = make.record(
            branch, kind="party_day", day=date(2026, 11, 9 + number), by=secretary, title=f"{whose} {state}")
        evidence.attach(record=made, name=f"{whose}-{state}.pdf", chunks=[make.PDF + f"% {whose} {state}".encode()], by=secretary)
        town.records[whose, state] = make.walk(made, state, by=secretary)
        town.things[f"file-{state}", whose] = made.files.get()
    day = date(2026, 11, 3)
    for kind, code, level in (("bonus", "A1", "county"), ("veto", "Z1", "")):
        town.things[kind, whose] = verdicts.propose(
            branch=branch, quarter=quarter, kind=kind, code=code, matter=f"{whose} {kind}", level=level,
            document_number=f"{whose} 2026-7", dated=day, by=None)
    town.things["appeal", whose] = Appeal.objects.create(
        branch=branch, quarter=quarter, about="V1", text=f"{whose} appeal", lodged_at=clock.now(), lodged_by=secretary)
    brand = brands.register(code=f"{whose}-brand", name=f"{whose} brand", branch=branch, by=None)
    town.things["chapter", whose] = brands.add_chapter(brand=brand, kind="plan", year=2026, text=f"{whose} plan", by=secretary)
    town.things["notice", whose] = Notice.objects.create(
        branch=branch, quarter=quarter, number=f"QC-{whose}", colour="yellow", problems=[], raised_at=clock.now(),
        plan_by=date(2026, 12, 1), finish_on=date(2026, 12, 20))
    town.things["entry", whose] = RegisterEntry.objects.filter(branch=branch, quarter=quarter, withdrawn_at=None).first()
    town.things["seat", whose] = Seat.objects.filter(branch=branch).first()
    town.things["post", whose] = secretary.assignments.get()
    town.things["wall", whose], town.things["token", whose] = make_token(label=f"{whose} hall", by=town.people["admin"])
    town.things["reopening", whose] = Reopening.objects.create(
        record=town.records[whose, "accepted"], reason=f"{whose} reopening", asked_at=clock.now(), asked_by=secretary)
    client = Client()
    client.force_login(secretary)
    town.things["session", whose] = SignIn.objects.create(
        user=secretary, session_key=client.session.session_key, epoch=secretary.session_epoch, address="10.0.0.9", at=clock.now())
    town.things["task", whose] = _made_for(secretary)
    kind, scope = KINDS["evidence"], dict(KINDS["evidence"].scopes(secretary))
    town.things["upload", whose] = imports.show(
        kind=kind, scope=next(iter(scope)), name=f"{whose}.xlsx", content=workbook_of(kind, next(iter(scope))), by=secretary)
