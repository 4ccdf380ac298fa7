"""The rules as pages: the list, one scheme to read, and its colours as a style sheet."""

import re

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches.access.decorators import public, requires
from indexmetrics.schemes.models import Scheme
from scoring.boards.figures import Rules

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
    return render(request, "scoring/dashboards/schemes.html", {"schemes": Scheme.objects.all()})


@requires()
@require_safe
def one(request, code: str, version: int):
    """One scheme as a readable page."""
    found = Scheme.objects.filter(code=code, version=version).first()
    if found is None:
        raise Http404(code)
    context = {
        "scheme": found, "document": found.document, "rules": Rules(found.document),
        "scheme_hash": found.sha256[:12], "title_row": found.document["scheme"],
    }
    return render(request, "scoring/dashboards/scheme.html", context)
