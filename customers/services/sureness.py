"""Whether it is still the same person at the keyboard: the password, once more. Wrong ones are
counted by session: whoever only knows the e-mail address locks nobody out who is in."""

from datetime import timedelta

from django.contrib.auth.hashers import check_password

from config import acts, clock
from config.staff import SignedOut
from customers import queries
from customers.errors import NotYourPassword
from customers.models import Customer
from customers.rules import FREE_TRIES
from customers.services import session_items
from customers.services.throttling import forget, try_once
from customers.session_rules import STAFF
from customers.team_errors import SignInChanged


def prove(customer_id: str, key: str, password: str) -> None:
    """Note in this session that the password was right a moment ago. NotYourPassword; SignedOut;
    SignInChanged where session or password are not those any more."""
    person = right_one(customer_id, key, password)
    path, now = Customer.sessions[key], clock.now()
    is_same = path.exists() & (Customer.password_hash == person.password_hash)
    if not session_items.change(customer_id, [path["sureAt"].set(clock.to_text(now))], is_same):
        raise SignInChanged


def right_one(customer_id: str, key: str, password: str) -> Customer:
    """The person as the table has them, if this is their password. NotYourPassword; the fifth
    wrong one in a session ends it: SignedOut."""
    counter = f"sure/{key}"
    tries = try_once(counter, wait_after=lambda _: timedelta(), forget_after=STAFF.longest)
    person = queries.customer(customer_id)
    stored = person.password_hash
    if tries <= FREE_TRIES and stored and check_password(password, stored):
        forget(counter)
        return person
    if tries < FREE_TRIES:
        raise NotYourPassword(FREE_TRIES - tries)
    session_items.end(customer_id, [key])
    acts.record("customers:proof-locked", who=customer_id, name=person.name or customer_id)
    raise SignedOut
