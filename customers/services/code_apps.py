"""A person's code app: set up, renewed, and its recovery codes."""

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from customers import queries
from customers.code_app import new_recovery_codes, recovery_digest, step_of
from customers.models import Customer
from customers.services import session_items
from customers.team_errors import CodeAppChanged, NoCodeApp, NotThisCode


def set_up(customer_id: str, secret: str, code: str) -> list[str]:
    """Take this secret for the person's app, now that the app has shown its code; the one before
    is dead, and so are its recovery codes. The ten new ones, to be shown once. NotThisCode."""
    step = step_of(secret, code, now=clock.now())
    if step is None:
        raise NotThisCode
    return give(customer_id, secret, last_step=step)


def give(customer_id: str, secret: str, *, last_step: int | None = None) -> list[str]:
    """Write the secret of a code app on somebody of the team, and return ten recovery codes.
    CodeAppChanged, where another press was quicker."""
    is_same = Customer.role.exists() & _as_read(queries.customer(customer_id))
    codes = new_recovery_codes()
    step = Customer.totp_last_step
    actions: list[Action] = [
        Customer.totp_secret.set(secret),
        step.remove() if last_step is None else step.set(last_step),
        Customer.recovery_codes.set({recovery_digest(customer_id, code) for code in codes}),
        Customer.updated_at.set(clock.now()),
    ]
    if not session_items.change(customer_id, actions, is_same):
        raise CodeAppChanged
    return codes


def renew_recovery_codes(customer_id: str) -> list[str]:
    """Ten new recovery codes, to be shown once; those before are dead. NoCodeApp;
    CodeAppChanged, where another press was quicker."""
    person = queries.customer(customer_id)
    if not person.totp_secret:
        raise NoCodeApp
    codes = new_recovery_codes()
    digests = {recovery_digest(customer_id, code) for code in codes}
    new = Customer.recovery_codes.set(digests)
    actions: list[Action] = [new, Customer.updated_at.set(clock.now())]
    if not session_items.change(customer_id, actions, _as_read(person)):
        raise CodeAppChanged
    return codes


def _as_read(person: Customer) -> Condition:
    """Of two presses at once one writes: the codes that a page shows are those that count."""
    secret, codes = Customer.totp_secret, Customer.recovery_codes
    is_secret = secret == person.totp_secret if person.totp_secret else secret.does_not_exist()
    is_codes = codes == person.recovery_codes if person.recovery_codes else codes.does_not_exist()
    is_same: Condition = is_secret & is_codes
    return is_same
