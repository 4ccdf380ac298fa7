"""Pages of the administrator on schemes: take in a file, read what it changes, lock it, take it out."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.access.recent import recent_password
from branches.access.writing import write_once
from branches.basics.refusals import OutOfStep, Refused
from indexmetrics.schemes import actions
from indexmetrics.schemes.difference import differences
from indexmetrics.schemes.document import canonical
from indexmetrics.schemes.forms import LockForm, UploadForm
from indexmetrics.schemes.models import Scheme
from indexmetrics.schemes.reading import document_of
from indexmetrics.schemes.sheets import to_xlsx

EDIT = requires(Permission.SCHEME_EDIT)
PAGES = ["GET", "HEAD", "POST"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@EDIT
@require_http_methods(PAGES)
@recent_password
@write_once
def upload(request):
    """Take in a scheme as a draft; every problem of it is listed."""
    form = UploadForm(request.POST or None, request.FILES or None)
    problems = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            scheme, is_new = actions.load(document=document_of(file.name, file.read()), by=request.user)
        except Refused as refusal:
            problems = str(refusal).split("\n")
        else:
            messages.success(request, _("The draft is taken in.") if is_new else _("This content is here already."))
            return redirect("schemes-changes", scheme.code, scheme.version)
    return render(request, "indexmetrics/schemes/upload.html", {
        "form": form, "problems": problems,
    }, status=422 if form.is_bound else 200)


@EDIT
@require_http_methods(PAGES)
@recent_password
@write_once
def changes(request, code: str, version: int):
    """What this version changes against the one before it; a draft can be locked here."""
    scheme = _scheme(code, version)
    before = Scheme.objects.filter(code=code, version__lt=version).order_by("-version").first()
    form = LockForm(request.POST or None)
    if request.method == "POST" and scheme.state != Scheme.State.DRAFT:
        raise OutOfStep("scheme", _("This scheme is no draft any more."))
    if request.method == "POST" and form.is_valid():
        actions.lock(scheme=scheme, by=request.user)
        messages.success(request, _("Version %(version)s is locked; a quarter can be opened under it.") % {
            "version": scheme.version})
        return redirect("schemes-changes", code, version)
    return render(request, "indexmetrics/schemes/changes.html", {
        "scheme": scheme, "before": before, "form": form, "is_draft": scheme.state == Scheme.State.DRAFT,
        "changes": differences(before.document, scheme.document) if before else [],
    }, status=422 if form.is_bound else 200)


@EDIT
@require_safe
def download(request, code: str, version: int, form: str):
    """The scheme as a file to edit: json or xlsx."""
    scheme = _scheme(code, version)
    if form not in ("json", "xlsx"):
        raise Http404(form)
    content = to_xlsx(scheme.document) if form == "xlsx" else canonical(scheme.document).encode()
    answer = HttpResponse(content, content_type=XLSX if form == "xlsx" else "application/json")
    answer["Content-Disposition"] = f'attachment; filename="{scheme.code}-v{scheme.version}.{form}"'
    return answer


def _scheme(code: str, version: int) -> Scheme:
    found = Scheme.objects.filter(code=code, version=version).first()
    if found is None:
        raise Http404(code)
    return found
