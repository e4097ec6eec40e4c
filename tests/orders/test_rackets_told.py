"""A racket is told as one thing with its parts inside: at the checkout and in the mails."""

import re
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from config import clock
from config.ids import new_order_id
from orders.models import Order
from orders.rules import Status
from orders.services import mailing
from orders.services.placing import place_order
from tests.factories import a_buyer, a_product
from tests.orders.racket_parts import KEY, parts
from tests.payments.couriers import PUNE, nobody_goes_to, they_go_to

BUILD = {"blade": "BL-FL", "fh": "RUB-R", "bh": "RUB-B"}


def headings(page: str) -> list[str]:
    return re.findall(r"<h3>(.*?)</h3>", page)


def test_at_the_checkout_a_racket_is_one_line_beside_the_others(client: Client) -> None:
    parts()
    client.post("/racket-builder/add", BUILD)
    client.post("/cart/add", {"sku": a_product(brand="Nittaku", name="Net").product_id})
    page = client.get("/checkout").content.decode()
    assert headings(page) == ["Racket: Butterfly Viscaria", "Nittaku Net"]
    assert "Forehand rubber: Butterfly Rozena, Red, 1.9 mm" in page
    assert page.count("Cut and glued") == 1


def test_a_mail_tells_a_racket_under_one_heading_with_one_price(mailoutbox: list[Any]) -> None:
    parts()
    net = a_product(brand="Nittaku", name="Net", price=100_00).product_id
    wanted = {KEY: 2, net: 1}
    order = place_order(order_id=new_order_id(), buyer=a_buyer(), wanted=wanted).order
    order.update(actions=[Order.status.set(Status.CONFIRMED), Order.payment_status.set("captured")])
    mailing.send_due(Status.CONFIRMED, now=clock.now())
    (mail,) = mailoutbox
    told = "2 x Racket: Butterfly Viscaria: ₹4,000.00\n  Blade: Butterfly Viscaria (FL)\n"
    assert told in mail.body
    last = "  Backhand rubber: Butterfly Rozena (Black, 1.9 mm)\n1 x Nittaku Net: ₹100.00\n"
    assert last in mail.body
    page = mail.alternatives[0].content
    assert "2 \N{MULTIPLICATION SIGN} Racket: Butterfly Viscaria<br>" in page
    assert re.findall(r"nowrap\">(₹[\d,.]+)", page)[:2] == ["₹4,000.00", "₹100.00"]


def test_the_builder_says_by_when_a_racket_is_there(client: Client) -> None:
    parts()
    page = client.get(f"/racket-builder?{urlencode(BUILD)}").content.decode()
    assert '<div class="in-it" data-promised="racket" hidden>' in page
    asked = re.findall(r'name="sku" value="([^"]+)"', page.partition("data-kept=")[2])
    assert asked == [*BUILD.values()]  # what a script asks with the pincode that it has kept
    they_go_to(PUNE)
    assert re.search(r'"racket"><dt>At Pune</dt><dd>by \w+day \d', promised(client, asked))
    nobody_goes_to(PUNE)
    assert f'"racket"><dt>We do not deliver to {PUNE} yet.' in promised(client, asked)


def promised(client: Client, skus: list[str]) -> str:
    asked = {"pincode": PUNE, "sku": skus}
    script = {"X-Requested-With": "fetch"}
    return client.get("/shipping/promise", asked, headers=script).content.decode()
