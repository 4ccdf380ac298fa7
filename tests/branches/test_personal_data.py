"""Only needed personal data: every text column is on this list with its purpose; none asks for more."""

import re

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from branches.org.actions import name_bureau
from tests import make
from tests.laws.project import APPS

TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)
# Columns that name a person or tell of one, each for its reason.
OF_PERSONS = {
    "User.username": "to sign in", "User.name": "who is responsible", "User.password": "a hash",
    "OldPassword.password": "a hash, so that it is not used again", "SecondFactor.sealed": "sealed",
    "RecoveryCode.hashed": "a hash", "SignIn.address": "to know one's own session again",
    "SignIn.device": "to know one's own session again", "SignIn.session_key": "to end it",
    "Seat.holder": "who is on the committee of a branch", "Event.by_name": "who did it",
    "Event.by_role": "as what", "Event.origin": "from where it was done", "Scratch.fields": "the writer's own unsaved text", "Scratch.place": "of which form",
    "Receipt.path": "the answer to a repeated form", "Receipt.location": "the answer to a repeated form",
    "Receipt.key": "the answer to a repeated form", "Guesses.slot": "a name and a source that guess, hashed",
    "Assignment.role": "which post",
}
OTHERS = {
    "Appeal", "Attachment", "Base", "Branch", "Brand", "Bureau", "Card", "ChainHead", "Chapter", "Decision", "Edition",
    "Event", "Holiday", "JointActivity", "Notice", "Partner", "Profile", "Quarter", "Record", "RegisterEntry", "Reminder",
    "Reopening", "Ruling", "Run", "Scheme", "Seat", "StageStep", "Standing", "Submission", "Tag", "Term", "Upload",
    "Verdict", "WallToken",
}  # their texts speak of branches, rules and acts
MORE_THAN_NEEDED = re.compile(
    r"phone|mobile|telephone|identity|id_?card|id_?number|birth|gender|sex|ethnic|nation|religio|health|home_address|"
    r"e_?mail|wechat|salary|bank|marri|family|photo|finger(?!print)|face", re.IGNORECASE)
PHONE, IDENTITY = re.compile(r"1[3-9]\d{9}"), re.compile(r"\d{17}[\dXx]")


def _columns():
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            yield from ((model.__name__, column) for column in model._meta.concrete_fields)


@pytest.mark.pure
def test_every_text_column_has_its_purpose():
    found = {(model, column.name) for model, column in _columns() if isinstance(column, TEXTS)}
    listed = {tuple(name.split(".")) for name in OF_PERSONS}

    assert listed <= found, "the list names what is not there"
    assert {f"{model}.{name}" for model, name in found - listed if model not in OTHERS} == set(), (
        "say in this list what the column is for, or leave it out")


@pytest.mark.pure
def test_no_column_asks_for_more_than_is_needed():
    assert [f"{model}.{column.name}" for model, column in _columns() if MORE_THAN_NEEDED.search(column.name)] == []


def test_the_notice_is_open_to_everybody(db, client):
    name_bureau(name="青石县公安局", by=None)
    told = client.get(reverse("privacy"))
    page = told.content.decode()

    assert told.status_code == 200 and "青石县公安局政治处" in page
    assert [head for head in ("保存什么", "用途", "谁能看到", "保存多久", "向谁咨询") if f"<h2>{head}</h2>" not in page] == []
    assert not PHONE.search(page) and not IDENTITY.search(page)
    client.cookies["language"] = "en"
    english = client.get(reverse("privacy")).content.decode()
    assert "Whom to ask" in english and "保存多久" not in english
    assert reverse("privacy") in client.get(reverse("login")).content.decode().split("door-note")[1].split("</p>")[0]
    client.force_login(make.user("reviewer"))
    assert reverse("privacy") in client.get(reverse("account")).content.decode().split("page-foot")[1]
