"""Makes published editions from made-up facts, through the real computing and publishing actions."""

import random
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from unittest import mock

from branches.basics import clock, quarters
from branches.org import actions as org
from branches.org.models import Branch, Bureau
from branches.org.queries import branches_as_of
from indexmetrics.facts import Fact
from indexmetrics.periods.models import Quarter
from scoring.boards.actions import publish
from scoring.runs.actions import compute
from scoring.runs.inputs import Inputs
from scoring.verdicts.queries import Effect
from tests import make

NAMES = {
    "police_station": ["六横分局", "展茅派出所", "第一派出所", "第二派出所", "第三派出所", "第四派出所", "第五派出所",
                       "第六派出所", "第七派出所", "第八派出所", "第九派出所", "第十派出所"],
    "operational_unit": ["刑侦大队", "交警大队", "禁毒大队", "巡特警大队", "治安大队", "出入境大队", "经侦大队", "网安大队", "看守所"],
    "office": [f"机关第{n}" for n in "一二三四五六七八九"],
    "retired": ["离退休第一", "离退休第二"],
    "functional": ["功能型第一"],
}
# Where verbs look for what stands in the way.
HINDRANCES = ("scoring.runs.draft.hindrances", "scoring.runs.actions.hindrances", "scoring.boards.leave.hindrances")
ATTRIBUTES = {"police_station": ["has_committee", "has_groups", "has_discipline_member"],
              "operational_unit": ["has_committee", "has_groups", "has_discipline_member"],
              "office": ["has_committee", "has_discipline_member"], "retired": ["has_committee"], "functional": []}


def bureau(count: int = 33) -> list[Branch]:
    """That many branches of all five types, in order."""
    Bureau.objects.get_or_create(defaults={"name": "示范县公安局（演示）", "brand": "渔都红警", "is_demo": True})
    kinds = [(kind, name) for kind, names in NAMES.items() for name in names]
    while len(kinds) < count:
        kinds.append(("office", f"增设第{len(kinds)}"))
    return [
        org.found(
            code=f"z{n:03d}", name=f"{name}支部", short_name=name.replace("派出所", "所")[:6], type_code=kind, by=None,
            members=12 + n % 17, groups=2 if "has_groups" in ATTRIBUTES[kind] else 0, founded_on=date(2019, 1, 1),
            position=n, attributes=ATTRIBUTES[kind],
        )
        for n, (kind, name) in enumerate(kinds[:count], start=1)
    ]


def inputs(code: str, *, seed: int = 1, changed: dict | None = None) -> Inputs:
    """Facts and effects of a quarter drawn by lot, the same for the same seed."""
    quarter = Quarter.objects.select_related("scheme").get(code=code)
    branches = branches_as_of(quarters.last_day(code))
    facts, effects = [], []
    for branch in branches:
        lot = random.Random(f"{seed} {code} {branch.code}")
        skill = random.Random(f"{seed} {branch.code}").triangular(0.55, 1.0, 0.95) + lot.uniform(-0.04, 0.04)
        facts += list(_facts(quarter, branch, lot, skill, changed or {}))
        effects += list(_effects(branch, lot))
    return Inputs(quarter=code, scheme=quarter.scheme.document, branches=branches,
                  facts=sorted(facts, key=lambda f: (f.branch, f.month, f.indicator, f.part, f.key)), effects=effects)


def _facts(quarter, branch, lot, skill, changed):
    outline = quarter.scheme.outline
    asked = outline.asked(branch_type=branch.type, attributes=branch.attributes,
                          quarter=quarters.parse(quarter.code).number)
    for row in asked:
        rules = [("", row.body["rule"])]
        if row.body["rule"]["type"] == "composite":
            rules = [(part["code"], part.get("rule", part)) for part in row.body["rule"]["parts"]]
        for part, rule in rules:
            for n, (month, key, value) in enumerate(_drawn(rule, lot, skill, quarter.code)):
                value = changed.get((branch.code, row.code, part, key), value)
                source = f"record:{branch.code}-{row.code}{part}-{month}-{n if rule['type'] == 'period_coverage' else 0}"
                yield Fact(branch.code, month, row.code, part, key, Decimal(str(value)), (source,))


def _drawn(rule, lot, skill, code):
    months, kind = quarters.months_of(code), rule["type"]
    good = lambda: lot.random() < skill  # noqa: E731
    last = months[2]
    if kind == "period_coverage":
        yield from ((month, "events", 1) for month in months if good() or good())
    elif kind == "count_ratio":
        yield last, "count", 1 if good() or good() else 0
    elif kind == "per_event":
        yield last, "events", sum(good() for _ in range(4))
    elif kind in ("ratio", "tiered"):
        den = lot.randint(12, 24)
        num = min(den, round(den * min(1, skill + lot.uniform(-0.06, 0.14))))
        yield from ((last, "num", num), (last, "den", den))
    elif kind == "deduct":
        yield from ((last, item["code"], 0 if lot.random() < skill + 0.1 else 1) for item in rule["items"][:1])
    elif kind == "checklist":
        yield from ((last, item["code"], int(good() or good())) for item in rule["items"])
    elif kind == "timeliness":
        late = 0 if good() else 1
        due = int(rule["units_due"])
        yield from ((last, "on_time", due - late), (last, "late", late))
    elif kind == "panel":
        yield from ((last, f"judge:{n}", round(62 + 36 * skill + lot.uniform(-4, 4))) for n in range(1, 6))
    elif kind == "survey":
        yield from ((last, "responses", 20), (last, "eligible", 24), (last, "mean", round(66 + 32 * skill)))
    elif kind == "rank_tier":
        yield from ((last, "rank", max(1, round(12 * (1.1 - skill)) + 1)), (last, "group_size", 12))


def _effects(branch, lot):
    if lot.random() < 0.4:
        yield Effect(branch.code, "bonus", "A1", Decimal(lot.choice([1, 1, 2])), {
            "source": "verdict:1", "level": "county", "matter": "党建工作受表彰", "document_number": f"县委〔2026〕{lot.randint(3, 90)}号",
            "dated": "2026-05-12", "by": "审核员", "decided_by": "", "decision": ""})
    if lot.random() < 0.3:
        yield Effect(branch.code, "penalty", "P1", Decimal("0.50"), {
            "source": "system", "month": "2026-04", "days": 2, "submitted_on": "2026-05-11"})
    if branch.code == "z030":
        yield Effect(branch.code, "veto", "Z6", None, {"source": "verdict:9", "document_number": "督〔2026〕7号"})


def evidence(quarter, branches) -> Iterator[dict]:
    """Branch by branch, a copy of evidence for every source that the facts name."""
    found = {}
    for branch in branches:
        found[branch.code] = {}
    for fact in inputs(quarter.code).facts:
        copies = found[fact.branch]
        for source in fact.sources:
            copies.setdefault(source, _copy(fact, len(copies)))
    return iter(found.values())


def _copy(fact: Fact, number: int) -> dict:
    year, month = fact.month.split("-")
    return {
        "kind": "party_day", "indicator": fact.indicator, "part": fact.part, "title": "守初心 护平安", "date": f"{fact.month}-16",
        "month": fact.month, "data": {"due": 24, "present": 17, "excused": {"duty": 1}}, "tags": [fact.indicator], "state": "accepted",
        "late": False, "extra": False, "recorded_by": "党务干事", "recorded_at": f"{fact.month}-18T10:22:00+08:00",
        "submitted_by": "支部书记", "submitted_at": f"{year}-{month}-27T16:05:00+08:00", "decision": "accepted",
        "decided_by": "政治处审核员", "decided_at": f"{year}-{month}-28T09:31:00+08:00", "reason": "",
        "hash": "a41c77b0" * 8,
        "files": [{"id": 900 + number, "name": f"{int(month)}月主题党日记录.pdf", "size": 318_000, "type": "application/pdf",
                   "sha256": "a41c77b0" * 8}] if number % 3 == 0 else [],
    }


def staged(code: str, *, seed: int = 1, changed: dict | None = None) -> ExitStack:
    """Inside it, computing reads the made-up facts instead of records, and nothing stands in the way."""
    stack = ExitStack()
    stack.enter_context(mock.patch("scoring.runs.draft.gather", lambda quarter: inputs(code, seed=seed, changed=changed)))
    stack.enter_context(mock.patch("scoring.runs.sheet.evidence_of", evidence))
    stack.enter_context(unhindered())
    return stack


def unhindered() -> ExitStack:
    """Inside it nothing stands in the way of a board."""
    stack = ExitStack()
    for place in HINDRANCES:
        stack.enter_context(mock.patch(place, lambda quarter: []))
    return stack


def published(code: str = "2026Q2", *, seed: int = 1, changed: dict | None = None, reason: str = "", meeting: str = "第16次会议",
              on: str | None = None):
    """A published edition of a quarter; the branches must exist."""
    quarter = Quarter.objects.filter(code=code).first() or make.quarter(code)
    moment = on or quarters.parse(quarters.next_(code)).first_day.replace(day=24).isoformat()
    with clock.frozen(moment), staged(code, seed=seed, changed=changed):
        return publish(quarter=quarter, by=None, meeting=meeting, reason=reason)


def trial(code: str = "2026Q3"):
    """A trial run of a quarter."""
    with staged(code):
        return compute(quarter=make.quarter(code), by=None)
