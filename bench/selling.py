"""Sales over HTTP, from the cart to `confirmed`, as many at once as there are connections:

    python -m bench.selling < wanted.json     # a process of its own; how long they took, as JSON

One sale is five requests: into the cart, the checkout page, the order placed (and opened at the
sandbox's Razorpay), the page to pay on, and Razorpay's signed event that it was paid.
"""

import http.client
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from bench.asking import AT_ONCE, connections  # noqa: E402 - Django first
from bench.pages import Door  # noqa: E402
from bench.troubles import NotServed  # noqa: E402
from config.local.processes import BASE_DIR, LOOPBACK  # noqa: E402
from orders.models import Order  # noqa: E402
from tests.factories import a_payment_entity, an_event, signed  # noqa: E402
from tests.payments.test_checkout import FIELDS  # noqa: E402

DRAWN = ("attempt", "total", "csrfmiddlewaretoken")  # what the form carries
LONGEST = 120  # s
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Sales:
    """What the rounds gave, a number a round."""

    per_second: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)  # ms of the web processes a sale


def sold(door: Door, skus: Sequence[str], *, rounds: int, count: int) -> Sales:
    """So many sales a round, spread over these skus; the first few are not counted. Raises
    NotServed where one of them did not come through."""
    sales = Sales()
    _round(door, skus, "warm", max(AT_ONCE, count // 5))
    for number in range(rounds):
        before = door.server.cpu()
        taken = _round(door, skus, str(number), count)
        sales.per_second.append(count / taken)
        sales.cpu.append((door.server.cpu() - before) * 1000 / count)
    return sales


def _round(door: Door, skus: Sequence[str], name: str, count: int) -> float:
    wanted = {"port": door.port, "skus": list(skus), "name": f"{skus[0]}-{name}", "count": count}
    done = subprocess.run(
        [sys.executable, "-m", "bench.selling"],
        input=json.dumps(wanted),
        cwd=BASE_DIR,
        check=False,
        capture_output=True,
        text=True,
        timeout=LONGEST,
    )
    if done.returncode:
        raise NotServed(f"A sale did not come through: {done.stderr.strip()[-500:]}")
    return float(json.loads(done.stdout)["seconds"])


class _Buyer:
    """One buyer after another at one line to the shop, each from an address of their own."""

    def __init__(self, port: int) -> None:
        self._line = http.client.HTTPConnection(LOOPBACK, port, timeout=60)
        self._origin = f"http://{LOOPBACK}:{port}"

    def buy(self, sku: str, mark: str, address: str) -> None:
        """One sale, to the answer of Razorpay's event."""
        self._kept, self._address = SimpleCookie(), address
        self._ask("POST", "/cart/add", {"sku": sku, "quantity": "1"})
        page = self._ask("GET", "/checkout")
        drawn = {name: _found(rf'name="{name}" value="([^"]*)"', page) for name in DRAWN}
        mail = f"{mark}@example.com"
        self._ask("POST", "/checkout", FIELDS | drawn | {"email": mail})
        to_pay = self._location
        page = self._ask("GET", to_pay)
        order = Order(
            to_pay.rpartition("/")[2],
            mail,
            razorpay_order_id=_found(r'data-order="([^"]+)"', page),
            total_amount=int(_found(r'data-amount="(\d+)"', page)),
            customer_email=mail,
            customer_phone="+919845012345",
        )
        payment = a_payment_entity(order, id=f"pay_{order.razorpay_order_id}")
        raw = an_event("payment.captured", payment)
        self._send("POST", "/payment/webhook", raw, signed(raw, mark))

    def _ask(self, method: str, path: str, form: dict[str, str] | None = None) -> str:
        ours = {"Origin": self._origin, "Sec-Fetch-Site": "same-origin", **(FORM if form else {})}
        return self._send(method, path, urlencode(form or {}).encode(), ours)

    def _send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> str:
        cookies = "; ".join(f"{name}={each.value}" for name, each in self._kept.items())
        given = {"Cookie": cookies, "X-Forwarded-For": self._address, **headers}
        self._line.request(method, path, body, given)
        reply = self._line.getresponse()
        text = reply.read().decode()
        for each in reply.headers.get_all("Set-Cookie", []):
            self._kept.load(each)
        self._location = reply.headers.get("Location", "")
        if reply.status not in {200, 302}:
            raise NotServed(f"{method} {path} answered {reply.status}")
        return text


def _found(pattern: str, page: str) -> str:
    if found := re.search(pattern, page):
        return found[1]
    raise NotServed(f"Nothing like {pattern} on a page of the checkout.")


def _sell(port: int, skus: Sequence[str], name: str, numbers: range) -> None:
    buyer = _Buyer(port)
    for n in numbers:
        address = f"198.{18 + n // 62_500 % 2}.{n // 250 % 250}.{n % 250 + 1}"
        buyer.buy(skus[n % len(skus)], f"{name}-{n}", address)


def main() -> None:
    """Read what is wanted, sell, and print how long it took."""
    wanted = json.load(sys.stdin)
    port, skus, name, count = (wanted[key] for key in ("port", "skus", "name", "count"))
    began = time.perf_counter()
    buyers = connections(count)
    with ThreadPoolExecutor(buyers) as shop:
        each = [range(start, count, buyers) for start in range(buyers)]
        list(shop.map(lambda numbers: _sell(port, skus, name, numbers), each))
    sys.stdout.write(json.dumps({"seconds": time.perf_counter() - began}))


if __name__ == "__main__":
    main()
