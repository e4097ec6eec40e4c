"""Consent, given and taken back: with its purpose and its time, on the person's own item."""

from collections.abc import Iterable

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import BUSY, persistently, refused, write
from config.errors import Unavailable
from customers.consent_rules import KEYS, Standing, is_given, standings, written
from customers.models import Customer
from customers.queries import customer


def standings_of(customer_id: str) -> list[Standing]:
    """How this customer stands to each purpose. Raises CustomerNotFound."""
    return standings(customer(customer_id).consent)


def settle(customer_id: str, given: Iterable[str]) -> None:
    """Write down what the person agrees to; what is not among `given` is withdrawn. What stays as
    it was keeps its time. Raises CustomerNotFound, Unavailable."""
    wanted = KEYS & set(given)

    def once() -> None:
        present = customer(customer_id)
        now = clock.now()
        changed = {
            key: written(is_given=key in wanted, at=now)
            for key in sorted(KEYS)
            if is_given(present.consent, key) != (key in wanted)
        }
        if changed:
            _write(present, changed)

    persistently(once)


def give(customer_id: str, given: Iterable[str]) -> None:
    """Write down what somebody who is signed in has just ticked; what is not ticked changes
    nothing. Raises CustomerNotFound, Unavailable."""
    kept = {key: written(is_given=True, at=clock.now()) for key in sorted(KEYS & set(given))}
    if kept:
        persistently(lambda: _write(customer(customer_id), kept))


def _write(present: Customer, changed: dict[str, str]) -> None:
    """The map is made by the first, so both ways hold to what was read. Who is gone stays so."""
    actions: list[Action] = [Customer.consent.set(changed)]
    as_read: Condition = Customer.consent.does_not_exist()
    if present.consent is not None:
        actions = [Customer.consent[key].set(text) for key, text in changed.items()]
        as_read = Customer.consent.exists()
    is_there = Customer.customer_id.exists()
    try:
        write(lambda: present.update(actions=actions, condition=is_there & as_read))
    except UpdateError as error:
        if refused(error):
            raise Unavailable(BUSY) from error
        raise
