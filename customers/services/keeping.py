"""Remembering who bought and where to: parts of the transaction in which an order is paid."""

from collections.abc import Mapping
from datetime import datetime

from pynamodb.exceptions import DoesNotExist
from pynamodb.expressions.update import Action

from config.dynamo import BUSY, Transaction
from config.errors import Unavailable
from customers.models import Address, Customer
from customers.rules import address_id_of

MOST_ADDRESSES = 20
NEEDED = ("addressLine1", "city", "state", "pincode")  # without these it is no address
TYPED = (
    Address.name,
    Address.phone,
    Address.address_line1,
    Address.address_line2,
    Address.city,
    Address.state,
    Address.pincode,
    Address.landmark,
    Address.address_type,
)


def remember(
    tx: Transaction,
    *,
    customer_id: str,
    name: str,
    phone: str,
    address: Mapping[str, str],
    now: datetime,
) -> None:
    """Add to the caller's transaction: the customer and the address (the same one twice is one
    item). `address` has the keys of the addresses table. Safe to repeat. Anybody may order with
    anybody's e-mail, so what is known of either is not overwritten, and none of this is the
    default: that is the first address which somebody who is signed in keeps or sends to. A guest
    without an e-mail leaves nothing, and a full address book stays as it is.

    Costs one read. Never refuses.
    """
    if "@" not in customer_id:
        return
    address_id = address_id_of(customer_id, address) if _can_be_kept(address) else None
    present = _known(customer_id) if address_id else None
    known = set(present.address_ids or ()) if present else set()
    if len(known) >= MOST_ADDRESSES and address_id not in known:
        address_id = None
    if address_id:
        typed = {**address, "name": name, "phone": phone}
        _keep_address(tx, customer_id, address_id, typed, now=now)
    tx.update(
        Customer(customer_id, customer_id),
        actions=_about_customer(name, phone, address_id, now),
        condition=None,
        or_else=Unavailable(BUSY),
    )


def _keep_address(
    tx: Transaction,
    customer_id: str,
    address_id: str,
    typed: Mapping[str, str],
    *,
    now: datetime,
) -> None:
    tx.update(
        Address(address_id),
        actions=[
            Address.customer_id.set(customer_id),
            Address.is_default.set(Address.is_default | False),
            *_as_typed(typed),
            *_times(Address, now),
        ],
        condition=None,
        or_else=Unavailable(BUSY),
    )


def _can_be_kept(address: Mapping[str, str]) -> bool:
    return all(address.get(key) for key in NEEDED)


def _known(customer_id: str) -> Customer | None:
    try:
        return Customer.get(customer_id, customer_id, consistent_read=True)
    except DoesNotExist:
        return None


def _about_customer(name: str, phone: str, address_id: str | None, now: datetime) -> list[Action]:
    actions = [*_times(Customer, now), Customer.expires_at.remove()]
    if name:
        actions.append(Customer.name.set(Customer.name | name))
    if phone:  # an index key: DynamoDB takes no empty text there
        actions.append(Customer.phone.set(Customer.phone | phone))
    if address_id:
        actions.append(Customer.address_ids.add({address_id}))
    return actions


def _as_typed(given: Mapping[str, str]) -> list[Action]:
    fields = {attribute.attr_name: attribute for attribute in TYPED}
    typed = [(fields[key], text) for key, text in given.items() if key in fields and text]
    return [attribute.set(attribute | text) for attribute, text in typed]


def _times(model: type[Address | Customer], now: datetime) -> list[Action]:
    return [
        model.created_at.set(model.created_at | now),
        model.updated_at.set(now),
    ]
