"""Schemes taken in, compared and locked."""

import json
from copy import deepcopy
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from indexmetrics.schemes.difference import differences
from indexmetrics.schemes.models import Scheme
from indexmetrics.schemes.sheets import to_xlsx
from tests import make
from tests.confirming import confirmed

pytestmark = pytest.mark.django_db
KEY = {"_version": "", "_key": "key-1"}


def changed() -> dict:
    """The default scheme with a higher version and a few changes."""
    document = deepcopy(make.document())
    document["scheme"]["version"] = 2
    document["bonus"]["total_cap"] = 8
    del document["bonus"]["items"][5]
    return document


def as_json(document: dict) -> SimpleUploadedFile:
    text = json.dumps(document, ensure_ascii=False, default=float)
    return SimpleUploadedFile("scheme.json", text.encode())


def send(client, file):
    return client.post("/schemes/upload/", {"file": file, **KEY})


@pytest.mark.parametrize("who", ["secretary", "reviewer", "committee", "viewer", "nobody"])
@pytest.mark.parametrize("address", [
    "/schemes/upload/", "/schemes/pbqi-default/1/changes/", "/schemes/pbqi-default/1/file.json"])
def test_pages_ask_a_right(sign_in, request, who, address):
    assert sign_in(request.getfixturevalue(who)).get(address).status_code == 403


@pytest.mark.parametrize("address", ["/schemes/none/1/changes/", "/schemes/none/1/file.json"])
def test_unknown_is_missing(sign_in, admin, address):
    assert sign_in(admin).get(address).status_code == 404


@pytest.mark.parametrize("form", ["json", "xlsx"])
def test_new_version_is_a_draft_with_its_changes(sign_in, admin, form):
    document = changed()
    file = as_json(document) if form == "json" else SimpleUploadedFile("scheme.xlsx", to_xlsx(document))
    client = confirmed(sign_in(admin))

    answer = send(client, file)
    page = client.get(answer["Location"])

    made = Scheme.objects.get(version=2)
    assert made.state == "draft" and len(page.context["changes"]) == 3
    assert "A6" in page.content.decode()


def test_taken_out_and_brought_back_is_the_same(sign_in, admin):
    client = confirmed(sign_in(admin))
    code = Scheme.objects.get().code
    for form in ("json", "xlsx"):
        content = client.get(f"/schemes/{code}/1/file.{form}").content
        client.post("/schemes/upload/", {"file": SimpleUploadedFile(f"s.{form}", content), "_key": form})

    assert Scheme.objects.count() == 1


def test_every_problem_is_listed(sign_in, admin):
    document = changed()
    document["indices"][0]["weight"] = -1
    document["colour_bands"][0]["order"] = "first"

    answer = send(confirmed(sign_in(admin)), as_json(document))

    assert answer.status_code == 422 and len(answer.context["problems"]) > 1
    assert not Scheme.objects.filter(version=2).exists()


@pytest.mark.parametrize(("name", "content"), [
    ("scheme.json", b"{"), ("scheme.json", b"\xff\xfe"), ("scheme.json", b"[1]"), ("scheme.json", b"[" * 100_000),
    ("scheme.xlsx", b"PK"), ("scheme.pdf", b"%PDF"), ("scheme.json", b""),
])
def test_other_files_are_refused(sign_in, admin, name, content):
    answer = send(confirmed(sign_in(admin)), SimpleUploadedFile(name, content))

    assert answer.status_code == 422 and Scheme.objects.count() == 1


def test_lock_once(sign_in, admin):
    client = confirmed(sign_in(admin))
    address = send(client, as_json(changed()))["Location"]

    assert client.post(address, {**KEY, "_key": "b"}).status_code == 422
    client.post(address, {"confirmed": "on", "_key": "c"})
    assert Scheme.objects.get(version=2).state == "locked"
    assert client.post(address, {"confirmed": "on", "_key": "d"}).status_code == 409


def test_lock_asks_the_password(sign_in, admin):
    client = confirmed(sign_in(admin))
    address = send(client, as_json(changed()))["Location"]
    session = client.session
    del session["password_at"]
    session.save()

    assert client.post(address, {"confirmed": "on", "_key": "c"}).status_code == 403
    assert Scheme.objects.get(version=2).state == "draft"


def test_differences_name_the_row():
    old = {"indices": [{"code": "L", "name_zh": "忠诚", "weight": Decimal("25")}], "bonus": {"total_cap": 10}}
    new = {"indices": [{"code": "L", "name_zh": "忠诚", "weight": Decimal("20")}, {"code": "N", "name_zh": "新"}],
           "bonus": {"total_cap": 10}}

    found = differences(old, new)

    assert [(one.old, one.new) for one in found] == [("25", "20"), ("", "N 新")]
    assert found[0].place[1] == "L 忠诚" and found[1].is_added
    assert differences(new, new) == []
