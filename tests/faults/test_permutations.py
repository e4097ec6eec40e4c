"""Payment events in every order in which they can come, each of them more than once: the end is
always one that is allowed, and the books are right."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from config import clock
from orders import queries
from orders.models import Order
from orders.rules import Status
from orders.services import cancelling
from payments.queries import payments_on
from payments.services.opening import open_payment
from payments.services.working import one_pass
from tests.factories import a_product, an_order, stock_of
from tests.faults.indoors import Indoors, indoors
from tests.faults.report import tried
from tests.invariants import assert_invariants, assert_settled

Event = dict[str, Any]
Cast = Callable[[Indoors, Order], list[Event]]
EACH_TEST = 24  # of the 120 orders of five events, those that begin with the same one
WHAT = "five payment events in every order, repeated"


def _pay(house: Indoors, order: Order, **how: Any) -> str:
    paid = house.control("pay", order_id=order.razorpay_order_id, **how)
    return str(paid["payment"]["id"])


def _events(house: Indoors, *payment_ids: str) -> list[Event]:
    return [event for event in house.events() if event["subject"] in payment_ids]


def _one(*names: str, found: Sequence[Event]) -> list[Event]:
    """The first event of each name."""
    return [next(event for event in found if event["name"] == name) for name in names]


def late_and_partly_back(house: Indoors, order: Order) -> list[Event]:
    """A payment fails, succeeds after all, and some of it goes back in Razorpay's dashboard."""
    payment_id = _pay(house, order, outcome="failure")
    house.control(f"payments/{payment_id}/settle", outcome="success")
    house.control(f"payments/{payment_id}/refund", amount=10000)
    names = ("payment.failed", "payment.authorized", "payment.captured", "order.paid")
    return _one(*names, "refund.processed", found=_events(house, payment_id))


def all_back(house: Indoors, order: Order) -> list[Event]:
    """A payment comes and goes back whole in Razorpay's dashboard."""
    payment_id = _pay(house, order)
    house.control(f"payments/{payment_id}/refund")
    names = ("payment.authorized", "payment.captured", "order.paid", "refund.created")
    return _one(*names, "refund.processed", found=_events(house, payment_id))


def paid_twice(house: Indoors, order: Order) -> list[Event]:
    """Two windows, two payments of one order; the second had failed at first."""
    second = _pay(house, order, outcome="failure")
    first = _pay(house, order)
    house.control(f"payments/{second}/settle", outcome="success")
    found = _events(house, first)
    late = _events(house, second)
    return [
        *_one("payment.captured", "order.paid", found=found),
        *_one("payment.failed", "payment.captured", "order.paid", found=late),
    ]


def refund_comes_back(house: Indoors, order: Order) -> list[Event]:
    """Some of the money is given back in the dashboard, waits, and fails at the bank."""
    payment_id = _pay(house, order)
    house.control("bank", refunds="pending")
    refund = house.control(f"payments/{payment_id}/refund", amount=10000, speed="optimum")
    house.control(f"refunds/{refund['id']}/speed")
    house.control(f"refunds/{refund['id']}/fail")
    house.control("bank", refunds="at_once")
    names = ("payment.captured", "order.paid", "refund.created", "refund.speed_changed")
    return _one(*names, "refund.failed", found=_events(house, payment_id))


def disputed(house: Indoors, order: Order) -> list[Event]:
    """The shopper's bank disputes the payment, and the shop wins."""
    payment_id = _pay(house, order, method="card")
    dispute = house.control(f"payments/{payment_id}/dispute")
    for word in ("under_review", "won"):
        house.control(f"disputes/{dispute['id']}/move", to=word)
    names = ("payment.captured", "order.paid", "payment.dispute.created")
    more = ("payment.dispute.under_review", "payment.dispute.won")
    return _one(*names, *more, found=_events(house, payment_id))


def after_the_hold(house: Indoors, order: Order) -> list[Event]:
    """The money comes when the order has ended, fails first, and is partly given back."""
    assert cancelling.end_hold(order, now=clock.now() + timedelta(hours=1))
    return late_and_partly_back(house, order)


def twice_running(events: Sequence[Event]) -> Iterator[tuple[Event, str]]:
    yield from ((event, "") for event in events for _ in range(2))


def all_again(events: Sequence[Event]) -> Iterator[tuple[Event, str]]:
    yield from ((event, "") for event in (*events, *events))


def backwards_again(events: Sequence[Event]) -> Iterator[tuple[Event, str]]:
    yield from ((event, "") for event in (*events, *reversed(events)))


def under_new_ids(events: Sequence[Event]) -> Iterator[tuple[Event, str]]:
    yield from ((event, "") for event in events)
    yield from ((event, f"replayed{event['id']}") for event in reversed(events))


REPEATS = [twice_running, all_again, backwards_again, under_new_ids]


# How an order may end: status, what it says of its money, paise given back, flags.
Flags = frozenset[str]
End = tuple[str, str | None, int, Flags]
TOTAL = 979_00  # of every order here: one piece and its delivery
NONE: Flags = frozenset()
SEEN: Flags = frozenset({"refunded_there"})
FAILED: Flags = frozenset({"refund_failed"})
ENDS: dict[Cast, set[End]] = {
    late_and_partly_back: {("confirmed", "partially_refunded", 10000, SEEN)},
    after_the_hold: {("confirmed", "partially_refunded", 10000, SEEN)},
    # Who hears of the refund before the money was taken knows that there is nothing to sell for:
    # the order is never paid, and its hold ends.
    all_back: {
        ("confirmed", "refunded", TOTAL, SEEN),
        ("cancelled", "created", TOTAL, SEEN),
        ("cancelled", "authorized", TOTAL, SEEN),
    },
    paid_twice: {("confirmed", "captured", TOTAL, NONE)},
    refund_comes_back: {
        ("confirmed", "captured", 0, FAILED),
        ("confirmed", "captured", 0, FAILED | SEEN),
    },
    disputed: {("confirmed", "captured", 0, NONE)},
}


def _end(order: Order) -> End:
    given = sum(payment.amount_refunded or 0 for payment in payments_on(order))
    flags = frozenset(flag.kind for flag in order.attention or [])
    return order.status.value, order.payment_status, given, flags


@pytest.mark.server
@pytest.mark.parametrize("first", range(5))
@pytest.mark.parametrize("cast", ENDS, ids=lambda cast: cast.__name__)
def test_every_order_of_five_events_ends_well(cast: Cast, first: int, all_faults: bool) -> None:
    sku, began = a_product(stock=EACH_TEST, price=900_00).product_id, time.monotonic()
    chosen = [each for each in permutations(range(5)) if each[0] == first]
    chosen = chosen if all_faults else chosen[first * 5 : first * 5 + 1]
    with indoors() as house:
        ends = [_play(house, cast, sku, places, n + first) for n, places in enumerate(chosen)]
        one_pass(now=clock.now() + timedelta(hours=1))
        sold = 0
        for order_id, how in ends:
            order = queries.order(order_id)
            assert _end(order) in ENDS[cast], (how, _told(order))
            sold += order.status is Status.CONFIRMED
        assert_settled()
        assert_invariants(received={sku: EACH_TEST}, ledger=house.ledger())
        assert stock_of(sku) == EACH_TEST - sold
    tried(WHAT, len(chosen), seconds=time.monotonic() - began)


def _play(
    house: Indoors, cast: Cast, sku: str, places: tuple[int, ...], number: int
) -> tuple[str, str]:
    """One order, its five events in this order and again; the order, and how it was told."""
    order = an_order(wanted={sku: 1})
    order.razorpay_order_id = open_payment(order, is_fresh=True)
    events = cast(house, order)
    again = REPEATS[number % len(REPEATS)]
    for event, event_id in again([events[place] for place in places]):
        assert house.tell(event, event_id=event_id) == 200
    names = [events[place]["name"] for place in places]
    return order.order_id, f"{', '.join(names)}; {again.__name__}"


def _told(order: Order) -> list[Any]:
    flags = {flag.kind: flag.text for flag in order.attention or []}
    return [order.status, order.payment_status, flags, [m.text for m in order.timeline or []]]
