"""People of the shop at their browsers."""

import itertools

from django.conf import settings
from django.test import Client

from config import clock
from customers.models import Customer
from customers.services import sessions

_number = itertools.count(1)


def a_browser(role: str = "manager", *, name: str = "Sneha Patil", **given: bool) -> Client:
    """A browser in which somebody of this role is signed in; no password is hashed for it."""
    email = f"{role}{next(_number)}@thirdball.example"
    person = Customer(email, email, name=name, role=role, password_hash="unused")
    person.save()
    client = Client(**given)  # type: ignore[arg-type]
    cookie = sessions.begin(person, device="pytest", now=clock.now())
    client.cookies[settings.STAFF_COOKIE_NAME] = cookie
    return client
