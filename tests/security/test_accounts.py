"""Accounts: guessing is slowed without locking anybody out, answers are alike, passwords and sessions keep the rules."""

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from branches.access import actions, actions_people, throttle
from branches.access.models import User
from branches.access.roles import Role
from branches.audit.models import Event
from branches.basics import clock
from tests import make
from tests.confirming import confirmed

pytestmark = pytest.mark.django_db
WORD = "Kiefer-Nadel-7-Wald"
HOME, ELSEWHERE = "10.1.2.3", "10.9.9.9"


@pytest.fixture
def chief(reviewer):
    actions.set_password(user=reviewer, password=WORD, by=None)
    return reviewer


def enter(name="reviewer", word=WORD, address=HOME, client=None):
    return (client or Client()).post("/login/", {"username": name, "password": word}, REMOTE_ADDR=address)


def test_delay_grows_and_ends_by_itself(chief):
    for _number in range(5):
        assert enter(word="no").status_code == 200
    first = int(enter()["Retry-After"])
    clock.advance(timedelta(seconds=first + 1))
    assert enter(word="no").status_code == 200
    second = int(enter()["Retry-After"])
    assert second > first
    clock.advance(timedelta(seconds=second + 1))
    assert enter().status_code == 302


def test_an_outsider_cannot_keep_the_reviewer_out(chief):
    """A thousand guesses from forty addresses: where the reviewer works the door stays open."""
    assert enter().status_code == 302
    for number in range(1000):
        throttle.note_failure(username="reviewer", address=f"10.9.0.{number % 40}")
    assert enter(address="10.9.0.1").status_code == 429
    assert enter().status_code == 302


def test_from_a_new_place_the_wait_is_a_minute_at_most(chief):
    for number in range(200):
        throttle.note_failure(username="reviewer", address=f"10.9.0.{number}")
    wait = int(enter(address="10.7.7.7")["Retry-After"])
    assert 0 < wait <= 60
    clock.advance(timedelta(seconds=wait + 1))
    assert enter(address="10.7.7.7").status_code == 302


def test_one_source_cannot_spray_over_names(chief):
    for number in range(60):
        assert enter(name=f"name-{number}", word="x", address=ELSEWHERE).status_code == 200
    assert enter(name="name-99", address=ELSEWHERE).status_code == 429


def test_the_proxy_names_the_source_and_the_visitor_does_not(chief, settings):
    settings.BEHIND_TLS = False
    for _number in range(5):
        Client().post("/login/", {"username": "reviewer", "password": "x"}, REMOTE_ADDR=ELSEWHERE, HTTP_X_FORWARDED_FOR=HOME)
    assert throttle.wait_for(username="reviewer", address=HOME) == 0
    assert throttle.wait_for(username="reviewer", address=ELSEWHERE) > 0


def test_answers_do_not_tell_who_exists(chief):
    shut = make.user("shut", role=Role.VIEWER)
    actions.set_password(user=shut, password=WORD, by=None)
    User.objects.filter(pk=shut.pk).update(is_active=False)
    pages = {
        (answer.status_code, answer.content.replace(name.encode(), b"").split(b"csrfmiddlewaretoken")[0])
        for name, word in (("nobody-at-all", WORD), ("reviewer", "wrong"), ("shut", WORD), ("shut", "wrong"))
        for answer in [enter(name, word)]
    }
    assert len(pages) == 1
    for name in ("nobody-at-all", "reviewer"):
        for _number in range(6):
            throttle.note_failure(username=name, address=ELSEWHERE)
    assert [enter(name, "x", ELSEWHERE).status_code for name in ("nobody-at-all", "reviewer")] == [429, 429]


WEAK = (
    "Dangjian@2026", "Police123!", "Gongan-2026", "Gonganju!110", "D4ngj14n@2026", "党建2026党建2026", "Zhoushan2026!",
    "Qwertyuiop1!", "Asdfgh123456!", "Admin@123456", "Passw0rd!2026", "Wusetu-2026", "Reviewer-2026", "Zhangwei1990!",
    "Aaaaaa1111!!", "1234567890!A", "Abcdefgh123!", "short-7A", "onlysmallletters", "ONLYCAPITALS1", "2026-11-24-11",
    "P@ssword2026", "Jingcha@110110", "Liuheng#2026", "Woaini520!!!", "Changeme2026!", "Iloveyou2026!", "Welcome2026!!",
    "Minjing@2026", "Shuji!202611",
)


@pytest.mark.parametrize("weak", WEAK)
def test_weak_passwords_are_refused(weak, chief):
    with pytest.raises(ValidationError):
        validate_password(weak, chief)


@pytest.mark.parametrize("good", ["Kiefern-am-Rand-9", "山高月小水落石出Kx-7", "correct Horse battery 9", "x" * 20 + "Y7-" + "长" * 41])
def test_good_ones_are_taken_whole(good, chief):
    validate_password(good, chief)
    actions.set_password(user=chief, password=good, by=None)
    assert enter(word=good[:-1]).status_code == 200
    assert enter(word=good).status_code == 302


def test_nist_profile_wants_length_and_nothing_else(chief, settings):
    settings.PASSWORD_PROFILE = "nist"
    validate_password("vier kiefern stehen am rand", chief)
    with pytest.raises(ValidationError):
        validate_password(WORD[:12], chief)
    User.objects.filter(pk=chief.pk).update(password_set_at=clock.now() - timedelta(days=900))
    client = Client()
    enter(client=client)
    assert client.get("/review/").status_code == 200


def test_the_last_five_are_not_used_again(chief):
    words = [f"Wald-und-Wiese-{number}" for number in range(6)]
    for word in words:
        actions.set_password(user=chief, password=word, by=None)
    for word in words[1:]:
        with pytest.raises(ValidationError):
            validate_password(word, User.objects.get(pk=chief.pk))
    validate_password(words[0], User.objects.get(pk=chief.pk))


def test_after_ninety_days_another_one_is_due(chief):
    clock.advance(timedelta(days=91))
    client = Client()
    enter(client=client)
    assert client.get("/review/")["Location"] == "/password/"
    assert "更换" in client.get("/password/").content.decode()
    client.post("/password/", {"old": WORD, "new": "Neuer-Wald-8-Baum", "again": "Neuer-Wald-8-Baum"})
    assert client.get("/review/").status_code == 200


def test_session_gets_a_new_key_at_the_door(chief):
    client = Client()
    client.get("/login/")
    session = client.session
    session["planted"] = 1
    session.save()
    before = client.cookies["sessionid"].value
    enter(client=client)
    assert client.cookies["sessionid"].value != before
    client.cookies["sessionid"] = before
    assert client.get("/review/").status_code == 302


@pytest.mark.parametrize("change", ["post", "end", "password", "one-time", "shut", "all"])
def test_open_sessions_end_with_what_they_rest_on(change, chief, admin):
    from branches.access import sessions

    client = Client()
    enter(client=client)
    assert client.get("/review/").status_code == 200
    post = chief.assignments.get()
    {
        "post": lambda: actions.appoint(user=chief, role=Role.VIEWER, by=admin),
        "end": lambda: actions.end_post(post=post, by=admin),
        "password": lambda: actions.set_password(user=chief, password="Neuer-Wald-8-Baum", by=chief),
        "one-time": lambda: actions_people.reset_password(user=chief, by=admin),
        "shut": lambda: actions_people.shut(user=chief, by=admin),
        "all": lambda: sessions.end_all(user=chief, by=admin),
    }[change]()
    assert client.get("/review/")["Location"].startswith("/login/")


def test_one_sees_and_ends_ones_own_sessions_only(chief, reviewer2):
    here, there, stranger = Client(), Client(), Client()
    enter(client=here)
    enter(client=there, address=ELSEWHERE)
    actions.set_password(user=reviewer2, password=WORD, by=None)
    enter("reviewer2", client=stranger)
    rows = here.get("/account/").context["account"].sessions
    assert {row.address for row in rows} == {HOME, ELSEWHERE}
    other = next(row for row in rows if row.address == ELSEWHERE)
    assert stranger.post(f"/sessions/{other.pk}/end/").status_code == 404
    assert here.post(f"/sessions/{other.pk}/end/").status_code == 302
    assert there.get("/review/").status_code == 302
    assert here.get("/review/").status_code == 200


def test_the_administrator_ends_them_all(chief, admin, sign_in):
    client = Client()
    enter(client=client)
    assert confirmed(sign_in(admin)).post("/people/reviewer/sessions/end/").status_code == 302
    assert client.get("/review/").status_code == 302


def test_the_door_is_in_the_trail_with_its_address(chief):
    client = Client()
    enter(word="no")
    enter(client=client)
    client.post("/logout/", REMOTE_ADDR=HOME)
    found = list(Event.objects.filter(kind__startswith="access.log").order_by("number").values_list("kind", "after"))
    assert found == [
        ("access.login_failed", {"address": HOME}), ("access.login", {"address": HOME}), ("access.logout", {"address": HOME})]
    enter(client=client, address=ELSEWHERE)
    assert HOME in client.get("/review/").content.decode(), "the last sign-in is shown"
