"""From the bench to the door against the sandbox: our client, the wire, its webhooks."""

import pytest
from django.test import Client
from pytest_django import Settings

from config import clock
from orders.rules import Status
from payments.sandbox.process import RunningSandbox
from shipping.errors import NotDispatched
from shipping.rules import ShipmentStatus
from shipping.services.dispatching import dispatch
from shipping.services.polling import QUIET, poll_quiet
from shipping.services.resuming import resume_half_done
from shipping.shiprocket import ShiprocketDown
from tests.shipping.bench import a_packed_order, flags, now_of, parcel_of

WORD = {"x-api-key": "tests-courier-token"}


@pytest.fixture
def shiprocket(sandbox: RunningSandbox, settings: Settings) -> RunningSandbox:
    """The sandbox, with the shop's courier client talking to it."""
    settings.SHIPROCKET_BASE_URL = sandbox.shiprocket_url
    return sandbox


def deliver_events(shiprocket: RunningSandbox) -> list[int]:
    """Post every held tracking event to our webhook, as the sandbox would."""
    events = [e for e in shiprocket.ledger()["events"] if e["vendor"] == "shiprocket"]
    post = Client().post
    return [
        post(each["path"], each["body"], content_type="application/json", headers=WORD).status_code
        for each in events
    ]


def test_a_parcel_goes_from_the_bench_to_the_door(shiprocket: RunningSandbox) -> None:
    order = a_packed_order()
    parcel = dispatch(order.order_id, by="Meera")
    assert (now_of(order).status, bool(parcel.label_url)) == (Status.SHIPPED, True)
    for status_id in (42, 18, 17, 7):
        shiprocket.control(f"parcels/{parcel.tracking_number}/move", status_id=status_id)
    assert set(deliver_events(shiprocket)) == {200}
    assert now_of(order).status is Status.DELIVERED
    assert parcel_of(order).status is ShipmentStatus.DELIVERED
    assert (flags(order), resume_half_done(), poll_quiet(clock.now() + QUIET * 2)) == ({}, 0, 0)


def test_events_in_any_order_and_twice_end_in_the_same_place(shiprocket: RunningSandbox) -> None:
    order = a_packed_order()
    parcel = dispatch(order.order_id, by="Meera")
    for status_id in (42, 18, 17, 21, 17, 7):
        shiprocket.control(f"parcels/{parcel.tracking_number}/move", status_id=status_id)
    bodies = [e["body"] for e in shiprocket.ledger()["events"] if e["vendor"] == "shiprocket"]
    post = Client().post
    for body in [*reversed(bodies), *bodies]:
        post("/shipping/tracking/webhook", body, content_type="application/json", headers=WORD)
    assert now_of(order).status is Status.DELIVERED
    scans = [scan.at for scan in parcel_of(order).scans or []]
    assert scans == sorted(scans)


@pytest.mark.parametrize("kind", ["drop_after", "drop", "500", "html"])
@pytest.mark.parametrize("path", ["create/adhoc", "assign/awb"])
def test_whatever_breaks_on_the_wire_there_is_one_awb(
    shiprocket: RunningSandbox, path: str, kind: str
) -> None:
    order = a_packed_order()
    shiprocket.control("faults", kind=kind, path=f"*/{path}", times=1)
    with pytest.raises(ShiprocketDown):
        dispatch(order.order_id, by="Meera")
    assert resume_half_done() == 1
    (there,) = shiprocket.ledger()["parcels"]
    assert (parcel_of(order).tracking_number, now_of(order).status) == (
        there["awb"],
        Status.SHIPPED,
    )


def test_an_empty_wallet_waits_for_a_person(shiprocket: RunningSandbox) -> None:
    order = a_packed_order()
    shiprocket.control("wallet", balance_paise=0)
    with pytest.raises(NotDispatched, match="wallet is empty"):
        dispatch(order.order_id, by="Meera")
    shiprocket.control("wallet", balance_paise=50_000_00)
    assert dispatch(order.order_id, by="Meera").tracking_number
    assert flags(order) == {}
