"""The import commands: all errors in lines, all or nothing."""

import pytest
from django.core.management import CommandError, call_command

from branches.access.models import User
from branches.org.models import Branch
from indexmetrics.intake.models import RegisterEntry

pytestmark = pytest.mark.django_db


def run(capsys, name: str, file, *options) -> str:
    call_command(name, str(file), *options)
    return capsys.readouterr().out


@pytest.fixture
def written(tmp_path):
    """`written(text)` is a CSV file."""

    def write(text: str):
        file = tmp_path / "t.csv"
        file.write_text(text, encoding="utf-8")
        return file

    return write


BRANCHES = "code,name,short_name,type_code,members\nxcb,宣教科党支部,宣教科,office,9\nzak,治安大队党支部,治安大队,operational_unit,12\n"


def test_dry_run_shows_and_saves_nothing(capsys, written, second_quarter):
    out = run(capsys, "import_branches", written(BRANCHES), "--dry-run")

    assert "宣教科" in out and not Branch.objects.exists()


def test_branches_twice_are_there_once(capsys, written, second_quarter):
    file = written(BRANCHES)
    run(capsys, "import_branches", file)
    run(capsys, "import_branches", file)

    assert Branch.objects.count() == 2


def test_one_bad_row_and_nothing_is_saved(written, second_quarter):
    with pytest.raises(CommandError) as caught:
        call_command("import_branches", str(written(BRANCHES + "x,,,palace,viel\ny,,,,\n")))

    lines = str(caught.value).splitlines()
    assert any("E4" in line and "viel" in line for line in lines) and any("D4" in line and "palace" in line for line in lines)
    assert any("B5" in line for line in lines) and not Branch.objects.exists()


def test_users_get_passwords_once(capsys, written, own_branch):
    out = run(capsys, "import_users", written("username,name,role,branch\nli.hua,李华,branch_secretary,pcs-2\n"))

    password = next(line.split("\t")[1] for line in out.splitlines() if line.startswith("li.hua\t"))
    assert User.objects.get(username="li.hua").check_password(password)


def test_facts(capsys, written, own_branch):
    run(capsys, "import_facts", written("branch,month,indicator,part,key,value\npcs-2,2026-06,H2,,num,4.5\n"))

    assert str(RegisterEntry.objects.get().value) == "4.5000"


@pytest.mark.parametrize("name", ["import_branches", "import_users", "import_facts"])
def test_missing_file_is_one_line(name, db):
    with pytest.raises(CommandError):
        call_command(name, "/nowhere.xlsx")
