"""A test sends as a browser does: a form carries its one-time key and the version of what stands, unless the test says otherwise."""

import re
from functools import wraps
from uuid import uuid4

from django.test import Client
from django.urls import Resolver404, resolve


def with_hidden_fields() -> None:
    """`client.post(path, {…})` carries `_key` and `_version`; what the test gives stays, and None sends none at all."""
    post = Client.post

    @wraps(post)
    def as_a_form(self, path, data=None, *args, **kwargs):
        if data is None or isinstance(data, dict):
            given = data or {}
            hidden = {"_key": uuid4().hex} | ({} if "_version" in given else _version(self, path))
            data = {name: value for name, value in {**hidden, **given}.items() if name != "_key" or value is not None}
        return post(self, path, data, *args, **kwargs)

    Client.post = as_a_form


def _version(client: Client, path: str) -> dict[str, int | str]:
    """The version that a page made just now would carry; none for a form that makes something new."""
    try:
        match = resolve(path.partition("?")[0])
    except Resolver404:
        return {}
    if match.url_name == "register":  # of a whole grid, as its keeper sees it
        told = re.search(r'name="_version" value="(\d+)"', client.get(path).content.decode())
        return {"_version": told[1]} if told else {}
    found = _thing(match.url_name or "", match.kwargs)
    return {} if found is None else {"_version": found}


def _thing(route: str, named: dict) -> int | None:
    from branches.access import people
    from branches.access.models import User
    from branches.access.seen import version_of
    from branches.brands.models import Brand
    from branches.brands.queries import KINDS
    from branches.org.models import Branch
    from indexmetrics.directory.queries import version_of as version_of_branch
    from indexmetrics.evidence.models import Record
    from indexmetrics.evidence.models_requests import Reopening
    from indexmetrics.intake.models import RegisterEntry
    from indexmetrics.periods.models import Holiday, Quarter
    from scoring.appeals.models import Appeal
    from scoring.boards.models import WallToken
    from scoring.rectify.models import Notice
    from scoring.verdicts.models import Verdict

    def of(model, tell=version_of, **where):
        row = model.objects.filter(**where).first()
        return None if row is None else tell(row)

    rows = {"verdict": Verdict, "appeal-answer": Appeal, "register-withdraw": RegisterEntry}
    if route in rows:
        return of(rows[route], pk=named["pk"])
    if route.startswith("walls-") and named:
        return of(WallToken, pk=named["number"])
    if route in ("brands-confirm", "brands-withdraw"):
        return of(KINDS[named["kind"]], pk=named["pk"]) if named["kind"] in KINDS else None
    if route in ("brands-change", "brands-stage"):
        return of(Brand, code=named["code"])
    if route.startswith("people-") and named:
        return of(User, people.version_of, username=named["username"])
    if route.startswith("branches-") and named:
        return of(Branch, version_of_branch, code=named["code"])
    if route == "periods-move":
        return of(Quarter, code=named["quarter"])
    if route.startswith("periods-calendar"):
        return version_of(*Holiday.objects.order_by("day"))
    if route.startswith("rectification-") and named:
        return of(Notice, lambda row: row.version, number=named["number"])
    if route == "review-reopening":
        return of(Reopening, lambda row: row.record.version, pk=named["pk"])
    if route.startswith(("review-", "evidence-")) and "pk" in named:
        return of(Record, lambda row: row.version, pk=named["pk"])
    return None
