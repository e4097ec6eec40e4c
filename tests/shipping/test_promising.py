"""The promise for a pincode: whom it asks, what it remembers, and what it says in a silence."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from pynamodb.exceptions import GetError

from config import clock
from config.errors import TooMany
from shipping.parcels import Piece
from shipping.promises import COURIER, ESTIMATE, Offered, nowhere, promise_from
from shipping.services import known_couriers, promising
from shipping.services.known_couriers import FRESH, KEPT, NOBODY_FRESH, Known, Where
from shipping.services.promising import band_of, promise_for
from shipping.shiprocket_answers import ShiprocketAnswer
from tests.calls import counted
from tests.samples import sample
from tests.shipping.office import Office, down

NOW = clock.now()
REALLY_LONGEST = promising.LONGEST_SECONDS
SHEET = [Piece("rubbers", 1, grams=80)]
BENGALURU = "560041"
NOBODY = sample("shiprocket", "courier.serviceability.http200_body404")
ASKED = ["login", "places", "offers"]


def offers(*couriers: tuple[int, str, str, int]) -> dict[str, Any]:
    """Serviceability as published: id, name, days, cod; the first one is recommended."""
    listed = [
        {"courier_company_id": n, "courier_name": name, "estimated_delivery_days": days}
        | {"cod": cod, "rate": 54.5, "blocked": 0}
        for n, name, days, cod in couriers
    ]
    best = {"recommended_courier_company_id": couriers[0][0]}
    return {"status": 200, "data": {"available_courier_companies": listed} | best}


TWO = offers((43, "Delhivery Surface", "4", 1), (10, "Delhivery Air", "2", 0))
KEPT_TWO = [
    Offered(43, "Delhivery Surface", 54_50, 4, allows_cod=True),
    Offered(10, "Delhivery Air", 54_50, 2, allows_cod=False),
]


@pytest.fixture(autouse=True)
def let_go(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Lets go of a call that the office holds; nothing is remembered from test to test, and a busy
    machine is given its time."""
    monkeypatch.setattr(promising, "LONGEST_SECONDS", 20)
    event = threading.Event()
    promising.forget()
    yield event
    event.set()
    promising.forget()


@pytest.fixture
def couriers(office: Office) -> Office:
    """An office in which two couriers go everywhere."""
    office.always["offers"] = TWO
    return office


def test_couriers_are_asked_and_what_they_say_is_promised(couriers: Office) -> None:
    promise = promise_for(BENGALURU, SHEET, now=NOW)
    assert promise == promise_from(BENGALURU, KEPT_TWO, now=NOW)
    assert promise.as_text()["source"] == COURIER
    assert couriers.calls == ASKED


def test_a_page_waits_less_than_a_second() -> None:
    assert REALLY_LONGEST < 1


def test_a_warm_promise_asks_neither_shiprocket_nor_a_table(couriers: Office) -> None:
    first = promise_for(BENGALURU, SHEET, now=NOW)
    with counted() as asked:
        assert promise_for(BENGALURU, SHEET, now=NOW) == first
    assert (asked, couriers.calls) == ({}, ASKED)


def test_another_process_reads_once_and_asks_nobody(couriers: Office) -> None:
    first = promise_for(BENGALURU, SHEET, now=NOW)
    promising.forget()
    with counted() as asked:
        assert promise_for(BENGALURU, SHEET, now=NOW) == first
    assert (asked, couriers.calls) == ({"GetItem": 1}, ASKED)


def test_what_is_kept_goes_by_itself_and_stands_in_no_list(couriers: Office) -> None:
    promise_for(BENGALURU, SHEET, now=NOW)
    kept = ShiprocketAnswer.get(f"#serviceable/{BENGALURU}/500", "#")
    assert kept.asked_at
    assert kept.expires_at
    age = kept.expires_at - kept.asked_at
    assert timedelta(0) <= KEPT - age < timedelta(seconds=1)
    assert "trackingNumber" not in kept.attribute_values


@pytest.mark.parametrize(("age", "asked_again"), [(FRESH - timedelta(minutes=1), 0), (FRESH, 1)])
def test_an_old_answer_is_asked_for_again(
    couriers: Office, age: timedelta, asked_again: int
) -> None:
    promise_for(BENGALURU, SHEET, now=NOW)
    later = clock.now() + age
    couriers.always["offers"] = offers((51, "Xpressbees", "6", 0))
    promise = promise_for(BENGALURU, SHEET, now=later)
    assert couriers.calls.count("offers") == 1 + asked_again
    assert promise.allows_cod is not bool(asked_again)


@pytest.mark.parametrize("step", ASKED)
def test_a_slow_shiprocket_is_not_waited_for(
    couriers: Office, let_go: threading.Event, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(promising, "LONGEST_SECONDS", 1)  # the read of a busy table included
    held = threading.Event()

    def hold() -> None:
        held.set()
        assert let_go.wait(20)

    couriers.before[step] = hold
    promise = promise_for(BENGALURU, SHEET, now=NOW)
    assert promise.as_text()["source"] == ESTIMATE
    assert held.wait(20)
    assert not let_go.is_set()  # the promise is here, and the call is still held
    let_go.set()
    promising.settle()
    monkeypatch.setattr(promising, "LONGEST_SECONDS", 20)
    late = promise_for(BENGALURU, SHEET, now=NOW)
    assert late == promise_from(BENGALURU, KEPT_TWO, now=NOW)
    assert couriers.calls.count("offers") == 1


def test_after_a_silence_pages_do_not_ask_for_a_while(couriers: Office) -> None:
    couriers.before["offers"] = down
    for pincode in ("560041", "110001", "700091"):
        assert promise_for(pincode, SHEET, now=NOW).is_estimate
    assert couriers.calls.count("offers") == 1


@pytest.mark.parametrize(
    "trouble",
    [(500, {}), (429, {}), (200, []), (200, {"data": {"available_courier_companies": 7}})],
)
def test_whatever_shiprocket_answers_a_page_has_a_promise(couriers: Office, trouble: Any) -> None:
    couriers.always["offers"] = trouble
    promise = promise_for(BENGALURU, SHEET, now=NOW)
    assert promise.is_served
    assert promise.as_text()["source"] == ESTIMATE


def test_a_refusal_of_one_pincode_does_not_silence_the_others(couriers: Office) -> None:
    couriers.says["offers"] = (422, sample("shiprocket", "courier.serviceability.422"))
    assert promise_for(BENGALURU, SHEET, now=NOW).is_estimate
    assert promise_for(BENGALURU, SHEET, now=NOW).is_estimate
    assert not promise_for("110001", SHEET, now=NOW).is_estimate
    assert couriers.calls.count("offers") == 2


def test_in_a_silence_an_older_answer_is_better_than_an_estimate(couriers: Office) -> None:
    promise_for(BENGALURU, SHEET, now=NOW)
    promising.forget()
    couriers.before["offers"] = down
    later = clock.now() + KEPT - timedelta(minutes=1)
    assert promise_for(BENGALURU, SHEET, now=later) == promise_from(BENGALURU, KEPT_TWO, now=later)


def test_an_answer_of_last_week_is_no_better_than_an_estimate(couriers: Office) -> None:
    promise_for(BENGALURU, SHEET, now=NOW)
    couriers.before["offers"] = down
    later = clock.now() + KEPT + timedelta(minutes=1)
    assert promise_for(BENGALURU, SHEET, now=later).is_estimate


@pytest.mark.parametrize(
    "answer", [NOBODY, (404, NOBODY), {"status": 200, "data": {"available_courier_companies": []}}]
)
def test_nobody_goes_there_is_an_answer_and_remembered(couriers: Office, answer: Any) -> None:
    couriers.always["offers"] = answer
    assert promise_for(BENGALURU, SHEET, now=NOW) == nowhere(BENGALURU)
    promising.forget()
    assert promise_for(BENGALURU, SHEET, now=NOW) == nowhere(BENGALURU)
    assert couriers.calls.count("offers") == 1


def test_nobody_goes_there_is_asked_again_sooner(couriers: Office) -> None:
    couriers.says["offers"] = NOBODY
    assert not promise_for(BENGALURU, SHEET, now=NOW).is_served
    later = clock.now() + NOBODY_FRESH
    assert NOBODY_FRESH < FRESH
    assert promise_for(BENGALURU, SHEET, now=later).is_served


def test_six_digits_that_are_no_pincode_are_asked_of_nobody(couriers: Office) -> None:
    assert promise_for("999999", SHEET, now=NOW) == nowhere("999999")
    assert couriers.calls == []


def test_a_heavy_parcel_is_another_question_than_a_light_one(couriers: Office) -> None:
    for pieces in (SHEET, [Piece("rubbers", 5, grams=90)], [Piece("tables", 1)], []):
        promise_for(BENGALURU, pieces, now=NOW)
    keys = [(f"#serviceable/{BENGALURU}/{grams}", "#") for grams in (500, 1000, 100_000)]
    assert len(list(ShiprocketAnswer.batch_get(keys))) == couriers.calls.count("offers") == 3


def test_couriers_charge_for_the_size_of_a_light_parcel(couriers: Office) -> None:
    promise_for(BENGALURU, [Piece("bags", 1, grams=100, size_cm="50x40x30")], now=NOW)
    assert ShiprocketAnswer.get(f"#serviceable/{BENGALURU}/20000", "#").couriers


@pytest.mark.parametrize(
    ("grams", "band"),
    [(1, 500), (500, 500), (501, 1000), (9_999, 10_000), (100_000, 100_000), (100_001, 200_000)],
)
def test_the_next_weight_up_is_asked_for(grams: int, band: int) -> None:
    assert band_of(grams) == band


def test_whoever_counts_the_questions_may_refuse_one(couriers: Office) -> None:
    def no_more() -> None:
        raise TooMany("Too many tries.", retry_after=60)

    with pytest.raises(TooMany):
        promise_for(BENGALURU, SHEET, now=NOW, before_asking=no_more)
    assert couriers.calls == []
    promise_for(BENGALURU, SHEET, now=NOW)
    promise_for(BENGALURU, SHEET, now=NOW, before_asking=no_more)  # warm: nothing to refuse


def test_a_question_that_is_not_put_is_not_counted(couriers: Office) -> None:
    asked: list[str] = []
    couriers.before["offers"] = down
    for pincode in ("560041", "110001", "700091"):
        promise_for(pincode, SHEET, now=NOW, before_asking=lambda: asked.append(BENGALURU))
    assert len(asked) == 1


def test_a_table_that_does_not_answer_costs_the_page_nothing(
    couriers: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall_over(*_: object, **__: object) -> None:
        raise GetError("the table does not answer")

    monkeypatch.setattr(ShiprocketAnswer, "get", fall_over)
    monkeypatch.setattr(ShiprocketAnswer, "update", fall_over)
    promise = promise_for(BENGALURU, SHEET, now=NOW)
    assert promise == promise_from(BENGALURU, KEPT_TWO, now=NOW)
    assert promise_for(BENGALURU, SHEET, now=NOW) == promise
    assert couriers.calls == ASKED


@pytest.mark.server
def test_two_processes_that_ask_at_once_leave_one_whole_answer() -> None:
    where = Where(BENGALURU, 500)
    answers = [Known((offer,), NOW + timedelta(seconds=n)) for n, offer in enumerate(KEPT_TWO)]
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda answer: known_couriers.keep(where, answer), answers * 5))
    promising.forget()
    assert known_couriers.known(where, now=NOW) in answers


def test_the_memory_of_a_process_has_an_end(
    couriers: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_couriers, "MOST_REMEMBERED", 2)
    for pincode in ("560041", "110001", "700091"):
        promise_for(pincode, SHEET, now=NOW)
    with counted() as asked:
        promise_for("700091", SHEET, now=NOW)
        promise_for("110001", SHEET, now=NOW)
        promise_for("560041", SHEET, now=NOW)
    assert asked == {"GetItem": 1}
