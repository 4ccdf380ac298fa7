"""What is sent is cleaned once for all forms, and the sender is told; large forms; ways back stay local."""

import pytest
from django.test import Client

from branches.access.actions import create_user
from branches.access.models import User
from indexmetrics.evidence.models import Record
from tests.indexmetrics.test_evidence_files import FORM, NEW

pytestmark = pytest.mark.django_db
BENT = "重温\0入党\x0b誓\u200b词\u202e"
OUTSIDE = (
    "//evil.example", "https:evil.example", "https://evil.example/", "\\\\evil.example", "/\\evil.example", "http:///evil.example", "javascript:alert(1)",
    "data:text/html,x", "\t//evil.example", "//evil.example%2f..", "///evil.example", "https://testserver@evil.example", "\u2028//evil.example",
)


def test_texts_are_cleaned_and_the_sender_is_told(sign_in, secretary):
    client = sign_in(secretary)
    answer = client.post(NEW, FORM | {"title": BENT}, HTTP_ACCEPT="text/html", follow=True)

    assert Record.objects.get().title == "重温入党誓词"
    assert "已去除所填内容中不可见的字符 4 个" in answer.text


def test_honest_text_is_taken_as_it_is(sign_in, secretary):
    answer = sign_in(secretary).post(NEW, FORM | {"title": "学习“二十大”：第①讲 🚩 — 完"}, HTTP_ACCEPT="text/html", follow=True)

    assert Record.objects.get().title == "学习“二十大”：第①讲 🚩 — 完"
    assert "不可见" not in answer.text


def test_a_password_is_taken_as_it_is_typed():
    password = "é\u200b党 pass1"
    create_user(username="x", password=password, name="x", by=None)
    client = Client()
    client.post("/login/", {"username": "x", "password": password})
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize("address", ["/board/%00/", "/evidence/2026-05%00/", "/board/%E2%80%AE/", "/people/%1b%5b/"])
def test_an_address_with_unseen_characters_names_nothing(sign_in, reviewer, address):
    assert sign_in(reviewer).get(address).status_code == 404


@pytest.mark.parametrize("query", ["q=%00", "by=%00%0b", "page=%00", "kind=%E2%80%8B", "q=%ff%fe", "q=" + "%ED%A0%80"])
def test_a_search_with_unseen_characters_is_answered(sign_in, reviewer, query):
    assert sign_in(reviewer).get(f"/audit/?{query}").status_code == 200


@pytest.mark.parametrize(("written", "status"), [("１８", 302), ("1_8", 422), ("1e1", 422), ("NaN", 422), ("1,8", 422), ("-0", 422)])
def test_numbers_are_read_plainly(sign_in, secretary, written, status):
    answer = sign_in(secretary).post(NEW, FORM | {"due": written})

    assert answer.status_code == status
    assert [record.data["due"] for record in Record.objects.all()] == ([18] if status == 302 else [])


@pytest.mark.parametrize(("fields", "status"), [(1500, 302), (6000, 413)])
def test_forms_of_any_size_work_or_say_why_not(sign_in, secretary, fields, status):
    answer = sign_in(secretary).post(NEW, FORM | {f"f{number}": "x" for number in range(fields)}, HTTP_ACCEPT="text/html")

    assert answer.status_code == status
    assert Record.objects.count() == (status == 302)
    if status == 413:
        assert 'class="fault"' in answer.text


@pytest.mark.parametrize("target", OUTSIDE)
def test_ways_back_stay_here(target, secretary):
    User.objects.filter(pk=secretary.pk).update(must_change_password=False)
    secretary.set_password("Way-back-2026")
    secretary.save()
    for path, data in (
        ("/login/", {"username": "secretary", "password": "Way-back-2026", "next": target}),
        ("/language/", {"language": "en", "next": target}), ("/theme/", {"theme": "dark", "next": target}),
    ):
        answer = Client().post(path, data)
        assert answer.status_code == 302 and answer["Location"] in ("/", "/password/"), (path, answer["Location"])
