"""Staff on the machine: they pack, send, cancel and give money back."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from config.errors import ShopError
from orders.errors import WrongMoment
from orders.services import moving
from payments.razorpay import RazorpayRefused
from payments.refund_rules import Wanted
from payments.services import refunding
from payments.services.cancelling import cancel_order
from shipping.services.dispatching import dispatch
from tests.faults import hearing
from tests.faults.machine import CRASH, WHICH, Machine
from tests.faults.model_parts import Book, Money, Refund


class Staff(Machine):
    """They pack, send, cancel and give money back."""

    @precondition(lambda self: bool(self.books.orders))
    @rule(which=WHICH, crash=CRASH)
    def cancel(self, which: int, crash: int) -> None:
        """An order is called off; what was handed over cannot be."""
        order_id, book = self.an_order(which)

        def cancels() -> None:
            try:
                cancel_order(order_id, reason="Not wanted.", by="Meera")
            except RazorpayRefused:
                assert self.is_short_of_money()

        if book.status in {"shipped", "delivered"}:
            with pytest.raises(WrongMoment):
                cancels()
            return
        self.once(cancels, crash)
        if book.status != "cancelled":
            self.books.end(order_id)
            if crash:  # the second press finds it cancelled; what was intended is the worker's
                self.worker()
            hearing.sent(self.books, order_id)

    @precondition(lambda self: bool(self.received_here()))
    @rule(
        which=WHICH,
        wanted=st.one_of(
            st.just(Wanted(is_full=True)),
            st.integers(50, 1_300_00).map(lambda paise: Wanted(amount_paise=paise)),
            st.builds(
                Wanted,
                lines=st.dictionaries(st.integers(0, 1), st.integers(1, 2), min_size=1),
                with_delivery=st.booleans(),
                back_in_stock=st.booleans(),
            ),
        ),
        crash=CRASH,
    )
    def give_back(self, which: int, wanted: Wanted, crash: int) -> None:
        """Money of a payment goes back: all of it, lines of the order, or an amount."""
        pid, money = self.pick(self.received_here(), which)
        order_id, key = str(money.order_id), self.name("refund-by-hand-")
        may = self.what_goes_back(pid, wanted)

        def gives() -> None:
            seen = money.left
            try:
                refunding.give_back(
                    order_id, pid, wanted, key=key, seen_left_paise=seen, reason="Late.", by="Asha"
                )
            except RazorpayRefused:
                assert self.is_short_of_money()

        if may is None:
            with pytest.raises(ShopError):
                gives()
            return
        self.once(gives, crash)
        refund, stock = may
        self.books.intend(pid, key, refund)
        self.books.put_back(order_id, stock)
        self.books.pay_back(order_id, refund.pieces)
        hearing.sent(self.books, order_id)

    def what_goes_back(self, pid: str, wanted: Wanted) -> tuple[Refund, dict[int, int]] | None:
        """The refund and the stock that this makes; None if it may not be."""
        money = self.books.money[pid]
        book = self.books.orders[str(money.order_id)]
        pays = book.paid_by == pid
        left = money.lines_left(book) if pays else {}
        lines = {p: n for p, n in left.items() if n} if wanted.is_full else dict(wanted.lines)
        if any(count > left.get(place, 0) for place, count in lines.items()):
            return None
        wants_fee = wanted.with_delivery or wanted.is_full
        fee = money.fee_left(book) if pays and wants_fee else 0
        amount = fee + sum(book.lines[place][2] * count for place, count in lines.items())
        amount = money.left if wanted.is_full else wanted.amount_paise or amount
        if not 100 <= amount <= money.left:
            return None
        stock = {}
        if wanted.back_in_stock and book.status != "cancelled":
            stock = {place: min(count, book.kept(place)) for place, count in lines.items()}
        keeps = any(book.to_send(p) > lines.get(p, 0) for p in range(len(book.lines)))
        is_all = amount == money.left or not keeps
        if is_all and pays and book.status in {"confirmed", "processing"}:
            return None
        refund = Refund(amount, "intended", pieces=lines, has_delivery=fee > 0)
        return refund, {place: count for place, count in stock.items() if count}

    @precondition(lambda self: bool(self.books.orders))
    @rule(which=WHICH)
    def pack(self, which: int) -> None:
        """An order is taken to the bench."""
        order_id, book = self.an_order(which)
        if book.status in {"pending", "cancelled"}:
            with pytest.raises(WrongMoment):
                moving.start_packing(order_id, by="Meera")
            return
        moving.start_packing(order_id, by="Meera")
        book.status = "processing" if book.status == "confirmed" else book.status

    @precondition(lambda self: bool(self.books.orders))
    @rule(which=WHICH)
    def send_parcel(self, which: int) -> None:
        """A parcel is made of what lies on the bench, if its money is beyond question."""
        order_id, book = self.an_order(which)
        if book.status in {"shipped", "delivered"}:
            return
        if book.status != "processing" or self.is_in_question(order_id):
            with pytest.raises(ShopError):
                dispatch(order_id, by="Meera")
            return
        dispatch(order_id, by="Meera")
        book.status = "shipped"

    def is_in_question(self, order_id: str) -> bool:
        """Whether the shop must not send this order: disputed, odd money, or given back."""
        book, found = self.books.orders[order_id], self.books.payments_of(order_id)
        paid = found[str(book.paid_by)]
        return paid.left == 0 or any(self._holds(book, each) for each in found.values())

    @staticmethod
    def _holds(book: Book, money: Money) -> bool:
        disputes = money.disputes.values()
        is_open = any(dispute.is_open or dispute.word == "lost" for dispute in disputes)
        is_waiting = any(refund.status == "intended" for refund in money.refunds.values())
        return is_open or is_waiting or money.is_odd(book)

    def received_here(self) -> list[tuple[str, Money]]:
        found = self.books.money.items()
        return [(pid, money) for pid, money in found if money.is_here and money.order_id]

    def an_order(self, which: int) -> tuple[str, Book]:
        return self.pick(list(self.books.orders.items()), which)

    def is_short_of_money(self) -> bool:
        """Whether Razorpay may refuse a refund for now."""
        return bool(self.house.control("bank")["balance_paise"] is not None)
