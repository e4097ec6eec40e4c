"""Sign-ins of shoppers: who a cookie stands for, on which devices, and ending them."""

from dataclasses import dataclass
from datetime import datetime

from config import clock
from config.shopper import Shopper
from customers import queries
from customers.consent_rules import KEYS, is_given
from customers.digests import digest_of_secret
from customers.services import session_items
from customers.session_rules import SHOPPER


@dataclass(frozen=True)
class Device:
    """One browser in which somebody is signed in. `key` names it in the table and opens no
    door."""

    key: str
    words: str
    since: datetime
    seen_at: datetime
    is_this: bool


def shopper_behind(cookie: str) -> Shopper | None:
    """Who the cookie stands for, read from the table; None when the session has ended."""
    found = session_items.behind(cookie, SHOPPER)
    if found is None or not found.is_seen_now():
        return None
    customer = found.customer
    return Shopper(
        customer.customer_id,
        customer.name or "",
        customer.phone or "",
        agreed_to=frozenset(key for key in KEYS if is_given(customer.consent, key)),
    )


def devices_of(customer_id: str, *, cookie: str) -> list[Device]:
    """Where a shopper is signed in, this browser first, then by when it was seen last."""
    now, this = clock.now(), digest_of_secret(session_items.take_apart(cookie)[1])
    found = [
        Device(key, each.device or "", each.started_at, each.seen_at, key == this)
        for key, each in (queries.customer(customer_id).sessions or {}).items()
        if each.kind == SHOPPER.name and session_items.is_alive(each, now)
    ]
    return sorted(found, key=lambda device: (device.is_this, device.seen_at), reverse=True)


def person_of(cookie: str) -> str:
    """Whom a cookie was made out to, whether or not it opens anything (any more); '' for none."""
    return session_items.take_apart(cookie)[0]


def sign_out(cookie: str) -> None:
    """End the session of this cookie, copies of it included; quietly if it has ended already."""
    customer_id, token = session_items.take_apart(cookie)
    if customer_id:
        session_items.end(customer_id, [digest_of_secret(token)])


def end_device(customer_id: str, key: str, *, cookie: str) -> bool:
    """Sign out one of the shopper's own devices; quietly if it is none of theirs (any more).
    Whether it was the browser that carries this cookie."""
    devices = [each for each in devices_of(customer_id, cookie=cookie) if each.key == key]
    session_items.end(customer_id, [each.key for each in devices])
    return any(each.is_this for each in devices)


def end_others(customer_id: str, *, cookie: str) -> None:
    """Sign out everywhere but in this browser."""
    devices = devices_of(customer_id, cookie=cookie)
    session_items.end(customer_id, [each.key for each in devices if not each.is_this])


def end_everywhere(customer_id: str) -> None:
    """Sign out on every device, this one too. Staff sign-ins of the same person go on."""
    devices = devices_of(customer_id, cookie="")
    session_items.end(customer_id, [each.key for each in devices])
