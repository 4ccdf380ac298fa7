"""The API: what each role reads, tags, refusals, and that answers are what is declared."""

from datetime import date

import pytest

from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.basics import clock
from scoring.boards.actions import publish
from scoring.boards.models import Edition
from scoring.verdicts.actions import confirm, propose
from tests import make
from tests.scoring.api.shape import faults

pytestmark = pytest.mark.django_db
LIST, ONE = "/api/v1/editions/", "/api/v1/editions/2026Q2/"
SCHEMA = "/api/v1/openapi.json"


@pytest.fixture
def edition(own_branch, other_branch, secretary, neighbour, second_quarter):
    """2026Q2 with one accepted record, a bonus and a confirmed veto of the other branch, published."""
    make.record(own_branch, by=secretary, state="accepted")
    given = {"quarter": second_quarter, "document_number": "1号", "dated": date(2026, 5, 20), "by": None}
    propose(branch=own_branch, kind="bonus", code="A1", level="city", matter="市级先进", **given)
    veto = propose(branch=other_branch, kind="veto", code="Z6", matter="某起责任事故", **given)
    confirm(verdict=veto, by=None, reason="第14次")
    with clock.frozen("2026-07-24"):
        publish(quarter=second_quarter, by=None, meeting="第14次", reason="演示：月报未齐，局党委同意")
    return Edition.objects.get()


def operation(client, path: str, status: str) -> tuple[dict, dict]:
    """The declared schema of an answer, and the whole description."""
    whole = client.get(SCHEMA).json()
    answer = whole["paths"][path]["get"]["responses"][status]
    return answer["content"]["application/json"]["schema"], whole


def test_reviewer_reads_a_whole_edition(sign_in, reviewer, edition, own_branch, other_branch):
    found = sign_in(reviewer).get(ONE).json()

    assert (found["quarter"], found["edition"], found["seal"], found["meeting"]) == ("2026Q2", 1, edition.seal, "第14次")
    rows = {row["branch"]: row for row in found["branches"]}
    assert rows[own_branch.code]["bonus"] == "2.00"
    assert rows[other_branch.code]["indicator_points"] and "Z6" in rows[other_branch.code]["caps_held"]


def test_secretary_reads_sums_of_others_and_never_the_clause_of_a_veto(
    sign_in, secretary, edition, own_branch, other_branch,
):
    client = sign_in(secretary)
    answer = client.get(ONE)
    rows = {row["branch"]: row for row in answer.json()["branches"]}

    assert rows[own_branch.code]["indicator_points"]["B4"] is not None
    assert rows[other_branch.code]["indicator_points"] is None
    assert rows[other_branch.code]["total"] and "veto" in rows[other_branch.code]["caps_held"]
    theirs = client.get(f"{ONE}{other_branch.code}/")
    assert theirs.json()["trail"] is None
    for text in (answer.content.decode(), theirs.content.decode()):
        assert "Z6" not in text and "责任事故" not in text


def test_own_trail_has_facts_and_evidence(sign_in, secretary, edition, own_branch):
    trail = sign_in(secretary).get(f"{ONE}{own_branch.code}/").json()["trail"]
    record = next(copy for source, copy in trail["evidence"].items() if source.startswith("record:"))
    assert record["title"] == "重温入党誓词" and "data" in record
    assert any(fact["indicator"] == "B4" for fact in trail["facts"])


def test_leader_reads_titles_without_contents_and_files(sign_in, viewer, edition, own_branch):
    trail = sign_in(viewer).get(f"{ONE}{own_branch.code}/").json()["trail"]
    record = next(copy for source, copy in trail["evidence"].items() if source.startswith("record:"))
    assert record["title"] and not {"data", "files", "recorded_by", "hash"} & set(record)


def test_administrator_reads_sums_only(sign_in, admin, edition, own_branch):
    client = sign_in(admin)
    assert client.get(f"{ONE}{own_branch.code}/").json()["trail"] is None
    assert all(row["indicator_points"] is None for row in client.get(ONE).json()["branches"])


def test_list_names_the_edition_in_force(sign_in, viewer, edition):
    assert sign_in(viewer).get(LIST).json() == {"editions": [{
        "quarter": "2026Q2", "edition": 1, "meeting": "第14次", "seal": edition.seal, "address": ONE,
        "published_at": "2026-07-24T09:00:00+08:00",
    }]}


@pytest.mark.parametrize("tail", ["", "2026Q2/", "2026Q2/pcs-2/"])
def test_known_tag_is_answered_with_304(sign_in, reviewer, edition, tail):
    client = sign_in(reviewer)
    first = client.get(LIST + tail)
    again = client.get(LIST + tail, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert client.get(LIST + tail, headers={"If-None-Match": '"old"'}).status_code == 200
    assert first["Cache-Control"] == "private, no-cache" and "Cookie" in first["Vary"]


def test_tag_carries_the_seal_and_differs_by_who_looks(sign_in, reviewer, secretary, edition):
    theirs, mine = sign_in(reviewer).get(ONE)["ETag"], sign_in(secretary).get(ONE)["ETag"]
    assert theirs.startswith(f'"{edition.seal}.1.') and theirs != mine


@pytest.mark.parametrize(("address", "status"), [
    (ONE + "?edition=1", 200), (ONE + "?edition=2", 404), (ONE + "?edition=0", 422), (ONE + "?edition=x", 422),
    ("/api/v1/editions/2026Q9/", 422), ("/api/v1/editions/2031Q1/", 404), (ONE + "no-such/", 404),
    (ONE + "bad%20code/", 422),
])
def test_refusals_have_one_shape(sign_in, reviewer, edition, address, status):
    answer = sign_in(reviewer).get(address)
    assert answer.status_code == status
    if status != 200:
        assert set(answer.json()) == {"code", "message", "errors"}
        assert bool(answer.json()["errors"]) is (status == 422)


@pytest.mark.parametrize("address", ["/api/v1/", LIST, ONE, ONE + "pcs-2/", SCHEMA])
def test_nobody_and_wrong_posts(client, sign_in, nobody, edition, address):
    assert client.get(address).status_code == 401
    assert client.get(address).json()["code"] == "sign_in"
    expected = 200 if address == SCHEMA else 403
    assert sign_in(nobody).get(address).status_code == expected


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_only_reads(sign_in, reviewer, edition, method):
    assert getattr(sign_in(reviewer), method)(ONE).status_code == 405


def test_nothing_unpublished_is_read(sign_in, reviewer, own_branch):
    client = sign_in(reviewer)
    assert client.get(LIST).json() == {"editions": []}
    assert client.get(ONE).status_code == 404


@pytest.mark.parametrize(("path", "address", "status"), [
    ("/api/v1/", "/api/v1/", "200"),
    ("/api/v1/editions/", LIST, "200"),
    ("/api/v1/editions/{quarter}/", ONE, "200"),
    ("/api/v1/editions/{quarter}/{branch}/", ONE + "pcs-2/", "200"),
    ("/api/v1/editions/{quarter}/{branch}/", ONE + "pcs-3/", "200"),
    ("/api/v1/editions/{quarter}/", "/api/v1/editions/2031Q1/", "404"),
    ("/api/v1/editions/{quarter}/", ONE + "?edition=0", "422"),
])
@pytest.mark.parametrize("who", ["reviewer", "secretary", "viewer"])
def test_answers_are_what_is_declared(sign_in, request, edition, path, address, status, who):
    client = sign_in(request.getfixturevalue(who))
    schema, whole = operation(client, path, status)
    answer = client.get(address)

    assert str(answer.status_code) == status
    assert faults(answer.json(), schema, whole) == []


def test_every_operation_declares_its_refusals(sign_in, reviewer, second_quarter):
    whole = sign_in(reviewer).get(SCHEMA).json()
    for path, methods in whole["paths"].items():
        assert list(methods) == ["get"]
        wanted = {"200", "401", "403"} | ({"304", "404", "422"} if "{quarter}" in path else set())
        assert wanted <= set(methods["get"]["responses"]), path


def test_there_is_no_page_of_documentation(sign_in, reviewer, second_quarter):
    """Its scripts are inline and come from outside; the description itself is enough."""
    assert sign_in(reviewer).get("/api/v1/docs").status_code == 404


def test_the_schema_check_itself_sees_faults():
    schema = {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}
    assert faults({"a": 1}, schema, {}) == []
    assert faults({"a": "1"}, schema, {}) and faults({}, schema, {}) and faults({"a": True}, schema, {})
    assert faults({"a": 1, "b": 2}, {**schema, "additionalProperties": False}, {})


@pytest.mark.parametrize("tail", ["", "2026Q2/", "2026Q2/pcs-2/"])
def test_few_queries(sign_in, reviewer, edition, django_assert_max_num_queries, tail):
    client = sign_in(reviewer)
    client.get(LIST + tail)  # the first look of a day is noted
    with django_assert_max_num_queries(8):
        assert client.get(LIST + tail).status_code == 200


def test_who_takes_a_branch_out_is_noted_once_a_day(sign_in, reviewer, edition, own_branch):
    """The trail names who recorded and decided; sums of an edition name nobody."""
    client, path = sign_in(reviewer), f"{ONE}{own_branch.code}/"
    first = client.get(path)
    for _again in range(2):
        client.get(path)
    client.get(path, headers={"If-None-Match": first["ETag"]})
    for other in (LIST, ONE, SCHEMA, f"{ONE}no-such/"):
        client.get(other)

    assert "recorded_by" in first.text
    noted = Event.objects.filter(kind=EventKind.ACCESS_VIEWED).values_list("by_name", "subject_id")
    assert list(noted) == [(reviewer.username, path)]
