"""The demo's staff accounts, and whether what is printed still opens the door."""

from django.contrib.auth.hashers import check_password

from config import clock
from customers import queries
from customers.errors import CustomerNotFound
from customers.models import Customer
from customers.services import code_apps, roster
from customers.services.accounts import create_staff
from payments.demo.people import STAFF, DemoStaff
from payments.demo.phones import SECRETS

CODE = "and the code of their phone, under Codes in the sandbox"


def hire() -> list[str]:
    """Give each role an account where there is none, with a code app where the demo has a phone;
    one line for each, with the password, or the word that somebody has changed it since."""
    return [_hire(person) for person in STAFF]


def _hire(person: DemoStaff) -> str:
    present, secret = _at_work(person), SECRETS.get(person.email)
    if secret and not present.totp_secret:
        code_apps.give(person.email, secret)
    password = person.password
    if not check_password(password, present.password_hash or ""):
        password = "(changed since)"  # noqa: S105 - says that there is none to tell
    has_demo_phone = secret and present.totp_secret in {None, secret}
    line = f"  {person.role:<9} {person.email:<28} {password:<24}"
    return f"{line} {CODE}" if has_demo_phone else line.rstrip()


def _at_work(person: DemoStaff) -> Customer:
    try:
        present = queries.customer(person.email)
    except CustomerNotFound:
        present = None
    if present is not None and present.role is not None:
        roster.see_that_listed(person.email)
        return present
    return create_staff(
        email=person.email,
        role=person.role,
        name=person.name,
        password=person.password,
        now=clock.now(),
    )
