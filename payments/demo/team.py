"""The demo's staff accounts, and whether the passwords that are printed still open the door."""

from concurrent.futures import ThreadPoolExecutor

from django.contrib.auth.hashers import check_password

from config import clock
from customers import queries
from customers.errors import CustomerNotFound
from customers.services.accounts import create_staff
from payments.demo.people import STAFF, DemoStaff


def hire() -> list[str]:
    """Give each role an account where there is none; one line for each, with the password, or the
    word that somebody has changed it since."""
    with ThreadPoolExecutor(len(STAFF)) as crew:
        return list(crew.map(_hire, STAFF))


def _hire(person: DemoStaff) -> str:
    password = person.password
    try:
        present = queries.customer(person.email)
    except CustomerNotFound:
        present = None
    if present is None or present.role is None:
        create_staff(
            email=person.email,
            role=person.role,
            name=person.name,
            password=password,
            now=clock.now(),
        )
    elif not check_password(password, present.password_hash or ""):
        password = "(changed since)"  # noqa: S105 - says that there is none to tell
    return f"  {person.role:<9} {person.email:<28} {password}"
