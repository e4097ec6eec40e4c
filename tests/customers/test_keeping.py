"""Customers and addresses remembered in another room's transaction."""

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from config.dynamo import transaction
from customers.models import Address, Customer
from customers.services import address_book as book
from customers.services.address_book import Written
from customers.services.keeping import remember
from tests.customers.shoppers import comes_in, signed_in

THEN = datetime(2026, 11, 1, 10, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
ASHA = "asha@example.in"
HOME = {
    "addressLine1": "12 Prabhat Road",
    "city": "Pune",
    "state": "Maharashtra",
    "pincode": "411004",
}
OFFICE = HOME | {"addressLine1": "7 Law College Road"}


def kept(**given: Any) -> None:
    person: dict[str, Any] = {"customer_id": ASHA, "name": "Asha Rao", "phone": "+919876543210"}
    with transaction() as tx:
        remember(tx, **({**person, "address": HOME, "now": NOW} | given))


def asha() -> Customer:
    return Customer.get(ASHA, ASHA)


def test_a_first_sale_leaves_a_customer_and_an_address() -> None:
    kept()
    [address] = Address.scan()
    assert (asha().name, asha().phone, asha().address_ids) == (
        "Asha Rao",
        "+919876543210",
        {address.address_id},
    )
    assert (asha().created_at, asha().updated_at) == (NOW, NOW)
    assert (address.customer_id, address.is_default, address.pincode) == (ASHA, False, "411004")
    assert (address.name, address.phone) == ("Asha Rao", "+919876543210")


def test_what_is_known_is_not_overwritten() -> None:
    kept(now=THEN)
    kept(name="A. Rao", phone="+912025678901")
    assert (asha().name, asha().phone) == ("Asha Rao", "+919876543210")
    assert (asha().created_at, asha().updated_at) == (THEN, NOW)


def test_the_same_address_twice_is_one_item() -> None:
    kept(now=THEN)
    kept(address=HOME | {"addressLine1": "12, prabhat road", "landmark": "Near ILS"})
    [address] = Address.scan()
    assert (address.landmark, address.is_default, address.created_at) == ("Near ILS", False, THEN)
    assert asha().address_ids == {address.address_id}


def test_nobody_changes_what_is_kept_by_ordering_in_anothers_name() -> None:
    kept(address=HOME | {"landmark": "Near ILS"})
    kept(
        name="A Stranger",
        phone="+919000000001",
        address=HOME | {"city": "PUNE", "landmark": "Behind the bar"},
    )
    [address] = Address.scan()
    assert (address.name, address.phone) == ("Asha Rao", "+919876543210")
    assert (address.city, address.landmark) == ("Pune", "Near ILS")


def test_what_was_ordered_in_somebodys_name_is_not_their_default_when_they_come(
    client: Client,
) -> None:
    kept(name="A Stranger")
    comes_in(client, ASHA)
    kept(address=OFFICE)
    assert [address.is_default for address in book.book_of(ASHA)] == [False, False]
    own = book.keep(ASHA, Written("Asha Rao", "+919876543210", HOME | {"city": "Mumbai"}))
    assert [each.address_id for each in book.book_of(ASHA) if each.is_default] == [own]


def test_a_default_stays_one_when_it_is_ordered_to(client: Client) -> None:
    signed_in(client, ASHA)
    book.keep(ASHA, Written("Asha Rao", "+919876543210", HOME))
    kept()
    assert [address.is_default for address in Address.scan()] == [True]


def test_two_first_addresses_at_once_are_both_kept() -> None:
    with transaction() as tx:
        person = {"customer_id": ASHA, "name": "Asha", "phone": ""}
        remember(tx, **person, address=OFFICE, now=NOW)
        kept()
    assert len(asha().address_ids or ()) == 2


def test_an_item_of_the_earlier_system_is_added_to() -> None:
    Customer(ASHA, ASHA, name="Asha of old").save()
    kept()
    assert asha().name == "Asha of old"
    assert asha().phone == "+919876543210"
    assert len(asha().address_ids or ()) == 1


def test_a_guest_without_an_email_leaves_nothing() -> None:
    with transaction() as tx:
        remember(tx, customer_id="guest", name="G", phone="", address=HOME, now=NOW)
        kept()
        remember(tx, customer_id="b@example.in", name="", phone="", address={}, now=NOW)
    assert {customer.customer_id for customer in Customer.scan()} == {ASHA, "b@example.in"}
    assert Address.count() == 1
