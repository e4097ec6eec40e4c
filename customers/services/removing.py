"""The end of a person's own items: addresses first, then the person. Safe to repeat."""

from collections.abc import Iterable
from datetime import datetime

from pynamodb.exceptions import DeleteError
from pynamodb.expressions.condition import Condition

from config.dynamo import BUSY, refused, write
from config.errors import Unavailable
from customers import queries
from customers.errors import CustomerNotFound
from customers.models import Address, Customer
from customers.services import roster


def erase_person(customer_id: str, *, born_before: datetime) -> None:
    """Delete the person's addresses, then the person. Somebody who came anew since then or has
    just asked for a code, and somebody who works here, stays. Safe to repeat."""
    try:
        person = queries.customer(customer_id)
    except CustomerNotFound:
        return
    if person.role or person.expires_at or _is_newer(person, born_before):
        return
    erase_addresses(customer_id, person.address_ids or ())
    if person.invitation is not None:
        roster.forget(customer_id)
    try:
        write(lambda: person.delete(condition=_same_addresses(person)))
    except DeleteError as error:
        if refused(error):
            raise Unavailable(BUSY) from error
        raise


def erase_addresses(customer_id: str, address_ids: Iterable[str]) -> None:
    """Delete these addresses, if they are this person's. Safe to repeat."""
    theirs = Address.customer_id == customer_id
    for address_id in address_ids:
        try:
            write(lambda each=address_id: Address(each).delete(condition=theirs))  # type: ignore[misc]
        except DeleteError as error:
            if not refused(error):
                raise


def _is_newer(person: Customer, than: datetime) -> bool:
    return person.created_at is not None and person.created_at > than


def _same_addresses(person: Customer) -> Condition:
    """The condition that no address was added since they were erased."""
    same: Condition = (
        Customer.address_ids == person.address_ids
        if person.address_ids
        else Customer.address_ids.does_not_exist()
    )
    unproved = Customer.expires_at.exists()  # nobody signed in: it is not who asked
    both: Condition = same & Customer.role.does_not_exist() & ~unproved
    return both
