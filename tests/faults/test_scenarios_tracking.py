"""The named scenarios of tracking (docs/reliability.md, D5 to D7), on the real server: the stand-in
posts its news, and the shop's own webhook hears it."""

import json
import random
from functools import partial
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from orders.rules import PaymentStatus, Status
from payments.sandbox.process import RunningSandbox
from shipping import queries
from shipping.models import Shipment
from shipping.packing import PackedBox
from shipping.rules import ShipmentStatus
from shipping.services.dispatching import dispatch
from shipping.services.goods_in import check_in
from tests.factories import stock_of
from tests.faults import report
from tests.faults.sales import at_once
from tests.faults.scene import COURIERS_WORD
from tests.shipping.bench import a_packed_order, flags, now_of, parcel_of, told
from tests.snapshot import as_they_are
from tests.watching import Watcher

pytestmark = pytest.mark.server
URL = "/shipping/tracking/webhook"
TWO = [PackedBox({0: 1}, 300, 20, 10, 5), PackedBox({0: 1}, 300, 20, 10, 5)]


@pytest.fixture
def shiprocket(razorpay: RunningSandbox, settings: Settings) -> RunningSandbox:
    """The stand-in, with the shop's client talking to it."""
    settings.SHIPROCKET_BASE_URL = razorpay.shiprocket_url
    report.tried("rounds of named scenarios")
    return razorpay


def moves(shiprocket: RunningSandbox, parcel: Shipment, *ids: int, **scan: Any) -> None:
    for status_id in ids:
        shiprocket.control(f"parcels/{parcel.tracking_number}/move", status_id=status_id, **scan)


def bodies(shiprocket: RunningSandbox) -> list[str]:
    """All that Shiprocket has to tell, oldest first."""
    events = shiprocket.ledger()["events"]
    return [each["body"] for each in events if each["vendor"] == "shiprocket"]


def post(body: str | bytes, **headers: str) -> int:
    client = Client(raise_request_exception=False)
    told_with = COURIERS_WORD | headers
    return client.post(URL, body, "application/json", headers=told_with).status_code


def as_it_is(parcel: Shipment) -> Shipment:
    return queries.shipment(parcel.shipment_id, parcel.order_id)


@pytest.mark.parametrize("seed", range(4))
def test_d5_news_in_any_order_and_five_times_over(shiprocket: RunningSandbox, seed: int) -> None:
    """D5: forward only, and every scan once."""
    order, watcher = a_packed_order(), Watcher()
    parcel = dispatch(order.order_id, by="Meera")
    moves(shiprocket, parcel, 42, 18, 17, 21, 17, 7)
    news = bodies(shiprocket) * 5
    random.Random(seed).shuffle(news)  # noqa: S311 - an order of events, not a secret
    for body in news:
        assert post(body) == 200
        watcher.assert_forward()
    assert now_of(order).status is Status.DELIVERED
    marks = [(scan.at, scan.status_id) for scan in parcel_of(order).scans or []]
    assert marks == sorted(set(marks), key=marks.index)
    assert len([line for line in told(order) if line.startswith("Delivered.")]) == 1


def test_d5_two_parcels_keep_their_own_news_and_close_the_order_together(
    shiprocket: RunningSandbox,
) -> None:
    """D5: the tracking of the second does not take the place of the first's."""
    order = a_packed_order()
    dispatch(order.order_id, by="Meera", boxes=TWO)
    first, second = queries.live_of(now_of(order))
    moves(shiprocket, first, 42, 7)
    moves(shiprocket, second, 42)
    for body in bodies(shiprocket):
        post(body)
    assert as_it_is(first).status is ShipmentStatus.DELIVERED
    assert (as_it_is(second).status, now_of(order).status) == (
        ShipmentStatus.PICKED,
        Status.SHIPPED,
    )
    moves(shiprocket, second, 7)
    post(bodies(shiprocket)[-1])
    assert now_of(order).status is Status.DELIVERED


@pytest.mark.parametrize("number", [34, 99, 4711])
def test_d5_a_number_that_nobody_knows_moves_nothing_and_is_shown(
    shiprocket: RunningSandbox, number: int
) -> None:
    """D5: unknown news is kept, and staff see it."""
    order = a_packed_order()
    parcel = dispatch(order.order_id, by="Meera")
    moves(shiprocket, parcel, 42, number)
    for body in bodies(shiprocket):
        post(body)
    assert parcel_of(order).status is ShipmentStatus.PICKED
    assert str(number) in [scan.status_id for scan in parcel_of(order).scans or []]
    assert f"(status {number})" in flags(order)["parcel"]


def test_d5_a_scan_of_tomorrow_does_not_hide_the_truth(shiprocket: RunningSandbox) -> None:
    """D5: a courier's clock may be wrong."""
    order = a_packed_order()
    parcel = dispatch(order.order_id, by="Meera")
    moves(shiprocket, parcel, 17, at="2031-01-01 10:00:00")
    moves(shiprocket, parcel, 21)
    for body in bodies(shiprocket):
        post(body)
    assert parcel_of(order).status is ShipmentStatus.UNDELIVERED


@pytest.mark.parametrize(
    ("ids", "status", "closes"),
    [
        ((42, 7, 9, 10), ShipmentStatus.DELIVERED, True),
        ((42, 8), ShipmentStatus.CANCELLED, False),
        ((42, 18, 12), ShipmentStatus.LOST, False),
        ((42, 25), ShipmentStatus.LOST, False),
        ((42, 21, 9, 46, 10), ShipmentStatus.RTO_DELIVERED, False),
    ],
)
def test_d6_a_bad_end_is_flagged_and_moves_neither_money_nor_stock(
    shiprocket: RunningSandbox, ids: tuple[int, ...], status: ShipmentStatus, *, closes: bool
) -> None:
    """D6: only the listed moves; what it means for the money is a person's decision."""
    order = a_packed_order()
    sku, parcel = order.lines[0].sku or "", dispatch(order.order_id, by="Meera")
    before = stock_of(sku)
    for status_id in ids:
        moves(shiprocket, parcel, status_id)
        post(bodies(shiprocket)[-1])
    assert parcel_of(order).status is status
    assert (now_of(order).status is Status.DELIVERED) == closes
    assert (stock_of(sku), now_of(order).payment_status) == (before, PaymentStatus.CAPTURED)
    assert "parcel" in flags(order)
    assert shiprocket.ledger().get("refunds", []) == []


def test_d6_goods_that_came_back_are_in_stock_once(shiprocket: RunningSandbox) -> None:
    """D6: however often the courier says it, and however many check them in."""
    order = a_packed_order()
    sku, parcel = order.lines[0].sku or "", dispatch(order.order_id, by="Meera")
    before = stock_of(sku)
    moves(shiprocket, parcel, 42, 9, 10)
    for body in bodies(shiprocket) * 2:
        post(body)
    checks = [partial(check_in, parcel.shipment_id, order.order_id, {0: 2}, by="Meera")] * 4
    assert sorted(at_once(checks)) == [False, False, False, True]
    post(bodies(shiprocket)[-1])
    assert stock_of(sku) == before + 2


def test_d7_a_stranger_changes_nothing(shiprocket: RunningSandbox) -> None:
    """D7: no word, a wrong word, an empty one."""
    order = a_packed_order()
    parcel = dispatch(order.order_id, by="Meera")
    moves(shiprocket, parcel, 42, 7)
    before = as_they_are().shipments
    for word in ("", "wrong", "Tests-Courier-Token", "tests-courier-token\u2028"):
        assert post(bodies(shiprocket)[-1], **{"X-Api-Key": word}) == 401
    assert [each.attribute_values for each in as_they_are().shipments] == [
        each.attribute_values for each in before
    ]


def test_d7_a_forged_end_is_asked_back_and_a_replay_tells_nothing_new(
    shiprocket: RunningSandbox,
) -> None:
    """D7: whoever knows the word cannot end a story that Shiprocket has not ended."""
    order = a_packed_order()
    parcel = dispatch(order.order_id, by="Meera")
    moves(shiprocket, parcel, 42)
    (true,) = bodies(shiprocket)
    forged = json.dumps(json.loads(true) | {"shipment_status_id": 7, "shipment_status": "X"})
    assert [post(true), post(forged), post(true), post(true)] == [200] * 4
    assert parcel_of(order).status is ShipmentStatus.PICKED
    assert len([line for line in told(order) if "picked up" in line]) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"awb": "' + b"1" * 1_000_000 + b'"}', 413),
        (b'{"awb": "99999999999", "shipment_status_id": 7}', 200),
        (b'{"awb": "../../x", "shipment_status_id": 7}', 200),
        (b'{"test": true}', 200),
        (b"[]", 400),
        (b"[" * 5000, 400),
        (b"\xff\xfe", 400),
    ],
)
def test_d7_odd_bodies_have_no_effect(shiprocket: RunningSandbox, body: bytes, status: int) -> None:
    """D7: too large is refused, unknown is heard and forgotten."""
    order = a_packed_order()
    parcel = dispatch(order.order_id, by="Meera")
    assert post(body) == status
    assert as_it_is(parcel).status is ShipmentStatus.PENDING
