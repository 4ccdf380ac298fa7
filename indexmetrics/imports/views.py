"""Pages of imports: what can be imported, the template, the preview, taking over, taking back."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.access.decorators import requires
from branches.access.looked import shows_people
from branches.access.permissions import Permission as P
from branches.access.recent import recent_password
from branches.access.writing import write_once
from branches.ledgers.pages import page_or_sheet
from branches.ledgers.paper import paper
from branches.tasks.apart import apart
from indexmetrics.imports import actions, ledger, queries
from indexmetrics.imports.forms import UploadForm
from indexmetrics.imports.marking import marked
from indexmetrics.imports.models import Upload
from indexmetrics.imports.registry import KINDS, kinds_for
from indexmetrics.imports.template import workbook_of

USE = requires(P.ORG_EDIT, P.USER_MANAGE, P.REGISTER_ENTER, P.DISCIPLINE_ENTER, P.PANEL_MARK, P.EVIDENCE_RECORD)
PAGES = ["GET", "HEAD", "POST"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ON_A_PAGE = 100
SECRETS = "import_passwords"
MANY = 40  # new accounts; hashing their passwords takes seconds


def _named(kind: str) -> str:
    return _(KINDS[kind].title) if kind in KINDS else kind


@USE
@require_safe
def imports(request):
    """What this person may import, and what was imported lately."""
    rows = [(kind, kind.scopes(request.user)) for kind in kinds_for(request.user)]
    lately = [(row, KINDS[row.kind].heading(row.scope)) for row in queries.recent(request.user)]
    return page_or_sheet(
        request, "indexmetrics/imports/imports.html", {"rows": rows, "lately": lately}, lambda: ledger.lately(lately))


@USE
@require_safe
@paper(lambda kind: _("Import template: %(kind)s") % {"kind": _named(kind)})
def template(request, kind: str):
    """The template with the present values."""
    scope = request.GET.get("for", "")
    found = queries.kind_for(request.user, kind, scope)
    answer = HttpResponse(workbook_of(found, scope), content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, f"{found.heading(scope)}.xlsx")
    return answer


def _checked(form: QueryDict, kind: str) -> str:
    return _("Check an import file: %(kind)s") % {"kind": _named(kind)}


@USE
@require_http_methods(PAGES)
@apart(_checked)
@write_once
def upload(request, kind: str):
    """Send a file; nothing is changed, the preview follows."""
    scope = request.GET.get("for", "")
    found = queries.kind_for(request.user, kind, scope)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        shown = actions.show(kind=found, scope=scope, name=file.name, content=file.read(), by=request.user)
        return redirect("import-preview", shown.pk)
    return render(request, "indexmetrics/imports/upload.html", {
        "form": form, "kind": found, "scope": scope, "heading": found.heading(scope),
    }, status=422 if form.is_bound else 200)


@USE
@never_cache
@require_safe
@shows_people
def preview(request, pk: int):
    """What the file changes, cell by cell; or what is wrong with it."""
    found = queries.upload_for(request.user, pk)
    page = Paginator(found.plan, ON_A_PAGE).get_page(request.GET.get("page"))
    secrets = request.session.pop(SECRETS, None) if found.state == Upload.State.APPLIED else None
    return render(request, "indexmetrics/imports/preview.html", {
        "upload": found, "page": page, "before": queries.applied_before(found), "heading": KINDS[found.kind].heading(found.scope),
        "cells": sum(len(row["cells"]) for row in found.plan), "new": sum(row["is_new"] for row in found.plan),
        "secrets": secrets[1] if secrets and secrets[0] == found.pk else (),
        "again": reverse("import-upload", args=[found.kind]) + (f"?for={found.scope}" if found.scope else ""),
    }, status=422 if found.problems and found.state == Upload.State.SHOWN else 200)


def _preview(pk: int) -> str:
    return reverse("import-preview", args=[pk])


def _is_long(request, pk: int) -> bool:
    found = queries.upload_for(request.user, pk)
    return len(KINDS[found.kind].slow(found.plan)) > MANY


def made_ready(view: Callable) -> Callable:
    """Make what is slow above `write_once`, whose transaction would keep every other writer of an SQLite waiting meanwhile."""

    @wraps(view)
    def first(request, pk: int):
        found = queries.upload_for(request.user, pk)
        kind, is_open = KINDS[found.kind], found.state == Upload.State.SHOWN
        request.ready = kind.make_ready(kind.slow(found.plan)) if is_open else {}
        return view(request, pk)

    return first


@USE
@require_POST
@recent_password
@apart(lambda form, pk: _("Take an import over"), back=_preview, when=_is_long)
@made_ready
@write_once
def apply(request, pk: int):
    """Take the file over as it was shown."""
    found = queries.upload_for(request.user, pk)
    secrets = actions.apply(upload=found, by=request.user, ready=request.ready)
    if secrets:
        request.session[SECRETS] = [found.pk, secrets]
    messages.success(request, _("Taken over."))
    return redirect("import-preview", found.pk)


@USE
@require_POST
@recent_password
@apart(lambda form, pk: _("Take an import back"), back=_preview)
@write_once
def undo(request, pk: int):
    """Take an import back."""
    found = queries.upload_for(request.user, pk)
    actions.undo(upload=found, by=request.user)
    messages.success(request, _("Everything is as it was before."))
    return redirect("import-preview", found.pk)


@USE
@require_safe
@paper(lambda pk: _("Import file with its problems marked"))
def problems(request, pk: int):
    """The same workbook with its bad cells marked."""
    found = queries.upload_for(request.user, pk)
    answer = HttpResponse(marked(found), content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, f"{found.name.rpartition('.')[0]}-!.xlsx")
    return answer
