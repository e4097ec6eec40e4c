"""Who works here."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from pynamodb.expressions.update import Action

from config.dynamo import BUSY, persistently, transaction
from config.errors import Unavailable
from customers import queries
from customers.models import Customer
from customers.passwords import refuse_weak
from customers.rules import Role, customer_id_of, role_of
from customers.services import roster
from customers.services.guessing import code_counter, forget_tries, password_counter


def create_staff(
    *,
    email: str,
    role: str,
    name: str,
    password: str,
    now: datetime,
    forget_code_app: bool = False,
) -> Customer:
    """Give a person this role and password, whether or not the shop knew the address; all their
    sessions end, an invitation is over, and so is a wait after wrong guesses. An empty name keeps
    the present one; `forget_code_app` takes the code app off. WeakPassword, NotAnEmail and
    UnknownRole change nothing."""
    customer_id, role = customer_id_of(email), role_of(role)
    refuse_weak(password, of=customer_id)
    actions = [Customer.password_hash.set(make_password(password)), *_begun_anew(role, now)]
    if name.strip():
        actions.append(Customer.name.set(name.strip()))
    if forget_code_app:
        actions += without_code_app()

    def once() -> None:
        with transaction() as tx:
            tx.update(
                Customer(customer_id, customer_id),
                actions=[*actions],
                condition=None,
                or_else=Unavailable(BUSY),
            )
            roster.enlist(tx, customer_id)

    persistently(once)
    forget_tries(password_counter(customer_id), code_counter(customer_id))
    return queries.customer(customer_id)


def _begun_anew(role: Role, now: datetime) -> list[Action]:
    return [
        Customer.role.set(role.value),
        Customer.created_at.set(Customer.created_at | now),
        Customer.updated_at.set(now),
        Customer.disabled_at.remove(),
        Customer.sessions.remove(),
        Customer.invitation.remove(),
        Customer.expires_at.remove(),
        Customer.version.add(1),
    ]


def without_code_app() -> list[Action]:
    """What takes the code app off, with its recovery codes."""
    return [
        Customer.totp_secret.remove(),
        Customer.totp_last_step.remove(),
        Customer.recovery_codes.remove(),
    ]
