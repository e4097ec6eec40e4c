"""Signing shoppers in by six digits that are mailed: one way for new and for known people.

Who is unknown gets an item that DynamoDB sweeps up after a day; the first right code makes it
whole. For either the shop does the same, in the same order."""

import secrets
from datetime import datetime, timedelta
from typing import cast

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import BUSY, PASSING, code_of, persistently, refused, write
from config.errors import Unavailable
from customers import queries
from customers.codes import GOOD_FOR, MOST_TRIES, code_digest, digest_of, new_code, new_mark
from customers.errors import CodeGone, CustomerNotFound, MailNotSent, WrongCode
from customers.models import Customer, SignInCode
from customers.rules import customer_id_of, wait_after
from customers.services import code_mails, session_items
from customers.services.throttling import forget, hit, try_once
from customers.session_rules import SHOPPER

QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
NETWORK_CODES = 30  # asked for in a quarter of an hour from one network, for any addresses
ADDRESS_CODES = 40  # asked for in a day for one address, from anywhere: so many mails at most
NETWORK_TRIES = 100  # codes typed in a quarter of an hour from one network


def send_code(email: str, *, network: str) -> str:
    """Mail a new code to this address, known or not, and return the mark that the browser must
    show with it. The code before it is dead.

    NotAnEmail; TooMany after five codes to an address from one network (the wait grows from a
    quarter of an hour to an hour), forty a day to an address, thirty in a quarter of an hour from
    a network; MailNotSent, which counts for none of the five.
    """
    customer_id = customer_id_of(email)
    code, mark = new_code(), new_mark()
    asked_here = _asked_key(customer_id, network)
    hit(f"code-network/{network}", NETWORK_CODES, QUARTER)
    try_once(asked_here, wait_after=wait_after, forget_after=DAY)
    hit(f"code-address/{digest_of(customer_id)[:32]}", ADDRESS_CODES, DAY)
    persistently(lambda: _keep(customer_id, code, mark, clock.now()))
    try:
        code_mails.send(code, to=customer_id)
    except MailNotSent:
        forget(asked_here)
        raise
    return mark


def sign_in(email: str, code: str, *, mark: str, network: str, device: str) -> str:
    """Take the code, once, and return the cookie of a new session; an account that was not there
    is from now on.

    WrongCode with the tries that are left; CodeGone where the code was used, is too old, had its
    five tries, was followed by another, or was asked for by another browser.
    """
    hit(f"code-tries/{network}", NETWORK_TRIES, QUARTER)
    customer_id = customer_id_of(email)
    digest = code_digest(customer_id, code)
    tried = _take_a_try(customer_id, mark, clock.now())
    if not secrets.compare_digest(tried.digest, digest):
        raise WrongCode(MOST_TRIES - tried.tries)
    cookie = persistently(lambda: _begin(customer_id, digest, device))
    forget(_asked_key(customer_id, network))
    return cookie


def _asked_key(customer_id: str, network: str) -> str:
    return f"code/{digest_of(customer_id)[:32]}/{network}"


def _keep(customer_id: str, code: str, mark: str, now: datetime) -> None:
    """Write the code on the person's item. Who is unknown has an item for a day; one that would go
    by itself later keeps its time."""
    path, tomorrow = Customer.expires_at, now + DAY
    known = _known(customer_id)
    ends = known.expires_at if known else tomorrow
    actions: list[Action] = [
        Customer.sign_in_code.set(
            SignInCode(
                digest=code_digest(customer_id, code),
                browser=digest_of(mark),
                good_until=now + GOOD_FOR,
                tries=0,
            )
        )
    ]
    if ends is None:
        condition = Customer.customer_id.exists() & path.does_not_exist()
    else:
        actions.append(path.set(max(ends, tomorrow)))
        condition = Customer.customer_id.does_not_exist() | path.exists()
    if not session_items.change(customer_id, actions, condition):
        raise Unavailable(BUSY)  # became whole, or was swept up, in this moment: look again


def _take_a_try(customer_id: str, mark: str, now: datetime) -> SignInCode:
    """Use up one of the five before looking, so that a thousand at once are five as well; the
    code as it stands then."""
    code = Customer.sign_in_code
    person = Customer(customer_id, customer_id)
    try:
        write(
            lambda: person.update(
                actions=[code["tries"].set(code["tries"] + 1)],
                condition=(code["browser"] == digest_of(mark))
                & (code["good_until"] > now)
                & (code["tries"] < MOST_TRIES),
            )
        )
    except UpdateError as error:
        if not refused(error):
            raise
        raise CodeGone from error
    return cast("SignInCode", person.sign_in_code)  # as the write has left it


def _begin(customer_id: str, digest: str, device: str) -> str:
    """The code goes in the write that begins the session, so that it opens one."""
    now, customer = clock.now(), _known(customer_id)
    if not customer or not customer.sign_in_code or customer.sign_in_code.digest != digest:
        raise CodeGone
    new = session_items.beginning(customer, SHOPPER, device=device, now=now)
    try:
        customer.update(
            actions=[
                *new.actions,
                Customer.sign_in_code.remove(),
                Customer.expires_at.remove(),
                Customer.created_at.set(Customer.created_at | now),
                Customer.updated_at.set(now),
            ],
            condition=(Customer.sign_in_code["digest"] == digest) & new.condition,
        )
    except UpdateError as error:
        if refused(error) or code_of(error) in PASSING:
            raise Unavailable(BUSY) from error
        raise
    return new.cookie


def _known(customer_id: str) -> Customer | None:
    try:
        return queries.customer(customer_id)
    except CustomerNotFound:
        return None
