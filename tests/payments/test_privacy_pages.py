"""The pages on which a shopper asks for their data, agrees, or asks to be forgotten."""

import io
import json
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.test import Client

from config import clock
from customers.models import Customer, Session
from customers.services import erasing
from orders.models import Moment, Order
from orders.return_parts import Return
from orders.rules import Status
from payments import queries
from payments.models import Payment
from payments.privacy_views import FRESH, MOST_COPIES
from payments.services import data_copy
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from tests.customers.shoppers import ANANYA, signed_in
from tests.customers.test_complaints import a_complaint
from tests.payments.forgetting_me import WHO, a_delivered_order, a_paid_order, fresh, the_worker
from tests.payments.test_erasing import a_refund

PAGES = ("/account/data", "/account/data/erase")
POSTS = ("consent", "copy", "erase", "erase/withdraw")


def unpacked(answer: Any) -> tuple[dict[str, Any], str]:
    """The JSON and the page of a copy."""
    packed = ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    answer.close()
    return json.loads(packed.read("your-data.json")), packed.read("your-data.html").decode()


def age(client: Client, email: str, by: timedelta) -> None:
    """The session of this browser was begun so long ago."""
    person = Customer.get(email, email)
    (key,) = person.sessions or {}
    begun = clock.now() - by
    whole = Session(kind="shopper", started_at=begun, seen_at=clock.now())
    person.update(actions=[Customer.sessions.set({key: whole})])


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_asked_to_sign_in(client: Client, page: str) -> None:
    assert client.get(page)["Location"].startswith("/account/sign-in")


@pytest.mark.parametrize("act", POSTS)
def test_a_stranger_changes_nothing(client: Client, act: str) -> None:
    assert client.post(f"/account/data/{act}")["Location"].startswith("/account/sign-in")


def test_nothing_is_ticked_beforehand_and_consent_keeps_its_time(client: Client) -> None:
    signed_in(client)
    assert "checked" not in client.get("/account/data").content.decode()
    client.post("/account/data/consent", {"purpose": ["offers", "everything"]})
    kept = Customer.get(ANANYA, ANANYA).consent or {}
    assert set(kept) == {"offers"}
    word, _, at = kept["offers"].partition(" ")
    assert word == "given"
    assert clock.from_text(at) <= clock.now()
    client.post("/account/data/consent", {"purpose": ["offers"]})
    assert Customer.get(ANANYA, ANANYA).consent == kept  # agreed since then, not since now
    client.post("/account/data/consent", {})
    assert (Customer.get(ANANYA, ANANYA).consent or {})["offers"].startswith("withdrawn ")


def test_the_copy_holds_everything_of_theirs_and_nothing_that_opens_a_door(client: Client) -> None:
    order, other = a_delivered_order(), a_delivered_order("rohit@example.in")
    secret = Moment(at=clock.now(), text="Calls often.", by="Sneha", is_internal=True)
    order.update(actions=[Order.timeline.set([*(order.timeline or []), secret])])
    ticket = a_complaint(person=WHO).ticket
    signed_in(client, WHO, password_hash="argon2id-secret", consent={"offers": "given x"})
    said, page = unpacked(client.post("/account/data/copy"))
    assert said["customer"]["customerId"] == WHO
    assert said["customer"]["consent"] == {"offers": "given x"}
    assert said["addresses"][0]["pincode"] == "411004"
    assert [each["ticket"] for each in said["complaints"]] == [ticket]
    (told,) = said["orders"]
    assert told["orderId"] == order.order_id
    assert {each["amount"] for each in told["payments"]} == {order.total_amount}
    assert told["payments"][0]["email"] == WHO
    token = client.cookies[settings.SHOPPER_COOKIE_NAME].value.partition(".")[2]
    for text in (json.dumps(said), page):
        assert order.order_id in text
        assert other.order_id not in text
        assert "rohit" not in text
        for hidden in ("argon2id-secret", "Calls often.", token, "signInCode"):
            assert hidden not in text
    assert "<h3>" in page


def test_the_copy_names_none_of_us_and_says_what_is_not_in_it(client: Client) -> None:
    order = a_delivered_order()
    parcel = a_sent_parcel(order)
    fetched = Shipment(
        f"{order.order_id}-R1",
        order.order_id,
        status=ShipmentStatus.PENDING,
        tracking_number="AWBBACK",
        customer_id=WHO,
        rate=81_50,
    )
    fetched.save()
    returned = Return(
        status="declined",
        pieces={"0": "1"},
        reason="other",
        asked_at=clock.now(),
        answered_by="Sneha Kulkarni",
        answer="It was played with.",
        shipment_id=fetched.shipment_id,
    )
    order.update(actions=[Order.returns.set({"R1": returned})])
    paid = queries.payment(order.razorpay_payment_id or "")
    assert paid is not None
    paid.update(
        actions=[Payment.refunds.set({"K1": a_refund("processed")}), Payment.fee.set(77_77)]
    )
    signed_in(client, WHO)
    said, page = unpacked(client.post("/account/data/copy"))
    (told,) = said["orders"]
    assert told["returns"]["R1"]["answer"] == "It was played with."
    assert [each["trackingNumber"] for each in told["parcels"]] == [
        parcel.tracking_number,
        fetched.tracking_number,
    ]
    assert said["notInIt"] == data_copy.NOT_IN_IT
    assert data_copy.NOT_IN_IT in page
    for text in (json.dumps(said), page):
        for hidden in ("Sneha", "7777", "81.5", "Asked the second courier"):
            assert hidden not in text


def a_sent_parcel(order: Order) -> Shipment:
    """The parcel of an order, with what it cost us."""
    parcel = Shipment(
        f"{order.order_id}-1",
        order.order_id,
        status=ShipmentStatus.DELIVERED,
        tracking_number="AWB1",
        customer_id=WHO,
        rate=81_50,
        trouble="Asked the second courier",
    )
    parcel.save()
    ids: Any = [parcel.shipment_id]
    order.update(actions=[Order.shipment_ids.set(ids)])
    return parcel


def test_what_stays_on_a_dear_bill_is_said_before_and_after(
    client: Client, mailoutbox: list[Any]
) -> None:
    a_delivered_order()
    signed_in(client, WHO)
    page = client.get("/account/data/erase").content.decode()
    client.post("/account/data/erase", {"word": "ERASE"})
    the_worker()
    for text in (page, mailoutbox[-1].body, mailoutbox[-1].alternatives[0].content):
        assert "name and address on" in text
        assert "₹50,000 before tax" in text
        assert "GSTIN" in text


def test_what_people_wrote_is_no_markup_in_the_page(client: Client) -> None:
    a_complaint(person=WHO, words="<script>alert(1)</script>")
    signed_in(client, WHO)
    assert "<script>" not in unpacked(client.post("/account/data/copy"))[1]


def test_e20_a_copy_during_an_open_order_twice_is_the_same(client: Client) -> None:
    a_paid_order()
    signed_in(client, WHO)
    first, second = (unpacked(client.post("/account/data/copy"))[0] for _ in range(2))
    assert first["orders"] == second["orders"]
    assert first["orders"][0]["status"] == "confirmed"


def test_many_copies_in_an_hour_are_too_many(client: Client) -> None:
    signed_in(client)
    answers = []
    for _ in range(MOST_COPIES + 1):
        answer = client.post("/account/data/copy")
        answer.close()
        answers.append(answer.status_code)
    assert answers == [200] * MOST_COPIES + [429]


@pytest.mark.parametrize("act", ["copy", "erase"])
def test_an_old_sign_in_is_asked_for_a_code_first(client: Client, act: str) -> None:
    a_delivered_order()
    signed_in(client, WHO)
    age(client, WHO, FRESH + timedelta(seconds=5))
    answer = client.post(f"/account/data/{act}", {"word": "ERASE"})
    assert answer["Location"].startswith("/account/sign-in?again=1")
    assert client.get(answer["Location"]).status_code == 200  # asks, though signed in
    assert erasing.under_way() == []
    age(client, WHO, FRESH - timedelta(seconds=30))
    assert client.get("/account/data/erase").status_code == 200


def test_nobody_is_erased_by_a_press_alone(client: Client) -> None:
    a_delivered_order()
    signed_in(client, WHO)
    for word in ("", "yes", "erased"):
        answer = client.post("/account/data/erase", {"word": word})
        assert answer.status_code == 422
        assert "Type the word ERASE." in answer.content.decode()
    assert erasing.under_way() == []


def test_an_open_order_is_named_and_the_wish_waits_and_can_be_taken_back(client: Client) -> None:
    order = a_paid_order()
    signed_in(client, WHO)
    assert order.order_id in client.get("/account/data/erase").content.decode()
    page = client.post("/account/data/erase", {"word": "ERASE"}, follow=True).content.decode()
    assert f"Order {order.order_id} is not finished." in page
    client.post("/account/data/erase/withdraw")
    assert erasing.under_way() == []
    order.update(actions=[Order.status.set(Status.DELIVERED)])
    the_worker()
    assert fresh(order).customer_id == WHO


def test_once_begun_the_browser_is_signed_out_and_told_so(client: Client) -> None:
    a_delivered_order()
    signed_in(client, WHO)
    page = client.post("/account/data/erase", {"word": " erase "}, follow=True)
    assert "Your data are being erased" in page.content.decode()
    assert client.get("/account/data").status_code == 302
    for name in ("SHOPPER", "PLACED", "SIGNING_IN", "KNOWN"):
        assert client.cookies[getattr(settings, f"{name}_COOKIE_NAME")].value == ""


def test_staff_are_refused_in_words(client: Client) -> None:
    a_delivered_order()
    signed_in(client, WHO, role="packer")
    answer = client.post("/account/data/erase", {"word": "ERASE"})
    assert answer.status_code == 422
    assert "somebody who works here" in answer.content.decode()


def test_c8_a_thousand_lines_of_story_and_orders_fit_into_a_copy(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_delivered_order()
    monkeypatch.setattr(data_copy, "orders_of", lambda _: iter([order] * 200))
    monkeypatch.setattr(data_copy, "IN_MEMORY", 1024)  # what is larger lies on the disk
    signed_in(client, WHO)
    said, page = unpacked(client.post("/account/data/copy"))
    assert len(said["orders"]) == 200
    assert page.count("<h3>") == 200
