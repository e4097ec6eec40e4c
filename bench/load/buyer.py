"""What a buyer does, step by step, and what became of it."""

import re
import time
from dataclasses import dataclass, field
from typing import Any

from bench.load.browser import Answer, Browser, Seen
from payments.sandbox.process import RunningSandbox
from tests.payments.test_checkout import FIELDS

DRAWN = ("attempt", "total", "promised", "csrfmiddlewaretoken")
PLACED = re.compile(r"/checkout/pay/(TB-[0-9A-Z]{10})$")


@dataclass
class Books:
    """What all buyers of a run were told: the orders placed, the ids of payments made, sentences
    about what went another way than it should."""

    seen: Seen = field(default_factory=Seen)
    placed: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)  # numbers of buyers for whom nothing was left
    gone: list[int] = field(default_factory=list)  # who could not begin
    paid: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


class Buyer:
    """One person with a browser, on the way from a product to the thanks."""

    def __init__(self, url: str, books: Books, number: int) -> None:
        self.browser = Browser(url, books.seen, number)
        self.mail = f"load{number}@example.com"
        self.form: dict[str, str] = {}
        self.order_id = self.opened = ""
        self._books, self._number = books, number

    def choose(self, sku: str, product_id: str) -> bool:
        """Look at the product, put one into the cart and open the checkout."""
        self.browser.get(f"/equipment/{product_id}", "product")
        return self.fill_in(sku)

    def fill_in(self, sku: str) -> bool:
        """Into the cart, and the form filled in; False if the checkout did not open."""
        self.browser.insist("/cart/add", {"sku": sku, "quantity": "1"}, "cart add")
        page = self._look("/checkout", "checkout page")
        drawn = {name: _in(page.text, name) for name in DRAWN}
        self.form = FIELDS | {"email": self.mail, "way": "now"}
        self.form |= {name: value for name, value in drawn.items() if value is not None}
        if page.status != 200 or not drawn["attempt"]:
            self.tell(f"no checkout, but {page.status}")
            return False
        return True

    def order(self, *, twice: bool = False) -> bool:
        """Send the form, perhaps once more with the same one; True if an order stands."""
        answer = self.browser.insist("/checkout", self.form, "order")
        found = PLACED.search(answer.location)
        if found is None:
            if answer.status == 422:
                self._books.refused.append(self._number)
            else:
                self.tell(f"the order was answered with {answer.status} {answer.location}")
            return False
        self.order_id = found[1]
        self._books.placed.append(self.order_id)
        if twice:
            again = self.browser.insist("/checkout", self.form, "order again")
            if again.location != answer.location:
                self.tell(f"a second press led to {again.status} {again.location}")
        return True

    def open_payment(self) -> bool:
        """The page to pay on."""
        page = self._look(f"/checkout/pay/{self.order_id}", "pay page")
        found = re.search(r'data-order="([^"]+)"', page.text)
        if page.status != 200 or not found:
            self.tell(f"no page to pay on, but {page.status}")
            return False
        self.opened = found[1]
        return True

    def pay(
        self, razorpay: RunningSandbox, *, comes_back: bool = True, twice: bool = False
    ) -> None:
        """Pay at Razorpay, and come back with its answer, perhaps twice."""
        paid: Any = razorpay.control("pay", order_id=self.opened, outcome="success")
        self._books.paid.append(paid["payment"]["id"])
        if not comes_back:
            return
        for _ in range(2 if twice else 1):
            answer = self.browser.insist("/payment/callback", paid["response"], "callback")
        if answer.status == 303:
            self._look(answer.location, "thanks")
        else:
            self.tell(f"the way back from Razorpay was answered with {answer.status}")

    def tell(self, words: str) -> None:
        """Note what should not be."""
        self._books.troubles.append(f"buyer {self._number}: {words}")

    def _look(self, path: str, what: str) -> Answer:
        for _ in range(60):
            page = self.browser.get(path, what)
            if page.status not in {0, 502, 503}:
                break
            time.sleep(min(page.wait, 1.0))
        return page


def _in(page: str, name: str) -> str | None:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else None
