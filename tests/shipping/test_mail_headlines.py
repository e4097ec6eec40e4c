"""Each mail says on top what the tracking page says on top."""

import re
from typing import Any

import pytest
from django.test import Client
from pynamodb.expressions.update import Action

from config import clock
from orders.links import tracking_url
from orders.models import Order
from orders.rules import COD, Status
from orders.services import mailing
from tests.factories import an_order
from tests.shipping.bench import a_parcel, now_of
from tests.shipping.office import Office
from tests.shipping.test_tracking import tell

H1 = re.compile(r"<h1[^>]*>\s*(.*?)\s*</h1>", re.DOTALL)


def headline(text: str) -> str:
    found = H1.search(text)
    assert found is not None
    return found[1]


def assert_same(order: Order, client: Client, mail: Any) -> None:
    """The page, the HTML and the text agree."""
    address = tracking_url(order.order_id).removeprefix("http://testserver")
    wanted = headline(client.get(address).content.decode())
    assert headline(mail.alternatives[0].content) == wanted
    assert mail.body.splitlines()[0] == wanted


@pytest.mark.parametrize(
    ("status", "is_cod"),
    [
        (Status.CONFIRMED, False),
        (Status.CONFIRMED, True),
        (Status.SHIPPED, False),
        (Status.DELIVERED, False),
        (Status.CANCELLED, True),
    ],
)
def test_a_mail_of_each_state(
    status: Status, is_cod: bool, client: Client, mailoutbox: list[Any]
) -> None:
    order = an_order()
    actions: list[Action] = [Order.status.set(status)]
    if is_cod:
        actions.append(Order.payment_method.set(COD))
    order.update(actions=actions)
    mailing.send_due(status, now=clock.now())
    assert_same(order, client, mailoutbox[-1])


@pytest.mark.parametrize(
    "ids", [(42,), (42, 17), (42, 17, 21), (42, 9), (42, 9, 10), (42, 12), (42, 25), (42, 17, 7)]
)
def test_a_mail_of_each_turn_of_a_parcel(
    ids: tuple[int, ...], office: Office, client: Client, mailoutbox: list[Any]
) -> None:
    parcel = a_parcel()
    tell(parcel, *ids)
    for status in (Status.SHIPPED, Status.DELIVERED):
        mailing.send_due(status, now=clock.now())
    assert_same(now_of(parcel), client, mailoutbox[-1])


def test_a_mail_that_comes_late_tells_the_state_that_it_is_about(mailoutbox: list[Any]) -> None:
    order = an_order()
    order.update(actions=[Order.status.set(Status.PROCESSING)])
    mailing.send_due(Status.PROCESSING, now=clock.now())
    assert mailoutbox[0].body.startswith("Paid, and next in line to be packed\n")
