"""create_user and load_demo: passwords, repeats, mistakes."""

import io

import pytest
from django.core.management import CommandError, call_command

from branches.access.models import User
from branches.org.actions import name_bureau
from branches.org.models import Branch
from scoring.boards.models import Edition
from scoring.demo import names
from tests import make

pytestmark = pytest.mark.django_db
PASSWORD = "harbour-lamp-4711"


@pytest.fixture
def typed(monkeypatch):
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


def said(*call) -> str:
    out = io.StringIO()
    call_command(*call, stdout=out)
    return out.getvalue()


def test_password_from_stdin(typed):
    typed(PASSWORD + "\n")
    text = said("create_user", "zhang", "--role", "reviewer", "--name", "张（演示）")

    user = User.objects.get(username="zhang")
    assert user.check_password(PASSWORD) and not user.must_change_password
    assert user.roles == {"reviewer"}
    assert PASSWORD not in text


def test_random_password_is_shown_once(typed):
    typed("")
    make.branch("pcs-9")
    text = said("create_user", "li", "--role", "branch_secretary", "--branch", "pcs-9")

    user = User.objects.get(username="li")
    assert user.must_change_password and user.check_password(text.strip().replace("：", " ").split()[-1])
    assert [branch.code for branch in user.own_branches] == ["pcs-9"]


@pytest.mark.parametrize(("password", "call"), [
    ("short", ("create_user", "a", "--role", "reviewer")),
    ("1234567890123", ("create_user", "a", "--role", "reviewer")),
    (PASSWORD, ("create_user", "a", "--role", "branch_secretary")),
    (PASSWORD, ("create_user", "a", "--role", "branch_secretary", "--branch", "none")),
    (PASSWORD, ("create_user", "a", "--role", "emperor")),
    (PASSWORD, ("create_user", "taken", "--role", "reviewer")),
])
def test_mistakes_leave_no_account(typed, password, call):
    make.user("taken")
    typed(password + "\n")
    with pytest.raises(CommandError):
        call_command(*call)
    assert not User.objects.filter(username="a").exists()


def test_demo_twice_is_once(monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    call = ("load_demo", "--branches", str(names.SMALLEST), "--quarters", "2", "--today", "2026-05-20")
    first = said(*call)
    counts = (Branch.objects.count(), Edition.objects.count(), User.objects.count())
    said(*call)

    assert counts == (Branch.objects.count(), Edition.objects.count(), User.objects.count())
    assert "secretary2" in first and PASSWORD not in first
    assert User.objects.get(username="committee").check_password(PASSWORD)


def test_random_demo_password_is_printed_once(monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    first = said("load_demo", "--branches", str(names.SMALLEST), "--quarters", "1", "--today", "2026-05-20")

    password = first.strip().splitlines()[-1].split("：")[-1].split(": ")[-1].strip()
    assert User.objects.get(username="secretary").check_password(password)


@pytest.mark.parametrize("options", [
    ("--branches", "3"), ("--quarters", "0"), ("--quarters", "13"), ("--today", "20th of May"),
])
def test_impossible_demonstrations_are_refused(options):
    with pytest.raises(CommandError):
        call_command("load_demo", *options)
    assert not Branch.objects.exists()


def test_no_demonstration_beside_real_data():
    name_bureau(name="某县公安局", by=None)
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert not Branch.objects.exists()
