"""Shoppers for the tests: signed in without a mail, or by the code in it."""

import re
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import mail
from django.test import Client
from pynamodb.exceptions import DoesNotExist

from config import clock
from customers.models import Customer
from customers.services import session_items
from customers.session_rules import SHOPPER

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

ANANYA = "ananya@example.in"
SIGN_IN, CODE = "/account/sign-in", "/account/sign-in/code"


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


def asks(client: Client, email: str = ANANYA, **typed: str) -> "Answer":
    """The first form, sent."""
    return client.post(SIGN_IN, {"email": email} | typed)


def types(client: Client, code: str) -> "Answer":
    """The second form, sent."""
    return client.post(CODE, {"code": code})


def mailed_code(number: int = -1) -> str:
    """The code in the last mail, or in another one."""
    found = re.search(r"#(\d{6})$", str(mail.outbox[number].body).strip())
    assert found, mail.outbox[number].body
    return found[1]


def another(code: str) -> str:
    """Six digits that are not these."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def comes_in(client: Client, email: str = ANANYA, **typed: str) -> "Answer":
    """Both forms, with the code from the mail."""
    asks(client, email, **typed)
    return types(client, mailed_code())


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
