"""People of the shop at their browsers."""

import itertools

from django.conf import settings
from django.test import Client

from config import clock
from config.staff import StaffMember
from customers.models import Customer
from customers.services import sessions
from customers.team_models import Team
from customers.team_rules import needs_code_app

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of the code apps in tests
_number = itertools.count(1)


def a_browser(
    role: str = "manager", *, name: str = "Sneha Patil", is_sure: bool = True, **given: bool
) -> Client:
    """A browser in which somebody of this role is signed in, with a code app where the role asks
    for one; no password is hashed for it. `is_sure`: the password was given a moment ago."""
    person = a_colleague(role, name=name)
    client = Client(**given)  # type: ignore[arg-type]
    cookie = sessions.begin(person, device="pytest", now=clock.now())
    if not is_sure:
        (key,) = Customer.get(person.customer_id, person.email).sessions or {}
        person.update(actions=[Customer.sessions[key]["sureAt"].remove()])
    client.cookies[settings.STAFF_COOKIE_NAME] = cookie
    return client


def a_colleague(role: str = "packer", *, name: str = "Sneha Patil", secret: str = "") -> Customer:
    """Somebody of this role, on the list of the team; their password is nobody's."""
    email = f"{role}{next(_number)}@thirdball.example"
    person = Customer(email, email, name=name, role=role, password_hash="unused")
    if secret or needs_code_app(role):
        person.totp_secret = secret or SECRET
    person.save()
    Team(Team.KEY, "#").update(actions=[Team.ids.add({email})])
    return person


def member_of(browser: Client) -> StaffMember:
    """Who is signed in there, as the pages see them."""
    member = sessions.staff_behind(browser.cookies[settings.STAFF_COOKIE_NAME].value)
    assert member is not None
    return member


def read(person: Customer | StaffMember) -> Customer:
    """Their item as it stands in the table."""
    return Customer.get(person.customer_id, person.customer_id, consistent_read=True)
