"""What pages and other rooms ask about customers."""

from pynamodb.exceptions import DoesNotExist

from customers.errors import CustomerNotFound
from customers.models import Customer


def customer(customer_id: str) -> Customer:
    """The item as it stands in the table this moment; CustomerNotFound where there is none."""
    try:
        return Customer.get(customer_id, customer_id, consistent_read=True)
    except DoesNotExist:
        raise CustomerNotFound from None
