"""A person's code app: set up, renewed, and its recovery codes."""

from pynamodb.expressions.update import Action

from config import clock
from customers.code_app import new_recovery_codes, recovery_digest, step_of
from customers.models import Customer
from customers.services import session_items
from customers.team_errors import NoCodeApp, NotThisCode, SignInChanged


def set_up(customer_id: str, secret: str, code: str) -> list[str]:
    """Take this secret for the person's app, now that the app has shown its code; the one before
    is dead, and so are its recovery codes. The ten new ones, to be shown once. NotThisCode."""
    step = step_of(secret, code, now=clock.now())
    if step is None:
        raise NotThisCode
    return give(customer_id, secret, last_step=step)


def give(customer_id: str, secret: str, *, last_step: int | None = None) -> list[str]:
    """Write the secret of a code app on somebody of the team, and return ten recovery codes."""
    codes = new_recovery_codes()
    step = Customer.totp_last_step
    actions: list[Action] = [
        Customer.totp_secret.set(secret),
        step.remove() if last_step is None else step.set(last_step),
        Customer.recovery_codes.set({recovery_digest(customer_id, code) for code in codes}),
        Customer.updated_at.set(clock.now()),
    ]
    if not session_items.change(customer_id, actions, Customer.role.exists()):
        raise SignInChanged
    return codes


def renew_recovery_codes(customer_id: str) -> list[str]:
    """Ten new recovery codes, to be shown once; those before are dead. NoCodeApp."""
    codes = new_recovery_codes()
    digests = {recovery_digest(customer_id, code) for code in codes}
    new = Customer.recovery_codes.set(digests)
    actions: list[Action] = [new, Customer.updated_at.set(clock.now())]
    if not session_items.change(customer_id, actions, Customer.totp_secret.exists()):
        raise NoCodeApp
    return codes
