"""Environment variables are read strictly and refused with a hint."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env

BASE = Path("/srv/wusetu")


@pytest.mark.parametrize(
    ("text", "expected"), [("1", True), ("yes", True), ("OFF", False), ("", False)]
)
def test_switch_reads_yes_and_no(monkeypatch, text, expected):
    monkeypatch.setenv("DEBUG", text)

    assert env.env_bool("DEBUG") is expected


def test_switch_refuses_anything_else(monkeypatch):
    monkeypatch.setenv("DEBUG", "perhaps")

    with pytest.raises(ImproperlyConfigured, match="write DEBUG=1 or DEBUG=0"):
        env.env_bool("DEBUG")


@pytest.mark.parametrize("text", ["-1", "3.5", "many"])
def test_number_refuses_what_is_none(monkeypatch, text):
    monkeypatch.setenv("PORT", text)

    with pytest.raises(ImproperlyConfigured, match="write PORT=8000"):
        env.env_int("PORT", 8000, least=1)


def test_secret_comes_from_the_kept_file(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    kept = tmp_path / "secret_key"
    kept.write_text("k" * 60 + "\n")

    assert env.env_secret("SECRET_KEY", kept) == "k" * 60


def test_secret_refuses_a_short_one(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "short")

    with pytest.raises(ImproperlyConfigured, match="5 characters; 50"):
        env.env_secret("SECRET_KEY", tmp_path / "none")


def test_unknown_name_with_our_prefix_stops(monkeypatch):
    monkeypatch.setenv("WUSETU_SKIP_CHECKS", "1")

    with pytest.raises(ImproperlyConfigured, match="WUSETU_SKIP_CHECKS"):
        env.refuse_unknown()


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:///var/wusetu.sqlite3", BASE / "var/wusetu.sqlite3"),
        ("sqlite:////data/党建.sqlite3", Path("/data/党建.sqlite3")),
    ],
)
def test_sqlite_address_names_a_file(url, file):
    found = env.database(url, BASE)

    assert found["NAME"] == file
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_postgres_address_is_unquoted():
    found = env.database("postgres://w%40su:p%3Aw@db.local:5433/wusetu?sslmode=require", BASE)

    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("w@su", "p:w", "wusetu")
    assert (found["HOST"], found["PORT"]) == ("db.local", "5433")
    assert found["OPTIONS"]["sslmode"] == "require"


def test_postgres_address_may_name_a_socket_folder():
    found = env.database("postgresql://postgres:@/postgres?host=/tmp/pg", BASE)

    assert found["HOST"] == "/tmp/pg"
    assert "host" not in found["OPTIONS"]


@pytest.mark.parametrize("url", ["mysql://x/y", "wusetu.sqlite3", "postgres://host/"])
def test_other_addresses_are_refused(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        env.database(url, BASE)
