"""Door, homes, rules, matrix, audit, gallery: each answers its reader and nobody else."""

import re
from datetime import date

import pytest
from django.contrib.auth.hashers import check_password
from django.test import RequestFactory, override_settings

from branches.access.models import User
from branches.access.roles import Role
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.brands import actions as brands
from config import gallery
from tests import make, make_edition

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-enough-word"
INLINE = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", re.IGNORECASE)


@pytest.fixture
def person(db):
    """A leader with a password."""
    made = make.user("person", role=Role.VIEWER)
    made.set_password(PASSWORD)
    made.save()
    return made


def sign_in(client, name="person", word=PASSWORD, **more):
    return client.post("/login/", {"username": name, "password": word, **more})


def test_the_door_opens_to_where_one_wanted_to_go(client, person):
    answer = sign_in(client, next="/schemes/")
    assert (answer.status_code, answer["Location"]) == (302, "/schemes/")
    assert Event.objects.filter(kind="access.login", by_name="person").count() == 1


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_door_leads_nowhere_else(client, person, target):
    assert sign_in(client, next=target)["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_sound_the_same(client, person):
    wrong, unknown = sign_in(client, word="no").content.decode(), sign_in(client, name="nobody").content.decode()
    for page in (wrong, unknown):
        assert "用户名或密码不对" in page


def test_guessing_is_closed_after_five_tries(client, person):
    for _ in range(5):
        assert sign_in(client, word="no").status_code == 200
    answer = sign_in(client)
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0
    assert "尝试次数过多" in answer.content.decode()


def test_leaving_is_a_post_and_clears_the_browser(client, person):
    sign_in(client)
    assert client.get("/logout/").status_code == 405
    answer = client.post("/logout/")
    assert answer["Location"] == "/login/" and "storage" in answer["Clear-Site-Data"]
    assert client.get("/").status_code == 302


def test_a_password_is_changed_once_the_old_one_is_known(client, person):
    sign_in(client)
    new = {"old": PASSWORD, "new": "Another-long-walk-7", "again": "Another-long-walk-7"}
    assert "现密码不对" in client.post("/password/", new | {"old": "x"}).content.decode()
    assert client.post("/password/", new | {"again": "other"}).status_code == 200
    assert client.post("/password/", new)["Location"] == "/account/"
    assert check_password("Another-long-walk-7", User.objects.get(username="person").password)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECRETARY])
def test_every_role_has_a_home(client, role):
    make_edition.bureau(6)
    make_edition.published("2026Q1")
    client.force_login(make.user(role=role))
    page = client.get("/")
    assert page.status_code == 200
    assert not INLINE.search(page.content.decode())


def test_a_secretary_finds_his_months_and_his_result(client):
    branches = make_edition.bureau(6)
    make_edition.published("2026Q1")
    make.quarter("2026Q2")
    client.force_login(make.user(role=Role.SECRETARY, at=branches[2]))
    with make.at("2026-05-20"):
        page = client.get("/").content.decode()
    assert "/evidence/2026-05/" in page and "/board/2026Q1/z003/" in page and "还有" in page
    assert "需要过问" not in page


def test_the_rules_are_readable_to_the_last_indicator(client, person):
    scheme = make.scheme()
    client.force_login(person)
    page = client.get(f"/schemes/{scheme.code}/{scheme.version}/").content.decode()
    for index in scheme.document["indices"]:
        for row in index["indicators"]:
            assert row["name_zh"] in page
    assert client.get("/schemes/").status_code == 200
    assert client.get("/schemes/NONE/9/").status_code == 404


def test_the_matrix_shows_picture_and_list_with_the_same_facts(client, person):
    branches = make_edition.bureau(3)
    core = brands.register(code="core", name="渔都红警", by=None)
    bee = brands.register(code="bee", name="蜜蜂警队", branch=branches[1], parent=core, stage="named", by=None)
    cell = brands.register(code="cell", name="红细胞警营", branch=branches[0], parent=core, stage="model", by=None)
    brands.add_base(brand=bee, name="示范基地", level="city", named_on=date(2021, 5, 1), by=None)
    brands.add_activity(brand=bee, other=cell, title="联合活动一次", held_on=date(2026, 5, 1), by=None)
    client.force_login(person)
    page = client.get("/brands/").content.decode()
    assert page.count("蜜蜂警队") >= 3 and page.count('href="/brands/bee/"') == 2 and page.count('id="brand-') == 2
    assert "联合活动一次" in page and 'class="edge"' in page


def test_only_auditors_read_the_trail_of_acts(client, person):
    client.force_login(person)
    assert client.get("/audit/").status_code == 403
    client.force_login(make.user(role=Role.ADMIN))
    page = client.get("/audit/?kind=access.appointed")
    assert page.status_code == 200 and "<tbody>" in page.content.decode()
    assert client.get("/audit/?by=nobody-at-all").content.decode().count("没有符合条件的记录") == 1


def test_every_component_renders_in_the_gallery(client):
    answer = gallery.show(RequestFactory().get("/_gallery/"))
    page = answer.content.decode()
    for part in ("band", "state", "notice is-warning", "bar is-low", "pager", "empty", "stat", "breadcrumbs", "_key"):
        assert part in page
    assert not INLINE.search(page)


@pytest.mark.parametrize("address", ["/login/", "/help/", "/schemes/", "/brands/", "/board/", "/nowhere/"])
def test_pages_carry_no_inline_style_or_script(client, person, address):
    client.force_login(person)
    assert not INLINE.search(client.get(address).content.decode())


@override_settings(DEBUG=False)
def test_what_is_missing_has_a_page_in_chinese(client, person):
    client.force_login(person)
    answer = client.get("/nowhere/")
    assert answer.status_code == 404 and "五色图和首页随时可用" in answer.content.decode()


def test_an_act_is_told_in_words(client):
    auditor = make.user("auditor", role=Role.ADMIN)
    client.force_login(auditor)
    record(EventKind.PERIOD_MOVED, by=auditor, subject=auditor, before={"state": "open", "seal": "ab" * 32},
           after={"state": "frozen", "seal": "ab" * 32, "role": "reviewer", "demo": True})
    page = client.get("/audit/?kind=period.moved").text
    assert "<del>open</del>" in page and "frozen" in page
    assert "系统管理员" in page and "政治处审核员" in page
    assert "{&#x27;" not in page and "ab" * 32 not in page.split("<tbody>")[1]
