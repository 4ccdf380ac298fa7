"""One-time passwords of imported accounts: hashed before the transaction, in which nobody else could write."""

import threading

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.management import call_command
from django.db import OperationalError, connection

from branches.access import onetime
from branches.access.models import User
from branches.basics.progress import heard_by
from branches.org.models import Bureau
from branches.tasks import process
from branches.tasks.task import Task
from config.sqlite import base
from indexmetrics.imports.views import MANY
from tests.indexmetrics.imports import sheets
from tests.indexmetrics.imports.test_users import HEAD


@pytest.fixture
def hashed(monkeypatch):
    """The outcome of each hash: could somebody else write meanwhile?"""
    outcomes, real = [], MD5PasswordHasher.encode
    monkeypatch.setattr(base, "PATIENCE", 0.2)

    def others_write() -> None:
        try:
            Bureau.objects.create(name="another writer")
            outcomes.append("written")
        except OperationalError:
            outcomes.append("waited")
        finally:
            connection.close()

    def encode(self, password, salt):
        other = threading.Thread(target=others_write)
        other.start()
        other.join()
        return real(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    return outcomes


@pytest.fixture
def client(sign_in, admin):
    return sign_in(admin)


def people(count: int) -> bytes:
    return sheets.table(HEAD, *((f"person.{n}", f"某{n}", "领导", None, None, None) for n in range(count)))


@pytest.mark.django_db(transaction=True)
def test_no_password_is_hashed_while_an_import_keeps_others_waiting(client, hashed):
    upload = sheets.send(client, "users", people(5))
    assert hashed == [], "the accounts of a preview are thrown away"
    answer = sheets.take_over(client, upload)
    assert hashed == ["written"] * 5

    secrets = client.get(answer["Location"]).context["secrets"]
    assert [name for name, _person, _password in secrets] == [f"person.{n}" for n in range(5)]
    assert len({password for _name, _person, password in secrets}) == 5
    assert all(User.objects.get(username=name).check_password(password) for name, _person, password in secrets)
    del hashed[:]
    assert sheets.take_over(client, upload)["Location"] == answer["Location"] and hashed == [], "the same form again"


@pytest.mark.django_db(transaction=True)
def test_nor_by_the_command(tmp_path, second_quarter, hashed, capsys):
    file = tmp_path / "t.csv"
    file.write_text("username,name,role\nli.hua,李华,viewer\nwang,王一,viewer\n", encoding="utf-8")
    call_command("import_users", str(file), "--dry-run")
    assert hashed == [] and not User.objects.exists()
    call_command("import_users", str(file))
    assert hashed == ["written"] * 2

    password = next(line.split("\t")[1] for line in capsys.readouterr().out.splitlines() if line.startswith("wang\t"))
    assert User.objects.get(username="wang").check_password(password)


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize(("count", "is_apart"), [(MANY, False), (MANY + 1, True)])
def test_many_new_accounts_are_made_by_a_process_of_its_own(client, settings, tmp_path, monkeypatch, count, is_apart):
    begun, told = [], []
    settings.TASKS, settings.SLOTS = tmp_path / "tasks", tmp_path / "slots"
    monkeypatch.setattr(Task, "say", lambda task, *step: told.append(step))
    monkeypatch.setattr(process, "begin", lambda task, held: (begun.append(task), process.carry_out(task)))
    upload = sheets.send(client, "users", people(count))
    assert begun == []
    answer = sheets.take_over(client, upload)

    assert len(begun) == is_apart and answer["Location"] == f"/imports/{upload.pk}/"
    assert len(client.get(answer["Location"]).context["secrets"]) == count
    making = [(done, total) for words, done, total in told if words == "生成一次性密码"]
    assert making == ([(done, count) for done in range(count)] if is_apart else [])


@pytest.mark.pure
def test_each_is_its_own_and_says_nothing_of_itself():
    told = []
    with heard_by(lambda *step: told.append(step)):
        one, other = onetime.made_many(2)

    assert [step[1:] for step in told] == [(0, 2), (1, 2)]
    assert one.password != other.password and len(one.password) >= 16 and one.hashed != other.hashed
    assert one.password not in repr(one) and one.hashed not in repr(one)
