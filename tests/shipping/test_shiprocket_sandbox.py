"""The Shiprocket stand-in, held against the published replies and asked through our own client."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from django.conf import settings

from payments.sandbox.process import RunningSandbox, start
from shipping.sandbox.papers import bars
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
from tests.listener import listening
from tests.samples import sample


@pytest.fixture(scope="module")
def process() -> Iterator[RunningSandbox]:
    with start(site_url="http://127.0.0.1:9") as running:
        yield running


@pytest.fixture
def sandbox(process: RunningSandbox) -> RunningSandbox:
    process.control("reset")
    process.control("webhooks", mode="hold", site_url="http://127.0.0.1:9")
    return process


def client(sandbox: RunningSandbox, tokens: TokenInMemory | None = None) -> Shiprocket:
    who = (settings.SHIPROCKET_EMAIL, settings.SHIPROCKET_PASSWORD)
    return Shiprocket(requests.Session(), sandbox.shiprocket_url, *who, tokens or TokenInMemory())


def rest(sandbox: RunningSandbox, method: str, path: str, **kwargs: Any) -> requests.Response:
    who = {"email": settings.SHIPROCKET_EMAIL, "password": settings.SHIPROCKET_PASSWORD}
    login = requests.post(f"{sandbox.shiprocket_url}/auth/login", json=who, timeout=10)
    headers = {"Authorization": f"Bearer {login.json()['token']}"}
    url = f"{sandbox.shiprocket_url}{path}"
    return requests.request(method, url, headers=headers, timeout=10, **kwargs)


def an_order(**given: Any) -> ParcelOrder:
    fields: dict[str, Any] = {
        "reference": "TB-0123456789",
        "placed_at": datetime(2026, 11, 23, 6, 0, tzinfo=UTC),
        "pickup_location": "Pune Warehouse",
        "name": "Asha <b>Rao</b>",
        "address": "Flat 4, 12 MG Road",
        "address_2": "",
        "city": "Delhi",
        "state": "Delhi",
        "pincode": "110001",
        "email": "asha@example.com",
        "phone": "+919876543210",
        "items": (ParcelItem("Tenergy 05", "TEN05-R-21", 2, 609950, "9506", "12"),),
        "sub_total_paise": 1219900,
        "grams": 350,
        "length_cm": 20,
        "breadth_cm": 18,
        "height_cm": 3,
    }
    return ParcelOrder(**fields | given)


def with_awb(sandbox: RunningSandbox) -> tuple[int, str]:
    courier = client(sandbox)
    parcel = courier.create_parcel(an_order())
    return parcel.shipment_id, courier.assign_awb(parcel.shipment_id).code


def test_a_parcel_goes_from_order_to_label(sandbox: RunningSandbox) -> None:
    courier = client(sandbox)
    parcel = courier.create_parcel(an_order())
    cheapest = courier.couriers(from_pincode="411005", to_pincode="110001", grams=350)[0]
    awb = courier.assign_awb(parcel.shipment_id, courier_id=cheapest.id)
    assert (awb.courier_id, awb.courier_name) == (cheapest.id, cheapest.name)
    assert courier.request_pickup(parcel.shipment_id).scheduled_at
    assert courier.order_details(parcel.order_id).awb_code == awb.code
    label = requests.get(courier.label(parcel.shipment_id), timeout=10)
    assert awb.code in label.text
    assert "Asha &lt;b&gt;Rao" in label.text
    manifest = courier.manifest(parcel.shipment_id, parcel.order_id)
    assert courier.manifest(parcel.shipment_id, parcel.order_id) == manifest
    assert requests.get(manifest, timeout=10).status_code == 200


def test_an_order_that_says_one_sku_twice_is_refused(sandbox: RunningSandbox) -> None:
    sheet = ParcelItem("Tenergy 05", "TEN05-R-21", 1, 609950, "9506", "12")
    with pytest.raises(ShiprocketRefused, match="SKU cannot be repeated"):
        client(sandbox).create_parcel(an_order(items=(sheet, sheet)))


def test_many_parcels_have_one_manifest(sandbox: RunningSandbox) -> None:
    courier, made = client(sandbox), []
    for reference in ("TB-1", "TB-2"):
        parcel = courier.create_parcel(an_order(reference=reference))
        made.append((parcel.order_id, courier.assign_awb(parcel.shipment_id).code))
        courier.manifest(parcel.shipment_id, parcel.order_id)
    paper = requests.get(courier.printed_manifest(*(each[0] for each in made)), timeout=10).text
    assert all(awb in paper for _, awb in made)
    with pytest.raises(ShiprocketRefused, match="not generated"):
        courier.printed_manifest(made[0][0], 999)


def keys_in(body: Any) -> Any:
    """The names in a reply, as deep as both sides have them; lists by their first entry."""
    if isinstance(body, dict):
        return {name: keys_in(value) for name, value in body.items()}
    return [keys_in(body[0])] if isinstance(body, list) and body else None


def test_the_answers_have_the_published_fields(sandbox: RunningSandbox) -> None:
    wanted = sample("shiprocket", "orders.create.adhoc.request")
    wanted["pickup_location"] = "Pune Warehouse"
    made = rest(sandbox, "POST", "/orders/create/adhoc", json=wanted).json()
    assert made.keys() == sample("shiprocket", "orders.create.adhoc.200").keys()
    shipment = {"shipment_id": made["shipment_id"]}
    several = {"shipment_id": [made["shipment_id"]]}
    awb = rest(sandbox, "POST", "/courier/assign/awb", json=shipment).json()
    assert keys_in(awb) == keys_in(sample("shiprocket", "courier.assign.awb.200"))
    for path, name in (
        ("/courier/generate/pickup", "courier.generate.pickup.200"),
        ("/courier/generate/label", "courier.generate.label.200"),
        ("/manifests/generate", "manifests.generate.200"),
    ):
        reply = rest(sandbox, "POST", path, json=several).json()
        assert keys_in(reply) == keys_in(sample("shiprocket", name)), path


def test_the_reads_have_the_published_fields(sandbox: RunningSandbox) -> None:
    _, awb = with_awb(sandbox)
    asked = {"pickup_postcode": "411005", "delivery_postcode": "175019", "cod": 0, "weight": 0.5}
    served = rest(sandbox, "GET", "/courier/serviceability", params=asked).json()
    published = sample("shiprocket", "courier.serviceability.200.TRUNCATED")
    assert served.keys() == published.keys()
    assert served["data"].keys() == published["data"].keys()
    offers = [body["data"]["available_courier_companies"][0] for body in (served, published)]
    assert offers[0].keys() == offers[1].keys()
    listed = rest(sandbox, "GET", "/orders").json()["data"]
    assert keys_in(listed) == keys_in(sample("shiprocket", "orders.list.200")["data"])
    where = rest(sandbox, "GET", "/settings/company/pickup").json()
    assert keys_in(where) == keys_in(sample("shiprocket", "settings.company.pickup.200"))
    sandbox.control(f"parcels/{awb}/move", status_id=7)
    tracked = rest(sandbox, "GET", f"/courier/track/awb/{awb}").json()
    assert keys_in(tracked) == keys_in(sample("shiprocket", "courier.track.awb.200.delivered"))


@pytest.mark.parametrize(
    ("path", "body", "name"),
    [
        ("/orders/cancel", {}, "orders.cancel.422"),
        ("/orders/cancel", {"ids": [1]}, "orders.cancel.500.bad_id"),
        ("/courier/assign/awb", {}, "courier.assign.awb.422"),
        ("/courier/generate/pickup", {"shipment_id": [1]}, "courier.generate.pickup.400"),
        ("/courier/generate/label", {"shipment_id": 1}, "courier.generate.label.422"),
        ("/courier/generate/label", {"shipment_id": [1]}, "courier.generate.label.200.none"),
        ("/manifests/generate", {"shipment_id": [1]}, "manifests.generate.200.bad_ids"),
    ],
)
def test_a_refusal_is_the_published_one(
    sandbox: RunningSandbox, path: str, body: dict[str, Any], name: str
) -> None:
    assert rest(sandbox, "POST", path, json=body).json() == sample("shiprocket", name)


def test_the_same_reference_is_the_old_parcel_even_when_cancelled(sandbox: RunningSandbox) -> None:
    courier = client(sandbox)
    parcel = courier.create_parcel(an_order())
    courier.cancel_order(parcel.order_id)
    with pytest.raises(ParcelNotNew) as known:
        courier.create_parcel(an_order())
    assert (known.value.parcel, known.value.is_cancelled) == (parcel, True)
    with pytest.raises(ShiprocketRefused, match="pincode is empty"):
        courier.assign_awb(parcel.shipment_id)
    assert courier.create_parcel(an_order(reference="TB-0123456789-R1")) != parcel


def test_an_order_that_was_only_made_can_be_made_again(sandbox: RunningSandbox) -> None:
    sandbox.control("faults", kind="drop_after", path="*/orders/create/adhoc")
    courier = client(sandbox)
    with pytest.raises(ShiprocketDown):
        courier.create_parcel(an_order())
    parcel = courier.create_parcel(an_order())
    found = courier.order_by_reference("TB-0123456789")
    assert found is not None
    assert (found.order_id, found.shipment_id) == (parcel.order_id, parcel.shipment_id)
    assert len(sandbox.ledger()["parcels"]) == 1


def test_an_awb_is_given_once_and_can_be_read_back(sandbox: RunningSandbox) -> None:
    shipment_id, awb = with_awb(sandbox)
    with pytest.raises(AwbAlreadyAssigned):
        client(sandbox).assign_awb(shipment_id)
    [parcel] = sandbox.ledger()["parcels"]
    assert client(sandbox).order_details(parcel["order_id"]).awb_code == awb


def test_a_pickup_is_asked_for_once_and_again_is_as_good(sandbox: RunningSandbox) -> None:
    shipment_id, _ = with_awb(sandbox)
    assert client(sandbox).request_pickup(shipment_id).scheduled_at
    assert client(sandbox).request_pickup(shipment_id).scheduled_at is None


def test_several_labels_come_on_one_paper(sandbox: RunningSandbox) -> None:
    courier = client(sandbox)
    sent = [courier.create_parcel(an_order(reference=f"TB-LABEL{n}")) for n in "12"]
    awbs = [courier.assign_awb(parcel.shipment_id) for parcel in sent]
    paper = requests.get(courier.label(*[parcel.shipment_id for parcel in sent]), timeout=10).text
    assert paper.count('class="label"') == 2
    assert all(awb.code in paper for awb in awbs)


def test_without_an_awb_there_is_no_pickup_and_no_label(sandbox: RunningSandbox) -> None:
    courier = client(sandbox)
    shipment_id = courier.create_parcel(an_order()).shipment_id
    for act in (courier.request_pickup, courier.label):
        with pytest.raises(ShiprocketRefused):
            act(shipment_id)


def test_an_awb_costs_and_an_empty_wallet_gives_none(sandbox: RunningSandbox) -> None:
    sandbox.control("wallet", balance_paise=9999)
    courier = client(sandbox)
    shipment_id = courier.create_parcel(an_order()).shipment_id
    with pytest.raises(WalletEmpty):
        courier.assign_awb(shipment_id)
    sandbox.control("wallet", balance_paise=50000)
    courier.assign_awb(shipment_id)
    [parcel] = sandbox.ledger()["parcels"]
    balance = rest(sandbox, "GET", "/account/details/wallet-balance").json()["data"]
    assert parcel["rate_paise"] > 0
    assert balance["balance_amount"] == f"{(50000 - parcel['rate_paise']) / 100:.2f}"


def test_a_courier_that_refuses_is_passed_over_for_the_next(sandbox: RunningSandbox) -> None:
    courier = client(sandbox)
    shipment_id = courier.create_parcel(an_order()).shipment_id
    first, second, *_ = courier.couriers(from_pincode="411005", to_pincode="110001", grams=350)
    sandbox.control("couriers", refusing={str(first.id): "Operational issues"})
    with pytest.raises(ShiprocketRefused, match="Operational issues"):
        courier.assign_awb(shipment_id, first.id)
    assert courier.assign_awb(shipment_id, second.id).courier_id == second.id


@pytest.mark.parametrize("pincode", ["999999", "560001"])
def test_nobody_goes_where_nobody_goes(sandbox: RunningSandbox, pincode: str) -> None:
    sandbox.control("couriers", unserviceable=["560001"])
    assert client(sandbox).couriers(from_pincode="411005", to_pincode=pincode, grams=350) == []


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        ({"pickup_location": "Pune  Warehouse"}, "Wrong Pickup location"),
        ({"pincode": "41100"}, "6 digits"),
        ({"city": ""}, "billing city field is required"),
        ({"grams": 0}, "weight"),
    ],
)
def test_an_order_it_cannot_ship_is_refused_with_the_reason(
    sandbox: RunningSandbox, odd: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ShiprocketRefused, match=reason):
        client(sandbox).create_parcel(an_order(**odd))


def test_news_comes_by_webhook_with_the_whole_history(sandbox: RunningSandbox) -> None:
    _, awb = with_awb(sandbox)
    with listening() as shop:
        sandbox.control("webhooks", mode="auto", site_url=shop.url)
        for status_id in (42, 18, 17, 7):
            sandbox.control(f"parcels/{awb}/move", status_id=status_id)
        shop.wait_for(4)
    path, headers, body = shop.heard[-1]
    assert (path, headers["x-api-key"]) == (
        "/shipping/tracking/webhook",
        settings.SHIPROCKET_WEBHOOK_TOKEN,
    )
    assert keys_in(json.loads(body)) == keys_in(sample("shiprocket", "webhook.tracking.in_transit"))
    news = tracking_from_webhook(json.loads(body))
    assert (news.awb, news.status_id, news.reference) == (awb, 7, "TB-0123456789")
    assert [scan.status_id for scan in news.scans] == [42, 18, 17, 7]
    assert news.delivered_at == news.scans[-1].at
    assert client(sandbox).track(awb).scans == news.scans


def test_the_two_tables_give_other_numbers_for_the_same_news(sandbox: RunningSandbox) -> None:
    _, awb = with_awb(sandbox)
    sandbox.control(f"parcels/{awb}/move", status_id=17)
    body = json.loads(sandbox.ledger()["events"][-1]["body"])
    assert (body["shipment_status_id"], body["current_status_id"]) == (17, 19)


def test_a_shipment_can_be_called_off_until_a_courier_is_on_the_way(
    sandbox: RunningSandbox,
) -> None:
    _, awb = with_awb(sandbox)
    sandbox.control(f"parcels/{awb}/move", status_id=42)
    client(sandbox).cancel_awb(awb)
    assert client(sandbox).track(awb).status_id == 42
    sandbox.control("reset")
    _, awb = with_awb(sandbox)
    client(sandbox).cancel_awb(awb)
    assert client(sandbox).track(awb).status_id == 8


def test_a_cancel_that_takes_its_time_is_only_requested_at_first(sandbox: RunningSandbox) -> None:
    sandbox.control("cancelling", takes_time=True)
    _, awb = with_awb(sandbox)
    [parcel] = sandbox.ledger()["parcels"]
    client(sandbox).cancel_awb(awb)
    client(sandbox).cancel_order(parcel["order_id"])
    assert client(sandbox).track(awb).status_id == 16
    details = client(sandbox).order_details(parcel["order_id"])
    assert (details.status_code, details.is_off) == (18, False)
    sandbox.control(f"parcels/{awb}/move", status_id=8)
    assert client(sandbox).order_details(parcel["order_id"]).is_off


def test_an_order_on_its_way_is_not_cancelled(sandbox: RunningSandbox) -> None:
    _, awb = with_awb(sandbox)
    [parcel] = sandbox.ledger()["parcels"]
    sandbox.control(f"parcels/{awb}/move", status_id=42)
    with pytest.raises(ShiprocketRefused, match="shipped already"):
        client(sandbox).cancel_order(parcel["order_id"])
    assert client(sandbox).track(awb).status_id == 42


def test_the_warehouse_may_be_odd(sandbox: RunningSandbox) -> None:
    sandbox.control("warehouse", pickup_location="Pune Warehouse ", phone_verified=0)
    [place] = client(sandbox).pickup_locations()
    assert (place.name, place.is_phone_verified) == ("Pune Warehouse ", False)
    with pytest.raises(PickupRefused):
        client(sandbox).create_parcel(an_order())
    assert client(sandbox).create_parcel(an_order(pickup_location="Pune Warehouse ")).order_id


def test_the_wallet_tells_what_is_in_it(sandbox: RunningSandbox) -> None:
    sandbox.control("wallet", balance_paise=499950)
    assert client(sandbox).wallet_balance() == 499950


def test_before_the_first_scan_the_answer_is_the_published_one(sandbox: RunningSandbox) -> None:
    _, awb = with_awb(sandbox)
    reply = rest(sandbox, "GET", f"/courier/track/awb/{awb}").json()
    assert reply == sample("shiprocket", "courier.track.awb.200.unknown")
    assert client(sandbox).track(awb).status_id is None


def test_an_expired_token_is_renewed_in_passing(sandbox: RunningSandbox) -> None:
    courier = client(sandbox)
    courier.pickup_locations()
    sandbox.control("tokens/expire")
    assert courier.pickup_locations()[0].name == "Pune Warehouse"


def test_no_token_and_a_wrong_password_open_nothing(sandbox: RunningSandbox) -> None:
    bare = requests.get(f"{sandbox.shiprocket_url}/orders", timeout=10)
    assert (bare.status_code, bare.json()) == (
        401,
        sample("shiprocket", "error.401.RECONSTRUCTED"),
    )
    wrong = Shiprocket(requests.Session(), sandbox.shiprocket_url, "a@b", "no", TokenInMemory())
    with pytest.raises(ShiprocketDown):
        wrong.pickup_locations()


def test_the_barcode_has_two_wide_bars_in_every_digit() -> None:
    drawn = bars("19041424751540")
    assert drawn.count("<rect") == 2 + 14 * 5 // 2 + 2
    assert drawn.count('width="3"') == 14 // 2 * 2 + 1
