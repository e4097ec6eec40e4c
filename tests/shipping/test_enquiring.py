"""Asking somebody slow on a thread of its own: who waits, who asks, and who is left in peace."""

import os
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from config.errors import Conflict, Unavailable
from shipping.services.enquiring import Enquiries, NoAnswer

LONG = 20.0  # seconds that no test waits for


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Somebody:
    """Who is asked: answers when let go, and counts the questions."""

    def __init__(self) -> None:
        self.asked = 0
        self.begun, self.let_go = threading.Event(), threading.Event()
        self.trouble: Exception | None = None

    def __call__(self) -> str:
        self.asked += 1
        self.begun.set()
        assert self.let_go.wait(LONG)
        if self.trouble:
            raise self.trouble
        return "yes"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def somebody() -> Iterator[Somebody]:
    one = Somebody()
    yield one
    one.let_go.set()


@pytest.fixture
def enquiries(clock: Clock, somebody: Somebody) -> Iterator[Enquiries[str]]:
    made: Enquiries[str] = Enquiries("tests", threads=2, most=3, quiet=30, clock=clock)
    yield made
    somebody.let_go.set()
    made.forget()


def fall_silent(enquiries: Enquiries[str]) -> None:
    def down() -> str:
        raise Unavailable("down")

    with pytest.raises(NoAnswer):
        enquiries.answer("silence", down, within=LONG)


def test_an_answer_in_time_is_returned(enquiries: Enquiries[str], somebody: Somebody) -> None:
    somebody.let_go.set()
    assert enquiries.answer("q", somebody, within=LONG) == "yes"


def test_who_waits_goes_on_while_the_question_is_still_open(
    enquiries: Enquiries[str], somebody: Somebody
) -> None:
    with pytest.raises(NoAnswer):
        enquiries.answer("q", somebody, within=0.01)
    assert somebody.begun.wait(LONG)
    assert not somebody.let_go.is_set()


def test_who_had_no_time_to_answer_is_not_held_to_be_silent(
    clock: Clock, somebody: Somebody
) -> None:
    made: Enquiries[str] = Enquiries("fair", threads=2, most=3, quiet=30, fair=0.2, clock=clock)
    with pytest.raises(NoAnswer):
        made.answer("q", somebody, within=0.01)
    assert made.would_ask("another")
    with pytest.raises(NoAnswer):
        made.answer("q", somebody, within=0.2)
    assert not made.would_ask("another")
    somebody.let_go.set()
    made.forget()


def test_the_same_question_is_asked_once_for_all_who_wait(
    enquiries: Enquiries[str], somebody: Somebody
) -> None:
    with ThreadPoolExecutor(1) as first:
        patient = first.submit(enquiries.answer, "q", somebody, within=LONG)
        assert somebody.begun.wait(LONG)
        for _ in range(3):
            with pytest.raises(NoAnswer):
                enquiries.answer("q", somebody, within=0.01)
        somebody.let_go.set()
        assert patient.result() == "yes"
    assert somebody.asked == 1


def test_after_silence_nobody_is_asked_for_a_while(
    enquiries: Enquiries[str], somebody: Somebody, clock: Clock
) -> None:
    fall_silent(enquiries)
    clock.now += 29
    with pytest.raises(NoAnswer):
        enquiries.answer("another", somebody, within=LONG)
    assert somebody.asked == 0


def test_an_answer_that_comes_late_ends_the_silence(
    enquiries: Enquiries[str], somebody: Somebody
) -> None:
    with pytest.raises(NoAnswer):
        enquiries.answer("q", somebody, within=0.01)
    with pytest.raises(NoAnswer):
        enquiries.answer("another", lambda: "yes", within=LONG)
    somebody.let_go.set()
    enquiries.settle()
    assert enquiries.answer("another", lambda: "yes", within=LONG) == "yes"


def test_after_the_quiet_one_question_finds_out_and_opens_the_way(
    enquiries: Enquiries[str], somebody: Somebody, clock: Clock
) -> None:
    fall_silent(enquiries)
    clock.now += 31
    with ThreadPoolExecutor(1) as first:
        finding_out = first.submit(enquiries.answer, "first", somebody, within=LONG)
        assert somebody.begun.wait(LONG)
        with pytest.raises(NoAnswer):
            enquiries.answer("second", somebody, within=LONG)
        somebody.let_go.set()
        assert finding_out.result() == "yes"
    clock.now += 31
    assert enquiries.answer("second", somebody, within=LONG) == "yes"
    assert enquiries.answer("third", somebody, within=LONG) == "yes"


def test_a_refusal_quiets_its_own_question_only(
    enquiries: Enquiries[str], somebody: Somebody, clock: Clock
) -> None:
    somebody.trouble = Conflict("no")
    somebody.let_go.set()
    for _ in range(2):
        with pytest.raises(NoAnswer):
            enquiries.answer("q", somebody, within=LONG)
    assert somebody.asked == 1
    somebody.trouble = None
    assert enquiries.answer("another", somebody, within=LONG) == "yes"
    clock.now += 31
    assert enquiries.answer("q", somebody, within=LONG) == "yes"


def test_whatever_goes_wrong_is_no_answer(
    enquiries: Enquiries[str], somebody: Somebody, caplog: pytest.LogCaptureFixture
) -> None:
    somebody.trouble = KeyError("a list where a map was")
    somebody.let_go.set()
    with pytest.raises(NoAnswer):
        enquiries.answer("q", somebody, within=LONG)
    assert "a list where a map was" in caplog.text


def test_a_crowd_of_questions_is_not_let_in(
    enquiries: Enquiries[str], somebody: Somebody, clock: Clock
) -> None:
    with ThreadPoolExecutor(3) as crowd:
        waiting = [crowd.submit(enquiries.answer, n, somebody, within=LONG) for n in range(3)]
        assert somebody.begun.wait(LONG)
        while len(enquiries._under_way) < 3:  # all three are in line
            pass
        with pytest.raises(NoAnswer):
            enquiries.answer("one too many", somebody, within=LONG)
        somebody.let_go.set()
        assert {each.result() for each in waiting} == {"yes"}
    assert somebody.asked == 3


def test_a_forked_process_asks_on_threads_of_its_own(enquiries: Enquiries[str]) -> None:
    assert enquiries.answer("q", lambda: "yes", within=LONG) == "yes"  # the threads are there
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a fork beside threads: as meant
        child = os.fork()
    if child == 0:
        try:
            os._exit(enquiries.answer("q", lambda: "yes", within=LONG) != "yes")
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
