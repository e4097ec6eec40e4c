"""A dependency that hangs takes some of a process's threads, and never all of them."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from config import bulkhead, dynamo
from config.bulkhead import FULL, Bulkhead
from config.errors import Unavailable
from payments import razorpay_wire
from payments.razorpay import gateway
from payments.razorpay_wire import RazorpayDown
from shipping import shiprocket_wire
from shipping.shiprocket_wire import ShiprocketDown, reply_from
from tests.factories import a_product


@pytest.fixture
def room() -> Iterator[Bulkhead]:
    """For two of three threads."""
    made = Bulkhead(leaves=1)
    made.hold_to(3)
    yield made
    bulkhead._every.remove(made)


@contextmanager
def waiting_in(room: Bulkhead, how_many: int) -> Iterator[Callable[[], None]]:
    """So many threads in their places; what is called lets one of them go."""
    inside, go = threading.Semaphore(0), threading.Semaphore(0)

    def wait() -> None:
        with room.place():
            inside.release()
            go.acquire()

    threads = [threading.Thread(target=wait) for _ in range(how_many)]
    for thread in threads:
        thread.start()
        inside.acquire()
    try:
        yield go.release
    finally:
        for _ in threads:
            go.release()
        for thread in threads:
            thread.join()


def test_one_more_than_there_are_places_waits_for_one_that_becomes_free(room: Bulkhead) -> None:
    with waiting_in(room, 2) as let_one_go:
        timer = threading.Timer(0.02, let_one_go)
        timer.start()
        with room.place():
            timer.join()


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that is waited for answers in time; whoever waits with patience never comes back."""
    monkeypatch.setattr(bulkhead, "LOOKS_LIKE_HANGING", 0.0)
    monkeypatch.setattr(bulkhead, "PATIENCE", 3600)
    monkeypatch.setattr(bulkhead, "A_MOMENT", 0.0)


@pytest.mark.usefixtures("hanging")
def test_no_place_is_waited_for_while_nobody_gets_an_answer(room: Bulkhead) -> None:
    with waiting_in(room, 2), pytest.raises(Unavailable, match=FULL), room.place():
        pytest.fail("there is no place")
    with room.place():
        pass  # there is one again


@pytest.mark.usefixtures("hanging")
def test_a_moment_is_waited_even_then(room: Bulkhead, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulkhead, "A_MOMENT", 3600)
    with waiting_in(room, 2) as let_one_go:
        timer = threading.Timer(0.02, let_one_go)
        timer.start()
        with room.place():
            timer.join()


def test_one_who_waits_for_long_is_no_hanging_while_others_are_answered(
    room: Bulkhead, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    monkeypatch.setattr(bulkhead, "A_MOMENT", 0.0)
    monkeypatch.setattr(bulkhead, "PATIENCE", 3600)
    with waiting_in(room, 1) as let_the_slow_one_go:
        now[0] += 60
        with room.place():
            pass  # an answer that came at once
        with waiting_in(room, 1):
            timer = threading.Timer(0.02, let_the_slow_one_go)
            timer.start()
            with room.place():
                timer.join()


def test_an_answer_that_took_long_is_no_sign_of_life(
    room: Bulkhead, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    monkeypatch.setattr(bulkhead, "A_MOMENT", 0.0)
    monkeypatch.setattr(bulkhead, "PATIENCE", 3600)
    with waiting_in(room, 1):
        with room.place():
            now[0] += 60  # it ran into its time-out
        with waiting_in(room, 1), pytest.raises(Unavailable), room.place():
            pytest.fail("there is no place")


def test_a_program_that_serves_no_pages_is_not_held_back(room: Bulkhead) -> None:
    room.hold_to(None)
    with waiting_in(room, 9), room.place():
        pass


@pytest.fixture
def full(hanging: None) -> Iterator[None]:
    """A process in which each dependency has one place, and somebody waits there for long."""
    rooms = (dynamo.PLACES, razorpay_wire.PLACES, shiprocket_wire.PLACES)
    bulkhead.hold_all_to(1)
    with waiting_in(rooms[0], 1), waiting_in(rooms[1], 1), waiting_in(rooms[2], 1):
        yield
    bulkhead.hold_all_to(None)


def test_each_dependency_has_its_places(full: None) -> None:
    with pytest.raises(Unavailable):
        a_product()
    with pytest.raises(RazorpayDown):
        gateway().payment("pay_1")
    with pytest.raises(ShiprocketDown):
        reply_from(None, "GET", "http://127.0.0.1:9", timeout=(1, 1))  # type: ignore[arg-type]
