"""What pages ask about an erasure."""

from customers.errors import NotAnEmail
from customers.models import Customer
from customers.privacy_models import Erasure
from customers.rules import customer_id_of
from customers.services import erasing


def begun_of(customer_id: str) -> Erasure | None:
    """The erasure of this person that runs; or of somebody who is gone, the one that is over. None
    for whoever came back as somebody new, and for what is no e-mail address."""
    try:
        person = customer_id_of(customer_id)
    except NotAnEmail:
        return None
    wish = erasing.latest_of(person)
    if wish is None or wish.begun_at is None:
        return None
    if wish.done_at is None:
        return wish
    return None if list(Customer.batch_get([(person, person)])) else wish
