"""The weeks before the demo's first day: the same for the same day, laid once, never over what
people did since."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import requests

from catalog.demo import demo_products
from orders import queries as order_queries
from orders.day_rules import day_of
from orders.models import Order
from orders.rules import Status
from payments.demo import loading
from payments.demo.past import sales
from payments.demo.past.roads import DELIVERED, road_of
from payments.demo.past.sales import Outcome, past_sales
from payments.demo.past.tables import write_all
from payments.demo.stand_in import StandIn
from payments.sandbox.process import RunningSandbox
from shipping.queries import live_of
from shipping.services.tracking import take_tracking
from shipping.tokens import client
from tests.factories import an_order
from tests.invariants import assert_invariants, assert_settled, orders
from tests.payments.test_demo import everything, load_demo, vendors

__all__ = ["vendors"]
LAYING = "payments.demo.past.laying"
NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
SALES = past_sales(NOON, demo_products())


def test_the_same_day_has_the_same_past_and_the_next_one_that_of_a_day_later() -> None:
    assert past_sales(NOON + timedelta(hours=3), demo_products()) == SALES
    first_days = [
        day_of(past_sales(NOON + timedelta(days=n), demo_products())[0].at) for n in (0, 1)
    ]
    assert first_days == [date(2026, 9, 14), date(2026, 9, 15)]


def test_weekends_are_busier_and_no_day_is_empty() -> None:
    by_day = Counter(day_of(sale.at) for sale in SALES)
    assert len(by_day) == sales.DAYS
    assert {min(by_day.values()), max(by_day.values())} == {3, 8}
    by_weekday = Counter(day.weekday() for sale in SALES if (day := day_of(sale.at)))
    assert min(by_weekday[5], by_weekday[6]) > max(by_weekday[n] for n in (0, 1, 2))


def test_every_outcome_happens_and_each_parcel_goes_its_way_in_order() -> None:
    assert {sale.outcome for sale in SALES} == set(Outcome)
    for sale in (sale for sale in SALES if sale.is_sold):
        road = road_of(sale, NOON)
        moments = [sale.at, road.packed_at, road.sent_at, *(at for _, at in road.scans)]
        assert moments == sorted(moments), sale
        assert moments[-1] <= NOON
        if road.arrived_at and road.promise.latest:
            came_late = day_of(road.arrived_at) > road.promise.latest
            assert came_late == (sale.outcome is Outcome.LATE)


@pytest.fixture
def short(vendors: RunningSandbox, monkeypatch: pytest.MonkeyPatch) -> RunningSandbox:
    """A past of a few days, and no order of the present."""
    monkeypatch.setattr(sales, "DAYS", 9)
    monkeypatch.setattr(loading, "demo_orders", list)
    return vendors


@pytest.mark.server
def test_a_past_that_was_killed_is_completed_and_what_was_done_since_is_kept(
    short: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    def half(items: list[Order]) -> None:
        write_all(items if not isinstance(items[0], Order) else items[:5])

    with monkeypatch.context() as half_way:
        half_way.setattr(f"{LAYING}.write_all", half)
        half_way.setattr(f"{LAYING}.figures.add_months_up", die)
        with pytest.raises(KeyboardInterrupt):
            load_demo()
    touched = min(orders(), key=lambda order: order.order_id)
    touched.update(actions=[Order.cancel_reason.set("Somebody was here.")])
    load_demo()
    found = {order.order_id: order for order in orders()}
    assert sum(order.startswith(sales.ID_PREFIX) for order in found) > 30
    assert found[touched.order_id].cancel_reason == "Somebody was here."
    assert_invariants(ledger=short.ledger())
    assert_settled()
    before, ledger = everything(), short.ledger()
    load_demo()
    assert (everything(), short.ledger()) == (before, ledger)


@pytest.mark.server
def test_a_parcel_that_is_on_its_road_goes_on(short: RunningSandbox) -> None:
    load_demo()
    going = (order for order in orders() if order.status is Status.SHIPPED)
    parcel = next(parcel for order in going for parcel in live_of(order))
    with requests.Session() as session:
        StandIn(session, short.razorpay_url).move(parcel.tracking_number or "", DELIVERED)
    take_tracking(client().track(parcel.tracking_number or ""), source="Shiprocket")
    assert order_queries.order(parcel.order_id).status is Status.DELIVERED


@pytest.mark.server
def test_a_shop_that_has_orders_has_a_past_of_its_own(short: RunningSandbox) -> None:
    mine = an_order().order_id
    load_demo()
    assert mine in {order.order_id for order in orders()}
    assert not any(order.order_id.startswith(sales.ID_PREFIX) for order in orders())
