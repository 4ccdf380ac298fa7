"""The pages that enter, change, confirm and withdraw in the red matrix."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.access.reach import reach
from branches.access.seen import held, require_seen, version_of
from branches.access.writing import write_once
from branches.basics.refusals import Forbidden, Refused
from branches.brands import actions, forms, queries, rights
from branches.brands.models import Brand
from branches.org.models import Branch

ENTER = requires(Permission.BRAND_EDIT, Permission.EVIDENCE_RECORD)
EDIT = requires(Permission.BRAND_EDIT)
PAGES = ["GET", "HEAD", "POST"]
HEADINGS = {
    "plan": gettext_lazy("Plan of a year"), "result": gettext_lazy("Result of a year"),
    "activity": gettext_lazy("Joint activity"), "base": gettext_lazy("Demonstration base"),
}


@ENTER
@require_http_methods(PAGES)
@write_once
def new(request):
    """Register a brand; a branch's own waits for the political office."""
    whole = rights.may_edit(request.user, None)
    form = forms.BrandForm(_branches(request.user), request.POST or None, whole=whole)
    return _answer(request, form, _("Register a brand"), lambda data: actions.register(by=request.user, **data))


def _branches(user):
    """The branches whose brand this visitor may enter."""
    ids, own = reach(user, Permission.BRAND_EDIT), {branch.pk for branch in user.own_branches}
    found = Branch.objects.filter(closed_on=None)
    return found.exclude(pk__in=own) if ids is None else found.filter(pk__in=ids | own)


@ENTER
@require_http_methods(PAGES)
@write_once
def change(request, code: str):
    """Other words for a brand."""
    brand = _own(request, code)
    _must(rights.may_change(request.user, brand))
    _seen(request, brand)
    initial = {name: getattr(brand, name) for name in ("name", "parent", "meaning", "story")}
    form = forms.WordsForm(request.POST or None, initial=initial, brand=brand)
    return _answer(request, form, _("Change the words"), lambda data: actions.change(
        brand=brand, by=request.user, **data), brand=brand, seen=brand)


@EDIT
@require_http_methods(PAGES)
@write_once
def stage(request, code: str):
    """The next stage of a brand."""
    brand = _own(request, code)
    _seen(request, brand)
    form = forms.StageForm(request.POST or None, initial={"stage": brand.stage})
    return _answer(request, form, _("Move to another stage"), lambda data: actions.advance(
        brand=brand, by=request.user, **data), brand=brand, seen=brand)


@ENTER
@require_http_methods(PAGES)
@write_once
def enter(request, code: str, kind: str):
    """A plan, a result, a joint activity or a base of a brand."""
    if kind not in HEADINGS:
        raise Http404(kind)
    brand, by = _own(request, code), request.user
    _must(kind != "base" or rights.may_edit(by, brand.branch))
    if kind == "base":
        form, act = forms.BaseForm(request.POST or None), actions.add_base
    elif kind == "activity":
        form, act = forms.ActivityForm(request.POST or None, brand=brand), actions.add_activity
    else:
        form, act = forms.ChapterForm(request.POST or None), actions.add_chapter
    extra = {"kind": kind} if act is actions.add_chapter else {}
    return _answer(request, form, HEADINGS[kind], lambda data: act(brand=brand, by=by, **extra, **data), brand=brand)


@EDIT
@require_http_methods(PAGES)
@write_once
def partner(request):
    """Register a partner."""
    _must(rights.may_edit(request.user, None))
    form = forms.PartnerForm(request.POST or None)
    return _answer(request, form, _("Register a partner"), lambda data: actions.add_partner(by=request.user, **data))


@EDIT
@require_POST
@write_once
def confirm(request, kind: str, pk: int):
    """Confirm what a branch entered."""
    entry = queries.entry_for(request.user, kind, pk)
    _seen(request, entry)
    entry = actions.confirm(entry=entry, by=request.user)
    messages.success(request, _("Confirmed; it is in the matrix now."))
    return _back(entry)


@ENTER
@require_http_methods(PAGES)
@write_once
def withdraw(request, kind: str, pk: int):
    """Take an entry out, with a reason."""
    entry = queries.entry_for(request.user, kind, pk)
    _seen(request, entry)
    form = forms.ReasonForm(request.POST or None)
    heading = _("Withdraw “%(name)s”") % {"name": entry}
    return _answer(
        request, form, heading, lambda data: actions.withdraw(entry=entry, by=request.user, **data),
        brand=None if isinstance(entry, Brand) else getattr(entry, "brand", None), seen=entry,
        done=_("Withdrawn; it stays in the trail."))


def _own(request, code: str) -> Brand:
    """A brand this visitor may enter something for, or 404."""
    brand = queries.brand_for(request.user, code)
    if not rights.may_enter(request.user, brand.branch):
        raise Http404(code)
    return brand


def _seen(request, entry) -> None:
    """A form that is sent must have been made from the entry as it is now."""
    if request.method == "POST":
        now = held(entry)
        told = {_("Name"): str(now)}
        if isinstance(now, Brand):
            told |= {_("Stage"): now.get_stage_display(), _("Meaning"): now.meaning, _("Story"): now.story}
        require_seen(request, version_of(now), told)


def _must(granted: bool) -> None:
    """Refuse before a form is shown that could not be saved."""
    if not granted:
        raise Forbidden("role", _("Your post does not include this."))


def _answer(request, form, heading: str, act, *, brand: Brand | None = None, seen=None, done: str = ""):
    """The form, or the act and the way back; a refusal stands beside its field and keeps what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            entry = act(form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.code if refusal.code in form.fields else None, str(refusal))
        else:
            waits = not done and entry.is_waiting
            messages.success(request, done or (_("Entered; it waits for the political office.") if waits else _("Saved.")))
            return _back(entry, brand)
    context = {"form": form, "heading": heading, "brand": brand, "version": version_of(seen) if seen else None}
    return render(request, "branches/brands/form.html", context, status=422 if request.method == "POST" else 200)


def _back(entry, brand: Brand | None = None):
    """To the brand's page, or to the matrix when the brand is gone."""
    found = brand or getattr(entry, "brand", entry)
    if isinstance(found, Brand) and found.withdrawn_at is None:
        return redirect("brands-show", found.code)
    return redirect("brands")
