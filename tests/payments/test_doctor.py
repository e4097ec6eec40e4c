"""What the doctor asks in the rooms: each check can fail, and says how it is mended."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests
import responses
from django.test import Client
from pytest_django import Settings

from catalog import doctor as catalog_doctor
from catalog import shelf
from config import clock
from config.doctor.answers import Level
from customers import doctor as customers_doctor
from customers.models import Customer
from orders import doctor as orders_doctor
from orders.models import Order
from orders.rules import Status
from payments import doctor
from payments import webhooks as razorpay_webhook
from payments.models import RazorpayHealth, ReconcileBook, WorkerMark
from payments.services import worker_mark
from shipping import doctor as shipping_doctor
from shipping import webhooks as shiprocket_webhook
from shipping.models import ShiprocketHealth
from tests.factories import a_product, an_order
from tests.staff import a_colleague

SITE = "https://shop.example"
RAZORPAY = "https://api.razorpay.example"
SHIPROCKET = "https://shiprocket.example/v1/external"
PLACE = {
    "id": 1,
    "pickup_location": "Pune Warehouse",
    "pin_code": "411005",
    "phone_verified": 1,
}


@pytest.fixture(autouse=True)
def a_live_shop(settings: Settings) -> Iterator[None]:
    settings.SITE_URL, settings.IS_HTTPS = SITE, True
    settings.RAZORPAY_BASE_URL, settings.SHIPROCKET_BASE_URL = RAZORPAY, SHIPROCKET
    worker_mark.forget()
    razorpay_webhook.EAR.forget()
    shiprocket_webhook.EAR.forget()
    with responses.mock:
        yield
    worker_mark.forget()


def test_a_product_without_a_rate_is_named() -> None:
    assert catalog_doctor.bills().level is Level.FAULT  # nothing is on sale
    a_product()
    assert catalog_doctor.bills().level is Level.OK
    bare = [a_product(hsn="99999999", gst_rate=None), a_product(hsn=None)]
    shelf.forget()
    answer = catalog_doctor.bills()
    assert answer.level is Level.WARN
    assert all(product.product_id in answer.said for product in bare)


def test_a_team_needs_an_owner_with_a_code_app_and_nobody_of_the_demo(settings: Settings) -> None:
    a_colleague("packer")
    assert "owner" in customers_doctor.team().said
    owner = a_colleague("owner")
    assert "of the demo" in customers_doctor.team().said
    settings.IS_HTTPS = False
    assert customers_doctor.team().level is Level.OK
    owner.update([Customer.totp_secret.remove()])
    assert "no code app" in customers_doctor.team().said
    owner.update([Customer.disabled_at.set(clock.now())])
    assert customers_doctor.team().said == "Nobody is the owner."


@pytest.mark.parametrize(
    ("name", "value", "level"),
    [
        ("SHOP_GSTIN", "27AAPFU0939F1ZV", Level.OK),
        ("SHOP_GSTIN", "27AAPFU0939F1ZX", Level.FAULT),
        ("SHOP_GSTIN", "", Level.WARN),
        ("SHOP_STATE", "Karnataka", Level.FAULT),
        ("SHOP_ADDRESS", "1 Court Road, Pune", Level.FAULT),
    ],
)
def test_bills_name_what_the_law_wants(
    settings: Settings, name: str, value: str, level: Level
) -> None:
    settings.SHOP_GSTIN = "27AAPFU0939F1ZV"
    setattr(settings, name, value)
    assert orders_doctor.bills().level is level


@pytest.mark.parametrize(
    ("status", "level", "words"),
    [
        (200, "ok", "test keys are accepted"),
        (401, "fault", "does not accept our keys"),
        (503, "fault", "503"),
        (0, "fault", "does not answer"),
    ],
)
def test_razorpay_is_asked_with_our_keys(status: int, level: str, words: str) -> None:
    if status:
        responses.get(f"{RAZORPAY}/v1/orders", status=status, json={"items": []})
    answer = doctor.keys()
    assert (answer.level, words in answer.said) == (level, True)
    if status:
        assert responses.calls[0].request.headers["Authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("look", "path", "right"),
    [
        (doctor.door, "/payment/webhook", 400),
        (shipping_doctor.door, "/shipping/tracking/webhook", 401),
    ],
)
def test_a_door_is_there_and_sends_strangers_away(look: Any, path: str, right: int) -> None:
    assert look().level is Level.FAULT  # nobody answers
    responses.post(f"{SITE}{path}", status=403)
    assert look().level is Level.FAULT
    responses.replace("POST", f"{SITE}{path}", status=right)
    assert look().level is Level.OK


def test_a_knock_is_no_failure_that_staff_hear_of(client: Client) -> None:
    for path, status in (("/payment/webhook", 400), ("/shipping/tracking/webhook", 401)):
        assert client.post(path, b"", content_type="text/plain").status_code == status
    assert not [*RazorpayHealth.scan(RazorpayHealth.key.startswith("#webhook"))]
    assert not [*ShiprocketHealth.scan(ShiprocketHealth.key.startswith("#webhook"))]
    client.post("/payment/webhook", b"{}", content_type="application/json")
    client.post("/shipping/tracking/webhook", b"{}", content_type="application/json")
    assert doctor.news().level is Level.WARN
    assert "1 failed today" in shipping_doctor.news().said


def test_money_that_no_event_told_of_is_a_fault() -> None:
    assert doctor.news().level is Level.UNSEEN
    before = clock.now() - timedelta(hours=2)
    an_order().update([Order.status.set(Status.CONFIRMED), Order.created_at.set(before)])
    answer = doctor.news()
    assert (answer.level, "dashboard" in answer.mend) == (Level.FAULT, True)
    razorpay_webhook.EAR.heard(lambda: "payment.captured")
    assert doctor.news().level is Level.OK


def test_parcels_that_nobody_tells_of_are_seen() -> None:
    assert shipping_doctor.news().level is Level.UNSEEN
    an_order().update([Order.status.set(Status.SHIPPED)])
    assert "no news came ever" in shipping_doctor.news().said
    shiprocket_webhook.EAR.heard(lambda: "IN TRANSIT")
    assert shipping_doctor.news().level is Level.OK


def test_a_worker_that_stands_still_or_leaves_things_is_seen() -> None:
    assert doctor.worker().said == "The worker was never seen."
    worker_mark.note(0)
    assert doctor.worker().level is Level.OK
    worker_mark.note(0, mails=2)
    assert doctor.worker().level is Level.WARN
    mark = WorkerMark(WorkerMark.KEY, "#")
    mark.update([WorkerMark.at.set(clock.now() - timedelta(minutes=9))])
    assert doctor.worker().said == "The worker's last pass was 9 minutes ago."


def test_books_that_are_old_open_or_stopped_are_seen() -> None:
    def with_result(text: str) -> Level:
        ReconcileBook(ReconcileBook.KEY, "#").update([ReconcileBook.result.set(text)])
        return doctor.books().level

    now = clock.to_text(clock.now())
    old = clock.to_text(clock.now() - timedelta(hours=31))
    assert doctor.books().level is Level.UNSEEN
    assert with_result(f'{{"at": "{now}", "is_open": false, "open": []}}') is Level.OK
    assert with_result(f'{{"at": "{old}", "is_open": false, "open": []}}') is Level.WARN
    assert with_result(f'{{"at": "{now}", "is_open": true, "open": [{{}}]}}') is Level.FAULT
    book = ReconcileBook(ReconcileBook.KEY, "#")
    book.update([ReconcileBook.trouble.set("Razorpay did not answer.")])
    assert "Razorpay did not answer." in doctor.books().said


@pytest.mark.parametrize(
    ("place", "level", "words"),
    [
        (PLACE, "ok", "Pune Warehouse is known, in 411005"),
        (PLACE | {"phone_verified": 0}, "fault", "not verified"),
        (PLACE | {"pickup_location": "Home"}, "fault", "No pickup location is named Pune"),
    ],
)
def test_the_warehouse_is_known_to_shiprocket(
    place: dict[str, object], level: str, words: str
) -> None:
    responses.post(f"{SHIPROCKET}/auth/login", json={"token": "t"})
    address = f"{SHIPROCKET}/settings/company/pickup"
    responses.get(address, json={"data": {"shipping_address": [place]}})
    answer = shipping_doctor.login()
    assert (answer.level, words in answer.said) == (level, True), answer


def test_a_login_that_shiprocket_refuses_is_told_apart_from_silence() -> None:
    responses.post(f"{SHIPROCKET}/auth/login", body=requests.ConnectionError())
    assert "does not answer" in shipping_doctor.login().said
    responses.replace("POST", f"{SHIPROCKET}/auth/login", status=400, json={"message": "no"})
    assert "does not let us in" in shipping_doctor.login().said


def test_an_empty_wallet_is_seen() -> None:
    responses.post(f"{SHIPROCKET}/auth/login", json={"token": "t"})
    address = f"{SHIPROCKET}/account/details/wallet-balance"
    responses.get(address, json={"data": {"balance_amount": "40.00"}})
    answer = shipping_doctor.money()
    assert (answer.level, "₹40 are left" in answer.said) == (Level.WARN, True), answer
