"""The trail of acts as a list with filters, and as a file for a log platform."""

from contextlib import ExitStack
from tempfile import SpooledTemporaryFile

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from branches.access.decorators import requires
from branches.access.looked import shows_people
from branches.access.permissions import Permission
from branches.access.recent import recent_password, recent_password_for_sheet
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.audit.queries import head_digest
from branches.basics.refusals import Refused
from branches.ledgers.pages import page_or_sheet
from branches.ledgers.paper import listed, paper
from branches.trail import actions
from branches.trail.forms import ExportForm
from branches.trail.ledger import trail
from branches.trail.platform import events_of
from branches.trail.wording import described
from branches.trail.writing import TYPES, Form

PER_PAGE = 50
MANY = 4000
IN_MEMORY = 4 * 1024 * 1024  # larger files wait on the disk
AREAS = tuple(dict.fromkeys(kind.value.split(".")[0] for kind in EventKind))


def _are_many(events: QuerySet[Event]) -> bool:
    """More than a page may write while its reader waits."""
    return events[:MANY].count() == MANY


def _is_long_export(request) -> bool:
    form = ExportForm(request.POST)
    return form.is_valid() and _are_many(events_of(form.cleaned_data["since"], form.cleaned_data["until"]))


def _narrowed(request) -> tuple[dict[str, str], QuerySet[Event]]:
    """What is asked for, and the events that fit."""
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("kind", "by", "branch", "period", "q")}
    events = Event.objects.order_by("-number")
    if asked["kind"] in AREAS:
        events = events.filter(kind__startswith=asked["kind"] + ".")
    elif asked["kind"] in EventKind.values:
        events = events.filter(kind=asked["kind"])
    for name, field in (("by", "by_name"), ("branch", "branch_code"), ("period", "period_code")):
        if asked[name]:
            events = events.filter(**{field: asked[name]})
    if asked["q"]:
        events = events.filter(Q(reason__icontains=asked["q"]) | Q(subject_id=asked["q"]))
    return asked, events


@requires(Permission.AUDIT_READ)
@recent_password_for_sheet
@require_safe
@shows_people
@listed(lambda: _("Audit trail"), when=lambda request: _are_many(_narrowed(request)[1]))
def show(request):
    """Newest first; by kind, person, branch and text of the reason."""
    asked, events = _narrowed(request)
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    given = {name: value for name, value in asked.items() if value}
    return page_or_sheet(request, "branches/trail/events.html", {
        "page": page, "events": [described(event) for event in page], "asked": asked, "kinds": EventKind.choices, "head": head_digest(),
        "export": ExportForm.of_this_month(), "query": urlencode(given) + "&" if given else "",
    }, lambda: trail(events, asked))


@requires(Permission.AUDIT_READ)
@require_POST
@recent_password
@paper(lambda: _("Trail for a log platform"), when=_is_long_export, back=lambda: reverse("audit"))
def export(request):
    """The events of a period in the columns of a log platform; that they were taken out is one more event."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        raise Refused("export", form.faults)
    asked, kind = form.cleaned_data, Form(form.cleaned_data["form"])
    with ExitStack() as held:
        made = held.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY))
        actions.export(since=asked["since"], until=asked["until"], form=kind, out=made, by=request.user)
        held.pop_all()  # from here on the answer closes it
    made.seek(0)
    name = f"audit-{asked['since']:%Y%m%d}-{asked['until']:%Y%m%d}.{kind}"
    answer = FileResponse(made, as_attachment=True, filename=name, content_type=TYPES[kind])
    answer["Cache-Control"] = "private, no-store"
    return answer
