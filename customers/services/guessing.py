"""How often a password or a code may be guessed: five times for one address, then it waits; thirty
times in a quarter of an hour from one network."""

from datetime import timedelta

from config import acts
from customers.digests import digest_of_person
from customers.errors import NotAnEmail
from customers.models import Customer
from customers.rules import FREE_TRIES, customer_id_of, wait_after
from customers.services.throttling import forget, hit, try_once

NETWORK_TRIES = 30
NETWORK_WINDOW = timedelta(minutes=15)
MEMORY = timedelta(days=1)


def count_a_try(counter: str, *, network: str) -> int:
    """Count one guess before it is looked at, and return how many there were. TooMany after five
    of this counter (the wait grows from a quarter of an hour to an hour) or thirty from a network
    in a quarter of an hour."""
    hit(f"sign-in-network/{network}", NETWORK_TRIES, NETWORK_WINDOW)
    return try_once(counter, wait_after=wait_after, forget_after=MEMORY)


def forget_tries(*counters: str) -> None:
    """It was them: the next wrong guess is the first again."""
    for counter in counters:
        forget(counter)


def left_after(tries: int) -> tuple[int, int]:
    """How many tries are left after so many, and how many minutes the wait behind them is."""
    wait = wait_after(max(tries, FREE_TRIES))
    return max(0, FREE_TRIES - tries), int(wait.total_seconds()) // 60


def tell_of_a_wait(colleague: Customer, what: str, tries: int) -> None:
    """A line of the log where this wrong guess begins a wait, as the fifth and each later one does.
    `what`: 'password' or 'code'."""
    if not wait_after(tries):
        return
    again = "-again" if tries > FREE_TRIES else ""
    who = colleague.customer_id
    acts.record(f"customers:{what}-locked{again}", who=who, name=colleague.name or who)


def password_counter(email: str) -> str:
    """Under what the tries on an e-mail address are counted, however it is spelt: a digest, for
    what people type there may be anything."""
    try:
        spelt = customer_id_of(email)
    except NotAnEmail:
        spelt = email
    return f"sign-in/{digest_of_person(spelt)}"


def code_counter(customer_id: str) -> str:
    """Under what the tries at the codes of a person's app are counted."""
    return f"sign-in-code/{digest_of_person(customer_id)}"
