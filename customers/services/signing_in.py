"""Signing staff in and out."""

from django.contrib.auth.hashers import check_password
from pynamodb.exceptions import UpdateError

from config import clock
from config.dynamo import BUSY, PASSING, code_of, persistently, refused
from config.errors import Unavailable
from customers import queries
from customers.errors import CustomerNotFound, NotAnEmail, WrongPassword
from customers.models import Customer
from customers.rules import customer_id_of
from customers.services import roster, sessions
from customers.services.door_lines import STAFF_PASSWORD, told
from customers.services.guessing import (
    count_a_try,
    forget_tries,
    left_after,
    password_counter,
    tell_of_a_wait,
)
from customers.team_errors import CodeWanted

NOBODYS = "!"  # no hash: Django then hashes all the same, so that the answer takes as long


def sign_in(email: str, password: str, *, network: str, device: str) -> str:
    """Begin a session and return the cookie for it.

    WrongPassword, after the same work, whether the address is unknown, is no staff's, is disabled
    or the password is wrong. CodeWanted where it is right and a code app is set up. TooMany after
    five tries on an address (the wait grows from a quarter of an hour to an hour) or thirty from a
    network in a quarter of an hour.
    """
    counter = password_counter(email)
    with told(STAFF_PASSWORD, email):
        tries = count_a_try(counter, network=network)
        cookie = persistently(lambda: _checked(email, password, device, tries))
    forget_tries(counter)
    roster.see_that_listed(customer_id_of(email))
    return cookie


def sign_in_by_link(customer: Customer, *, device: str) -> str:
    """Begin a session for somebody who has just followed the link that was mailed to them and
    chosen a password; the cookie for it."""
    return _begun(customer, device)


def sign_out(cookie: str) -> None:
    """End the session of this cookie, copies of it included; quietly if it has ended already."""
    sessions.end(cookie)


def _checked(email: str, password: str, device: str, tries: int) -> str:
    customer = _known(email)
    stored = customer.password_hash if customer else None
    is_right = check_password(password, stored or NOBODYS)
    if customer is None or not is_right or not sessions.may_work(customer):
        if customer is not None and sessions.may_work(customer):
            tell_of_a_wait(customer, "password", tries)
        raise WrongPassword(*left_after(tries))
    if customer.totp_secret:
        raise CodeWanted(customer.customer_id, stored or "")
    return _begun(customer, device)


def _begun(customer: Customer, device: str) -> str:
    try:
        return sessions.begin(customer, device=device, now=clock.now())
    except UpdateError as error:
        if refused(error) or code_of(error) in PASSING:
            raise Unavailable(BUSY) from error
        raise


def _known(email: str) -> Customer | None:
    try:
        return queries.customer(customer_id_of(email))
    except (NotAnEmail, CustomerNotFound):
        return None
