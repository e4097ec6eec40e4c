"""Browsers of the bench: one that has put something into its cart, and the owner's."""

from collections.abc import Iterator
from contextlib import contextmanager

import requests
from django.conf import settings

from config import clock, dynamo, staff_numbers
from customers.services import sessions
from tests.journey.house import House
from tests.staff import a_colleague

SKU = "BUT-VIS-FL"


def with_a_line(house: House) -> str:
    """The cookies of a browser that has put a blade into its cart."""
    with requests.Session() as browser:
        browser.get(house.url, timeout=60)
        form, ours = {"sku": SKU, "quantity": "1"}, {"Origin": house.url}
        browser.post(f"{house.url}/cart/add", form, headers=ours, timeout=60).raise_for_status()
        if f'value="{SKU}"' not in browser.get(f"{house.url}/cart", timeout=60).text:
            raise LookupError(f"The cart does not hold {SKU}.")
        return "; ".join(f"{each.name}={each.value}" for each in browser.cookies)


def the_owner(house: House) -> str:
    """The cookie of a browser in which somebody with every right is signed in."""
    with tables_of(house):
        cookie = sessions.begin(a_colleague("owner"), device="bench", now=clock.now())
    return f"{settings.STAFF_COOKIE_NAME}={cookie}"


def numbers_counted(house: House) -> None:
    """What the worker of a running shop does every 15 seconds for the pages of the staff."""
    with tables_of(house):
        staff_numbers.count_all(clock.now())


@contextmanager
def tables_of(house: House) -> Iterator[None]:
    """Inside the block, our own reads and writes go to this house."""
    before = dynamo.TableMeta.host
    dynamo.use(house.engine_url)
    try:
        yield
    finally:
        dynamo.use(before)
