"""The rules as pages: the list, one scheme to read, and its colours as a style sheet."""

import re

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from branches.access.decorators import public, requires
from branches.basics.printing import plain, rate
from branches.ledgers.pages import page_or_sheet
from indexmetrics.rulebook.merge import effective
from indexmetrics.schemes.models import Scheme
from indexmetrics.schemes.naming import named
from scoring.boards.figures import Rules
from scoring.dashboards import ledger
from scoring.wording import rule_text

HEX = re.compile(r"#[0-9A-Fa-f]{6}")
CODE = re.compile(r"[a-z][a-z0-9_-]{0,20}")


@public
@require_safe
def colours(request, sha12: str):
    """The five colours of a scheme as variables; it never changes, so browsers keep it."""
    found = Scheme.objects.filter(sha256__startswith=sha12).first()
    if found is None:
        raise Http404(sha12)
    answer = HttpResponse(stylesheet(found.document["colour_bands"]), content_type="text/css; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


def stylesheet(bands: list[dict]) -> str:
    """Variables and one selector for each band; anything that is no colour is left out."""
    variables, rules = [], []
    for band in bands:
        code = band["code"]
        if CODE.fullmatch(code) and HEX.fullmatch(band["screen_hex"]) and HEX.fullmatch(band["text_hex"]):
            variables.append(f"--c-{code}: {band['screen_hex']}; --c-{code}-on: {band['text_hex']};")
            rules.append(f"[data-colour={code}] {{ --fill: var(--c-{code}); --on: var(--c-{code}-on); }}")
    return "\n".join([":root {", *variables, "}", *rules, ""])


@requires()
@require_safe
def listing(request):
    """All schemes, newest version first."""
    rows = Scheme.objects.all()
    return page_or_sheet(request, "scoring/dashboards/schemes.html", {"schemes": rows}, lambda: ledger.schemes(rows))


@requires()
@require_safe
def one(request, code: str, version: int):
    """One scheme as a readable page."""
    found = Scheme.objects.filter(code=code, version=version).first()
    if found is None:
        raise Http404(code)
    document = found.document
    rules = Rules(document)
    context = {
        "scheme": found, "document": readable(document), "title_row": document["scheme"], "articles": articles(document),
        "bands": _bands(rules), "caps": _caps(rules), "scheme_hash": found.sha256[:12],
    }
    return render(request, "scoring/dashboards/scheme.html", context)


def articles(document: dict) -> list[dict]:
    """Index by index its indicators with their rule in words, exceptions by type, and basis."""
    types = {row["code"]: named(row) for row in document["branch_types"]}
    laws = {row["id"]: row["name_zh"] for row in document.get("basis_regulations", ())}
    return [
        {"index": index, "rows": [_clause(body, types, laws) for body in index["indicators"]]}
        for index in document["indices"]
    ]


def _clause(body: dict, types: dict[str, str], laws: dict[str, str]) -> dict:
    specials = [
        {"type": types[code], "rule": rule_text(held, None, held["rule"])}
        for code in body.get("type_overrides") or {} if code in types
        for held in [effective(body, code)]
    ]
    seasons = body["scored_in_quarters"]
    return {
        "body": body, "rule": rule_text(body, None, body["rule"]), "specials": specials,
        "types": [types[code] for code in body["applies_to_branch_types"]],
        "seasons": seasons if len(seasons) < 4 else [], "basis": [laws[key.split()[0]] for key in body.get("basis", ())
                                                                   if key.split()[0] in laws],
    }


def readable(document: dict) -> dict:
    """The document with what each bonus and penalty is worth in figures."""
    return document | {
        key: document[key] | {"items_list": [item | {"worth": _worth(item)} for item in document[key]["items"]]}
        for key in ("bonus", "penalties")
    }


def _worth(item: dict) -> str:
    if "levels" in item:
        return " / ".join(plain(points) for points in item["levels"].values())
    if "range" in item:
        return "\u2013".join(plain(bound) for bound in item["range"])
    return plain(item["each"])


def _bands(rules: Rules) -> list[dict]:
    actions = {row["colour"]: row.get("action_zh", "") for row in rules.scheme.get("actions_by_colour", ())}
    return [band | {"action": actions.get(band["code"], "")} for band in rules.spans()]


def _caps(rules: Rules) -> list[dict]:
    found = []
    for cap in rules.scheme["colour_caps"]:
        values = {"colour": named(rules.band[cap["cap"]])}
        if cap["when"] == "base_total_below":
            text = _("Base below %(below)s: at best %(colour)s.") % {**values, "below": plain(cap["below"])}
        elif cap["when"] == "any_index_ratio_below":
            text = _("Any index of full weight below %(below)s: at best %(colour)s.") % {**values, "below": rate(cap["below"])}
        else:
            text = _("A rectification notice overdue: at best %(colour)s.") % values
        found.append({"code": cap["code"], "text": text})
    return found
