"""One indicator of the point trail as a page shows it: rule, facts, arithmetic, evidence, people."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from indexmetrics.evidence.queries import deleted_at
from indexmetrics.rulebook.merge import effective
from indexmetrics.schemes.naming import named
from scoring.boards.before import Before
from scoring.boards.figures import Rules
from scoring.wording import arithmetic, rule_text, why
from scoring.wording.names import Names

KEYS = {
    "events": N_("events"), "count": N_("times"), "num": N_("reached"), "den": N_("out of"), "value": N_("value"),
    "on_time": N_("on time"), "late": N_("late"), "rank": N_("place in the list"), "group_size": N_("units compared"),
    "responses": N_("answers"), "eligible": N_("people asked"), "mean": N_("mean mark"),
}
FIELDS = {
    "due": N_("expected"), "present": N_("present"), "excused": N_("excused"), "members": N_("members"),
    "num": N_("reached"), "den": N_("out of"), "place": N_("place held"), "closed_on": N_("closed on"),
}
EXCUSE = "absence_excuses"
MOST_COLUMNS = 5
LATEST = {"panel", "survey", "rank_tier"}  # the latest month counts, months are not summed


class CellPage:
    """Reads one trail; makes the rows of its indicators."""

    def __init__(self, rules: Rules, trail: Mapping, before: Before | None, with_files: bool):
        self.rules, self.trail, self.before, self.with_files = rules, trail, before, with_files
        self.names = Names(rules.scheme)

    @cached_property
    def facts(self) -> dict[int, dict]:
        """Facts by their number in the trail."""
        return {fact["id"]: fact for fact in self.trail["facts"]}

    @cached_property
    def gone(self) -> dict[int, datetime]:
        """File → when it was deleted at the end of its time; one query, none when no file is shown."""
        files = {file["id"] for copy in self.trail["evidence"].values() for file in copy.get("files", ())}
        return deleted_at(files) if files else {}

    def row(self, cell: Mapping) -> dict:
        """A cell with its sentence, its change and everything that opens below it."""
        body = self.rules.indicators[cell["indicator"]]
        facts = [self.facts[number] for number in cell["facts"]]
        merged = effective(body, self.trail["branch"]["type"])
        return dict(cell) | {
            "name": named(body), "why": why(cell, self.rules.scheme), "change": self.before and self.before.change(cell, body, self.trail["branch"]["type"]),
            "is_full": cell["points"] is not None and cell["loss"] == "0.00",
            "rule": rule_text(merged, None, merged["rule"]), "basis": self._basis(body),
            "lines": arithmetic(cell, self.rules.scheme), "facts": self._facts_table(body, facts),
            "evidence": self._evidence(facts),
        }

    def _basis(self, body: Mapping) -> list[str]:
        regulations = {row["id"]: row["name_zh"] for row in self.rules.scheme.get("basis_regulations", ())}
        return [regulations[key.split()[0]] for key in body.get("basis", ()) if key.split()[0] in regulations]

    def _facts_table(self, body: Mapping, facts: list[Mapping]) -> dict | None:
        """Months as rows and numbers as columns, with sums; one row for each number when there are many."""
        if not facts:
            return None
        heads = {(fact["part"], fact["key"]): self._head(body, fact) for fact in facts}
        if len(heads) > MOST_COLUMNS:
            return {"lines": [
                {"month": fact["month"], "words": self._head(body, fact), "value": fact["value"]} for fact in facts
            ]}
        values = {(fact["month"], fact["part"], fact["key"]): fact["value"] for fact in facts}
        months = sorted({fact["month"] for fact in facts})
        sums = [
            sum(Decimal(values.get((month, *head), 0)) for month in months) for head in heads
        ] if len(months) > 1 and body["rule"]["type"] not in LATEST else []
        return {
            "heads": list(heads.values()), "sums": sums,
            "rows": [{"month": month, "values": [values.get((month, *head), "") for head in heads]} for month in months],
        }

    def _head(self, body: Mapping, fact: Mapping) -> str:
        words = self._key(body, fact)
        return f"{self.names.part(body['code'], fact['part'])} · {words}" if fact["part"] else words

    def _key(self, body: Mapping, fact: Mapping) -> str:
        key = fact["key"]
        for figure in self.rules.scheme.get("figures", ()):
            if (figure["indicator"], figure["part"]) == (body["code"], fact["part"]) and key in figure["asks"]:
                return figure["asks"][key]
        if key.startswith("judge:"):
            return _("judge %(name)s") % {"name": key.removeprefix("judge:")}
        return _(KEYS[key]) if key in KEYS else self.names.item(body["code"], fact["part"], key)

    def _evidence(self, facts: list[dict]) -> list[dict]:
        sources = dict.fromkeys(source for fact in facts for source in fact["sources"])
        return [
            self._piece(source, self.trail["evidence"][source])
            for source in sources if source in self.trail["evidence"]
        ]

    def _piece(self, source: str, copy: Mapping) -> dict:
        kind = source.split(":")[0]
        return {
            "kind": kind, "title": self._title(kind, copy), "date": copy.get("date") or copy.get("month"),
            "late": copy.get("late"), "extra": copy.get("extra"), "hash": copy.get("hash", ""),
            "data": self._data(copy.get("data") or {}) if kind == "record" else [],
            "files": [file | {"gone": self.gone.get(file["id"])} for file in copy.get("files", ())] if self.with_files else [], "file_count": len(copy.get("files", ())),
            "log": _log(copy), "document_number": copy.get("document_number", ""), "note": copy.get("note", ""),
        }

    def _title(self, kind: str, copy: Mapping) -> str:
        if kind == "system":
            return _("From the branch register")
        if kind == "register":
            return self.names.indicator(copy["indicator"])
        kinds = {row["code"]: row for row in self.rules.scheme.get("event_kinds", ())}
        name = named(kinds[copy["kind"]]) if copy.get("kind") in kinds else self.names.indicator(copy.get("indicator", ""))
        title = copy.get("title") or name
        return title if title.startswith(name) else _("%(kind)s: %(title)s") % {"kind": name, "title": title}

    def _data(self, data: Mapping) -> list[tuple[str, str]]:
        excuses = {row["code"]: named(row) for row in self.rules.scheme.get(EXCUSE, ())}
        shown = []
        for key, value in data.items():
            if key == "excused" and isinstance(value, Mapping):
                text = _(", ").join(f"{excuses.get(code, code)} {count}" for code, count in value.items())
            else:
                text = str(value)
            if key in FIELDS and text:
                shown.append((_(FIELDS[key]), text))
        return shown


def _log(copy: Mapping) -> list[dict]:
    """Who did what when, in the order of time."""
    steps = [
        (copy.get("recorded_at"), _("recorded"), copy.get("recorded_by")),
        (copy.get("submitted_at"), _("handed in"), copy.get("submitted_by")),
        (copy.get("decided_at"), _("accepted") if copy.get("decision") == "accepted" else _("decided"), copy.get("decided_by")),
        (copy.get("entered_at"), _("entered"), copy.get("entered_by")),
    ]
    return [{"at": at, "act": act, "by": by} for at, act, by in steps if at]
