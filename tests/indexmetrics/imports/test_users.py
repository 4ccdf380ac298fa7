"""Accounts and posts as a table."""

from datetime import date

import pytest

from branches.access.models import Assignment, User
from branches.access.roles import Role
from branches.org.models import Branch
from indexmetrics.imports.registry import KINDS
from tests import make
from tests.indexmetrics.imports import sheets

pytestmark = pytest.mark.django_db
HEAD = ("用户名", "姓名", "职务", "支部代码", "起始日", "最后一日")


@pytest.fixture
def client(client, admin, secretary, reviewer):
    client.force_login(admin)
    return client


def test_template_taken_back_unchanged_changes_nothing(client):
    upload = sheets.send(client, "users", sheets.template(client, "users"))

    assert upload.problems == [] and upload.plan == []


def test_new_people_get_passwords_that_are_shown_once(client, own_branch):
    upload = sheets.send(client, "users", sheets.table(
        HEAD, ("li.hua", "李华", "支部书记", "pcs-2", date(2026, 6, 1), None), ("wang", "王一", "领导", None, None, None)))
    assert upload.problems == []
    answer = sheets.take_over(client, upload)
    first = client.get(answer["Location"])

    username, name, password = first.context["secrets"][0]
    made = User.objects.get(username=username)
    assert (name, made.own_branches) == ("李华", [own_branch]) and made.check_password(password) and made.must_change_password
    assert password in first.content.decode() and password not in client.get(answer["Location"]).content.decode()
    upload.refresh_from_db()
    assert password not in upload.undo_text + upload.plan_text


def test_hand_over_in_one_file(client, own_branch):
    make.user("li.hua")
    upload = sheets.send(client, "users", sheets.table(
        HEAD, ("secretary", None, "branch_secretary", "pcs-2", None, "2026-06-01"),
        ("li.hua", None, "branch_secretary", "pcs-2", "2026-06-02", None)))
    sheets.take_over(client, upload)

    assert User.objects.get(username="secretary").own_branches == []
    assert User.objects.get(username="li.hua").own_branches == [own_branch]


def test_undo_takes_people_and_posts_back(client):
    before = list(Assignment.objects.order_by("pk").values()), list(User.objects.order_by("pk").values_list("username", "name"))
    upload = sheets.send(client, "users", sheets.table(
        HEAD, ("li.hua", "李华", "领导", None, None, None), ("secretary", "新名", "branch_secretary", "pcs-2", None, "2026-06-02")))
    sheets.take_over(client, upload)
    assert User.objects.filter(username="li.hua").exists()
    assert sheets.take_back(client, upload).status_code == 302

    assert (list(Assignment.objects.order_by("pk").values()), list(User.objects.order_by("pk").values_list("username", "name"))) == before


@pytest.mark.parametrize(("row", "cell"), [
    (("李 华", "李华", "领导", None, None, None), "A2"), (("li", None, "领导", None, None, None), "B2"),
    (("li", "李", "皇帝", None, None, None), "C2"), (("li", "李", "支部书记", "none", None, None), "D2"),
    (("li", "李", "支部书记", None, None, None), "D2"), (("li", "李", None, None, "2026-06-01", None), "C2"),
    (("secretary", None, "支部书记", "pcs-2", "2026-06-01", None), "E2"), (("li", "李", "领导", None, "2026-06-01", "2026-05-01"), "F2"),
    (("admin", None, "领导", None, None, None), "C2"), (("reviewer", None, "系统管理员", None, None, None), "C2"),
])
def test_wrong_rows_are_named(client, row, cell):
    """The last two are refused by the acts themselves: nobody raises himself, no judge keeps accounts."""
    before = User.objects.count(), Assignment.objects.count()
    upload = sheets.send(client, "users", sheets.table(HEAD, row))

    assert cell in [one["cell"] for one in upload.problems]
    assert (User.objects.count(), Assignment.objects.count()) == before


def test_secretary_imports_nobody(client, sign_in, secretary):
    assert sign_in(secretary).get("/imports/users/").status_code == 404
    assert Role.ADMIN not in secretary.roles


def test_a_template_of_more_people_than_a_question_may_name(client):
    """SQLite takes a thousand alternatives in one question."""
    count = 1100
    branches = Branch.objects.bulk_create(
        Branch(code=f"b{number}", name=f"支部{number}", short_name=f"支部{number}", founded_on=date(2020, 1, 1)) for number in range(count))
    people = User.objects.bulk_create(User(username=f"u{number}", name="某人", password="!") for number in range(count))
    Assignment.objects.bulk_create(
        Assignment(user=user, role=Role.SECRETARY, branch=branch, since=date(2020, 1, 1))
        for user, branch in zip(people, branches, strict=True))

    rows = list(KINDS["users"].current(""))

    assert len(rows) > count and {row["branch"] for row in rows} >= {branch.code for branch in branches}
