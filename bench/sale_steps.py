"""`python -m bench.sale_steps [sales]`: what each request of a sale, and the list of the staff,
costs this process in CPU, and what it asks of DynamoDB.

In one process, against the local engine and the sandbox as processes of their own: what they cost
is left out, and so is the time that they are waited for, and gunicorn. As in a web process the
middleware is put together once, forms come as browsers send them, and the worker has counted what
the staff's pages show. The middle one of so many sales; beside it a fixed piece of work, by which
figures of another hour or machine can be compared.
"""

import gzip
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

import logging  # noqa: E402 - Django first

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.client import ClientHandler  # noqa: E402

from bench.books import books_of  # noqa: E402
from catalog import shelf  # noqa: E402
from config import clock, dynamo, staff_numbers  # noqa: E402
from config.local.engine import Engine  # noqa: E402
from orders.models import Order  # noqa: E402
from payments.sandbox.process import start  # noqa: E402
from tests.calls import counted  # noqa: E402
from tests.factories import a_payment_entity, a_product, an_event, signed  # noqa: E402
from tests.in_process import TABLES  # noqa: E402
from tests.payments.test_checkout import FIELDS, hidden  # noqa: E402
from tests.staff import a_browser  # noqa: E402

GOODS, WARM, ORDERS = 20, 10, 1_000
CART, LIST = "cart page (no part of the sum)", "staff: list of orders (no part of it)"
NOBODY = "http://127.0.0.1:9"
_SHOP = ClientHandler(enforce_csrf_checks=False)


@dataclass
class Costs:
    """By step: ms of CPU of each request, and the calls of one."""

    cpu: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    calls: dict[str, str] = field(default_factory=dict)

    def of(self, step: str, ask: Callable[[], Any], *, expected: int) -> Any:
        """Ask, and note what it cost; an answer that is not as expected ends the run."""
        with counted() as asked:
            began = time.thread_time()
            answer = ask()
            self.cpu[step].append((time.thread_time() - began) * 1000)
        if answer.status_code != expected:
            raise SystemExit(f"{step} answered {answer.status_code}")
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(asked.items()))
        self.calls[step] = f"{asked.total()}{f' ({kinds})' if kinds else ''}"
        return answer


def main() -> None:
    """Print the table as Markdown."""
    sales = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    logging.disable(logging.ERROR)
    with Engine() as engine, start(site_url=NOBODY) as sandbox:
        sandbox.control("webhooks", mode="hold", site_url=NOBODY)
        open_shop(engine.url, sandbox.razorpay_url, sandbox.shiprocket_url)
        costs = Costs()
        for number in range(WARM + sales):
            if number == WARM:
                costs.cpu.clear()
            sell(costs, number)
        _look(costs, sales)
    _print(costs)


def open_shop(engine: str, razorpay: str, shiprocket: str) -> None:
    """Tables with goods and old orders at these addresses, for this process."""
    dynamo.use(engine)
    for table in TABLES:
        table.create_table(wait=False)
    settings.SHELF_REFRESH_SECONDS = 3600
    settings.RAZORPAY_BASE_URL, settings.SHIPROCKET_BASE_URL = razorpay, shiprocket
    for number in range(GOODS):
        a_product(product_id=f"goods-{number}", stock=100_000)
    for row in books_of(range(ORDERS), clock.now()):
        row.save()
    shelf.shelf()


def sell(costs: Costs, number: int) -> None:
    """One sale from the cart to `confirmed`; products take turns by the sale's number."""
    shopper, sku = _a_browser(), f"goods-{number % GOODS}"
    chosen = {"sku": sku, "quantity": "1"}
    costs.of("into the cart", lambda: _sent(shopper, "/cart/add", chosen), expected=302)
    costs.of(CART, lambda: shopper.get("/cart"), expected=200)
    page = costs.of("checkout page", lambda: shopper.get("/checkout"), expected=200)
    text = gzip.decompress(page.content).decode()
    form = FIELDS | {name: hidden(text, name) for name in ("attempt", "total")}
    form["email"] = f"buyer{number}@example.com"
    placed = costs.of("order placed", lambda: _sent(shopper, "/checkout", form), expected=302)
    costs.of("page to pay on", lambda: shopper.get(placed["Location"]), expected=200)
    raw, told = _paid(shopper, placed["Location"], number)
    costs.of(
        "webhook: confirmed",
        lambda: shopper.post("/payment/webhook", raw, "application/json", headers=told),
        expected=200,
    )


def _a_browser() -> Client:
    browser = Client(headers={"accept-encoding": "gzip"})
    browser.handler = _SHOP
    return browser


def _sent(browser: Client, address: str, form: dict[str, str]) -> Any:
    return browser.post(address, urlencode(form), "application/x-www-form-urlencoded")


def _paid(shopper: Client, address: str, number: int) -> tuple[bytes, dict[str, str]]:
    (order,) = Order.query(address.rsplit("/", 1)[1], consistent_read=True)
    entity = a_payment_entity(order, id=f"pay_{number:014d}", created_at=int(time.time()))
    raw = an_event("payment.captured", entity)
    return raw, signed(raw, f"evt_{number}")


def _look(costs: Costs, times: int) -> None:
    owner = a_browser("owner")
    staff_numbers.look()
    for _ in range(WARM + times):
        costs.of(LIST, lambda: owner.get("/staff/orders/"), expected=200)
    del costs.cpu[LIST][:WARM]


def _work() -> float:
    """ms of CPU of a fixed piece of work."""
    began = time.thread_time()
    sum(len(str(number)) for number in range(20_000))
    return (time.thread_time() - began) * 1000


def _print(costs: Costs) -> None:
    middle = {step: statistics.median(found) for step, found in costs.cpu.items()}
    whole = sum(ms for step, ms in middle.items() if step not in {CART, LIST})
    unit = statistics.median(_work() for _ in range(50))
    lines = ["| step | ms of CPU | of a fixed piece of work | calls |", "|---|---|---|---|"]
    for step, ms in [*middle.items(), ("a whole sale", whole)]:
        lines.append(f"| {step} | {ms:.2f} | {ms / unit:.2f} | {costs.calls.get(step, '')} |")
    sys.stdout.write("\n".join([*lines, "", f"The piece of work: {unit:.2f} ms."]) + "\n")


if __name__ == "__main__":
    main()
