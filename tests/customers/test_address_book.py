"""A customer's address book: whose it is, what it holds, and two changes at once."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import Client

from config import clock
from config.dynamo import transaction
from customers.errors import AddressNotFound, TooManyAddresses
from customers.models import Address, Customer
from customers.services import address_book as book
from customers.services.address_book import Written
from customers.services.keeping import MOST_ADDRESSES, remember
from tests.customers.shoppers import ANANYA, signed_in

PLACE = {
    "addressLine1": "22, 3rd Cross",
    "addressLine2": "Kothrud",
    "city": "Pune",
    "state": "Maharashtra",
    "pincode": "411038",
}
FORM = {
    "name": "Ananya Rao",
    "phone": "98450 12345",
    "pincode": "411 038",
    "city": "Pune",
    "state": "Maharashtra",
    "line1": "22, 3rd Cross",
    "line2": "Kothrud",
}


def written(house: int | str, **given: str) -> Written:
    """An address at this house."""
    return Written(
        "Ananya Rao", "+919845012345", PLACE | {"addressLine1": f"{house}, Road"} | given
    )


def listed() -> set[str]:
    return set(Customer.get(ANANYA, ANANYA, consistent_read=True).address_ids or ())


def defaults() -> list[str]:
    return [a.address_line1 for a in Address.scan() if a.is_default]


def assert_whole() -> None:
    """What the customer lists is what there is, and exactly one is the default."""
    there = {a.address_id for a in Address.scan()}
    assert there == listed()
    assert len(defaults()) == (1 if there else 0)


@pytest.fixture
def ananya(client: Client) -> Client:
    signed_in(client)
    return client


def test_the_first_address_is_the_default_and_stands_first(ananya: Client) -> None:
    first = book.keep(ANANYA, written(1))
    book.keep(ANANYA, written(2))
    assert next(a.address_id for a in book.book_of(ANANYA)) == first
    assert_whole()


def test_the_same_address_twice_is_one_with_the_newer_name(ananya: Client) -> None:
    book.keep(ANANYA, written(1))
    book.keep(ANANYA, Written("A. Rao", "+919845012345", PLACE | {"addressLine1": "1,  ROAD"}))
    (only,) = book.book_of(ANANYA)
    assert only.name == "A. Rao"


def test_changing_an_address_takes_the_old_one_away_and_keeps_what_it_was(ananya: Client) -> None:
    old = book.keep(ANANYA, written(1))
    other = book.keep(ANANYA, written(2))
    new = book.keep(ANANYA, written(3), instead_of=old)
    assert listed() == {other, new}
    assert defaults() == ["3, Road"]
    assert_whole()


def test_changing_an_address_into_another_leaves_one(ananya: Client) -> None:
    old, other = book.keep(ANANYA, written(1)), book.keep(ANANYA, written(2))
    assert book.keep(ANANYA, written(2), instead_of=old) == other
    assert listed() == {other}
    assert_whole()


def test_a_changed_name_keeps_the_item_and_what_else_it_carries(ananya: Client) -> None:
    address_id = book.keep(ANANYA, written(1))
    Address(address_id).update(
        actions=[Address.address_type.set("home"), Address.landmark.set("Near ILS")]
    )
    book.keep(ANANYA, Written("A. Rao", "+919845012345", written(1).place), instead_of=address_id)
    (kept,) = book.book_of(ANANYA)
    assert (kept.name, kept.address_type, kept.landmark) == ("A. Rao", "home", None)


def test_only_one_address_is_the_default(ananya: Client) -> None:
    book.keep(ANANYA, written(1))
    second = book.keep(ANANYA, written(2))
    book.make_default(ANANYA, second)
    assert defaults() == ["2, Road"]
    book.keep(ANANYA, written(3), is_default=True)
    assert defaults() == ["3, Road"]


def test_where_the_default_goes_another_takes_its_place(ananya: Client) -> None:
    first, _ = book.keep(ANANYA, written(1)), book.keep(ANANYA, written(2))
    assert book.remove(ANANYA, first)
    assert defaults() == ["2, Road"]
    assert not book.remove(ANANYA, first)
    assert book.remove(ANANYA, next(iter(listed())))
    assert_whole()


def test_the_book_holds_twenty_and_no_more(ananya: Client) -> None:
    for house in range(MOST_ADDRESSES):
        last = book.keep(ANANYA, written(house))
    with pytest.raises(TooManyAddresses):
        book.keep(ANANYA, written(99))
    book.keep(ANANYA, written(99), instead_of=last)
    assert len(listed()) == MOST_ADDRESSES


def test_an_order_to_a_further_address_leaves_a_full_book_as_it_is(ananya: Client) -> None:
    for house in range(MOST_ADDRESSES):
        book.keep(ANANYA, written(house))
    before = listed()
    for house in (99, 3):
        with transaction() as tx:
            place = written(house).place
            person = {"customer_id": ANANYA, "name": "Ananya", "phone": "+919845012345"}
            remember(tx, **person, address=place, now=clock.now())
    assert listed() == before
    assert_whole()


@pytest.mark.parametrize("act", ["change", "default", "look"])
def test_another_persons_address_is_unknown(ananya: Client, act: str) -> None:
    theirs = "someone@example.com"
    Customer(theirs, theirs).save()
    address_id = book.keep(theirs, written(1))
    acts: dict[str, Any] = {
        "change": lambda: book.keep(ANANYA, written(2), instead_of=address_id),
        "default": lambda: book.make_default(ANANYA, address_id),
        "look": lambda: book.own_address(ANANYA, address_id),
    }
    with pytest.raises(AddressNotFound):
        acts[act]()
    assert not book.remove(ANANYA, address_id)
    assert Address.get(address_id).customer_id == theirs


def test_an_id_that_was_slipped_into_the_list_shows_nobody_elses_address(ananya: Client) -> None:
    Customer("s@example.com", "s@example.com").save()
    address_id = book.keep("s@example.com", written(1))
    Customer(ANANYA, ANANYA).update(actions=[Customer.address_ids.set({address_id})])
    assert book.book_of(ANANYA) == []


@pytest.mark.server
def test_many_changes_at_once_leave_one_default_and_no_orphan(client: Client) -> None:
    signed_in(client)
    kept = [book.keep(ANANYA, written(house)) for house in range(4)]
    acts: list[Any] = [
        lambda: book.make_default(ANANYA, kept[1]),
        lambda: book.make_default(ANANYA, kept[2]),
        lambda: book.remove(ANANYA, kept[0]),
        lambda: book.keep(ANANYA, written(9), instead_of=kept[3]),
        lambda: book.keep(ANANYA, written(8), is_default=True),
        lambda: book.keep(ANANYA, written(7)),
    ]
    with ThreadPoolExecutor(len(acts)) as tabs:
        for done in [tabs.submit(act) for act in acts]:
            done.result()
    assert len(listed()) == 5
    assert_whole()


@pytest.mark.server
def test_two_first_addresses_at_once_make_one_default(client: Client) -> None:
    signed_in(client)
    with ThreadPoolExecutor(4) as tabs:
        list(tabs.map(lambda house: book.keep(ANANYA, written(house)), range(4)))
    assert len(listed()) == 4
    assert_whole()


def test_the_pages_add_change_and_remove(ananya: Client) -> None:
    assert "No addresses yet" in ananya.get("/account/addresses").content.decode()
    assert ananya.post("/account/addresses/new", FORM).status_code == 302
    (only,) = book.book_of(ANANYA)
    assert (only.phone, only.pincode) == ("+919845012345", "411038")
    page = ananya.get(f"/account/addresses/{only.address_id}").content.decode()
    assert 'value="22, 3rd Cross"' in page
    ananya.post(f"/account/addresses/{only.address_id}", FORM | {"line1": "7, Law College Road"})
    (moved,) = book.book_of(ANANYA)
    assert moved.address_line1 == "7, Law College Road"
    assert "7, Law" in ananya.get(f"/account/addresses/{moved.address_id}/remove").content.decode()
    for _ in range(2):
        reply = ananya.post(f"/account/addresses/{moved.address_id}/remove")
        assert (reply.status_code, reply["Location"]) == (302, "/account/addresses")
    assert book.book_of(ANANYA) == []


def test_the_book_keeps_to_the_rules_of_the_checkout(ananya: Client) -> None:
    wrong = {"pincode": "41103", "phone": "123", "line1": "22", "name": "😀", "state": "Punjabi"}
    reply = ananya.post("/account/addresses/new", FORM | wrong)
    page = reply.content.decode()
    assert reply.status_code == 422
    for name in wrong:
        assert f'id="id_{name}_error"' in page
    assert 'value="41103"' in page


def test_the_page_of_another_persons_address_is_a_404(ananya: Client) -> None:
    Customer("s@example.com", "s@example.com").save()
    address_id = book.keep("s@example.com", written(1))
    for verb in ("", "/remove"):
        for each in (address_id, "nobody", "x" * 3000):
            assert ananya.get(f"/account/addresses/{each}{verb}").status_code == 404
    assert ananya.post(f"/account/addresses/{address_id}", FORM).status_code == 404
    assert ananya.post(f"/account/addresses/{address_id}/default").status_code == 404
    ananya.post(f"/account/addresses/{address_id}/remove")
    assert Address.get(address_id).address_line1 == "1, Road"


def test_from_the_checkout_the_way_leads_back_there_and_nowhere_else(ananya: Client) -> None:
    page = ananya.get("/account/addresses/new?next=/checkout").content.decode()
    assert re.search(r'name="next" value="/checkout"', page)
    assert ananya.post("/account/addresses/new", FORM | {"next": "/checkout"})["Location"] == (
        "/checkout"
    )
    away = FORM | {"next": "https://evil.example/x"}
    assert ananya.post("/account/addresses/new", away)["Location"] == "/account"


@pytest.mark.parametrize("address", ["", "/new", "/x", "/x/remove"])
def test_a_guest_is_led_to_the_sign_in(client: Client, address: str) -> None:
    reply = client.get(f"/account/addresses{address}")
    assert reply["Location"].startswith("/account/sign-in")
