"""Pages of one event: record it, change it, give it up, take it back, send it again."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from branches.access.seen import seen_version
from branches.access.writing import write_once
from branches.basics import clock
from branches.basics.refusals import Refused, Stale
from indexmetrics.evidence import actions, queries, rights, scratch, states
from indexmetrics.evidence.describing import described
from indexmetrics.evidence.forms import EventForm
from indexmetrics.evidence.models import Record
from indexmetrics.evidence.views_branch import RECORD, around, month_address, page_for
from indexmetrics.evidence.words import kind_name

PAGES = ["GET", "HEAD", "POST"]
EVERYBODY = ("party_day", "study", "members_meeting", "org_life_meeting", "party_lecture")


@RECORD
@require_http_methods(PAGES)
@write_once
def new_event(request, month: str):
    """The form of a new event; `?kind=` chooses what is asked, `?for=` tags an indicator."""
    page = page_for(request, month)
    outline = page.quarter.scheme.outline
    kind = request.GET.get("kind") or request.POST.get("kind") or page.first_kind
    if kind not in outline.event_kinds:
        raise Http404(kind)
    form = EventForm(outline, kind, month, request.POST or kept_data(request), initial=_first(request, page, kind))
    if request.method == "POST":
        answer = _save(request, form, page, None)
        if answer:
            return answer
    return _shown(request, page, form, None)


@RECORD
@require_http_methods(PAGES)
@write_once
def edit(request, pk: int):
    """Change a draft, or mend what came back; of a returned record only the named fields are open."""
    record = _own(request, pk)
    verb = "mend" if record.state == states.RETURNED else "amend"
    if record.is_figure:
        return redirect(f"{_home(request, record)}#row-{record.indicator}")
    page = _page_of(request, record)
    if request.method != "POST" and record.state not in (states.DRAFT, states.RETURNED):
        return _read_only(request, page, record)
    only = record.return_fields if record.state == states.RETURNED else []
    kept = kept_data(request) if not only else None
    form = EventForm(page.quarter.scheme.outline, record.kind, record.month, request.POST or kept,
                     record=record, only=only)
    if request.method == "POST":
        rights.require(request.user, verb, record)
        answer = _save(request, form, page, record)
        if answer:
            return answer
    return _shown(request, page, form, record)


@RECORD
@require_POST
@write_once
def withdraw(request, pk: int):
    """Take a submitted record back while nobody has opened it."""
    record = _own(request, pk)
    actions.withdraw(record=record, by=request.user, version=seen_version(request, record.content()))
    messages.success(request, _("Taken back; it is a draft again."))
    return redirect(reverse("evidence-edit", args=[record.pk]))


@RECORD
@require_http_methods(PAGES)
@write_once
def discard(request, pk: int):
    """Give a draft up, after a question."""
    record = _own(request, pk)
    home = _home(request, record)
    if request.method != "POST":
        return render(request, "indexmetrics/evidence/discard.html", {
            "record": record, "name": _name(record), "back": home})
    actions.discard(record=record, by=request.user, version=seen_version(request, record.content()))
    messages.success(request, _("The draft is gone."))
    return redirect(home)


@RECORD
@require_POST
def keep(request):
    """Keep the text of an unsaved form on the server; answers with the time."""
    place = request.POST.get("_place", "")
    if not place.startswith("/evidence/"):
        raise Refused("place", _("This form cannot be kept."))
    row = scratch.keep(user=request.user, place=place, fields=dict(request.POST.lists()))
    return JsonResponse({"at": clock.local(row.at).strftime("%H:%M:%S")})


@RECORD
@require_POST
def forget(request):
    """Drop the kept text and open the form as it was saved."""
    place = request.POST.get("_place", "")
    scratch.forget(user=request.user, place=place)
    return redirect(place if place.startswith("/evidence/") else "evidence")


def _save(request, form: EventForm, page, record: Record | None):
    """The redirect after saving, or None (form with errors), or the 409 page with both texts."""
    if not form.is_valid():
        return None
    files = request.FILES.getlist("files")
    found = form.findings([file.name for file in files])
    if found and not request.POST.get("confirmed"):
        return _shown(request, page, form, record, findings=found, status=422)
    try:
        with transaction.atomic():
            saved = _write(request, form, page, record, files)
    except Refused as refusal:
        form.refuse(refusal.code, refusal.message)
        form.twin = refusal.details if refusal.code == "twice" else None
        return _shown(request, page, form, record, status=refusal.status)
    except Stale as refusal:
        return _shown(request, page, form, queries.record_for(request.user, record.pk), stale=refusal, status=409)
    scratch.forget(user=request.user, place=request.get_full_path())
    messages.success(request, _done_words(saved))
    if "again" in request.POST:
        return redirect(reverse("evidence-event", args=[page.month]) + f"?kind={saved.kind}&branch={page.branch.code}")
    return redirect(f"{month_address(request, page)}#row-{form.own[0][0]}")


def _write(request, form: EventForm, page, record: Record | None, files) -> Record:
    cleaned = form.cleaned_data
    given = {"data": form.data_for_action(), "tags": cleaned.get("tags", []), "by": request.user,
             "day": cleaned.get("date"), "title": cleaned.get("title", ""), "apart": "apart" in request.POST}
    if record is None:
        record = actions.record_event(branch=page.branch, kind=form.kind, month=page.month, **given)
    else:
        record = actions.amend(record=record, version=seen_version(request, record.content()), **given)
    dropped = request.POST.getlist("remove")
    for attachment in record.files.filter(pk__in=[pk for pk in dropped if pk.isdigit()], removed_at=None):
        actions.detach(attachment=attachment, by=request.user)
        record.refresh_from_db(fields=["version"])
    for file in files:
        actions.attach(record=record, name=file.name, chunks=file.chunks(), by=request.user)
    if "send" in request.POST:
        record = actions.submit(record=Record.objects.get(pk=record.pk), by=request.user)
    return record


def _shown(request, page, form: EventForm, record: Record | None, *, findings=(), stale=None, status: int = 0):
    policy = form.outline.document["evidence_policy"]
    kept = _scratch(request)
    invalid = request.method == "POST" and not form.is_valid()
    return render(request, "indexmetrics/evidence/event.html", {
        "page": page, "form": form, "record": record, "findings": findings, "stale": stale,
        "theirs": _theirs(form, record) if stale else (), "policy": policy, "kept": kept,
        "files": [file for file in record.files.all() if file.removed_at is None] if record else [],
        "accepts": ",".join(f".{suffix}" for suffix in policy["allowed"]), "place": request.get_full_path(),
        "kind_name": dict(page.kinds).get(form.kind, form.kind), **around(request, page),
    }, status=status or (422 if invalid else 200))


def _read_only(request, page, record: Record):
    """A record that cannot be changed now: all it says, what was decided, the way back."""
    return render(request, "indexmetrics/evidence/record.html", {
        "page": page, "record": record, "name": _name(record), "open": states.SUBMITTED,
        "facts": described(page.quarter.scheme.outline, record),
        "files": [file for file in record.files.all() if file.removed_at is None],
        "reopenings": record.reopenings.select_related("decided_by"), "may_ask": queries.may_ask(request.user, record),
        "may_withdraw": record.opened_at is None and rights.can(request.user, "withdraw", record), **around(request, page),
    })


def _theirs(form: EventForm, record: Record) -> list[tuple[str, str, str]]:
    """(field, what is saved now, what you typed) wherever the two differ."""
    saved = EventForm(form.outline, form.kind, str(form.month), record=record)
    rows = []
    for name, field in form.fields.items():
        now, mine = saved.initial.get(name), form.cleaned_data.get(name)
        if (now or "") != (mine or ""):
            rows.append((field.label, now if now is not None else "", mine if mine is not None else ""))
    return rows


def _own(request, pk: int) -> Record:
    """A record of one's own branch; any other is missing."""
    record = queries.record_for(request.user, pk)
    if not any(branch.pk == record.branch_id for branch in request.user.own_branches):
        raise Http404(pk)
    return record


def _page_of(request, record: Record):
    request.GET = request.GET.copy()
    request.GET["branch"] = record.branch.code
    return page_for(request, record.month)


def _home(request, record: Record) -> str:
    address = reverse("evidence-month", args=[record.month])
    return f"{address}?branch={record.branch.code}" if len(request.user.own_branches) > 1 else address


def kept_data(request):
    """What was typed here before and not saved, as if it had been sent."""
    kept = _scratch(request)
    if kept is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in kept.fields.items():
        data.setlist(name, values)
    return data


def _scratch(request):
    """The kept text of this form, looked up once a request."""
    if request.method == "POST":
        return None
    if not hasattr(request, "kept_text"):
        request.kept_text = scratch.kept_for(request.user, request.get_full_path())
    return request.kept_text


def _first(request, page, kind: str) -> dict:
    """What a new form starts with: today, the indicator it was opened for, how many were due last time."""
    today, tag = clock.today(), request.GET.get("for", "")
    first: dict = {"date": today} if f"{today:%Y-%m}" == page.month else {}
    if "due" in page.quarter.scheme.outline.event_kinds[kind]["fields"]:
        before = max((one for one in page.history if one.kind == kind), key=lambda one: (one.date, one.pk), default=None)
        first["due"] = before.data.get("due") if before else (page.members if kind in EVERYBODY else None)
    return first | ({"tags": [tag]} if tag else {})


def _name(record: Record) -> str:
    return record.title or kind_name(record.quarter.scheme.outline, record)


def _done_words(record: Record) -> str:
    if record.state == states.SUBMITTED:
        return _("Sent again; it waits for the reviewer.")
    return _("Saved. It counts for %(codes)s.") % {
        "codes": ", ".join(tag.indicator for tag in record.tags.all())}

