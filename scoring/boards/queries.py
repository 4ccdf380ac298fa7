"""Reads of boards: an edition, or a run that is not yet one, in the same form."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import F, FloatField
from django.db.models.functions import Cast
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from branches.access.allow import allows
from branches.access.models import User
from branches.access.permissions import Permission
from branches.access.roles import Role
from branches.basics.printing import seal_digits
from indexmetrics.periods.models import Quarter
from scoring.appeals.models import Appeal
from scoring.boards.figures import Rules, rules_of
from scoring.boards.models import Card, Edition
from scoring.runs.models import Run
from scoring.runs.queries import shown_run

HISTORY = 8
STATES = {
    "trial": N_("Trial"), "preliminary": N_("Preliminary result"), "reviewed": N_("Under review"),
    "final": N_("Confirmed"), "published": N_("Published"), "corrected": N_("Corrected"),
}


@dataclass(frozen=True)
class Sight:
    """What a visitor may see of the branches: everything of all, or sums of all and everything of some."""

    everything: bool
    own: frozenset[str] = frozenset()
    files: bool = False
    evidence: bool = False

    def opens(self, branch: str) -> bool:
        """May the visitor see the points of this branch's indicators?"""
        return self.everything or branch in self.own

    @property
    def token(self) -> str:
        """Part of the cache key: visitors with the same token see the same board."""
        return "all" if self.everything else ",".join(sorted(self.own))


def sight_of(user: User) -> Sight:
    """Reviewers and the committee see all, leaders all but files, secretaries their own."""
    own = frozenset(branch.code for branch in user.own_branches)
    all_evidence = bool(allows(user, Permission.EVIDENCE_READ_ALL))
    leads = bool({Role.VIEWER, Role.DISCIPLINE} & user.roles)
    return Sight(everything=all_evidence or leads, own=own, files=all_evidence, evidence=all_evidence or leads)


@dataclass(frozen=True)
class Board:
    """One board as it is shown: an edition with all its siblings, or a run that is not published."""

    quarter: str
    scheme: dict
    scheme_hash: str
    seal: str
    edition: Edition | None = None
    run: Run | None = None
    editions: tuple[Edition, ...] = ()

    @cached_property
    def rules(self) -> Rules:
        """The scheme's rows by code."""
        return rules_of(self.scheme, self.scheme_hash)

    @cached_property
    def header(self) -> dict:
        """The edition's header; empty for a run."""
        return self.edition.header if self.edition else {}

    @property
    def stage(self) -> str:
        """Empty for an edition, else the kind of run."""
        return "" if self.edition else self.run.kind

    @cached_property
    def state(self) -> str:
        """Trial, preliminary, under review, published or corrected; one query where requests may be open."""
        if self.edition:
            return "corrected" if self.edition.number > 1 else "published"
        asked = self.stage == "preliminary" and Appeal.objects.filter(
            quarter__code=self.quarter, state=Appeal.State.LODGED,
        ).exists()
        return "reviewed" if asked else self.stage

    @property
    def state_word(self) -> str:
        """The same in words."""
        return _(STATES[self.state])

    @property
    def newer(self) -> Edition | None:
        """The edition in force when this one is not it."""
        last = self.editions[-1] if self.editions else None
        return last if last and self.edition and last.number != self.edition.number else None

    @property
    def asked(self) -> dict[str, str]:
        """What an address must say to mean this board and not the edition in force."""
        return {"state": "preliminary"} if self.stage else {"edition": str(self.edition.number)} if self.newer else {}

    @property
    def query(self) -> str:
        """The same as the query of an address; empty for the edition in force."""
        return f"?{urlencode(self.asked)}" if self.asked else ""

    @property
    def seal_short(self) -> str:
        """Twelve digits in groups of four."""
        return seal_digits(self.seal)

    @property
    def head_short(self) -> str:
        """The head of the audit trail at publication, as short; "" before it."""
        return seal_digits(self.header.get("audit_head", ""))

    @cached_property
    def rows(self) -> list[dict]:
        """The printed rows in the order of the branches; one query."""
        holder = self.edition.cards if self.edition else self.run.standings
        texts = holder.order_by("position").values_list("row_text", flat=True)
        return json.loads(f"[{','.join(texts)}]")

    def row(self, branch: str) -> dict:
        """The row of one branch, or 404; one query."""
        holder = self.edition.cards if self.edition else self.run.standings
        text = holder.filter(branch_code=branch).values_list("row_text", flat=True).first()
        if text is None:
            raise Http404(branch)
        return json.loads(text)

    def sheet(self, branch: str) -> tuple[dict, dict]:
        """Row and trail of one branch, or 404; one query."""
        holder = self.edition.cards if self.edition else self.run.standings
        found = holder.filter(branch_code=branch).values_list("row_text", "trail_text").first()
        if found is None:
            raise Http404(branch)
        return json.loads(found[0]), json.loads(found[1])


def newest_code() -> str | None:
    """The newest published quarter."""
    return Edition.objects.order_by("-quarter_code").values_list("quarter_code", flat=True).first()


def published_codes() -> list[str]:
    """All published quarters, newest first."""
    return list(Edition.objects.order_by("-quarter_code").values_list("quarter_code", flat=True).distinct())


def board_for(quarter: str, number: int | None = None) -> Board:
    """A published edition, the newest unless a number is given, or 404; one query."""
    editions = tuple(
        Edition.objects.filter(quarter_code=quarter).annotate(rules_sha256=F("run__scheme_sha256")).order_by("number")
    )
    found = next((e for e in reversed(editions) if number in (None, e.number)), None)
    if found is None:
        raise Http404(quarter)
    return Board(
        quarter=quarter, scheme=found.header["scheme"], scheme_hash=found.rules_sha256, seal=found.seal,
        edition=found, editions=editions,
    )


def unpublished_board(quarter: Quarter) -> Board | None:
    """The newest run that is not an edition, as a board; two queries."""
    run = shown_run(quarter)
    if run is None:
        return None
    return Board(
        quarter=quarter.code, scheme=quarter.scheme.document, scheme_hash=run.scheme_sha256, seal=run.seal, run=run,
    )


@dataclass(frozen=True)
class Past:
    """One earlier published result of a branch."""

    quarter: str
    total: Decimal
    colour: str


@dataclass(frozen=True)
class Published:
    """Which edition is asked for and what stands around it, without its content."""

    number: int
    seal: str
    content_sha256: str
    siblings: int
    earlier: list[tuple[int, str, str]]


def published(quarter: str, number: int | None = None) -> Published | None:
    """The edition asked for, the newest unless a number is given; None when there is none; one light query."""
    rows = _light(quarter)
    own = [row for row in rows if row[1] == quarter]
    found = next((row for row in reversed(own) if number in (None, row[2])), None)
    if found is None:
        return None
    return Published(
        number=found[2], seal=found[3], content_sha256=found[4], siblings=len(own), earlier=_in_force(rows, quarter),
    )


def earlier_editions(quarter: str) -> list[tuple[int, str, str]]:
    """(key, quarter, seal) of the editions in force of up to seven quarters before, oldest first; one query."""
    return _in_force(_light(quarter), quarter)


def _light(quarter: str) -> list[tuple]:
    """All editions up to a quarter in order, by what tells them apart."""
    found = Edition.objects.filter(quarter_code__lte=quarter).order_by("quarter_code", "number")
    return list(found.values_list("pk", "quarter_code", "number", "seal", "content_sha256"))


def _in_force(rows: list[tuple], before: str) -> list[tuple[int, str, str]]:
    """The last edition of each quarter before that one."""
    last = {row[1]: (row[0], row[1], row[3]) for row in rows if row[1] < before}
    return list(last.values())[1 - HISTORY:]


def history(earlier: list[tuple[int, str, str]], branch: str | None = None) -> dict[str, list[Past]]:
    """Branch code → its earlier results, oldest first; one query."""
    quarter_of = {pk: quarter for pk, quarter, _seal in earlier}
    cards = Card.objects.filter(edition__in=quarter_of)
    if branch is not None:
        cards = cards.filter(branch_code=branch)
    found: dict[str, list[Past]] = defaultdict(list)
    for edition, code, total, colour in cards.values_list("edition_id", "branch_code", "total", "colour"):
        found[code].append(Past(quarter_of[edition], total, colour))
    for rows in found.values():
        rows.sort(key=lambda past: past.quarter)
    return found


def totals_before(earlier: list[tuple[int, str, str]]) -> dict[str, list[float]]:
    """Branch code → its earlier totals, oldest first, as rough as a drawing needs them; one query."""
    order = {pk: place for place, (pk, _quarter, _seal) in enumerate(earlier)}
    cards = Card.objects.filter(edition__in=order).annotate(rough=Cast("total", FloatField()))
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for edition, code, total in cards.order_by().values_list("edition_id", "branch_code", "rough"):
        found[code].append((order[edition], total))
    return {code: [total for _place, total in sorted(totals)] for code, totals in found.items()}


def fingerprint(*parts: str) -> str:
    """A short hash of everything a rendered board depends on."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]
