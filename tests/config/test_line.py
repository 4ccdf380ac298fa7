"""Writers of an SQLite wait in line: nobody overtakes, nobody waits in vain, a turn is never lost."""

import gc
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction

from branches.org.models import Bureau
from config.outage import outage_of
from config.session_store import SessionStore
from config.sqlite import base
from config.sqlite.line import Line


@pytest.mark.pure
def test_first_come_first_served():
    line, served = Line(), []
    assert line.enter(1)

    def ask(number: int) -> None:
        assert line.enter(10)
        served.append(number)
        line.leave()

    threads = []
    for number in range(20):
        threads.append(threading.Thread(target=ask, args=(number,)))
        threads[-1].start()
        while len(line._waiting) <= number:
            time.sleep(0.001)
    line.leave()
    for thread in threads:
        thread.join()
    assert served == list(range(20))
    assert line.enter(0)


@pytest.mark.pure
def test_who_gave_up_is_not_called():
    line = Line()
    assert line.enter(0) and not line.enter(0.01)
    line.leave()
    assert line.enter(0)


def _in_thread(act) -> None:
    thread = threading.Thread(target=act)
    thread.start()
    thread.join()


def _write(name: str) -> None:
    try:
        with transaction.atomic():
            Bureau.objects.create(name=name)
    finally:
        connection.close()


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_sixty_writers_at_once_are_all_served():
    with ThreadPoolExecutor(60) as pool:
        list(pool.map(_write, map(str, range(120)), timeout=100))
    assert Bureau.objects.count() == 120


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_a_turn_that_does_not_come_is_told_as_busy(monkeypatch):
    monkeypatch.setattr(base, "PATIENCE", 0.05)
    told = []

    def late() -> None:
        with pytest.raises(OperationalError) as refusal:
            _write("late")
        told.append(outage_of(refusal.value, database_answers=True).status)

    with transaction.atomic():
        Bureau.objects.create(name="first")
        _in_thread(late)
    assert told == [503]
    _in_thread(lambda: _write("later"))
    assert set(Bureau.objects.values_list("name", flat=True)) == {"first", "later"}


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:unclosed database:ResourceWarning")  # from Python 3.13 on; forgetting it is what is tried
@pytest.mark.parametrize("end", [lambda: connection.close(), lambda: None], ids=["closed", "forgotten"])
def test_a_broken_off_writer_keeps_nobody_waiting(end):
    """Closed in the middle, or its thread ended without a word."""

    def break_off() -> None:
        atomic = transaction.atomic()
        atomic.__enter__()
        Bureau.objects.create(name="half")
        end()

    _in_thread(break_off)
    gc.collect()
    began = time.monotonic()
    _in_thread(lambda: _write("whole"))
    assert time.monotonic() - began < 5
    assert list(Bureau.objects.values_list("name", flat=True)) == ["whole"]


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("elsewhere", [False, True], ids=["another thread", "another process"])
def test_looking_at_a_page_waits_for_no_writer(settings, elsewhere):
    """A session that is due is renewed when nobody writes; what is new in one is saved, however long that takes."""
    settings.SESSION_RENEWED_EVERY = 0
    session = SessionStore()
    session["a"] = 1
    session.save()
    took, caught = [], []

    def look() -> None:
        again = SessionStore(session.session_key)
        again.get("a")
        began = time.monotonic()
        try:
            again.save()
            took.append(time.monotonic() - began)
        except Exception as error:
            caught.append(error)
        finally:
            connection.close()

    with transaction.atomic():
        Bureau.objects.create(name="first")
        if elsewhere:  # the line of this process knows nothing of the other's writer
            base._lines[str(connection.settings_dict["NAME"])].leave()
        _in_thread(look)
        if elsewhere:
            base._lines[str(connection.settings_dict["NAME"])].enter(0)
    assert caught == [] and took[0] < 2
    assert SessionStore(session.session_key)["a"] == 1
