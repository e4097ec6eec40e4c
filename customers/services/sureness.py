"""Whether it is still the same person at the keyboard: the password, once more."""

from django.contrib.auth.hashers import check_password

from config import clock
from customers import queries
from customers.errors import NotYourPassword
from customers.models import Customer
from customers.services import session_items
from customers.services.guessing import (
    count_a_try,
    forget_tries,
    left_after,
    password_counter,
)
from customers.team_errors import SignInChanged


def prove(customer_id: str, key: str, password: str, *, network: str) -> None:
    """Note in this session that the password was right a moment ago. NotYourPassword; TooMany,
    counted together with the sign-in's; SignInChanged where session or password are not those any
    more."""
    person = right_one(customer_id, password, network=network)
    path, now = Customer.sessions[key], clock.now()
    is_same = path.exists() & (Customer.password_hash == person.password_hash)
    if not session_items.change(customer_id, [path["sureAt"].set(clock.to_text(now))], is_same):
        raise SignInChanged


def right_one(customer_id: str, password: str, *, network: str) -> Customer:
    """The person as the table has them, if this is their password; NotYourPassword, TooMany."""
    counter = password_counter(customer_id)
    tries = count_a_try(counter, network=network)
    person = queries.customer(customer_id)
    if not person.password_hash or not check_password(password, person.password_hash):
        raise NotYourPassword(*left_after(tries))
    forget_tries(counter)
    return person
