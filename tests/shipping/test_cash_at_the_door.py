"""An order for cash in two boxes: each courier collects its own share, and every page and mail
says which, what was collected, and what nobody will pay."""

from typing import Any

import pytest
from django.test import Client

from config import clock
from orders.links import token_of
from orders.models import Order
from orders.rules import Status
from orders.services import mailing
from orders.staff.words import order_money_look
from shipping import at_the_door, queries
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from shipping.services.dispatching import dispatch
from shipping.services.goods_in import check_in
from tests.shipping.bench import flags, now_of, told
from tests.shipping.office import Office
from tests.shipping.test_cash_parcels import on_the_bench, two_boxes
from tests.shipping.test_parcel_mails import send
from tests.shipping.test_tracking import as_it_is, tell
from tests.staff import a_browser

TIMES = "\N{MULTIPLICATION SIGN}"
FIRST, SECOND, TOTAL = "₹628.00", "₹500.00", "₹1,128.00"


@pytest.fixture
def pair(office: Office, mailoutbox: list[Any]) -> tuple[Shipment, Shipment]:
    """Two parcels of an order for cash that has had its first mails: ₹628 and ₹500."""
    order = on_the_bench()
    dispatch(order.order_id, by="Meera", boxes=two_boxes())
    first, second = queries.live_of(now_of(order))
    tell(first, 42)
    send()
    return first, second


def desk(parcel: Shipment) -> str:
    """What staff read of the order."""
    page = a_browser("owner").get(f"/staff/orders/{parcel.order_id}/").content.decode()
    return " ".join(page.split())


def at_home(client: Client, parcel: Shipment) -> str:
    """What its customer reads of the order."""
    return client.get(f"/track/{token_of(parcel.order_id)}").content.decode()


def comes_back(parcel: Shipment) -> None:
    tell(parcel, 42, 9, 10)
    check_in(parcel.shipment_id, parcel.order_id, {0: 1}, by="Meera")


def both_texts(mail: Any) -> list[str]:
    return [mail.body, mail.alternatives[0].content]


def test_the_first_mail_of_the_way_names_what_each_parcel_costs(
    pair: tuple[Shipment, Shipment], mailoutbox: list[Any]
) -> None:
    mail = next(each for each in mailoutbox if each.subject.endswith("is on its way"))
    assert f"Parcel 1 of 2: you pay {FIRST} to the courier" in mail.body
    assert f"Parcel 2 of 2: you pay {SECOND} to the courier" in mail.body
    assert f"you pay {TOTAL}" not in mail.body.lower()


@pytest.mark.parametrize("ids", [(42, 17), (42, 17, 21)])
def test_a_mail_of_one_parcel_names_that_parcels_share(
    pair: tuple[Shipment, Shipment], mailoutbox: list[Any], ids: tuple[int, ...]
) -> None:
    first, second = pair
    tell(first, 42, 7)
    send()
    mailoutbox.clear()
    tell(second, *ids)
    send()
    (mail,) = mailoutbox
    for text in both_texts(mail):
        assert SECOND in text
        assert FIRST not in text
        assert TOTAL not in text


def test_what_was_collected_stands_in_the_story_parcel_by_parcel(
    pair: tuple[Shipment, Shipment],
) -> None:
    for parcel in pair:
        tell(parcel, 42, 7)
    assert told(pair[0], customer=True)[-2:] == [
        f"Parcel 1 of 2 was delivered. {FIRST} collected by the courier.",
        f"Parcel 2 of 2 was delivered. {SECOND} collected by the courier.",
    ]


def test_between_the_two_the_page_tells_what_was_paid_and_what_is_left(
    pair: tuple[Shipment, Shipment], client: Client
) -> None:
    tell(pair[0], 42, 7)
    page = at_home(client, pair[0])
    assert f"{FIRST} paid in cash to the courier." in page
    assert f"Parcel 2 of 2: you pay <b>{SECOND}</b> to the courier" in page
    assert TOTAL not in page.partition("whats-next")[2].partition("</div>")[0]
    staff = desk(pair[0])
    assert "<dt>Collected</dt><dd>₹628</dd>" in staff
    assert "<dt>To collect</dt><dd>₹500</dd>" in staff
    assert f"{SECOND} is still to be collected." in staff


@pytest.mark.parametrize("goes_back_first", [False, True])
def test_an_order_that_ends_in_part_notes_what_was_collected(
    pair: tuple[Shipment, Shipment], client: Client, goes_back_first: bool
) -> None:
    first, second = pair
    if goes_back_first:
        comes_back(second)
    tell(first, 42, 7)
    if not goes_back_first:
        comes_back(second)
    order, delivered = now_of(first), as_it_is(first).actual_delivery
    assert order.status is Status.DELIVERED
    assert order.collected_at is not None
    assert clock.to_text(order.collected_at) == delivered
    page = at_home(client, first)
    assert f"{FIRST} paid in cash to the courier." in page
    assert "Please have it ready" not in page


def test_staff_read_what_of_an_order_was_never_paid(pair: tuple[Shipment, Shipment]) -> None:
    first, second = pair
    tell(first, 42, 7)
    comes_back(second)
    page = desk(first)
    assert "<dt>Collected</dt><dd>₹628</dd>" in page
    assert "<dt>Not collected</dt><dd>₹500</dd>" in page
    assert ">To collect<" not in page
    assert f"The courier collected {FIRST} of {TOTAL} and settles it" in page
    assert f"{SECOND} was not collected" in page
    look = order_money_look(now_of(first))
    assert look
    assert look.word == "Cash part collected"


def test_nothing_is_to_be_collected_once_all_of_it_comes_back(
    pair: tuple[Shipment, Shipment], client: Client
) -> None:
    for parcel in pair:
        tell(parcel, 42, 9)
    assert "<dt>Not collected</dt><dd>₹1,128</dd>" in desk(pair[0])
    assert "so there is nothing to refund" in desk(pair[0])
    assert "Please have it ready" not in at_home(client, pair[0])


def test_what_is_in_no_parcel_is_still_to_be_collected(pair: tuple[Shipment, Shipment]) -> None:
    pair[1].update(actions=[Shipment.status.set(ShipmentStatus.CANCELLED)])
    tell(pair[0], 42, 7)
    assert now_of(pair[0]).status is Status.SHIPPED
    assert "<dt>To collect</dt><dd>₹500</dd>" in desk(pair[0])


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.DELIVERED])
def test_nothing_is_due_of_an_order_that_is_over(
    pair: tuple[Shipment, Shipment], status: Status
) -> None:
    order = now_of(pair[0])
    assert at_the_door.cash_of(order, pair).due == order.total_amount
    order.update(actions=[Order.status.set(status)])
    cash = at_the_door.cash_of(order, pair)
    assert (cash.dues, cash.due, cash.missed) == ([], 0, order.total_amount)


@pytest.mark.parametrize("status_id", [23, 26])
def test_of_a_parcel_that_may_not_be_whole_nobody_says_that_it_was_paid(
    pair: tuple[Shipment, Shipment], client: Client, mailoutbox: list[Any], status_id: int
) -> None:
    first, second = pair
    tell(first, 42, 7)
    tell(second, 42, status_id)
    order = now_of(first)
    assert (order.status, order.collected_at) == (Status.DELIVERED, None)
    assert f"Ask how much of {SECOND} the courier collected." in flags(first)["parcel"]
    assert "collected by" not in told(first, customer=True)[-1]
    page = at_home(client, first)
    assert f"{FIRST} paid in cash" in page
    assert f"{TOTAL} paid in cash" not in page


@pytest.mark.parametrize("status_id", [23, 26])
def test_staff_are_to_ask_what_was_paid_for_it(
    pair: tuple[Shipment, Shipment], status_id: int
) -> None:
    tell(pair[0], 42, 7)
    tell(pair[1], 42, status_id)
    staff = desk(pair[0])
    assert "<dt>Ask what was collected of</dt><dd>₹500</dd>" in staff
    assert f"ask how much of {SECOND} the courier collected" in staff
    look = order_money_look(now_of(pair[0]))
    assert look
    assert look.word == "Cash to be asked for"


def test_the_doubt_outlives_a_later_delivery(pair: tuple[Shipment, Shipment]) -> None:
    tell(pair[0], 42, 23)
    tell(pair[1], 42, 7)
    assert (now_of(pair[0]).status, now_of(pair[0]).collected_at) == (Status.DELIVERED, None)


def test_the_doubt_outlives_the_check_in_of_the_other(pair: tuple[Shipment, Shipment]) -> None:
    tell(pair[0], 42, 23)
    comes_back(pair[1])
    assert (now_of(pair[0]).status, now_of(pair[0]).collected_at) == (Status.DELIVERED, None)


def test_of_a_prepaid_parcel_in_part_nobody_asks_for_money(pair: tuple[Shipment, Shipment]) -> None:
    now_of(pair[0]).update(actions=[Order.payment_method.set("upi")])
    tell(pair[0], 42, 23)
    assert "handed over in part" in flags(pair[0])["parcel"]
    assert "collected" not in flags(pair[0])["parcel"]


def test_the_mail_of_the_end_lists_only_what_was_handed_over(
    pair: tuple[Shipment, Shipment], mailoutbox: list[Any]
) -> None:
    first, second = pair
    tell(first, 42, 7)
    comes_back(second)
    mailoutbox.clear()
    send()
    mail = next(each for each in mailoutbox if each.subject.startswith("Delivery of your order"))
    name = now_of(first).lines[0].name
    assert f"1 x {name}" in mail.body
    assert f"1 {TIMES} {name}" in mail.alternatives[0].content
    for text in both_texts(mail):
        assert "The rest of the order does not come." in text
        assert f"{FIRST} paid in cash to the courier." in text
        assert TOTAL not in text
        assert f"2 x {name}" not in text
        assert f"2 {TIMES} {name}" not in text


def test_the_mail_of_a_whole_delivery_lists_all_of_it(
    pair: tuple[Shipment, Shipment], mailoutbox: list[Any]
) -> None:
    for parcel in pair:
        tell(parcel, 42, 7)
    mailoutbox.clear()
    send()
    mail = next(each for each in mailoutbox if each.subject.startswith("Delivery of your order"))
    assert f"2 x {now_of(pair[0]).lines[0].name}" in mail.body
    for text in both_texts(mail):
        assert "The rest of the order" not in text
        assert f"{TOTAL} paid in cash" in text


@pytest.mark.parametrize(
    ("beside", "says"),
    [
        ((42,), "The other parcel is still on its way."),
        ((42, 9), "The other parcel is coming back to us."),
        ((42, 9, 10), "The other parcel is back with us."),
        ((42, 12), "The other parcel was lost or damaged."),
    ],
)
def test_the_mail_of_one_parcel_tells_where_the_other_is(
    pair: tuple[Shipment, Shipment], mailoutbox: list[Any], beside: tuple[int, ...], says: str
) -> None:
    tell(pair[1], *beside)
    tell(pair[0], 42, 7)
    mailoutbox.clear()
    send()
    mail = next(each for each in mailoutbox if each.subject.startswith("Delivery of a parcel"))
    for text in both_texts(mail):
        assert says in text
        assert f"{FIRST} paid in cash to the courier." in text
        assert SECOND not in text


def test_the_confirmation_names_the_whole_sum_before_there_is_a_parcel(
    office: Office, mailoutbox: list[Any]
) -> None:
    mailing.send_owed(on_the_bench(), now=clock.now())
    for text in both_texts(mailoutbox[0]):
        assert f"{TOTAL}</b> to the courier" in text or f"You pay {TOTAL} to the courier" in text
