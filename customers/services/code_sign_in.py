"""Signing shoppers in by six digits that are mailed: one way for new and for known people.

Who is unknown gets an item that DynamoDB sweeps up after a day; the first right code makes it
whole. For either the shop does the same, in the same order."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from pynamodb.exceptions import UpdateError

from config import clock
from config.dynamo import BUSY, PASSING, code_of, persistently, refused
from config.errors import Unavailable
from customers import queries
from customers.codes import GOOD_FOR, MOST_TRIES, STRANGERS_CODES, code_digest, new_code, new_mark
from customers.digests import digest_of_person, digest_of_secret
from customers.errors import CodeGone, CustomerNotFound, MailNotSent, WrongCode
from customers.models import Customer, SignInCode
from customers.rules import customer_id_of, wait_after
from customers.services import code_mails, session_items
from customers.services.code_slots import dead, take_a_try, with_code
from customers.services.door_lines import SHOPPER_CODE, told
from customers.services.throttling import forget, hit, try_once
from customers.session_rules import SHOPPER

QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)
NETWORK_CODES = 30  # asked for in a quarter of an hour from one network, for any addresses
NETWORK_TRIES = 100  # codes typed in a quarter of an hour from one network


@dataclass(frozen=True)
class Asking:
    """Who asks for a code: their network; the mark of a sign-in under way in this browser, if
    there is one; and the browser's name, if this person signed in there before."""

    network: str
    mark: str = ""
    known_as: str = ""


def send_code(email: str, asking: Asking) -> str:
    """Mail a new code to this address, known or not, and return the mark that the browser must
    show with it. The code that this browser asked for before is dead; those of others are not.

    NotAnEmail; MailNotSent, which counts for none of the five; TooMany after five codes to an
    address from one network (the wait grows from a quarter of an hour to an hour), ten an hour to
    an address, thirty in a quarter of an hour from a network. A browser in which this person
    signed in before has five of its own, whatever others did.
    """
    customer_id = customer_id_of(email)
    code, mark = new_code(), asking.mark or new_mark()
    asked_here = _count(customer_id, asking)
    persistently(lambda: _keep(customer_id, code, mark))
    try:
        code_mails.send(code, to=customer_id)
    except MailNotSent:
        forget(asked_here)
        raise
    return mark


def sign_in(email: str, code: str, asking: Asking, *, device: str) -> str:
    """Take the code, once, and return the cookie of a new session; an account that was not there
    is from now on.

    WrongCode with the tries that are left; CodeGone where the code was used, is too old, had its
    five tries, was followed by another, or was asked for by another browser.
    """
    with told(SHOPPER_CODE, email):
        return _let_in(customer_id_of(email), code, asking, device)


def _let_in(customer_id: str, code: str, asking: Asking, device: str) -> str:
    hit(f"code-tries/{asking.network}", NETWORK_TRIES, QUARTER)
    digest, key = code_digest(customer_id, code), digest_of_secret(asking.mark)
    tried = take_a_try(customer_id, key, now=clock.now())
    if not secrets.compare_digest(tried.digest, digest):
        raise WrongCode(MOST_TRIES - tried.tries)
    cookie = persistently(lambda: _begin(customer_id, key, digest, device))
    forget(_asked_key(customer_id, asking))
    return cookie


def _count(customer_id: str, asking: Asking) -> str:
    """Count one code; under what it counts for the five."""
    asked_here = _asked_key(customer_id, asking)
    if not asking.known_as:
        hit(f"code-network/{asking.network}", NETWORK_CODES, QUARTER)
    try_once(asked_here, wait_after=wait_after, forget_after=DAY)
    if not asking.known_as:
        hit(f"code-address/{digest_of_person(customer_id)}", STRANGERS_CODES, HOUR)
    return asked_here


def _asked_key(customer_id: str, asking: Asking) -> str:
    where = f"browser/{asking.known_as}" if asking.known_as else asking.network
    return f"code/{digest_of_person(customer_id)}/{where}"


def _keep(customer_id: str, code: str, mark: str) -> None:
    """Write the code on the person's item. Who is unknown has an item for a day; one that would go
    by itself later keeps its time."""
    now, path = clock.now(), Customer.expires_at
    present, tomorrow = _known(customer_id), now + DAY
    ends = present.expires_at if present else tomorrow
    new = SignInCode(digest=code_digest(customer_id, code), good_until=now + GOOD_FOR, tries=0)
    codes = present.sign_in_code if present else None
    actions, condition = with_code(codes, digest_of_secret(mark), new, now=now)
    if ends is None:
        condition &= Customer.customer_id.exists() & path.does_not_exist()
    else:
        actions.append(path.set(max(ends, tomorrow)))
        condition &= Customer.customer_id.does_not_exist() | path.exists()
    if not session_items.change(customer_id, actions, condition):
        raise Unavailable(BUSY)  # became whole, or was swept up, in this moment: look again


def _begin(customer_id: str, key: str, digest: str, device: str) -> str:
    """The code goes in the write that begins the session, so that it opens one."""
    now, customer = clock.now(), _known(customer_id)
    codes = (customer.sign_in_code if customer else None) or {}
    if not customer or key not in codes or codes[key].digest != digest:
        raise CodeGone
    new = session_items.beginning(customer, SHOPPER, device=device, now=now)
    path = Customer.sign_in_code
    try:
        customer.update(
            actions=[
                *new.actions,
                *(path[each].remove() for each in {key, *dead(codes, now)}),
                Customer.expires_at.remove(),
                Customer.created_at.set(Customer.created_at | now),
                Customer.updated_at.set(now),
            ],
            condition=(path[key]["digest"] == digest) & new.condition,
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
