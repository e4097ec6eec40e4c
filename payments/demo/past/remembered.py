"""The customers and addresses that past orders left behind."""

from collections import defaultdict
from collections.abc import Iterable

from pynamodb.models import Model

from customers.models import Address, Customer
from customers.rules import address_id_of
from orders.models import Order


def remembered(orders: Iterable[Order]) -> list[Model]:
    """Customer and address of everybody who paid, as of the first and the last order of each."""
    theirs: dict[str, list[Order]] = defaultdict(list)
    for order in orders:
        if order.remembered_at is not None:
            theirs[order.customer_id].append(order)
    return [item for each in theirs.values() for item in _items(each)]


def _items(orders: list[Order]) -> tuple[Customer, Address]:
    last = orders[-1]
    first_at, last_at = orders[0].remembered_at, last.remembered_at
    typed = last.shipping_address or {}
    address = Address(
        address_id_of(last.customer_id, typed),
        customer_id=last.customer_id,
        name=last.customer_name,
        phone=last.customer_phone,
        address_line1=typed["addressLine1"],
        city=typed["city"],
        state=typed["state"],
        pincode=typed["pincode"],
        created_at=first_at,
        updated_at=last_at,
    )
    customer = Customer(
        last.customer_id,
        last.customer_id,
        name=last.customer_name,
        phone=last.customer_phone,
        address_ids={address.address_id},
        created_at=first_at,
        updated_at=last_at,
    )
    return customer, address
