"""Operations of the API: the list of editions, one edition, one branch of it."""

from functools import wraps
from typing import Annotated

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils.http import parse_etags
from ninja import NinjaAPI, Path, Query
from ninja.security import SessionAuth

from branches.access.allow import allows
from branches.access.permissions import Permission
from branches.basics.refusals import Forbidden
from scoring.api import documents
from scoring.api.problems import signed_in, speak_plainly
from scoring.api.schemas import BranchDocument, EditionDocument, EditionList, Index, Problem
from scoring.boards.queries import board_for, fingerprint, sight_of

api = NinjaAPI(
    title="Wusetu", version="1.0.0", urls_namespace="api-v1", docs_url=None, docs_decorator=signed_in,
    auth=SessionAuth(csrf=False),
    description="Published editions of the five-colour board, read only, by the same rules of sight as the pages.",
)
speak_plainly(api)

REFUSALS = {401: Problem, 403: Problem}
WITH_QUARTER = {**REFUSALS, 304: None, 404: Problem, 422: Problem}
QuarterCode = Annotated[str, Path(pattern=r"^[0-9]{4}Q[1-4]$", examples=["2026Q2"])]
BranchCode = Annotated[str, Path(pattern=r"^[-a-zA-Z0-9_]{1,40}$", examples=["pcs-2"])]
EditionNumber = Annotated[int | None, Query(ge=1, le=99999, description="an earlier edition; the newest without it")]


def reader(operation):
    """Only for whoever may read the board."""

    @wraps(operation)
    def guarded(request, *args, **kwargs):
        answer = allows(request.user, Permission.BOARD_READ)
        if not answer:
            raise Forbidden("role", answer.reason)
        return operation(request, *args, **kwargs)

    return guarded


@api.get("/", response={200: Index, **REFUSALS}, url_name="api-root", operation_id="index")
@reader
def index(request: HttpRequest):
    """The addresses of the API."""
    return {"editions": reverse("api-v1:editions"), "openapi": reverse("api-v1:openapi-json")}


@api.get("/editions/", response={200: EditionList, 304: None, **REFUSALS}, url_name="editions", operation_id="editions")
@reader
def editions(request: HttpRequest, response: HttpResponse):
    """All published quarters with the edition in force, newest first."""
    found = documents.edition_list()
    seals = [f"{row['seal']}.{row['edition']}" for row in found["editions"]]
    return _fresh(request, response, f'"{fingerprint("editions", *seals)}"', lambda: found)


@api.get("/editions/{quarter}/", response={200: EditionDocument, **WITH_QUARTER}, url_name="edition",
         operation_id="edition")
@reader
def edition(request: HttpRequest, response: HttpResponse, quarter: QuarterCode, edition: EditionNumber = None):
    """One edition with a row for each branch."""
    board, sight = board_for(quarter, edition), sight_of(request.user)
    tag = documents.tag_of(board, sight, request.user)
    return _fresh(request, response, tag, lambda: documents.edition_document(board, sight))


@api.get("/editions/{quarter}/{branch}/", response={200: BranchDocument, **WITH_QUARTER}, url_name="edition-branch",
         operation_id="edition_branch")
@reader
def edition_branch(
    request: HttpRequest, response: HttpResponse, quarter: QuarterCode, branch: BranchCode,
    edition: EditionNumber = None,
):
    """One branch of an edition: its row, and its trail where it is yours to see."""
    board, sight = board_for(quarter, edition), sight_of(request.user)
    tag = documents.tag_of(board, sight, request.user, branch)
    return _fresh(request, response, tag, lambda: documents.branch_document(board, branch, sight))


def _fresh(request: HttpRequest, response: HttpResponse, tag: str, make):
    """The document with its tag, or 304 when the caller has it already."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    found = None if tag in known or "*" in known else make()
    answer = response if found is not None else HttpResponseNotModified()
    answer["ETag"], answer["Cache-Control"], answer["Vary"] = tag, "private, no-cache", "Cookie"
    return found if found is not None else answer
