"""The Shiprocket client against the published replies and every shape of its refusals."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
import requests
import responses
from hypothesis import given
from hypothesis import strategies as st

from config import clock, money
from shipping.shiprocket import (
    AwbAlreadyAssigned,
    ParcelItem,
    ParcelNotNew,
    ParcelOrder,
    PickupRefused,
    Shiprocket,
    ShiprocketDown,
    ShiprocketRefused,
    WalletEmpty,
    tracking_from_webhook,
)
from shipping.shiprocket_token import TokenInMemory
from shipping.shiprocket_wire import reason_in
from shipping.shiprocket_writing import as_adhoc_order, kilograms, rupees, ten_digits
from tests.samples import names, sample

BASE = "http://127.0.0.1:9/shiprocket/v1/external"
CREATE = f"{BASE}/orders/create/adhoc"
ASSIGN = f"{BASE}/courier/assign/awb"
PICKUP = f"{BASE}/courier/generate/pickup"


@pytest.fixture
def wire() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


def client(tokens: TokenInMemory | None = None) -> Shiprocket:
    if tokens is None:
        tokens = TokenInMemory()
        tokens.put("token-1", clock.from_unix(2**35))
    return Shiprocket(requests.Session(), BASE, "api@x.example", "word", tokens)


def a_parcel(**given_: Any) -> ParcelOrder:
    fields: dict[str, Any] = {
        "reference": "TB-0123456789",
        "placed_at": datetime(2026, 11, 23, 20, 0, tzinfo=UTC),
        "pickup_location": "Pune Warehouse",
        "name": "Asha\n Rao",
        "address": "Flat 4, 12 Court Road",
        "address_2": "",
        "city": "Pune",
        "state": "Maharashtra",
        "pincode": "411005",
        "email": "asha@example.com",
        "phone": "+919876543210",
        "items": (ParcelItem("Tenergy 05", "TEN05-R-21", 2, 609950, "9506", "12"),),
        "sub_total_paise": 1219900,
        "grams": 350,
        "length_cm": 20,
        "breadth_cm": 18,
        "height_cm": 3,
    }
    return ParcelOrder(**fields | given_)


def sent(wire: responses.RequestsMock) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(wire.calls[-1].request.body or b"")
    return body


def test_a_parcel_is_told_in_rupees_kilograms_indian_time_and_ten_digits(
    wire: responses.RequestsMock,
) -> None:
    wire.post(CREATE, json=sample("shiprocket", "orders.create.adhoc.200"))
    parcel = client().create_parcel(a_parcel())
    assert (parcel.order_id, parcel.shipment_id) == (16161616, 15151515)
    body = sent(wire)
    assert body.keys() <= sample("shiprocket", "orders.create.adhoc.request").keys()
    assert (body["sub_total"], body["weight"]) == (12199, 0.35)
    assert body["order_items"][0]["selling_price"] == 6099.5
    assert body["order_date"] == "2026-11-24 01:30"
    assert (body["billing_phone"], body["billing_customer_name"]) == ("9876543210", "Asha Rao")


@given(st.integers(0, 10**9))
def test_money_and_weight_reach_the_wire_to_the_last_digit(amount: int) -> None:
    assert money.paise(json.dumps(rupees(amount))) == amount
    whole, _, part = json.dumps(kilograms(amount)).partition(".")
    assert int(whole) * 1000 + int(f"{part:0<3}") == amount


@pytest.mark.parametrize("phone", ["+919876543210", "09876543210", "98765 43210", "919876543210"])
def test_an_indian_mobile_is_ten_digits(phone: str) -> None:
    assert ten_digits(phone) == "9876543210"


@pytest.mark.parametrize("phone", ["", "12345", "+14155550100", "5876543210", "٩٨٧٦٥٤٣٢١٠"])
def test_no_other_phone_is_sent(phone: str) -> None:
    with pytest.raises(ShiprocketRefused, match="mobile"):
        as_adhoc_order(a_parcel(phone=phone))


def test_an_old_cancelled_record_is_not_taken_for_a_new_parcel(
    wire: responses.RequestsMock,
) -> None:
    name = "orders.create.adhoc.200.returns_cancelled_duplicate"
    wire.post(CREATE, json=sample("shiprocket", name))
    with pytest.raises(ParcelNotNew) as known:
        client().create_parcel(a_parcel())
    assert (known.value.parcel.shipment_id, known.value.is_cancelled) == (1495356234, True)


def test_an_old_living_record_is_there_to_be_adopted(wire: responses.RequestsMock) -> None:
    old = {"status": "READY TO SHIP", "status_code": 3, "awb_code": "321055706540"}
    wire.post(CREATE, json=sample("shiprocket", "orders.create.adhoc.200") | old)
    with pytest.raises(ParcelNotNew) as known:
        client().create_parcel(a_parcel())
    assert (known.value.is_cancelled, known.value.awb_code) == (False, "321055706540")


def test_a_wrong_warehouse_inside_a_200_is_a_refusal(wire: responses.RequestsMock) -> None:
    wrong = "Wrong Pickup location entered. Please choose one location from the data given"
    wire.post(CREATE, json={"message": wrong, "data": {"data": [{"pickup_location": "Home"}]}})
    with pytest.raises(ShiprocketRefused, match="Wrong Pickup location"):
        client().create_parcel(a_parcel())


SHAPES = {
    "orders.create.adhoc.400.bad_channel": "Given channel id does not exist",
    "orders.create.adhoc.422.missing": "The order id field is required.; Oops! Invalid Data.",
    "settings.company.addpickup.422.message_is_object": (
        "Address line 1 should have House no / Flat no / Road no.; The email field is required."
    ),
    "courier.assign.awb.RECONSTRUCTED.200_failed": "AWB is already assigned",
    "courier.generate.label.200.none": "No valid shipment ids to print label",
    "orders.cancel.500.bad_id": "Trying to get property of non-object",
}


@pytest.mark.parametrize(("name", "reason"), SHAPES.items(), ids=SHAPES.keys())
def test_every_shape_of_refusal_gives_its_reason(name: str, reason: str) -> None:
    assert reason_in(sample("shiprocket", name)) == reason


@pytest.mark.parametrize("body", [None, [], {}, {"message": None}, {"errors": {"a": [1, None]}}])
def test_a_refusal_without_words_says_so(body: Any) -> None:
    assert reason_in(body) == "no reason given"


@pytest.mark.parametrize("name", names("shiprocket", "orders.create.adhoc.4"))
def test_a_refused_create_is_a_refusal(wire: responses.RequestsMock, name: str) -> None:
    wire.post(CREATE, json=sample("shiprocket", name), status=int(name.split(".")[3]))
    with pytest.raises(ShiprocketRefused):
        client().create_parcel(a_parcel())


def test_an_awb_is_read(wire: responses.RequestsMock) -> None:
    wire.post(ASSIGN, json=sample("shiprocket", "courier.assign.awb.200"))
    awb = client().assign_awb(16090281, courier_id=142)
    assert (awb.code, awb.courier_id, awb.courier_name) == ("321055706540", 142, "Amazon Surface")
    assert awb.pickup_at == datetime(2022, 11, 25, 8, 30, tzinfo=UTC)
    assert sent(wire) == {"shipment_id": 16090281, "courier_id": 142}


def test_an_empty_wallet_is_told_apart(wire: responses.RequestsMock) -> None:
    wire.post(ASSIGN, json=sample("shiprocket", "courier.assign.awb.RECONSTRUCTED.wallet_350"))
    with pytest.raises(WalletEmpty, match="recharge"):
        client().assign_awb(1)


def test_an_awb_given_before_is_told_apart_and_read_from_the_order(
    wire: responses.RequestsMock,
) -> None:
    wire.post(ASSIGN, json=sample("shiprocket", "courier.assign.awb.RECONSTRUCTED.200_failed"))
    with pytest.raises(AwbAlreadyAssigned):
        client().assign_awb(1)
    shown = {
        "id": 5,
        "status_code": 3,
        "shipments": {"id": 7, "awb": "321", "courier": "Delhivery"},
    }
    wire.get(f"{BASE}/orders/show/5", json={"data": shown})
    details = client().order_details(5)
    assert (details.awb_code, details.shipment_id, details.is_cancelled) == ("321", 7, False)


@pytest.mark.parametrize("name", ["courier.assign.awb.400.reassign", "courier.assign.awb.422"])
def test_a_refused_awb_is_a_refusal(wire: responses.RequestsMock, name: str) -> None:
    wire.post(ASSIGN, json=sample("shiprocket", name), status=int(name.split(".")[3]))
    with pytest.raises(ShiprocketRefused):
        client().assign_awb(1)


def test_no_awb_is_ever_invented(wire: responses.RequestsMock) -> None:
    wire.post(ASSIGN, json={"awb_assign_status": 1, "response": {"data": {"awb_code": ""}}})
    with pytest.raises(ShiprocketRefused):
        client().assign_awb(1)


def test_a_pickup_is_read_and_asked_for_one_at_a_time(wire: responses.RequestsMock) -> None:
    wire.post(PICKUP, json=sample("shiprocket", "courier.generate.pickup.200"))
    pickup = client().request_pickup(16090109)
    assert pickup.scheduled_at == datetime(2021, 12, 10, 7, 9, 54, tzinfo=UTC)
    assert pickup.token.startswith("Reference No: 194_BIGFOOT")
    assert sent(wire) == {"shipment_id": [16090109]}


def test_a_pickup_asked_for_before_is_as_good(wire: responses.RequestsMock) -> None:
    name = "courier.generate.pickup.RECONSTRUCTED.400_already_queued"
    wire.post(PICKUP, json=sample("shiprocket", name), status=400)
    assert client().request_pickup(1).scheduled_at is None


def test_a_pickup_of_no_shipment_is_a_refusal(wire: responses.RequestsMock) -> None:
    wire.post(PICKUP, json=sample("shiprocket", "courier.generate.pickup.400"), status=400)
    with pytest.raises(ShiprocketRefused, match="Invalid shipment id"):
        client().request_pickup(1)


def test_a_label_is_an_address_or_a_refusal(wire: responses.RequestsMock) -> None:
    url = f"{BASE}/courier/generate/label"
    wire.post(url, json=sample("shiprocket", "courier.generate.label.200"))
    assert client().label(1).endswith("788830567028.pdf")
    wire.replace("POST", url, json=sample("shiprocket", "courier.generate.label.200.none"))
    with pytest.raises(ShiprocketRefused, match="No valid shipment ids"):
        client().label(1)


def test_a_manifest_is_printed_again_if_it_was_made_before(wire: responses.RequestsMock) -> None:
    already = sample("shiprocket", "manifests.generate.400.already")
    wire.post(f"{BASE}/manifests/generate", json=already, status=400)
    wire.post(f"{BASE}/manifests/print", json=sample("shiprocket", "manifests.print.200"))
    assert client().manifest(16090109, 5).endswith(".pdf")
    assert sent(wire) == {"order_ids": [5]}


def test_an_empty_manifest_is_a_refusal(wire: responses.RequestsMock) -> None:
    bad = sample("shiprocket", "manifests.generate.200.bad_ids")
    wire.post(f"{BASE}/manifests/generate", json=bad)
    with pytest.raises(ShiprocketRefused):
        client().manifest(1, 5)


def test_couriers_are_read_with_exact_prices(wire: responses.RequestsMock) -> None:
    reply = sample("shiprocket", "courier.serviceability.200.TRUNCATED")
    reply["data"]["recommended_courier_company_id"] = 225
    wire.get(f"{BASE}/courier/serviceability", json=reply)
    post, delhivery = client().couriers(from_pincode="411005", to_pincode="175019", grams=500)
    assert (post.id, post.rate_paise, post.is_recommended) == (225, 12390, True)
    assert (delhivery.name, delhivery.rate_paise) == ("Delhivery Surface", 5400)
    assert (delhivery.days, delhivery.arrives_on) == (4, date(2024, 7, 1))
    assert "weight=0.5" in str(wire.calls[0].request.url)


@pytest.mark.parametrize("status", [200, 404])
def test_a_place_nobody_serves_has_no_couriers(wire: responses.RequestsMock, status: int) -> None:
    nobody = sample("shiprocket", "courier.serviceability.http200_body404")
    wire.get(f"{BASE}/courier/serviceability", json=nobody, status=status)
    assert client().couriers(from_pincode="411005", to_pincode="175019", grams=500) == []


def test_couriers_tell_their_rating_and_whether_they_collect_cash(
    wire: responses.RequestsMock,
) -> None:
    reply = sample("shiprocket", "courier.serviceability.200.TRUNCATED")
    offers = reply["data"]["available_courier_companies"]
    offers[0] |= {"rating": 4.2, "cod": 0}
    offers[1] |= {"rating": "", "cod": 1}
    wire.get(f"{BASE}/courier/serviceability", json=reply)
    asked: dict[str, Any] = {"from_pincode": "411005", "to_pincode": "175019", "grams": 500}
    found = {each.id: each for each in client().couriers(**asked, is_cod=True)}
    first, second = (found[offer["courier_company_id"]] for offer in offers[:2])
    assert (first.rating, first.cod, second.rating, second.cod) == ("4.2", False, "", True)
    assert "cod=1" in str(wire.calls[0].request.url)


@pytest.mark.parametrize(
    ("told", "paise"), [("4999.50", 499950), (100, 10000), ("1,200", 120000), ("-3.5", -350)]
)
def test_the_balance_is_read_in_paise(
    wire: responses.RequestsMock, told: object, paise: int
) -> None:
    url = f"{BASE}/account/details/wallet-balance"
    wire.get(url, json={"data": {"balance_amount": told}})
    assert client().wallet_balance() == paise


@pytest.mark.parametrize("body", [{}, {"data": None}, {"data": {"balance_amount": "soon"}}])
def test_a_balance_that_is_none_is_a_refusal(wire: responses.RequestsMock, body: Any) -> None:
    wire.get(f"{BASE}/account/details/wallet-balance", json=body)
    with pytest.raises(ShiprocketRefused):
        client().wallet_balance()


@pytest.mark.parametrize(
    ("code", "is_off"), [(1, False), (3, False), (18, False), (5, True), (54, True)]
)
def test_a_cancel_that_was_only_requested_is_not_its_end(
    wire: responses.RequestsMock, code: int, *, is_off: bool
) -> None:
    shown = {"id": 5, "status_code": code, "shipments": {"id": 7, "awb": "321"}}
    wire.get(f"{BASE}/orders/show/5", json={"data": shown})
    assert client().order_details(5).is_off == is_off


def test_a_wrong_pickup_location_is_told_apart(wire: responses.RequestsMock) -> None:
    wrong = "Wrong Pickup location entered. Please choose one location from the data given"
    wire.post(CREATE, json={"message": wrong}, status=422)
    with pytest.raises(PickupRefused):
        client().create_parcel(a_parcel())


def test_the_pickup_location_is_sent_to_the_last_blank(wire: responses.RequestsMock) -> None:
    wire.post(CREATE, json=sample("shiprocket", "orders.create.adhoc.200"))
    client().create_parcel(a_parcel(pickup_location="Pune Warehouse "))
    assert sent(wire)["pickup_location"] == "Pune Warehouse "


def test_tracking_is_read_oldest_scan_first(wire: responses.RequestsMock) -> None:
    reply = sample("shiprocket", "courier.track.awb.200.delivered")
    wire.get(f"{BASE}/courier/track/awb/141123221084922", json=reply)
    tracking = client().track("141123221084922")
    assert (tracking.status_id, tracking.courier_name) == (7, "Xpressbees Surface")
    assert tracking.delivered_at == datetime(2022, 7, 19, 6, 7, tzinfo=UTC)
    assert [scan.status_id for scan in tracking.scans] == [None, 19, 42, 6, 18, 38, 17, 7]


def test_before_the_first_scan_nothing_is_known(wire: responses.RequestsMock) -> None:
    reply = sample("shiprocket", "courier.track.awb.200.unknown")
    wire.get(f"{BASE}/courier/track/awb/1", json=reply)
    tracking = client().track("1")
    assert (tracking.awb, tracking.status_id, tracking.scans) == ("1", None, ())


def test_scans_that_are_missing_are_none(wire: responses.RequestsMock) -> None:
    reply = sample("shiprocket", "courier.track.shipment.200.picked_up")
    reply["tracking_data"]["shipment_track_activities"] = None
    wire.get(f"{BASE}/courier/track/awb/1", json=reply)
    tracking = client().track("1")
    assert (tracking.status_id, tracking.scans) == (42, ())


def test_the_tracking_webhook_is_read_by_its_shipment_status() -> None:
    tracking = tracking_from_webhook(sample("shiprocket", "webhook.tracking.in_transit"))
    assert (tracking.awb, tracking.status_id) == ("19041424751540", 18)
    assert (tracking.reference, tracking.is_return) == ("1373900_150876814", False)
    assert len(tracking.scans) == 17
    assert tracking.scans[0].at == datetime(2023, 5, 19, 6, 29, 16, tzinfo=UTC)


@pytest.mark.parametrize("body", [None, [], {}, {"awb": ""}, {"awb": None}, {"test": True}, "ping"])
def test_an_event_without_an_awb_is_a_value_error(body: Any) -> None:
    with pytest.raises(ValueError, match="AWB"):
        tracking_from_webhook(body)


def test_an_order_is_found_by_our_reference(wire: responses.RequestsMock) -> None:
    wire.get(f"{BASE}/orders", json=sample("shiprocket", "orders.list.200"))
    found = client().order_by_reference("224-4779888")
    assert found is not None
    assert (found.order_id, found.shipment_id, found.is_cancelled) == (16178831, 16028538, True)
    assert client().order_by_reference("224-1") is None


def test_cancelling_is_done_with_an_empty_204(wire: responses.RequestsMock) -> None:
    wire.post(f"{BASE}/orders/cancel", status=204)
    client().cancel_order(5)
    progress = sample("shiprocket", "orders.cancel.shipment.awbs.204")
    wire.post(f"{BASE}/orders/cancel/shipment/awbs", json=progress)
    client().cancel_awb("321")
    assert sent(wire) == {"awbs": ["321"]}


def test_a_500_that_is_our_mistake_is_a_refusal(wire: responses.RequestsMock) -> None:
    bad = sample("shiprocket", "orders.cancel.500.bad_id")
    wire.post(f"{BASE}/orders/cancel", json=bad, status=500)
    with pytest.raises(ShiprocketRefused):
        client().cancel_order(5)


def test_warehouses_are_read_with_their_phones(wire: responses.RequestsMock) -> None:
    reply = sample("shiprocket", "settings.company.pickup.200")
    wire.get(f"{BASE}/settings/company/pickup", json=reply)
    [location] = client().pickup_locations()
    assert (location.name, location.pincode) == ("Casa Moderna", "122003")
    assert location.is_phone_verified


NO_ANSWER: dict[str, dict[str, Any]] = {
    "connection refused": {"body": requests.ConnectionError("refused")},
    "time-out": {"body": requests.ReadTimeout("slow")},
    "HTML": {"body": "<html>502</html>", "status": 502},
    "HTML with 200": {"body": "<html>hello</html>", "status": 200},
    "throttled": {"json": {"message": "Too Many Attempts."}, "status": 429},
    "500 of its own": {"json": {"message": "Server Error"}, "status": 500},
    "text": {"json": "ok", "status": 200},
    "a list": {"json": [], "status": 200},
}


@pytest.mark.parametrize("reply", NO_ANSWER.values(), ids=NO_ANSWER.keys())
def test_no_answer_is_shiprocket_down(wire: responses.RequestsMock, reply: dict[str, Any]) -> None:
    wire.post(ASSIGN, **reply)
    with pytest.raises(ShiprocketDown):
        client().assign_awb(1)
    assert len(wire.calls) == 1


def test_every_call_has_a_time_out() -> None:
    seen: list[Any] = []

    class Watched(requests.Session):
        def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
            seen.append(kwargs["timeout"])
            raise requests.ConnectTimeout

    with pytest.raises(ShiprocketDown):
        Shiprocket(Watched(), BASE, "a", "b", TokenInMemory()).track("1")
    assert seen == [(2, 8)]


@pytest.mark.parametrize("awb", ["", "../orders", "1?x", "1/2", "a b"])
def test_an_awb_that_could_change_the_address_is_refused_unasked(awb: str) -> None:
    with pytest.raises(ShiprocketRefused):
        client().track(awb)


def test_one_login_serves_many_calls(wire: responses.RequestsMock) -> None:
    login = wire.post(f"{BASE}/auth/login", json={"token": "fresh"})
    wire.get(f"{BASE}/settings/company/pickup", json={})
    shiprocket = client(TokenInMemory())
    for _ in range(3):
        shiprocket.pickup_locations()
    assert login.call_count == 1
    assert wire.calls[-1].request.headers["Authorization"] == "Bearer fresh"


def test_twelve_callers_without_a_token_log_in_once(wire: responses.RequestsMock) -> None:
    ready, second, logins = threading.Barrier(12), threading.Event(), []

    def answer(_: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        logins.append(1)
        if len(logins) > 1:
            second.set()
        second.wait(0.3)  # room for another login, if nothing holds it back
        return 200, {}, '{"token": "fresh"}'

    wire.add_callback("POST", f"{BASE}/auth/login", answer)
    wire.get(f"{BASE}/settings/company/pickup", json={})
    shiprocket = client(TokenInMemory())

    def call(_: int) -> None:
        ready.wait(10)
        shiprocket.pickup_locations()

    with ThreadPoolExecutor(12) as crowd:
        list(crowd.map(call, range(12)))
    assert len(logins) == 1


def test_a_401_buys_one_new_token_and_one_more_try(wire: responses.RequestsMock) -> None:
    expired = sample("shiprocket", "error.401.RECONSTRUCTED")
    wire.get(f"{BASE}/settings/company/pickup", json=expired, status=401)
    wire.post(f"{BASE}/auth/login", json={"token": "token-2"})
    wire.get(f"{BASE}/settings/company/pickup", json={})
    assert client().pickup_locations() == []
    assert wire.calls[-1].request.headers["Authorization"] == "Bearer token-2"
    assert len(wire.calls) == 3


def test_a_token_that_is_never_accepted_ends_in_down(wire: responses.RequestsMock) -> None:
    expired = sample("shiprocket", "error.401.RECONSTRUCTED")
    wire.get(f"{BASE}/settings/company/pickup", json=expired, status=401)
    wire.post(f"{BASE}/auth/login", json={"token": "token-2"})
    with pytest.raises(ShiprocketDown):
        client().pickup_locations()


@pytest.mark.parametrize(
    "reply",
    [
        {"json": {"message": "Invalid email and password combination"}, "status": 400},
        {"json": {"message": "Access denied"}, "status": 403},
        {"json": {"token": None}, "status": 200},
    ],
)
def test_a_refused_login_is_not_knocked_at_again_at_once(
    wire: responses.RequestsMock, reply: dict[str, Any]
) -> None:
    wire.post(f"{BASE}/auth/login", **reply)
    shiprocket = client(TokenInMemory())
    for _ in range(3):
        with pytest.raises(ShiprocketDown):
            shiprocket.track("1")
    assert len(wire.calls) == 1


def test_a_token_in_memory_expires() -> None:
    tokens = TokenInMemory()
    tokens.put("old", clock.from_unix(1))
    assert tokens.get() is None
