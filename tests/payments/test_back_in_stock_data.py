"""Who waits for something is a person whose data can be asked for and erased."""

from datetime import timedelta

from django.test import Client

from config import clock
from orders.back_models import digest_of
from orders.back_queries import wishes_of
from orders.services import awaiting
from payments.services import privacy
from tests.customers.shoppers import signed_in
from tests.orders.waiting import RAVI, a_sold_out_sheet, asks
from tests.payments.forgetting_me import WHO, a_delivered_order, left_of, the_worker
from tests.payments.test_privacy_pages import unpacked


def test_what_a_person_waits_for_is_in_the_copy(client: Client) -> None:
    a_sold_out_sheet()
    asks(client, WHO)
    signed_in(client, WHO)
    said, page = unpacked(client.post("/account/data/copy"))
    assert [each["sku"] for each in said["waitingFor"]] == ["B17"]
    assert "B17" in page


def test_an_erasure_takes_it_along_and_nobody_else_s(client: Client) -> None:
    a_sold_out_sheet()
    a_delivered_order()
    asks(client, WHO)
    asks(client)
    assert privacy.ask(WHO) == []
    the_worker()
    assert wishes_of(WHO) == []
    assert left_of() == []
    assert left_of(f"#back-of/{digest_of(WHO)}") == []
    assert [wish.sku for wish in wishes_of(RAVI)] == ["B17"]


def test_what_was_asked_for_after_the_erasure_began_stays(client: Client) -> None:
    a_sold_out_sheet()
    asks(client)
    awaiting.erase_all_of(RAVI, asked_before=clock.now() - timedelta(seconds=5))
    assert [wish.sku for wish in wishes_of(RAVI)] == ["B17"]
