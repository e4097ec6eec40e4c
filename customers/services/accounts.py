"""Who works here."""

from datetime import datetime

from django.contrib.auth.hashers import make_password

from config.dynamo import write
from customers import queries
from customers.errors import CustomerNotFound
from customers.models import Customer
from customers.passwords import refuse_weak
from customers.rules import customer_id_of, role_of
from customers.services.signing_in import tries_key
from customers.services.throttling import forget


def create_staff(*, email: str, role: str, name: str, password: str, now: datetime) -> Customer:
    """Give a person this role and password, whether or not the shop knew the address; all their
    sessions end and a wait after wrong passwords is over. An empty name keeps the present one.
    WeakPassword, NotAnEmail and UnknownRole change nothing."""
    customer_id, role = customer_id_of(email), role_of(role)
    refuse_weak(password)
    actions = [
        Customer.role.set(role.value),
        Customer.password_hash.set(make_password(password)),
        Customer.created_at.set(Customer.created_at | now),
        Customer.updated_at.set(now),
        Customer.disabled_at.remove(),
        Customer.sessions.remove(),
        Customer.expires_at.remove(),
        Customer.version.add(1),
    ]
    if name.strip():
        actions.append(Customer.name.set(name.strip()))
    person = Customer(customer_id, customer_id)
    write(lambda: person.update(actions=[*actions]))
    forget(tries_key(customer_id))
    return person


def disable_staff(customer_id: str, *, now: datetime) -> None:
    """Shut a person out at once, on every device; what they did stays theirs in every story."""
    if queries.customer(customer_id).role is None:
        raise CustomerNotFound
    person = Customer(customer_id, customer_id)
    write(
        lambda: person.update(
            actions=[
                Customer.disabled_at.set(now),
                Customer.updated_at.set(now),
                Customer.sessions.remove(),
                Customer.version.add(1),
            ]
        )
    )
