"""A trial of rules as a work of its own: its result is plain data, shown in the site's frame like any page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.basics.progress import counted
from branches.tasks.kinds import PAGE, Kind
from branches.tasks.task import Task
from indexmetrics.schemes.models import Scheme
from indexmetrics.schemes.naming import named
from scoring.boards.figures import Rules
from scoring.replays.queries import editions_beside, under
from scoring.replays.words import told

TOLD = "told.json"


def scheme_of(code: str, version: int) -> Scheme:
    """The rules to be tried, or 404."""
    scheme = Scheme.objects.filter(code=code, version=version).first()
    if scheme is None:
        raise Http404(code)
    return scheme


def quarters_told(scheme: Scheme) -> list[dict]:
    """What these rules would have made of each of the last published quarters, as plain data."""
    rules, editions = Rules(scheme.document), list(editions_beside(scheme))
    return [told(under(scheme, edition), rules) for edition in counted(editions, _("scoring the published quarters"), len(editions))]


def page(request: HttpRequest, scheme: Scheme, quarters: list[dict]) -> HttpResponse:
    """The trial as it is read."""
    return render(request, "scoring/replays/replay.html", {
        "scheme": scheme, "title_row": scheme.document["scheme"], "scheme_hash": scheme.sha256[:12], "quarters": quarters})


def _title(order: dict) -> str:
    scheme = Scheme.objects.filter(code=order["code"], version=order["version"]).first()
    name = named(scheme.document["scheme"]) if scheme else order["code"]
    return _("Trial of the rules: %(name)s, version %(version)s") % {"name": name, "version": order["version"]}


def _work(user: User, task: Task) -> dict:
    order = task.arguments
    task.write(TOLD, {"quarters": quarters_told(scheme_of(order["code"], order["version"]))})
    return {}


def _answer(request: HttpRequest, task: Task) -> HttpResponse:
    order = task.arguments
    return page(request, scheme_of(order["code"], order["version"]), task.read(TOLD)["quarters"])


def _again(order: dict) -> str:
    return reverse("schemes-replay", args=[order["code"], order["version"]])


REPLAY = Kind(title=_title, work=_work, answer=_answer, again=_again, outcome=PAGE)
