"""Shoppers for the tests, signed in without a mail."""

from typing import Any

from django.conf import settings
from django.test import Client
from pynamodb.exceptions import DoesNotExist

from config import clock
from customers.models import Customer
from customers.services import session_items
from customers.session_rules import SHOPPER

ANANYA = "ananya@example.in"


def signed_in(client: Client, email: str = ANANYA, **fields: Any) -> Customer:
    """The customer of this address, made where there is none, with `fields` changed; the client
    carries the cookie of a live session of theirs."""
    customer = _customer(email, fields)
    client.cookies[settings.SHOPPER_COOKIE_NAME] = a_session(customer)
    return customer


def a_session(customer: Customer, *, device: str = "Chrome on Android") -> str:
    """The cookie of a new session."""
    new = session_items.beginning(customer, SHOPPER, device=device, now=clock.now())
    customer.update(actions=new.actions, condition=new.condition)
    return new.cookie


def _customer(email: str, fields: dict[str, Any]) -> Customer:
    try:
        customer = Customer.get(email, email)
    except DoesNotExist:
        now = clock.now()
        customer = Customer(email, email, name="Ananya Rao", created_at=now, updated_at=now)
        customer.save(Customer.customer_id.does_not_exist())
    if fields:
        changes = [getattr(Customer, name).set(value) for name, value in fields.items()]
        customer.update(actions=changes)
    return customer
