"""The demo: orders in every state through the shop's own services, made once, never overwritten."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from catalog.demo import demo_products
from catalog.demo import loading as stocking
from catalog.demo.loading import load_products
from catalog.models import Product
from catalog.queries import on_shelf_by_sku
from catalog.services.counting import change_stock
from config import clock, dynamo
from customers.models import Address, Customer
from orders.day_queries import span_until
from orders.day_rules import day_of
from orders.models import Order
from orders.register_months import month_of
from orders.rules import PaymentStatus, Status
from orders.services.day_sums import SHOWN
from orders.services.moving import start_packing
from payments.demo import loading, marks
from payments.demo.orders import DemoOrder, Ending, demo_orders
from payments.demo.past import sales
from payments.demo.stand_in import StandIn
from payments.models import Payment
from payments.razorpay import gateway
from payments.sandbox.process import RunningSandbox
from payments.services.month_sums import kept_sums
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from tests.factories import an_order, stock_of
from tests.invariants import assert_invariants, assert_settled, orders, rows

FEW = (
    Ending.IN_TRANSIT,
    Ending.NO_COURIER,
    Ending.REVIVED,
    Ending.WRONG_AMOUNT,
    Ending.REFUNDED,
    Ending.PART_REFUNDED,
)


@pytest.fixture
def vendors(razorpay: RunningSandbox, settings: Settings) -> RunningSandbox:
    settings.SHIPROCKET_BASE_URL = razorpay.shiprocket_url
    return razorpay


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> list[DemoOrder]:
    """One order of some endings only: enough for what is not about their number."""
    return only(monkeypatch, FEW)


@pytest.fixture
def one(monkeypatch: pytest.MonkeyPatch) -> DemoOrder:
    """A single order, for what is not about orders at all."""
    return only(monkeypatch, [Ending.PART_REFUNDED])[0]


def only(monkeypatch: pytest.MonkeyPatch, endings: Sequence[Ending]) -> list[DemoOrder]:
    """An order of each of these endings, the goods in it, and no past."""
    by_ending = {demo.ending: demo for demo in demo_orders()}
    chosen = [by_ending[ending] for ending in endings]
    skus = {sku for demo in chosen for sku in demo.wanted}
    goods = [p for p in demo_products() if skus & {p.product_id, *(v.sku for v in p.variants)}]
    monkeypatch.setattr(loading, "demo_orders", lambda: chosen)
    monkeypatch.setattr(stocking, "demo_products", lambda: goods)
    monkeypatch.setattr(sales, "DAYS", 0)
    return chosen


def load_demo() -> str:
    said = StringIO()
    call_command("load_demo", stdout=said)
    return said.getvalue()


def everything() -> dict[str, Any]:
    """Every item of every table, bookkeeping too, as it stands in the table."""
    models = (Product, Customer, Address, Order, Payment, Shipment)
    return {
        model.__name__: sorted(map(str, dynamo.connection().scan(model.Meta.table_name)["Items"]))
        for model in models
    }


def stories() -> dict[str, Any]:
    """What has happened to each order and its parcel."""
    scans = {
        parcel.order_id: [scan.status_id for scan in parcel.scans or []]
        for parcel in rows(Shipment, "shipment_id")
    }
    return {
        order.order_id: (
            order.status,
            order.payment_status,
            [moment.text for moment in order.timeline or []],
            scans.get(order.order_id),
        )
        for order in orders()
    }


def states(sandbox: RunningSandbox) -> Counter[str]:
    """How the sandbox's events stand."""
    return Counter(event["state"] for event in sandbox.ledger()["events"])


def receipts(sandbox: RunningSandbox) -> set[str]:
    """The orders of ours that the sandbox knows."""
    return {order["entity"]["receipt"] for order in sandbox.ledger()["orders"]}


@pytest.mark.server
def test_every_state_appears_and_what_must_hold_holds(
    vendors: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sales, "DAYS", 20)  # of seventy: what holds for these holds for more
    load_demo()
    past = [order for order in orders() if is_past(order.order_id)]
    made = [order for order in orders() if not is_past(order.order_id)]
    assert len(made) == len(demo_orders()) + 1 >= 24
    assert {order.status for order in made} == set(Status)
    paid = {PaymentStatus(order.payment_status or "") for order in made}
    assert paid == set(PaymentStatus)
    flags = {flag.kind for order in made for flag in order.attention or []}
    assert flags == {"amount", "dispatch", "old_front_end", "parcel"}
    assert {order.status for order in made if order.is_cod} == {"confirmed", "shipped", "delivered"}
    assert max(len(order.shipment_ids or ()) for order in made) == 2
    sent = rows(Shipment, "shipment_id")
    parcels = {parcel.status for parcel in sent if not is_past(parcel.order_id)}
    left_out = {"picked", "lost", "cancelled"}
    assert parcels == set(ShipmentStatus) - {ShipmentStatus(each) for each in left_out}
    variants = {v.sku: v.stock for product in demo_products() for v in product.variants}
    plain = {p.product_id: p.stock for p in demo_products() if not p.variants}
    received = Counter(variants | plain) + pieces_of(past)
    assert_invariants(received=received, ledger=vendors.ledger())
    assert_settled()
    assert_the_past_shows(past)


def pieces_of(past: list[Order]) -> Counter[str]:
    """What was sold of each sku: it had been received besides what is on the shelf."""
    gone = [o for o in past if o.status is not Status.CANCELLED]
    sold: Counter[str] = Counter()
    for line in (line for order in gone for line in order.lines):
        sold[line.sku or ""] += line.quantity
    return sold


def assert_the_past_shows(past: list[Order]) -> None:
    """It stands in the charts, in the months, and in Razorpay's books."""
    today, said = day_of(clock.now()), StringIO()
    *days, present = span_until(today, SHOWN).last(sales.DAYS + 1).days
    assert present.figures.placed == len(demo_orders()) + 1
    assert sum(day.figures.placed for day in days) == len(past)
    assert all(3 <= day.figures.placed <= 8 and day.figures.revenue for day in days)
    total = span_until(today, SHOWN).figures
    assert all((total.kept, total.cancelled, total.delivered))
    first = month_of(past[0].created_at)
    paid = [o for o in past if month_of(o.created_at) == first and o.razorpay_payment_id]
    kept = kept_sums(first)
    assert kept
    assert (kept.payments, kept.received) == (len(paid), sum(o.total_amount for o in paid))
    begin = (days[0].day - timedelta(days=1)).isoformat()
    with pytest.raises(SystemExit):  # for a wrong amount and the earlier site, of today
        call_command("reconcile", "--from", begin, stdout=said)
    assert "Open: 2\n" in said.getvalue()


def is_past(order_id: str) -> bool:
    return order_id.startswith(sales.ID_PREFIX)


@pytest.mark.server
def test_a_piece_that_came_back_is_paid_back_and_no_webhook_of_it_is_ever_sent(
    vendors: RunningSandbox, one: DemoOrder
) -> None:
    load_demo()
    assert set(states(vendors)) == {"dropped"}
    assert vendors.control("webhooks")["mode"] == "auto"
    (order,) = [order for order in orders() if order.order_id == one.order_id]
    (line,) = order.lines
    assert (order.status, order.payment_status) == (Status.DELIVERED, "partially_refunded")
    assert (line.quantity, line.returned, order.attention) == (3, 1, [])
    (refund,) = vendors.ledger()["refunds"]
    assert refund["amount"] == line.price


@pytest.mark.server
def test_a_second_run_changes_nothing_not_even_what_people_did_since(
    vendors: RunningSandbox, few: list[DemoOrder]
) -> None:
    load_demo()
    revived = next(demo for demo in few if demo.ending is Ending.REVIVED)
    start_packing(revived.order_id, by="Somebody")
    before, ledger = everything(), vendors.ledger()
    load_demo()
    assert everything() == before
    assert vendors.ledger() == ledger


@pytest.mark.server
def test_a_run_that_was_killed_is_completed_by_the_next(
    vendors: RunningSandbox, few: list[DemoOrder], monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as half_way:
        half_way.setattr(StandIn, "move", die)
        half_way.setattr("payments.demo.walking.cancel_order", die)
        with pytest.raises(KeyboardInterrupt):
            load_demo()
    assert "added" in load_demo()
    assert {order.order_id for order in orders()} >= {demo.order_id for demo in few}
    assert {order.status for order in orders()} == set(Status)
    assert_invariants(ledger=vendors.ledger())
    assert set(states(vendors)) == {"dropped"}


@pytest.mark.server
def test_every_step_may_be_taken_again(vendors: RunningSandbox, few: list[DemoOrder]) -> None:
    load_demo()
    before = stories()
    marks.unmark(marks.in_place())
    assert f"orders: {len(few) + 1} added" in load_demo()
    assert stories() == before


@pytest.mark.server
def test_a_run_killed_before_its_last_act_leaves_no_sandbox_on_hold(
    vendors: RunningSandbox, one: DemoOrder
) -> None:
    load_demo()
    marks.unmark([loading.QUIET])
    vendors.control("webhooks", mode="hold")
    load_demo()
    assert vendors.control("webhooks")["mode"] == "auto"


@pytest.mark.server
def test_what_cannot_be_made_is_told_stops_no_other_and_is_made_later(
    vendors: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    revived, _ = few = only(monkeypatch, [Ending.REVIVED, Ending.UNPAID])
    load_products()
    (sku, *_), stock = revived.wanted, 5
    product = on_shelf_by_sku([sku])[sku][0].product_id
    change_stock(product, sku, -stock_of(sku, product), "Counted", "Somebody")
    said = load_demo()
    assert f"{revived.order_id} was not made, the next run tries again: " in said
    assert len(orders()) == len(few)  # without it, with that of the earlier site
    change_stock(product, sku, stock, "Found", "Somebody")
    assert "orders: 1 added" in load_demo()


@pytest.mark.server
def test_a_ledger_of_tables_that_are_gone_is_forgotten(
    vendors: RunningSandbox, one: DemoOrder
) -> None:
    gateway().open_order("TB-0000000001", 100_00, {})
    load_demo()
    assert "TB-0000000001" not in receipts(vendors)


@pytest.mark.server
def test_a_ledger_of_tables_with_orders_is_kept(vendors: RunningSandbox, one: DemoOrder) -> None:
    order = an_order()
    gateway().open_order(order.order_id, order.total_amount, {})
    load_demo()
    assert order.order_id in receipts(vendors)


def test_tables_that_are_not_on_this_machine_are_refused(settings: Settings) -> None:
    for endpoint in (None, "https://dynamodb.ap-south-1.amazonaws.com"):
        settings.DYNAMODB_ENDPOINT = endpoint
        with pytest.raises(CommandError, match="DYNAMODB_ENDPOINT"):
            load_demo()
    assert not any(everything().values())


@pytest.mark.server
@pytest.mark.parametrize("name", ["RAZORPAY_BASE_URL", "SHIPROCKET_BASE_URL"])
def test_a_real_vendor_gets_no_demo_orders(name: str, settings: Settings) -> None:
    setattr(settings, name, "https://vendor.example")
    assert "none, for https://vendor.example" in load_demo()
    assert not orders()


@pytest.mark.server
def test_a_sandbox_that_is_not_there_is_said() -> None:
    with pytest.raises(CommandError, match="sandbox does not answer"):
        load_demo()
