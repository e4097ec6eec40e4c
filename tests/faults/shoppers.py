"""Shoppers on the machine: they order, pay in odd ways, and their browsers bring news."""

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from catalog.errors import OutOfStock
from config import clock
from orders import queries
from orders.rules import DELIVERY_FEE_PAISE, FREE_DELIVERY_FROM_PAISE
from orders.services import placing
from payments.razorpay import gateway
from payments.services.checking import check_callback
from payments.services.opening import open_payment
from tests.factories import a_buyer
from tests.faults import bank
from tests.faults.machine import CRASH, WHICH, Machine
from tests.faults.model_parts import Book

PRICES = {"net": 2_500_00, "ball": 300_00, "bag": 1_100_00}


class Shoppers(Machine):
    """They order, pay in odd ways, and their browsers bring news."""

    @rule(
        wanted=st.dictionaries(st.sampled_from(sorted(PRICES)), st.integers(1, 3), min_size=1),
        opened=st.sampled_from(["yes", "yes", "yes", "lost", "no"]),
        crash=CRASH,
    )
    def place(self, wanted: dict[str, int], opened: str, crash: int) -> None:
        """An order is placed, perhaps twice, and opened at Razorpay; `lost`: its answer was."""
        order_id, buyer = self.name("TB-"), a_buyer()
        goods = sum(PRICES[sku] * count for sku, count in wanted.items())
        fee = 0 if goods >= FREE_DELIVERY_FROM_PAISE else DELIVERY_FEE_PAISE
        lines = [(sku, count, PRICES[sku]) for sku, count in wanted.items()]
        book = Book(lines, goods + fee, fee, clock.now(), receipt_known=opened == "yes")

        def places() -> Any:
            return placing.place_order(order_id=order_id, buyer=buyer, wanted=wanted).order

        if not self.books.place(order_id, book):
            with pytest.raises(OutOfStock):
                self.once(places, crash)
            return
        order = self.once(places, crash)
        if opened == "yes":
            self.once(lambda: open_payment(queries.order(order_id)), crash)
        if opened == "lost":
            gateway().open_order(order_id, order.total_amount, {"orderId": order_id})

    @precondition(lambda self: bool(self.opened()))
    @rule(
        which=WHICH,
        outcome=st.sampled_from(["success", "success", "failure", "authorize", "pending"]),
        off=st.sampled_from([0, 0, 0, 0, 0, -1, 1, 100]),
        currency=st.sampled_from(["INR"] * 7 + ["USD"]),
        is_told=st.booleans(),
    )
    def pay(self, which: int, outcome: str, off: int, currency: str, is_told: bool) -> None:
        """Somebody pays an order, the right amount or not, perhaps once more; `is_told`: the
        shop hears of it at once."""
        opened = self.pick(self.opened(), which)
        order = bank.order(opened)
        how = {"amount": order["amount"] + off, "currency": currency, "again": True}
        paid = self.house.control("pay", order_id=opened, outcome=outcome, **how)["payment"]
        for event in self.house.events() if is_told else ():
            if event["subject"] == paid["id"]:
                self.tell(event)

    @precondition(lambda self: bool(self.open_attempts()))
    @rule(which=WHICH, outcome=st.sampled_from(["success", "failure", "authorize"]))
    def late_bank(self, which: int, outcome: str) -> None:
        """A bank answers at last, or anew."""
        attempt = self.pick(self.open_attempts(), which)
        self.house.control(f"payments/{attempt['id']}/settle", outcome=outcome)

    @precondition(lambda self: bool(self.signed()))
    @rule(which=WHICH, crash=CRASH)
    def callback(self, which: int, crash: int) -> None:
        """The browser comes back from Checkout with Razorpay's signature."""
        attempt = self.pick(self.signed(), which)
        response = self.house.response_of(attempt["id"])
        self.once(lambda: check_callback(**response), crash)
        self.books.hear(attempt, bank.receipt_of(attempt["id"]))

    def opened(self) -> list[str]:
        """Razorpay orders, newest last."""
        return [str(each["entity"]["id"]) for each in bank.orders()]

    def open_attempts(self) -> list[Any]:
        taken = {"captured", "refunded"}
        return [each for each in bank.payments() if each["status"] not in taken]

    def signed(self) -> list[Any]:
        good = {"captured", "authorized"}
        return [each for each in bank.payments() if each["status"] in good]
