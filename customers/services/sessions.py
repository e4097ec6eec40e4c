"""Sign-ins of staff, kept on their item so that they can be ended at once."""

from collections.abc import Sequence
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.staff import StaffMember
from customers.digests import digest_of_secret
from customers.models import Customer
from customers.rules import rights_of
from customers.services import session_items
from customers.services.session_items import Found
from customers.services.sureness import prove
from customers.session_rules import STAFF
from customers.team_rules import SURE_FOR, needs_code_app


def staff_behind(cookie: str) -> StaffMember | None:
    """Who the cookie stands for, read from the table; None when the session has ended, the person
    was disabled or has no role (any more)."""
    found = session_items.behind(cookie, STAFF)
    if found is None or not may_work(found.customer) or not found.is_seen_now():
        return None
    return _member(found)


def may_work(customer: Customer) -> bool:
    """Whether this is staff, and not disabled."""
    return customer.disabled_at is None and bool(rights_of(customer.role))


def begin(
    customer: Customer,
    *,
    device: str,
    now: datetime,
    also: Sequence[Action] = (),
    only_if: Condition | None = None,
) -> str:
    """Begin a session with a new token and return the cookie for it; the oldest sessions over ten
    end. Refused (UpdateError) if the password or the sessions are not what `customer` shows, or
    the person was disabled meanwhile. `also` is written with it, and only if `only_if` holds."""
    new = session_items.beginning(customer, STAFF, device=device, now=now)
    is_as_read = Customer.disabled_at.does_not_exist() & new.condition
    is_as_read &= Customer.password_hash == customer.password_hash
    if only_if is not None:
        is_as_read &= only_if
    customer.update(actions=[*new.actions, *also], condition=is_as_read)
    return new.cookie


def end(cookie: str) -> None:
    """End the session of this cookie everywhere; quietly if there is none."""
    customer_id, token = session_items.take_apart(cookie)
    if customer_id:
        session_items.end(customer_id, [digest_of_secret(token)])


def _member(found: Found) -> StaffMember:
    customer = found.customer
    sure_at, who = found.session.sure_at, customer.customer_id
    return StaffMember(
        customer_id=who,
        name=customer.name or who,
        role=customer.role or "",
        rights=rights_of(customer.role),
        is_sure=sure_at is not None and clock.now() - sure_at < SURE_FOR,
        lacks_code_app=needs_code_app(customer.role) and not customer.totp_secret,
        prove=lambda password: prove(who, found.key, password),
    )
