"""The second factor: RFC 6238, codes that open once, recovery codes, the switch, the administrator's reset, key rotation."""

import re
from datetime import timedelta
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from branches.access import actions as access
from branches.access.models import User
from branches.account import actions, pending, qr, sealing, totp
from branches.account.actions_code import reseal, spend_code
from branches.account.models import RecoveryCode, SecondFactor
from branches.audit.models import Event
from branches.basics import clock
from branches.basics.refusals import Forbidden
from scoring.keeping import tables
from tests.confirming import confirmed

WORD = "Kiefer-Nadel-7-Wald"
VECTORS = (
    (59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924"),
    (2000000000, "69279037"), (20000000000, "65353130"),
)


@pytest.fixture
def chief(reviewer):
    access.set_password(user=reviewer, password=WORD, by=None)
    return reviewer


@pytest.fixture
def armed(chief):
    """The reviewer with a second factor, and the recovery codes."""
    factor = pending.begin(chief)
    codes = actions.confirm_factor(user=chief, code=code_of(factor), by=chief)
    clock.advance(timedelta(seconds=90))
    return chief, codes


def code_of(factor, shift: int = 0) -> str:
    return totp.code_at(sealing.open_sealed(factor.sealed), totp.step_of(clock.now()) + shift)


def now_code(user, shift: int = 0) -> str:
    return code_of(SecondFactor.objects.get(user=user), shift)


def half(name="reviewer") -> Client:
    client = Client()
    answer = client.post("/login/", {"username": name, "password": WORD, "next": "/review/"})
    assert answer["Location"] == "/login/code/", answer
    return client


def give(client, code):
    return client.post("/login/code/", {"code": code})


@pytest.mark.pure
@pytest.mark.parametrize(("moment", "code"), VECTORS)
def test_codes_are_those_of_the_standard(moment, code):
    assert totp.code_at(b"12345678901234567890", moment // 30, digits=8) == code


@pytest.mark.django_db
def test_the_password_alone_opens_nothing(armed):
    client = half()

    assert client.get("/review/")["Location"].startswith("/login/")
    assert give(client, now_code(armed[0]))["Location"] == "/review/"
    assert client.get("/review/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(("shift", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_one_step_of_slack(armed, shift, opens):
    assert (give(half(), now_code(armed[0], shift)).status_code == 302) is opens


@pytest.mark.django_db
def test_a_code_opens_once(armed):
    code = now_code(armed[0])

    assert give(half(), code).status_code == 302
    assert give(half(), code).status_code == 200
    assert give(half(), now_code(armed[0], -1)).status_code == 200, "an earlier step is spent too"


@pytest.mark.django_db
def test_wrong_used_and_empty_answers_are_alike(armed):
    code = now_code(armed[0])
    give(half(), code)
    pages = {
        re.sub(rb'value="[^"]*"', b"", give(half(), text).content)
        for text in (code, "000000", "no-such-code", armed[1][0] + "x")
    }

    assert len(pages) == 1


@pytest.mark.django_db
def test_guessing_codes_is_slowed_for_a_day(armed):
    client = half()
    answers = [give(client, f"{number:06}").status_code for number in range(7)]
    assert answers[:5] == [200] * 5 and answers[-1] == 429
    assert half(), "the password still works: only the code has to wait"
    clock.advance(timedelta(minutes=16))
    assert give(half(), "000001").status_code == 200
    assert give(half(), "000002").status_code == 429
    clock.advance(timedelta(minutes=16))
    assert give(half(), now_code(armed[0])).status_code == 302


@pytest.mark.django_db
def test_half_a_sign_in_lasts_five_minutes_and_one_password(armed):
    client = half()
    clock.advance(timedelta(minutes=6))
    assert give(client, now_code(armed[0]))["Location"] == "/login/"
    other = half()
    access.set_password(user=armed[0], password="Neuer-Wald-8-Baum", by=armed[0])
    assert give(other, now_code(armed[0]))["Location"] == "/login/"


@pytest.mark.django_db
def test_a_planted_session_does_not_come_half_in(armed):
    client = Client()
    client.get("/login/")
    session = client.session
    session["planted"] = 1
    session.save()
    planted = client.cookies["sessionid"].value
    client.post("/login/", {"username": "reviewer", "password": WORD})
    thief = Client()
    thief.cookies["sessionid"] = planted

    assert give(thief, now_code(armed[0]))["Location"] == "/login/"


@pytest.mark.django_db
def test_recovery_codes_open_once_each_and_are_kept_hashed(armed):
    user, codes = armed
    assert len(set(codes)) == actions.RECOVERY_CODES
    assert not set(codes) & set(RecoveryCode.objects.values_list("hashed", flat=True))
    assert give(half(), codes[0].upper().replace("-", " ")).status_code == 302
    assert give(half(), codes[0]).status_code == 200
    assert Event.objects.filter(kind="access.recovery_used", by_name=user.username).count() == 1
    fresh = actions.make_recovery_codes(user=user, by=user)
    assert give(half(), codes[1]).status_code == 200
    assert give(half(), fresh[0]).status_code == 302


@pytest.mark.django_db
def test_set_up_by_its_pages(chief, sign_in):
    client = confirmed(sign_in(chief))
    other = Client()
    other.force_login(chief)
    client.post("/account/factor/begin/")
    page = client.get("/account/factor/").content.decode()
    shown = re.search(r'verbatim secret">([A-Z2-7 ]+)<', page)[1]
    assert 'class="qr"' in page and len(shown.replace(" ", "")) == 32
    assert client.post("/account/factor/confirm/", {"code": "000000"}).status_code == 422
    done = client.post("/account/factor/confirm/", {"code": now_code(chief)})
    codes = re.findall(r'verbatim">([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})<', done.content.decode())
    assert len(codes) == actions.RECOVERY_CODES
    assert client.get("/review/").status_code == 200, "this session stays"
    assert other.get("/review/").status_code == 302, "the others end"
    assert shown not in client.get("/account/factor/").content.decode(), "never shown again"
    assert client.post("/account/factor/begin/").status_code == 409


@pytest.mark.django_db
def test_setting_up_asks_for_the_password(chief, sign_in):
    client = sign_in(chief)

    assert client.post("/account/factor/begin/").status_code == 403
    assert not SecondFactor.objects.exists()


@pytest.mark.django_db
def test_an_unfinished_set_up_is_over_after_a_quarter_of_an_hour(chief, sign_in):
    client = confirmed(sign_in(chief))
    client.post("/account/factor/begin/")
    clock.advance(timedelta(minutes=16))

    assert "qr-ink" not in client.get("/account/factor/").content.decode()
    assert client.post("/account/factor/confirm/", {"code": now_code(chief)}).status_code == 409


@pytest.mark.django_db
def test_the_switch_asks_weighty_posts_and_nobody_else(chief, secretary, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    access.set_password(user=secretary, password=WORD, by=None)
    client, plain = Client(), Client()
    client.post("/login/", {"username": "reviewer", "password": WORD})
    plain.post("/login/", {"username": "secretary", "password": WORD})

    assert plain.get("/evidence/").status_code == 200
    assert client.get("/review/")["Location"] == "/account/factor/"
    assert client.post(reverse("review-accept-all"))["Location"] == "/account/factor/"
    client.post("/account/factor/begin/")
    assert client.post("/account/factor/confirm/", {"code": now_code(chief)}).status_code == 200
    assert client.get("/review/").status_code == 200
    assert confirmed(client).post("/account/factor/remove/").status_code == 403


@pytest.mark.django_db
def test_a_session_from_before_the_switch_signs_in_anew(armed, settings):
    client = Client()
    client.force_login(User.objects.get(pk=armed[0].pk))
    assert client.get("/review/").status_code == 200
    settings.SECOND_FACTOR_REQUIRED = True

    assert client.get("/review/")["Location"] == "/account/factor/"
    assert 'action="/logout/"' in client.get("/account/factor/").content.decode()


@pytest.mark.django_db
def test_another_administrator_resets_it_and_it_is_on_record(armed, admin, sign_in):
    user = armed[0]
    client = sign_in(admin)
    assert client.post("/people/reviewer/factor/reset/").status_code == 403
    assert confirmed(client).post("/people/reviewer/factor/reset/").status_code == 302
    assert not SecondFactor.objects.exists() and not RecoveryCode.objects.exists()
    assert Event.objects.filter(kind="access.factor_removed", by_name="admin", subject_id=str(user.pk)).exists()
    with pytest.raises(Forbidden):
        actions.reset_factor(user=user, by=user)


@pytest.mark.django_db
def test_the_operator_resets_the_last_administrator(armed, capsys):
    call_command("reset_second_factor", "reviewer")

    assert not SecondFactor.objects.exists()
    assert Event.objects.filter(kind="access.factor_removed", by_name="system").exists()


@pytest.mark.django_db
def test_the_secret_is_in_no_backup_in_plain(armed):
    secret, kept = sealing.open_sealed(SecondFactor.objects.get().sealed), BytesIO()
    for model in tables.tables():
        tables.write(model, kept)
    text = kept.getvalue()
    assert b'"sealed"' in text
    for form in (secret, secret.hex().encode(), totp.spelled(secret).encode(), totp.spelled(secret).replace(" ", "").encode()):
        assert form not in text


@pytest.mark.django_db
def test_it_survives_a_new_secret_key(armed, settings):
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key-" * 5, [old]
    assert not sealing.is_fresh(SecondFactor.objects.get().sealed)
    assert reseal(by=None) == 1 and reseal(by=None) == 0
    settings.SECRET_KEY_FALLBACKS = []
    assert give(half(), now_code(armed[0])).status_code == 302


@pytest.mark.django_db
def test_without_the_key_it_opens_nothing(armed, settings):
    code = now_code(armed[0])
    settings.SECRET_KEY = "a-key-that-never-sealed-" * 3

    assert not spend_code(user=armed[0], code=code, by=armed[0])
    with pytest.raises(sealing.Unreadable):
        sealing.open_sealed(SecondFactor.objects.get().sealed)


@pytest.mark.django_db
def test_a_set_up_under_a_lost_key_is_begun_anew(chief, sign_in, settings):
    pending.begin(chief)
    settings.SECRET_KEY = "a-key-that-never-sealed-" * 3
    client = confirmed(sign_in(chief))

    page = client.get("/account/factor/")
    assert page.status_code == 200 and "qr-ink" not in page.content.decode()
    assert client.post("/account/factor/confirm/", {"code": "123456"}).status_code == 409
    assert client.post("/account/factor/begin/").status_code == 302


@pytest.mark.pure
def test_the_picture_says_the_same_as_the_text():
    link = totp.address(b"12345678901234567890", issuer="Wusetu", account="li.hua")

    assert unquote(link) == "otpauth://totp/Wusetu:li.hua?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Wusetu"
    picture = qr.picture_of(link)
    assert picture.side == 45 and picture.path.startswith("M4 4h7v1h-7z"), "the corner mark begins after the quiet zone"
