"""Consent, given and taken back: with its purpose and its time, on the person's own item."""

from collections.abc import Iterable
from datetime import timedelta

from pynamodb.exceptions import PutError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import BUSY, persistently, refused, write
from config.errors import Unavailable
from customers.consent_rules import KEYS, Standing, is_given, standings, written
from customers.models import Customer
from customers.queries import customer

UNPROVED_LIFE = timedelta(days=30)  # of an item made for a guest who then never ordered


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
    """Write down what a person has just ticked; what is not ticked changes nothing. Somebody whom
    the shop does not know yet gets an item that goes by itself unless an order follows."""
    wanted = sorted(KEYS & set(given))
    if not wanted or "@" not in customer_id:
        return
    kept = {key: written(is_given=True, at=clock.now()) for key in wanted}

    def once() -> None:
        present = _known(customer_id)
        if present is not None:
            _write(present, kept)
        else:
            _begin(customer_id, kept)

    persistently(once)


def _known(customer_id: str) -> Customer | None:
    try:
        return Customer.get(customer_id, customer_id, consistent_read=True)
    except Customer.DoesNotExist:
        return None


def _write(present: Customer, changed: dict[str, str]) -> None:
    """The map is made by the first, so both ways hold to what was read."""
    actions: list[Action] = [Customer.consent.set(changed)]
    as_read: Condition = Customer.consent.does_not_exist()
    if present.consent is not None:
        actions = [Customer.consent[key].set(text) for key, text in changed.items()]
        as_read = Customer.consent.exists()
    try:
        write(lambda: present.update(actions=actions, condition=as_read))
    except UpdateError as error:
        if refused(error):
            raise Unavailable(BUSY) from error
        raise


def _begin(customer_id: str, kept: dict[str, str]) -> None:
    fresh = Customer(customer_id, customer_id, consent=kept, expires_at=clock.now() + UNPROVED_LIFE)
    try:
        write(lambda: fresh.save(condition=Customer.customer_id.does_not_exist()))
    except PutError as error:
        if refused(error):
            raise Unavailable(BUSY) from error
        raise
