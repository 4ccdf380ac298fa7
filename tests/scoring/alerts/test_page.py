"""The page of warnings: whose warnings it shows."""

import pytest

from branches.access.roles import Role
from tests import make

pytestmark = pytest.mark.django_db


def test_secretary_reads_own_warnings_with_what_clears_them(sign_in, secretary, own_branch, other_branch):
    page = sign_in(secretary).get("/warnings/")
    text = page.content.decode()

    assert page.status_code == 200
    assert 'id="W1"' in text and "/evidence/2026-04/" in text
    assert other_branch.name not in text


def test_reviewer_reads_all_and_filters(sign_in, reviewer, own_branch, other_branch):
    client = sign_in(reviewer)
    text = client.get("/warnings/").content.decode()
    assert own_branch.name in text and other_branch.name in text
    assert f"/review/{own_branch.code}/2026-04/" in text

    one = client.get(f"/warnings/?branch={own_branch.code}&code=W3").content.decode()
    assert 'id="W3"' in one and 'id="W1"' not in one and other_branch.name not in one


def test_a_foreign_branch_in_the_address_shows_nothing(sign_in, secretary, other_branch):
    text = sign_in(secretary).get(f"/warnings/?branch={other_branch.code}").content.decode()
    assert 'class="empty"' in text and other_branch.name not in text


def test_reviewers_delay_is_shown_to_reviewers_only(sign_in, secretary, reviewer, own_branch, frozen_clock):
    make.record(own_branch, by=secretary, state="submitted")
    frozen_clock("2026-06-15")
    assert 'id="W14"' in sign_in(reviewer).get("/warnings/").content.decode()
    assert 'id="W14"' not in sign_in(secretary).get("/warnings/").content.decode()


def test_reviewer_of_some_branches_reads_those(sign_in, own_branch, other_branch):
    person = make.user(role=Role.REVIEWER, at=own_branch)
    text = sign_in(person).get("/warnings/").content.decode()
    assert 'id="W1"' in text and other_branch.name not in text


@pytest.mark.parametrize("who", ["viewer", "committee", "admin", "discipline", "nobody"])
def test_others_are_refused(sign_in, request, who):
    assert sign_in(request.getfixturevalue(who)).get("/warnings/").status_code == 403


def test_stranger_signs_in_first(client, second_quarter):
    assert client.get("/warnings/")["Location"].startswith("/login/")


def test_page_takes_no_writes(sign_in, reviewer):
    assert sign_in(reviewer).post("/warnings/").status_code == 405


def test_without_quarters_there_is_an_empty_page(db, sign_in):
    text = sign_in(make.user(role=Role.REVIEWER)).get("/warnings/").content.decode()
    assert 'class="empty"' in text
