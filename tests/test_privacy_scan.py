"""A whole life at the shop, then an erasure, then a search of everything: six tables, log lines,
mails that are still owed, pictures. And of all that was logged and mailed on the way: nothing that
opens a door, no card."""

import io
import logging
import re
import secrets
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from config import clock
from customers import complaint_queries
from customers.services import complaining, consent
from orders import photos
from orders.links import tracking_url
from orders.models import Order
from orders.register_months import month_of
from orders.register_reading import register_of
from orders.return_rules import Reason
from orders.services.answering import decline
from orders.services.asking_back import Wish, ask_back
from orders.services.forgetting import photos_of
from orders.services.moving import start_packing
from orders.services.resending import resend
from payments.services.working import one_pass
from shipping.models import Shipment
from shipping.queries import latest
from shipping.services.dispatching import dispatch
from tests.customers.shoppers import signed_in
from tests.factories import a_product
from tests.invariants import assert_invariants, assert_settled
from tests.log_watch import CARD, LogWatch, is_a_card, secrets_of_the_shop, told_by
from tests.payments.forgetting_me import (
    TRACES,
    WHO,
    a_delivered_order,
    a_paid_order,
    everything,
    fresh,
    left_of,
    the_worker,
)
from tests.shipping.conftest import office
from tests.shipping.office import Office
from tests.shipping.test_tracking import tell
from tests.staff import a_browser

__all__ = ["office"]  # a fixture
WORDS = "Ananya here: the sheet has a cut. Call 98450 67890."
CODE = re.compile(r"(?<!\d)\d{3} ?\d{3}(?!\d)")


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that the shop logs."""
    caplog.set_level(logging.INFO)
    return caplog


def a_photo() -> SimpleUploadedFile:
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(picture, "JPEG")
    return SimpleUploadedFile("cut.jpg", picture.getvalue(), "image/jpeg")


def a_life(client: Client, office: Office) -> Order:
    """Browse, order, pay, pack, ship, have it delivered, ask for a return, complain, sign in."""
    sku = a_product(product_id="one", weight_grams=95, size_cm="26x22x1", stock=9).product_id
    for address in ("/", "/equipment/one", "/contact", "/policies/privacy"):
        assert client.get(address).status_code == 200
    order = a_paid_order(wanted={sku: 2})
    one_pass()
    start_packing(order.order_id, by="Sneha")
    parcel: Shipment = dispatch(order.order_id, by="Sneha")
    one_pass()
    tell(parcel, 42, 17, 7)
    one_pass()
    kept = photos.keep(order.order_id, [a_photo()])
    wish = Wish({0: 1}, Reason.FAULTY, words=WORDS, photos=kept)
    ask_back(order.order_id, WHO, number="R1", wish=wish)
    decline(order.order_id, "R1", words="Dear Ananya, we call you.", by="Sneha")
    sent = {"name": "Ananya Raghunathan", "email": WHO, "about": "goods", "words": WORDS}
    client.post("/contact", sent | {"order_id": order.order_id})
    (complaint,) = complaint_queries.open_ones()
    complaining.answer(complaint.ticket, "Dear Ananya, a new sheet goes out.", by="Sneha")
    complaining.settle(complaint.ticket, by="Sneha")
    client.post("/account/sign-in", {"email": WHO})
    signed_in(client, WHO)
    consent.give(WHO, ["offers"])
    for address in ("/account", "/account/data", f"/account/orders/{order.order_id}"):
        assert client.get(address).status_code == 200, address
    one_pass()
    _an_hour_later(order)
    resend(order.order_id, "delivered", by="Sneha")
    return fresh(order)


def _an_hour_later(order: Order) -> None:
    """So that a mail may be sent once more."""
    then = clock.to_text(clock.now() - timedelta(hours=1))
    fresh(order).update(actions=[Order.mails["delivered"].set(then)])


def test_e20_after_a_whole_life_and_an_erasure_nothing_is_left(
    client: Client, office: Office, heard: pytest.LogCaptureFixture, mailoutbox: list[Any]
) -> None:
    order = a_life(client, office)
    (shelf_name,) = photos_of(order)
    assert default_storage.exists(shelf_name)
    assert len(left_of()) > 20
    before = register_of(month_of(clock.now()))
    answer = client.post("/account/data/erase", {"word": "erase"})
    assert answer["Location"] == "/account/data/erasing"
    the_worker()
    assert left_of() == []
    assert [line for line in heard.messages if holds_a_trace(line)] == []
    assert not default_storage.exists(shelf_name)
    assert fresh(order).mails is not None
    assert not [text for text in (fresh(order).mails or {}).values() if text.startswith("owed")]
    assert mailoutbox[-1].subject == "Your data were erased"
    after = register_of(month_of(clock.now()))
    assert [paper.number for paper in after.papers] == [paper.number for paper in before.papers]
    assert str([p.rows for p in after.papers]) == str([p.rows for p in before.papers])
    assert_invariants()
    assert_settled()


def holds_a_trace(line: str) -> bool:
    return any(trace in line.lower() for trace in TRACES)


def test_staff_still_open_the_order_and_every_page_of_it_holds(
    client: Client, office: Office
) -> None:
    order = a_life(client, office)
    parcel = latest(order)
    assert parcel is not None
    client.post("/account/data/erase", {"word": "ERASE"})
    the_worker()
    browser = a_browser("owner")
    found = browser.get("/staff/search/", {"q": order.order_id}, follow=True)
    page = found.content.decode()
    assert found.status_code == 200
    assert order.lines[0].name in page
    assert not holds_a_trace(page)
    for address in (
        f"/staff/orders/{order.order_id}/bill.pdf",
        f"/staff/orders/{order.order_id}/returns/R1/",
        "/staff/orders/?status=delivered",
        "/staff/shipments/",
        "/staff/payments/",
        "/staff/customers/complaints/",
    ):
        assert browser.get(address).status_code == 200, address
    by_link = client.get(tracking_url(order.order_id).removeprefix(settings.SITE_URL))
    assert by_link.status_code == 200
    assert not holds_a_trace(by_link.content.decode())
    assert client.get("/account").status_code == 302  # signed out
    assert client.get(f"/account/orders/{order.order_id}").status_code == 302


def test_the_account_of_somebody_new_shows_nothing_of_before(client: Client) -> None:
    order = a_delivered_order()
    signed_in(client, WHO)
    client.post("/account/data/erase", {"word": "ERASE"})
    the_worker()
    signed_in(client, WHO)
    assert order.order_id not in client.get("/account").content.decode()
    assert client.get(f"/account/orders/{order.order_id}").status_code == 404


def test_e19_no_log_line_and_no_mail_opens_a_door_or_holds_a_card(
    client: Client, office: Office, heard: pytest.LogCaptureFixture, mailoutbox: list[Any]
) -> None:
    order = a_life(client, office)
    session = client.cookies[settings.SHOPPER_COOKIE_NAME].value
    known = [*secrets_of_the_shop(), session.partition(".")[2]]
    logged = "\n".join(heard.messages)
    mailed = "\n".join(f"{m.subject}\n{m.body}\n{m.alternatives[0].content}" for m in mailoutbox)
    for secret in known:
        assert secret not in logged + mailed
    assert not [found for found in CARD.findall(logged + mailed) if is_a_card(found)]
    token = tracking_url(order.order_id).rpartition("/")[2]
    assert token not in logged
    assert not holds_a_trace(logged)
    for code in {found for mail in mailoutbox for found in CODE.findall(mail.subject)}:
        assert code.replace(" ", "") not in logged


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("card 4111 1111 1111 1111", ["a card"]),
        ("key tests-key-secret", ["a secret"]),
        ("call 98450 67890", []),  # nor a number of theirs
        ("order of Ananya", ["a customer"]),
        ("/track/TB-0123456789~" + "x" * 43, []),  # the shop's own lines leave it out
        ("for ananya@example.in", []),
    ],
)
def test_what_a_log_line_gives_away_is_seen(
    no_log_line_gives_anything_away: LogWatch, line: str, told: list[str]
) -> None:
    logging.getLogger("shop").warning(line)
    heard = no_log_line_gives_anything_away.end()
    assert [each.partition(":")[0] for each in heard] == told * 2  # as a line and as JSON


def test_without_discretion_more_would_be_seen() -> None:
    assert told_by(f"/track/TB-0123456789~{'x' * 43}") == ["a signature"]
    assert told_by("for meera@example.in") == ["an e-mail address"]
    assert told_by("call 98450 67890") == ["a telephone"]
    assert told_by("a number of ours: 4111111111111112, TB-9845067890, 1795000001123") == []


def test_a_token_just_made_is_known(no_log_line_gives_anything_away: LogWatch) -> None:
    logging.getLogger("shop").warning("token %s", secrets.token_urlsafe(32))
    (line, _) = no_log_line_gives_anything_away.end()
    assert line.startswith("a secret")


def test_the_table_of_sessions_holds_no_token(client: Client) -> None:
    signed_in(client, WHO)
    token = client.cookies[settings.SHOPPER_COOKIE_NAME].value.partition(".")[2]
    assert token not in "".join(everything().values())
    assert reverse("payments:data") == "/account/data"
