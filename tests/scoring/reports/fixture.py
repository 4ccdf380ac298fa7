"""A made-up edition with real arithmetic: golden facts with gaps, scored by the engine."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from scoring import engine
from scoring.reports.report import Appealed, Line, Rectified, Report, Submitted

TESTS = Path(__file__).resolve().parents[2]
TYPES = ["police_station"] * 4 + ["operational_unit"] * 3 + ["office"] * 3 + ["retired", "functional"]
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫"
PLACES = ["沈家门", "东港", "朱家尖", "六横", "桃花岛", "虾峙", "登步", "蚂蚁岛", "勾山", "展茅", "普陀山", "白沙"]
UNITS = {
    "police_station": "派出所党支部", "operational_unit": "大队党支部", "office": "科党支部",
    "retired": "离退休党支部", "functional": "临时党支部",
}
SEAL = "a1b2c3d4" * 8


@lru_cache
def scheme() -> dict:
    """The default scheme."""
    root = TESTS.parent
    path = next(p for p in sorted(root.glob("*/**/default_scheme.json")) if ".venv" not in p.parts)
    return json.loads(path.read_text(encoding="utf-8"))


def facts(count: int) -> tuple[list[dict], list[dict], list[dict]]:
    """Branches, facts, events: every branch has E1's facts, and each misses some of them."""
    golden = json.loads((TESTS / "golden/golden_examples.json").read_text(encoding="utf-8"))[0]["facts"]
    branches, rows, events = [], [], []
    for n in range(count):
        code = f"b{n + 1:05d}"
        kind = TYPES[n % len(TYPES)]
        branches.append({"code": code, "type": kind, "attributes": ["has_committee", "has_groups", "has_discipline_member"]})
        for place, fact in enumerate(golden):
            if (place * 7 + n * 3) % 29 >= n % 9:
                rows.append({**fact, "branch": code})
        if n % 4 == 0:
            events.append({"branch": code, "kind": "bonus", "code": "A1", "points": "1", "matter": f"表彰{n}",
                           "document_number": f"普公〔2026〕{n}号", "dated": "2026-05-11", "level": "county", "by": "审核员"})
        if n % 5 == 1:
            events.append({"branch": code, "kind": "penalty", "code": "P1", "points": "0.5", "matter": f"5月月报逾期{n}",
                           "document_number": "", "dated": "2026-06-09", "level": "", "by": "system"})
        if n % 17 == 3:
            events.append({"branch": code, "kind": "veto", "code": "Z2", "points": None, "matter": "立案",
                           "document_number": f"纪〔2026〕{n}号", "dated": "2026-05-30", "level": "", "by": "纪检"})
    return branches, rows, events


@lru_cache
def cards(count: int) -> list[tuple[str, str]]:
    """Canonical row and trail of each branch."""
    branches, rows, events = facts(count)
    book = engine.score(scheme(), branches, rows, events, quarter="2026Q2")
    maxima = {index["code"]: f"{index['weight']}.00" for index in scheme()["indices"]}
    return [_card(n, branches[n], row, engine.trail(book, n), maxima, events) for n, row in enumerate(book.rows())]


def _card(n: int, branch: dict, row: dict, trail: dict, maxima: dict, events: list[dict]) -> tuple[str, str]:
    secretary = SURNAMES[n % 12] + "建国"
    before = f"{max(float(row['total']) - (n % 7 - 3) * 0.75, 0):.2f}" if n % 11 else None
    change = f"{float(row['total']) - float(before):+.2f}" if before else None
    row = row | {
        "name": PLACES[n % 12] + (str(n // 12) if n >= 12 else "") + UNITS[branch["type"]], "short": PLACES[n % 12],
        "position": n, "index_max": maxima, "mark": "" if n % 11 else "new", "secretary": secretary,
        "members": 12 + n % 20, "change": change,
        "previous": {"total": before, "colour": "orange", "rank": row["rank"]} if before else None,
    }
    own = [{k: v for k, v in event.items() if k != "branch"} for event in events if event["branch"] == branch["code"]]
    evidence = {
        f"record:{n * 50 + k}": {
            "kind": "party_day", "indicator": "", "title": title, "date": f"2026-0{4 + k % 3}-18", "tags": tags,
            "state": "accepted", "data": {}, "files": [],
        }
        for k, (title, tags) in enumerate([
            ("重温入党誓词主题党日", ["B4", "L1"]), ("防汛抗台党员突击", ["B4", "V2"]), ("学习廉洁自律准则并观看警示教育片", ["I1"]),
            ("党风廉政谈话", ["I3"]), ("党员大会", ["B1"]), ("支委会", ["B2"]), ("支委会", ["B2"]), ("党课", ["B3"]),
        ])
    }
    trail = trail | {
        "branch": branch | {"name": row["name"], "secretary": secretary, "members": row["members"]}, "facts": [], "events": own, "evidence": evidence,
    }
    return _canonical(row), _canonical(trail)


def _canonical(value) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def header() -> dict:
    """The header of a second edition."""
    return {
        "format": 1, "bureau": "舟山市公安局普陀区分局", "brand": "渔都红警", "demo": True, "quarter": "2026Q2",
        "edition": 2, "meeting": "局党委第14次会议", "published_at": "2026-08-07T09:00:00+08:00", "published_by": "政治处张明",
        "reason": "更正一处录入错误", "waivers": [], "engine": "1.0.0", "scheme": scheme(), "scheme_code": "PBQI-DEFAULT",
        "scheme_version": 1, "audit_head": "f0" * 32, "seal": SEAL, "counts": {}, "previous": None,
        "changes": [{"branch": "b00001", "name": "沈家门派出所党支部", "field": "total", "indicator": "", "old": "88.10", "new": "88.60"}],
    }


def report(count: int = 33, *, texts: list[tuple[str, str]] | None = None, **changes) -> Report:
    """A report over made-up cards, in memory."""
    texts = cards(count) if texts is None else texts
    given = header() | changes.pop("header", {})
    codes = [index["code"] for index in given["scheme"]["indices"]]
    lines = [Line.of(n, json.loads(row), codes) for n, (row, _trail) in enumerate(texts)]

    def rows(wanted: Iterable[Line]) -> Iterator[dict]:
        return (json.loads(texts[line.key][0]) for line in wanted)

    def trails(wanted: Iterable[Line]) -> Iterator[dict]:
        return (json.loads(texts[line.key][1]) for line in wanted)

    def events(wanted: Iterable[Line]) -> Iterator[tuple[Line, list[dict]]]:
        for line in sorted(wanted, key=lambda line: line.key):
            if '"events":[],"evidence"' not in texts[line.key][1]:
                yield line, json.loads(texts[line.key][1])["events"]

    given["counts"] = {code: sum(line.colour == code for line in lines) for code in scheme_colours(given)}
    return Report(
        header=given, lines=lines, rows=rows, trails=trails, events=events,
        **later_matters(lines) | changes,
    )


def scheme_colours(given: dict) -> list[str]:
    """Colours of the scheme, best first."""
    return [band["code"] for band in given["scheme"]["colour_bands"]]


def later_matters(lines: list[Line]) -> dict:
    """History, notices, submissions and reviews for the lines."""
    low = [line for line in lines if line.colour in ("yellow", "blue", "grey")]
    return {
        "as_of": datetime.fromisoformat("2026-08-20T10:30:00+08:00"),
        "history": {
            "2025Q4": {line.branch: f"{70 + line.key % 25}.{line.key % 100:02d}" for line in lines if line.key % 3},
            "2026Q1": {line.branch: f"{72 + line.key % 22}.50" for line in lines if line.key % 11},
        },
        "rectified": [
            Rectified(line.name, f"2026Q2-{n:03d}", line.colour, ("B4 主题党日 −3.00", "L1 “第一议题”政治学习 −1.67"),
                      "逐月排定主题党日计划" if n % 2 else "", line.secretary, date(2026, 9, 6 + n % 20),
                      "closed" if n % 3 == 0 else "open", date(2026, 8, 18) if n % 3 == 0 else None)
            for n, line in enumerate(low)
        ],
        "submitted": [
            Submitted(line.name, ("on_time", "late" if line.key % 5 == 1 else "on_time", "missing" if line.key % 13 == 5 else "on_time"),
                      (0, line.key % 3, 0))
            for line in lines
        ],
        "appealed": [
            Appealed(line.name, "B4", "6月主题党日因台风改期，有通知", "3.00", "4.00" if line.key % 2 else "", "upheld" if line.key % 2 else "rejected",
                     "经核查属实，予以更正" if line.key % 2 else "改期后未补办", "审核员二")
            for line in lines[::9]
        ],
    }
