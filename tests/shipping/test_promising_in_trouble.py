"""The promise for a pincode while a table is slow or busy: the page has it in time all the same."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.test import Client
from pynamodb.exceptions import UpdateError

from config import clock
from config.dynamo import BUSY
from config.errors import ShopError, TooMany, Unavailable
from customers.models import Throttle
from shipping.promises import promise_from
from shipping.services import promising
from shipping.services.enquiring import NoAnswer
from shipping.services.promising import promise_for
from shipping.shiprocket_answers import ShiprocketAnswer
from tests.factories import a_product
from tests.shipping.office import Office
from tests.shipping.test_promising import ASKED, BENGALURU, KEPT_TWO, SHEET, TWO

NOW = clock.now()


@pytest.fixture(autouse=True)
def couriers(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Two couriers go everywhere; nothing is remembered, and a busy machine is given its time."""
    office.always["offers"] = TWO
    monkeypatch.setattr(promising, "LONGEST_SECONDS", 20)
    promising.forget()
    return office


@pytest.fixture
def let_go() -> Iterator[threading.Event]:
    """Lets go of what is held."""
    event = threading.Event()
    yield event
    event.set()
    promising.settle()


@pytest.fixture
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Say how long a page waits."""
    return lambda seconds: monkeypatch.setattr(promising, "LONGEST_SECONDS", seconds)


@pytest.fixture
def slow_read(monkeypatch: pytest.MonkeyPatch, let_go: threading.Event) -> None:
    """A table that answers only when it is let go of."""
    really = ShiprocketAnswer.get

    def slowly(*args: Any, **options: Any) -> ShiprocketAnswer:
        assert let_go.wait(20), "the page waits for the table"
        return really(*args, **options)

    monkeypatch.setattr(ShiprocketAnswer, "get", slowly)


def busy(*_: object, **__: object) -> None:
    raise Unavailable(BUSY)


def broken(*_: object, **__: object) -> None:
    raise UpdateError("the table does not answer")


@pytest.mark.usefixtures("slow_read")
def test_a_slow_table_is_not_waited_for(
    couriers: Office, let_go: threading.Event, in_a_hurry: Callable[[float], None]
) -> None:
    in_a_hurry(0.1)
    assert promise_for(BENGALURU, SHEET, now=NOW).is_estimate
    assert not let_go.is_set()  # the promise is here, and the read is still held
    assert couriers.calls == []  # no time was left to ask in: that is no silence of Shiprocket's


@pytest.mark.usefixtures("slow_read")
def test_while_a_table_is_slow_the_next_page_asks_shiprocket(
    let_go: threading.Event, in_a_hurry: Callable[[float], None]
) -> None:
    in_a_hurry(0.3)
    promise_for("110001", SHEET, now=NOW)
    in_a_hurry(20)
    asked: list[str] = []

    def counts() -> None:
        asked.append("counted")
        let_go.set()  # the answer's own thread reads a table too

    assert not promise_for(BENGALURU, SHEET, now=NOW, before_asking=counts).is_estimate
    assert asked == ["counted"]


def test_a_late_read_serves_the_next_page(
    couriers: Office,
    let_go: threading.Event,
    in_a_hurry: Callable[[float], None],
    request: pytest.FixtureRequest,
) -> None:
    promise_for(BENGALURU, SHEET, now=NOW)
    promising.forget()
    request.getfixturevalue("slow_read")
    in_a_hurry(0.1)
    assert promise_for(BENGALURU, SHEET, now=NOW).is_estimate
    let_go.set()
    promising.settle()
    late = promise_for(BENGALURU, SHEET, now=NOW)
    assert late == promise_from(BENGALURU, KEPT_TWO, now=NOW)
    assert couriers.calls == ASKED


def test_a_slow_counter_is_not_waited_for_and_nothing_is_asked_uncounted(
    couriers: Office, let_go: threading.Event, in_a_hurry: Callable[[float], None]
) -> None:
    in_a_hurry(0.3)

    def slowly() -> None:
        assert let_go.wait(20), "the page waits for the counter"

    promise = promise_for(BENGALURU, SHEET, now=NOW, before_asking=slowly)
    assert promise.is_estimate
    assert not let_go.is_set()
    assert couriers.calls == []


@pytest.mark.parametrize("trouble", [busy, broken])
def test_a_counter_in_trouble_gives_an_estimate(
    couriers: Office, trouble: Callable[[], None]
) -> None:
    assert promise_for(BENGALURU, SHEET, now=NOW, before_asking=trouble).is_estimate
    assert couriers.calls == []


@pytest.mark.parametrize("trouble", [busy, broken])
def test_a_product_page_is_there_while_the_counter_is_in_trouble(
    client: Client, monkeypatch: pytest.MonkeyPatch, trouble: Callable[[], None]
) -> None:
    a_product(product_id="sheet", weight_grams=80)
    monkeypatch.setattr(Throttle, "update", trouble)
    for address in ("/equipment/sheet", "/shipping/promise?sku=sheet"):
        reply = client.get(address, {"pincode": BENGALURU, "sku": "sheet"}, follow=True)
        assert reply.status_code == 200
        assert "This is an estimate" in reply.content.decode()


@pytest.mark.parametrize("refusal", [TooMany("Too many tries.", retry_after=60), NoAnswer()])
def test_a_network_over_its_limit_stops_no_other(couriers: Office, refusal: ShopError) -> None:
    def no_more() -> None:
        raise refusal

    with suppress(TooMany):
        assert promise_for("110001", SHEET, now=NOW, before_asking=no_more).is_estimate
    assert couriers.calls == []
    assert not promise_for(BENGALURU, SHEET, now=NOW).is_estimate
    assert couriers.calls == ASKED
