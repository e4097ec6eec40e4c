"""What DynamoDB is asked for by each page, by one sale from the cart to its mail, and by a shop
that stands still: calls, items and capacity units."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.test import Client

from bench.troubles import NotServed, Troubles
from bench.units import Used, counted
from bench.visitors import SKU, tables_of
from catalog import shelf
from config import clock, staff_numbers
from config.settings import SHELF_REFRESH_SECONDS
from orders.links import token_of
from orders.models import Order
from orders.queries import by_status
from orders.rules import Status
from payments.razorpay import gateway
from payments.services.intake import take_in
from payments.services.working import one_pass
from tests.factories import a_payment_entity, an_event
from tests.journey.house import House
from tests.payments.test_checkout import the_form
from tests.staff import a_browser

Asked = dict[str, Used]
OURS = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
STANDING = {  # what is done while nobody comes, every so many seconds at the most
    "each process: shelf looked at, nothing new": SHELF_REFRESH_SECONDS,
    "each process: shelf read anew": shelf.OLDEST_SECONDS,
    "worker: a pass with nothing to do": 3,
}
PASSES = 50
SALE = ("placed, and opened at Razorpay", "payment page", "webhook: confirmed, buyer kept")


@contextmanager
def inside(house: House) -> Iterator[None]:
    """Inside the block this process is one of the shop's, with a shelf that is not looked at."""
    before = settings.RAZORPAY_BASE_URL, settings.SHELF_REFRESH_SECONDS
    with tables_of(house):
        settings.RAZORPAY_BASE_URL = house.sandbox.razorpay_url
        settings.SHELF_REFRESH_SECONDS = 3600
        gateway.cache_clear()
        shelf.forget()
        shelf.shelf()
        shelf.tell()  # as its thread does
        try:
            yield
        finally:
            settings.RAZORPAY_BASE_URL, settings.SHELF_REFRESH_SECONDS = before
            gateway.cache_clear()
            shelf.forget()


def of_pages(troubles: Troubles) -> Asked:
    """Every page of the table, drawn anew in a warm process, with the staff's numbers as fresh as
    a worker keeps them; one that is not served is a trouble.
    Raises LookupError where the shop has no order to be packed."""
    shopper, owner = Client(), a_browser("owner")
    shopper.post("/cart/add", {"sku": SKU, "quantity": "1"}, headers=OURS)
    order = next(iter(by_status(Status.CONFIRMED)), None)
    if order is None:
        raise LookupError("No order waits to be packed.")
    staff_numbers.count_all(clock.now())
    asked = Asked()
    for name, (browser, address) in {
        "home": (shopper, "/"),
        "list": (shopper, "/equipment?category=rubbers"),
        "search, one question again": (shopper, "/equipment?q=tenergy"),
        "product": (shopper, "/equipment/tibhar-evolution-mx-p"),
        "cart, with a line": (shopper, "/cart"),
        "checkout": (shopper, "/checkout"),
        "tracking page": (shopper, f"/track/{token_of(order.order_id)}"),
        "staff: today": (owner, "/staff/"),
        "staff orders": (owner, "/staff/orders/?status=confirmed"),
        "staff: one order": (owner, f"/staff/orders/{order.order_id}/"),
        "staff: products": (owner, "/staff/products/"),
    }.items():
        with troubles.of(f"calls of {name}"):
            asked[name] = _page(browser, address)
    return asked


def of_a_sale() -> Asked:
    """One sale of one line, step by step, in a process that has sold before."""
    _sold("bench-0")
    one_pass(is_thorough=False)
    idle = _used(_quick_pass)
    steps = _sold("bench-1")
    return {**steps, "worker: the mail of the confirmation": _used(_quick_pass) - idle}


def _sold(event_id: str) -> Asked:
    shopper, said = Client(), list[str]()
    shopper.post("/cart/add", {"sku": SKU, "quantity": "1"}, headers=OURS)
    form = the_form(shopper)
    placed = _used(lambda: said.append(shopper.post("/checkout", form, headers=OURS)["Location"]))
    paying = _used(lambda: shopper.get(said[0]))
    order = _placed(said[0])
    raw = an_event("payment.captured", a_payment_entity(order))
    confirmed = _used(lambda: take_in(raw, event_id=event_id))
    thanks = f"/order-success?orderId={order.order_id}&paymentId=x"
    return {
        **dict(zip(SALE, (placed, paying, confirmed), strict=True)),
        "thank-you page": _page(shopper, thanks),
    }


def of_standing_still() -> Asked:
    """What is asked again and again while nobody comes."""
    for _ in range(PASSES):  # until the sales that were made have their mails
        if not _used(_quick_pass).writes:
            break
    acts = (shelf.refresh, _read_anew, _quick_pass)
    return {name: _used(act) for name, act in zip(STANDING, acts, strict=True)}


def _quick_pass() -> None:
    one_pass(is_thorough=False)


def _read_anew() -> None:
    shelf.forget()
    shelf.shelf()


def _placed(address: str) -> Order:
    order_id = address.rsplit("/", 1)[1]
    return next(iter(Order.query(order_id, consistent_read=True)))


def _page(browser: Client, address: str) -> Used:
    def look() -> None:
        if (status := browser.get(address).status_code) != 200:
            raise NotServed(f"{address} answered {status}")

    look()
    return _used(look)


def _used(act: Callable[[], Any]) -> Used:
    with counted() as used:
        act()
    return used
