"""How many orders for cash one telephone and one network may place: orders count, tries do not."""

import pytest
from django.test import Client

from customers.models import Throttle
from payments.sandbox.process import RunningSandbox
from payments.services.ordering import MOST_FROM_A_NETWORK, MOST_TO_A_PHONE
from tests.factories import a_product
from tests.faults.sales import at_once
from tests.payments.couriers import PUNE, they_go_to
from tests.payments.test_checkout import fill, orders
from tests.payments.test_checkout_cod import CASH, order_for_cash, the_form


@pytest.fixture
def sku() -> str:
    they_go_to(PUNE)
    return a_product(stock=40).product_id


def counted() -> dict[str, int]:
    """What stands on the counters: phone and network, the hash and the hour left out."""
    rows = [row for row in Throttle.scan() if row.key.startswith("#throttle/cash")]
    return {row.key.split("/")[1]: row.hits for row in rows}


def test_a_telephone_gets_only_so_many_orders_for_cash_a_day(client: Client, sku: str) -> None:
    for _ in range(MOST_TO_A_PHONE):
        assert order_for_cash(client, sku).status_code == 302
    reply = order_for_cash(client, sku)
    assert reply.status_code == 429
    assert int(reply["Retry-After"]) > 0
    assert "several orders for cash on delivery with this mobile" in reply.content.decode()
    assert order_for_cash(client, sku, phone="98450 99999").status_code == 302
    assert len(orders()) == MOST_TO_A_PHONE + 1


def test_a_network_gets_only_so_many_an_hour_and_is_not_told_that_they_are_yours(
    client: Client, sku: str
) -> None:
    for number in range(10, 10 + MOST_FROM_A_NETWORK):
        assert order_for_cash(client, sku, phone=f"98450 123{number}").status_code == 302
    reply = order_for_cash(client, sku, phone="98450 99999")
    assert reply.status_code == 429
    assert "came from your network within the hour" in reply.content.decode()


def test_posts_that_order_nothing_shut_nobody_out(client: Client, sku: str) -> None:
    for _ in range(MOST_TO_A_PHONE + 1):
        assert order_for_cash(client, sku, total_cod="1").status_code == 422
    assert counted() == {}
    assert order_for_cash(client, sku).status_code == 302
    assert counted() == {"cash-phone": 1, "cash": 1}


def test_who_is_refused_at_the_limit_is_not_counted_on(client: Client, sku: str) -> None:
    for _ in range(MOST_TO_A_PHONE + 2):
        order_for_cash(client, sku)
    assert counted() == {"cash-phone": MOST_TO_A_PHONE, "cash": MOST_TO_A_PHONE}


def test_the_same_page_again_is_the_same_order_beyond_the_limit_too(
    client: Client, sku: str
) -> None:
    for _ in range(MOST_TO_A_PHONE - 1):
        order_for_cash(client, sku)
    fill(client, sku)
    form = the_form(client, **CASH)
    first, second = client.post("/checkout", form), client.post("/checkout", form)
    assert first["Location"] == second["Location"]
    assert counted()["cash-phone"] == MOST_TO_A_PHONE == len(orders())


@pytest.mark.server
def test_four_presses_of_one_page_at_once_count_once(razorpay: RunningSandbox, sku: str) -> None:
    first = Client()
    fill(first, sku)
    form = the_form(first, **CASH)

    def press() -> int:
        tab = Client()
        tab.cookies.update(first.cookies)
        return tab.post("/checkout", form).status_code

    assert set(at_once([press] * 4)) == {302}
    assert (len(orders()), counted()) == (1, {"cash-phone": 1, "cash": 1})
