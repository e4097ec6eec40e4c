"""What shoppers say of themselves: name and telephone number."""

from pynamodb.expressions.update import Action

from config import clock
from customers.errors import ProfileChanged
from customers.models import Customer
from customers.services import session_items


def change_profile(customer_id: str, *, name: str, phone: str, version_seen: int) -> None:
    """Write both, empty ones away; ProfileChanged if the item is not of the version that the
    person saw. One without a version counts as 0."""
    actions: list[Action] = [
        Customer.name.set(name) if name else Customer.name.remove(),
        Customer.phone.set(phone) if phone else Customer.phone.remove(),
        Customer.updated_at.set(clock.now()),
        Customer.version.set(version_seen + 1),
    ]
    is_as_seen = Customer.version == version_seen
    if not version_seen:
        is_as_seen |= Customer.version.does_not_exist()
    is_there = Customer.customer_id.exists()
    if not session_items.change(customer_id, actions, is_there & is_as_seen):
        raise ProfileChanged
