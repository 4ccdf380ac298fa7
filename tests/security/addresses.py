"""Every address of the town with values filled in: own, foreign and missing things, in their states."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import reverse

from tests.security.town import (
    BRANCHES,
    FOREIGN,
    MISSING,
    MONTH,
    NEVER,
    NOWHERE,
    OPEN,
    OWN,
    PUBLISHED,
    STATES,
    Town,
)

WHOSE = (OWN, FOREIGN, MISSING)


@dataclass(frozen=True)
class Place:
    """One address to ask at, with what a form would send there."""

    name: str
    path: str
    whose: str = ""
    state: str = ""
    sent: dict = field(default_factory=dict)

    @property
    def row(self) -> tuple[str, str, str]:
        """Its key in the table."""
        return self.name, self.whose, self.state


PLAIN = (
    "healthz", "language-switch", "people", "people-create", "theme-switch",
    "audit", "brands", "brands-new", "brands-partner", "evidence", "evidence-keep", "evidence-forget", "review", "review-accept-all", "review-reopenings", "review-accepted", "review-undo", "review-visits", "review-measure",
    "matrix", "registers", "branches", "branches-found", "periods", "periods-open", "periods-calendar",
    "periods-calendar-list", "schemes-upload", "imports", "verdicts", "rectification", "appeals", "board-newest", "walls",
    "walls-make", "estimate-show", "home", "help", "schemes", "warnings",
)
OF_ACCOUNT = (
    "account", "account-factor", "account-factor-begin", "account-factor-confirm", "account-factor-remove", "account-recovery",
    "confirm", "login", "login-code", "logout", "password-change", "privacy", "sessions-state", "sessions-unsent",
)
OF_BRANCH = (
    "branches-show", "branches-rename", "branches-change", "branches-seat", "branches-term", "branches-close",
)
OF_RECORD = {
    "evidence-edit": {}, "evidence-withdraw": {}, "evidence-discard": {}, "evidence-reopen": {"reason": "人数有误"}, "review-accept": {},
    "review-return": {"reason": "缺少签到表"}, "review-void": {"reason": "查无此事"}, "review-hold": {},
    "review-rule-out": {"reason": "本季度不适用", "indicator": "L1"},
}
OF_PERSON = (
    "people-show", "people-rename", "people-appoint", "people-reset", "people-switch", "people-sessions-end", "people-factor-reset",
)
OF_THING = {
    "appeal": "appeal", "appeal-answer": "appeal", "register-withdraw": "entry", "walls-revoke": "wall", "walls-set-up": "wall", "sessions-end": "session", "review-reopening": "reopening",
    "import-preview": "upload", "import-apply": "upload", "import-undo": "upload", "import-problems": "upload",
}
OF_NOTICE = ("rectification-notice", "rectification-plan", "rectification-close", "rectification-paper")
OF_QUARTER = (
    "board", "board-compare", "board-wallchart", "board-prepare", "board-pack", "board-wallchart-pdf", "report-workbook", "report-circular", "verdicts-quarter",
    "appeal-new", "estimate-show", "matrix-act", "matrix-export",
)
REGISTERS = {"reviewer": "L4", "discipline": "I4", "committee": "B1", MISSING: "X9"}
QUARTERS = {"open": OPEN, "published": PUBLISHED, MISSING: NEVER}


def places(town: Town) -> Iterator[Place]:
    """All of them."""
    for name in (*PLAIN, *OF_ACCOUNT):
        yield Place(name, reverse(name))
    yield Place("audit-export", reverse("audit-export"), sent={"since": "2026-05-01", "until": "2026-06-30", "form": "csv"})
    yield from _of_branches(town)
    yield from _of_records(town)
    yield from _of_things(town)
    yield from _of_quarters(town)
    yield from _of_rules(town)
    yield from _of_api()


def _of_branches(town: Town) -> Iterator[Place]:
    for whose in WHOSE:
        code = BRANCHES[whose]
        for name in OF_BRANCH:
            yield Place(name, reverse(name, args=[code]), whose)
        yield Place("branches-vacate", reverse("branches-vacate", args=[code, town.pk("seat", whose)]), whose)
        yield Place("review-work", reverse("review-work", args=[code, MONTH]), whose)
        for name in ("evidence-month", "evidence-check", "evidence-figure", "evidence-event", "evidence-frame"):
            yield Place(name, reverse(name, args=[MONTH]) + f"?branch={code}", whose)
        for state, quarter in QUARTERS.items():
            yield Place("report-folder", reverse("report-folder", args=[quarter, code]), whose, state)
            for name in ("board-branch", "board-opened"):
                yield Place(name, reverse(name, args=[quarter, code]), whose, state)
        person = {OWN: "secretary", FOREIGN: "secretary2", MISSING: "no-such"}[whose]
        for name in OF_PERSON:
            yield Place(name, reverse(name, args=[person]), whose)
        for name in ("people-post-end", "people-post-hand-over"):
            yield Place(name, reverse(name, args=[person, town.pk("post", whose)]), whose)


def _of_records(town: Town) -> Iterator[Place]:
    for state in STATES:
        for whose in (OWN, FOREIGN):
            record = town.records[whose, state]
            for name, sent in OF_RECORD.items():
                fields = {**sent, "_version": record.version, "seen": record.content_hash()}
                yield Place(name, reverse(name, args=[record.pk]), whose, state, fields)
            yield Place("evidence-file", reverse("evidence-file", args=[town.pk(f"file-{state}", whose)]), whose, state)
    for name, sent in OF_RECORD.items():
        yield Place(name, reverse(name, args=[NOWHERE]), MISSING, "", {**sent, "_version": 1})
    yield Place("evidence-file", reverse("evidence-file", args=[NOWHERE]), MISSING)


def _of_things(town: Town) -> Iterator[Place]:
    for whose in WHOSE:
        for name, thing in OF_THING.items():
            yield Place(name, reverse(name, args=[town.pk(thing, whose)]), whose)
        for name in OF_NOTICE:
            yield Place(name, reverse(name, args=[f"QC-{whose}"]), whose)
        for name in ("brands-show", "brands-change", "brands-stage"):
            yield Place(name, reverse(name, args=[f"{whose}-brand"]), whose)
        for kind in ("plan", "base", "activity", "no-such"):
            yield Place("brands-enter", reverse("brands-enter", args=[f"{whose}-brand", kind]), whose, kind)
        for name in ("brands-confirm", "brands-withdraw"):
            yield Place(name, reverse(name, args=["chapter", town.pk("chapter", whose)]), whose)
        task = f"9-{0:032}" if whose == MISSING else town.things["task", whose].name
        for name in ("task", "task-result"):
            yield Place(name, reverse(name, args=[task]), whose)
        for kind in ("bonus", "veto"):
            if whose != MISSING or kind == "veto":
                yield Place("verdict", reverse("verdict", args=[town.pk(kind, whose)]), whose, "" if whose == MISSING else kind)
        token = "x" * 43 if whose == MISSING else town.things["token", whose]
        if whose != FOREIGN:
            yield Place("wall-screen", reverse("wall-screen", args=[token]), whose)


def _of_quarters(town: Town) -> Iterator[Place]:
    for state, quarter in QUARTERS.items():
        for name in OF_QUARTER:
            yield Place(name, reverse(name, args=[quarter]), "", state)
        yield Place("periods-move", reverse("periods-move", args=[quarter, "frozen"]), "", state)
        for kind, code in (("bonus", "A1"), ("veto", "Z1")):
            where = f"{state} {kind}"
            yield Place("verdict-choose", reverse("verdict-choose", args=[quarter, kind]), "", where)
            yield Place("verdict-enter", reverse("verdict-enter", args=[quarter, kind, code]), "", where)


def _of_rules(town: Town) -> Iterator[Place]:
    scheme = town.records[OWN, "draft"].quarter.scheme
    for whose, version in ((OWN, scheme.version), (MISSING, 99)):
        yield Place("scheme", reverse("scheme", args=[scheme.code, version]), whose)
        yield Place("schemes-changes", reverse("schemes-changes", args=[scheme.code, version]), whose)
        yield Place("schemes-replay", reverse("schemes-replay", args=[scheme.code, version]), whose)
        yield Place("schemes-download", reverse("schemes-download", args=[scheme.code, version, "json"]), whose)
    yield Place("scheme-colours", reverse("scheme-colours", args=[scheme.sha256[:12]]), OWN)
    yield Place("scheme-colours", reverse("scheme-colours", args=["0" * 12]), MISSING)
    for code in ("L2", "I4"):
        yield Place("review-indicator", reverse("review-indicator", args=[code, MONTH]), "", code)
    yield Place("review-indicator", reverse("review-indicator", args=["X9", MONTH]), "", MISSING)
    for office, indicator in REGISTERS.items():
        yield Place("register", reverse("register", args=[OPEN, indicator]), "", office)
    yield Place("periods-calendar-drop", reverse("periods-calendar-drop", args=["2026-10-01"]), "", "known")
    yield Place("periods-calendar-drop", reverse("periods-calendar-drop", args=["2031-03-04"]), "", MISSING)
    for kind in ("branches", "members", "users", "registers", "facts", "evidence", "no-such"):
        for name in ("import-upload", "import-template"):
            yield Place(name, reverse(name, args=[kind]), "", kind)


def _of_api() -> Iterator[Place]:
    for name in ("api-root", "openapi-json", "editions"):
        yield Place(name, reverse(f"api-v1:{name}"))
    for state, quarter in QUARTERS.items():
        yield Place("edition", reverse("api-v1:edition", args=[quarter]), "", state)
        for whose in WHOSE:
            yield Place("edition-branch", reverse("api-v1:edition-branch", args=[quarter, BRANCHES[whose]]), whose, state)
