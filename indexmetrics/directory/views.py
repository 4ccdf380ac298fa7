"""Pages of the branch register: the directory, one branch, every change of it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from branches.access.decorators import requires
from branches.access.looked import shows_people
from branches.access.permissions import Permission
from branches.access.seen import held, require_seen
from branches.access.writing import write_once
from branches.basics import clock
from branches.basics.refusals import OutOfStep, Refused
from branches.ledgers.pages import page_or_sheet
from branches.ledgers.paper import listed
from branches.org import actions
from branches.org.models import Branch
from indexmetrics.directory import forms, ledger, queries, vocabulary

READ = requires(Permission.ORG_EDIT, Permission.EVIDENCE_READ_ALL)
EDIT = requires(Permission.ORG_EDIT)
PAGES = ["GET", "HEAD", "POST"]


@READ
@require_safe
@shows_people
@listed(lambda: _("Branch register"))
def directory(request):
    """The branches of today, by words and type; the closed ones below."""
    words, chosen = request.GET.get("q", "").strip(), request.GET.get("type", "")
    rows = queries.directory(words=words, type_code=chosen)
    return page_or_sheet(request, "indexmetrics/directory/branches.html", {
        "rows": rows, "closed": queries.closed(),
        "types": vocabulary.types(), "type_names": dict(vocabulary.types()),
        "attribute_names": dict(vocabulary.attributes()), "words": words, "chosen": chosen,
    }, lambda: ledger.register(rows, words, chosen))


@READ
@require_safe
@shows_people
def show(request, code: str):
    """One branch: what it is, what it was, seats, term, secretaries."""
    file = queries.file_of(queries.branch_named(code))
    return render(request, "indexmetrics/directory/branch.html", {
        "file": file, "branch": file.branch, "type_names": dict(vocabulary.types()),
        "attribute_names": dict(vocabulary.attributes()), "today": clock.today(),
    })


@EDIT
@require_http_methods(PAGES)
@write_once
def found(request):
    """Found a branch."""
    form = forms.FoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        branch = actions.found(by=request.user, **form.cleaned_data)
        messages.success(request, _("The branch is in the register."))
        return redirect("branches-show", branch.code)
    return _form(request, form, _("Found a branch"), None)


@EDIT
@require_http_methods(PAGES)
@write_once
def rename(request, code: str):
    """Give a branch other names."""
    branch = _living(code)
    form = forms.NamesForm(request.POST or None, initial={"name": branch.name, "short_name": branch.short_name})
    return _edit(request, form, _("Rename"), branch, lambda data: actions.change(branch=branch, by=request.user, **data))


@EDIT
@require_http_methods(PAGES)
@write_once
def change(request, code: str):
    """Change type, attributes, members or groups from a day on."""
    branch = _living(code)
    now = queries.profile_on(branch, clock.today())
    initial = {name: getattr(now, name) for name in ("type_code", "attributes", "members", "groups")} if now else {}
    form = forms.ChangeForm(branch, request.POST or None, initial=initial)
    return _edit(
        request, form, _("Change from a day on"), branch,
        lambda data: actions.change(branch=branch, by=request.user, **data))


@EDIT
@require_http_methods(PAGES)
@write_once
@shows_people
def seat(request, code: str):
    """Fill a seat of the committee."""
    branch = _living(code)
    form = forms.SeatForm(request.POST or None, initial={"kind": request.GET.get("kind", "")})
    return _edit(
        request, form, _("Fill a seat"), branch, lambda data: actions.seat(branch=branch, by=request.user, **data))


@EDIT
@require_http_methods(PAGES)
@write_once
@shows_people
def vacate(request, code: str, pk: int):
    """Empty a seat, or abolish it."""
    branch = _living(code)
    taken = queries.seat_of(branch, pk)
    form = forms.VacateForm(request.POST or None)
    return _edit(
        request, form, _("Empty the seat"), branch, lambda data: actions.vacate(seat=taken, by=request.user, **data))


@EDIT
@require_http_methods(PAGES)
@write_once
def term(request, code: str):
    """Record an election."""
    branch = _living(code)
    form = forms.TermForm(request.POST or None)
    return _edit(
        request, form, _("Record an election"), branch,
        lambda data: actions.start_term(branch=branch, by=request.user, **data))


@EDIT
@require_http_methods(PAGES)
@write_once
def close(request, code: str):
    """Close a branch, or merge it into another."""
    branch = _living(code)
    form = forms.CloseForm(branch, request.POST or None)
    return _edit(
        request, form, _("Close or merge"), branch,
        lambda data: actions.close(branch=branch, by=request.user, **data))


def _living(code: str) -> Branch:
    """A branch that can still be changed."""
    branch = queries.branch_named(code)
    if branch.closed_on is not None and branch.closed_on < clock.today():
        raise OutOfStep("branch", _("This branch is closed; its past does not change any more."))
    return branch


def _edit(request, form, heading: str, branch: Branch, act):
    """The form, or the branch's page after the act; refused when somebody changed the branch meanwhile."""
    if request.method == "POST":
        require_seen(request, queries.version_of(held(branch)), queries.standing(branch))
    if not form.is_valid():
        return _form(request, form, heading, branch)
    try:
        act(form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.code if refusal.code in form.fields else None, str(refusal))
        return _form(request, form, heading, branch)
    messages.success(request, _("Saved."))
    return redirect("branches-show", branch.code)


def _form(request, form, heading: str, branch: Branch | None):
    return render(request, "indexmetrics/directory/form.html", {
        "form": form, "heading": heading, "branch": branch,
        "version": queries.version_of(branch) if branch else None,
    }, status=422 if form.is_bound else 200)
