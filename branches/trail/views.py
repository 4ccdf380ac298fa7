"""The trail of acts as a list with filters."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.audit.queries import head_digest
from branches.ledgers.pages import page_or_sheet
from branches.trail.ledger import trail
from branches.trail.wording import described

PER_PAGE = 50
AREAS = tuple(dict.fromkeys(kind.value.split(".")[0] for kind in EventKind))


@requires(Permission.AUDIT_READ)
@require_safe
def show(request):
    """Newest first; by kind, person, branch and text of the reason."""
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
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    given = {name: value for name, value in asked.items() if value}
    return page_or_sheet(request, "branches/trail/events.html", {
        "page": page, "events": [described(event) for event in page], "asked": asked, "kinds": EventKind.choices, "head": head_digest(),
        "query": urlencode(given) + "&" if given else "",
    }, lambda: trail(events, asked))
