"""A form as a work of its own: the same view does the same act for the same person, in one transaction as ever."""

from django.contrib import messages
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils.translation import gettext as _

from branches.access.models import Receipt, User
from branches.access.writing import DONE
from branches.basics.refusals import Refused
from branches.tasks.calling import called
from branches.tasks.kinds import ACT, Kind
from branches.tasks.likeness import asked_at, form_of, likeness
from branches.tasks.task import Task

CARRIED = "carried.json"  # what the view put into the session; gone from here as soon as it is in the person's own
INCOMPLETE = "incomplete"


def receipt_of(person: int, path: str, key: str) -> Receipt | None:
    """The answer that was kept when the form was carried out."""
    return Receipt.objects.filter(user=person, key=key, path=path[:300]).exclude(location="").first()


def take_over(request: HttpRequest, task: Task) -> None:
    """What the act put into its session goes into the person's, once."""
    carried = task.read(CARRIED)
    if carried:
        request.session.update(carried)
        request.session.save()
        (task.folder / CARRIED).unlink(missing_ok=True)


def carries(task: Task) -> bool:
    """Is something of it still to be taken over?"""
    return (task.folder / CARRIED).exists()


def typed_in(task: Task) -> list[tuple[str, str]]:
    """What its person wrote into the form, by the labels it has there."""
    form, sent = resolve(task.arguments["path"]).func.apart.form, form_of(task.arguments)
    labels = {name: field.label for name, field in form.base_fields.items()} if form else {}
    return [(label, sent[name]) for name, label in labels.items() if sent.get(name)]


def _title(arguments: dict) -> str:
    match = resolve(arguments["path"])
    return match.func.apart.title(form_of(arguments), **match.kwargs)


def _work(person: User, task: Task) -> dict:
    """What the view did, and where it led to."""
    match = resolve(task.arguments["path"])
    with likeness(person, task) as request:
        response = called(match.func.apart.view, match, request)
        if response.status_code not in DONE:
            raise Refused(INCOMPLETE, _("The form was not filled in as it asks; nothing was done. Please look at it again."))
        carried = dict(request.session.items())
        said = [[message.level, str(message)] for message in get_messages(request)]
    if carried:
        task.write(CARRIED, carried)
    return {"location": response["Location"], "said": said}


def _answer(request: HttpRequest, task: Task) -> HttpResponseBase:
    """As the page would have answered itself."""
    end = task.end
    for level, words in end["said"]:
        messages.add_message(request, level, words)
    take_over(request, task)
    return HttpResponseRedirect(end["location"])


def _again(arguments: dict) -> str:
    return asked_at(arguments, resolve(arguments["path"]).func.apart.back)


def _found(person: int, arguments: dict) -> dict:
    """Whether it was carried out is not a question of what its process could still tell."""
    receipt = receipt_of(person, arguments["path"], form_of(arguments)["_key"])
    return {"location": receipt.location, "said": []} if receipt else {}


FORM = Kind(title=_title, work=_work, answer=_answer, again=_again, outcome=ACT, found=_found)
