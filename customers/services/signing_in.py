"""Signing staff in and out."""

from datetime import timedelta

from django.contrib.auth.hashers import check_password
from pynamodb.exceptions import UpdateError

from config import clock
from config.dynamo import BUSY, PASSING, code_of, persistently, refused
from config.errors import Unavailable
from customers import queries
from customers.digests import digest_of_person
from customers.errors import CustomerNotFound, NotAnEmail, WrongPassword
from customers.models import Customer
from customers.rules import FREE_TRIES, customer_id_of, wait_after
from customers.services import sessions
from customers.services.throttling import forget, hit, try_once

NOBODYS = "!"  # no hash: Django then hashes all the same, so that the answer takes as long
NETWORK_TRIES = 30
NETWORK_WINDOW = timedelta(minutes=15)
MEMORY = timedelta(days=1)


def sign_in(email: str, password: str, *, network: str, device: str) -> str:
    """Begin a session and return the cookie for it.

    WrongPassword, after the same work, whether the address is unknown, is no staff's, is disabled
    or the password is wrong. TooMany after five tries on an address (the wait grows from a quarter
    of an hour to an hour) or thirty from a network in a quarter of an hour.
    """
    hit(f"sign-in-network/{network}", NETWORK_TRIES, NETWORK_WINDOW)
    counter = tries_key(email)
    tries = try_once(counter, wait_after=wait_after, forget_after=MEMORY)
    cookie = persistently(lambda: _checked(email, password, device, tries))
    forget(counter)
    return cookie


def sign_out(cookie: str) -> None:
    """End the session of this cookie, copies of it included; quietly if it has ended already."""
    sessions.end(cookie)


def end_all_sessions(customer_id: str) -> None:
    """Sign a person out on every device."""
    sessions.end_all(customer_id)


def tries_key(email: str) -> str:
    """Under what the tries on an e-mail address are counted, however it is spelt: a digest, for
    what people type there may be anything."""
    try:
        spelt = customer_id_of(email)
    except NotAnEmail:
        spelt = email
    return f"sign-in/{digest_of_person(spelt)}"


def _checked(email: str, password: str, device: str, tries: int) -> str:
    customer = _known(email)
    stored = customer.password_hash if customer else None
    is_right = check_password(password, stored or NOBODYS)
    if customer is None or not is_right or not sessions.may_work(customer):
        wait = wait_after(max(tries, FREE_TRIES))
        raise WrongPassword(max(0, FREE_TRIES - tries), int(wait.total_seconds()) // 60)
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
