"""The shop as plain dicts: what must be in its tables after all that was done and heard. It knows
the rules of design.md 4 and nothing of how they are kept: no table, no condition, no key."""

from collections.abc import Mapping
from dataclasses import replace

from tests.faults.model_parts import (
    DISPUTE_RANK,
    RANK,
    REFUND_RANK,
    Book,
    Dispute,
    Entity,
    Money,
    Refund,
)


class Books:
    """All of it, and what each thing that happens does to it."""

    def __init__(self, stock: Mapping[str, int]) -> None:
        self.stock = dict(stock)
        self.orders: dict[str, Book] = {}
        self.money: dict[str, Money] = {}
        self.unmatched: set[str] = set()

    def place(self, order_id: str, book: Book) -> bool:
        """Whether all of it was there, and is now set aside."""
        if any(self.stock[sku] < count for sku, count, _ in book.lines):
            return False
        self.orders[order_id] = book
        self._move_stock(book, -1)
        return True

    def payments_of(self, order_id: str) -> dict[str, Money]:
        """What came in, or was tried, on an order."""
        return {pid: m for pid, m in self.money.items() if m.order_id == order_id}

    def hear(self, payment: Entity, order_id: str) -> None:
        """News of a payment of this order: forward only, and only the first of its kind acts."""
        pid, status = payment["id"], payment["status"]
        book, known = self.orders[order_id], self.money.get(pid)
        if not book.receipt_known:
            self._keep_apart(payment)
            return
        is_news = known is None or known.order_id is None or RANK[status] > RANK[known.status]
        if status == "created" or not is_news:
            return
        earlier = known if known and known.order_id else Money(0, "created", None)
        self.money[pid] = replace(
            earlier, amount=payment["amount"], status=status, order_id=order_id
        )
        if status == "captured":
            self._take(pid, payment, book)

    def _take(self, pid: str, payment: Entity, book: Book) -> None:
        right = (payment["amount"], payment["currency"]) == (book.total, "INR")
        if book.status == "pending":
            self.money[pid].is_wrong = not right
            if right:
                book.status, book.paid_by = "confirmed", pid
        elif book.paid_by is None and book.hold_ran_out and right and self._is_there(book):
            self._move_stock(book, -1)
            book.status, book.paid_by, book.hold_ran_out = "confirmed", pid, False
        else:
            self.intend(pid, f"refund-{pid}-1", Refund(payment["amount"], "intended"))

    def _keep_apart(self, payment: Entity) -> None:
        """Nobody knows yet what was paid."""
        pid, status = payment["id"], payment["status"]
        known = self.money.get(pid)
        if RANK[status] == RANK["captured"] and (known is None or not known.is_here):
            self.money[pid] = Money(payment["amount"], status, None)
            self.unmatched |= {pid} if status == "captured" else set()

    def hear_refund(self, refund: Entity, status: str, payment: Entity, order_id: str) -> None:
        """News of a refund: ours by its receipt, else one made in the dashboard."""
        known = self.money.get(refund["payment_id"])
        if known is None or not known.is_here:
            self.hear(payment, order_id)
        money = self.money.get(refund["payment_id"])
        if money is None:
            return
        key = self._key_of(money, refund)
        if key not in money.refunds and status != "failed":
            self._stop_twin(money, refund["amount"])
        found = money.refunds.setdefault(key, Refund(refund["amount"], "intended", refund["id"]))
        if REFUND_RANK.index(status) > REFUND_RANK.index(found.status):
            found.status, found.gateway_id = status, refund["id"]
            money.status = "refunded" if money.given >= money.amount else "captured"

    @staticmethod
    def _stop_twin(money: Money, amount: int) -> None:
        """Our own refund of the same sum, not yet sent, is not sent any more."""
        same = [k for k, r in money.refunds.items() if (r.amount, r.status) == (amount, "intended")]
        if same:
            money.refunds[min(same)].status = "refused"

    @staticmethod
    def _key_of(money: Money, refund: Entity) -> str:
        for key, kept in money.refunds.items():
            if kept.gateway_id == refund["id"]:
                return key
        ours = [key for key, kept in money.refunds.items() if kept.gateway_id is None]
        return next((key for key in ours if key[:40] == refund["receipt"]), refund["id"])

    def hear_dispute(self, dispute: Entity, word: str, at: int, payment: Entity, of: str) -> None:
        """News of a dispute: the later word of the same weight is right."""
        pid = dispute["payment_id"]
        if pid not in self.money:
            self.hear(payment, of)
        told = Dispute(dispute["amount"], word, at)
        known = self.money[pid].disputes.setdefault(dispute["id"], told)
        if (DISPUTE_RANK[word], at) > (DISPUTE_RANK[known.word], known.at):
            self.money[pid].disputes[dispute["id"]] = told

    def match(self, pid: str, order_id: str) -> None:
        """The order of a payment that was kept apart is found."""
        self.orders[order_id].receipt_known = True
        self.unmatched.discard(pid)

    def intend(self, pid: str, key: str, refund: Refund) -> None:
        """Money is to go back."""
        self.money[pid].refunds.setdefault(key, refund)

    def put_back(self, order_id: str, pieces: Mapping[int, int]) -> None:
        """Pieces lie on the shelf again."""
        book = self.orders[order_id]
        for place, count in pieces.items():
            book.back[place] = book.back.get(place, 0) + count
            self.stock[book.lines[place][0]] += count

    def pay_back(self, order_id: str, pieces: Mapping[int, int]) -> None:
        """The money of these pieces goes; they are not sent any more."""
        book = self.orders[order_id]
        for place, count in pieces.items():
            most = book.lines[place][1]
            book.paid_back[place] = min(most, book.paid_back.get(place, 0) + count)

    def end(self, order_id: str, *, hold_ran_out: bool = False) -> None:
        """The order is over before it was handed over: its stock comes back, its money goes."""
        book = self.orders[order_id]
        book.status, book.hold_ran_out = "cancelled", hold_ran_out
        self._move_stock(book, 1)
        for pid, money in self.payments_of(order_id).items():
            if money.status == "captured" and money.left and not hold_ran_out:
                key = f"refund-{pid}-{len(money.refunds) + 1}"
                self.intend(pid, key, Refund(money.left, "intended"))

    def _is_there(self, book: Book) -> bool:
        lines = enumerate(book.lines)
        return all(self.stock[sku] >= book.to_send(place) for place, (sku, *_) in lines)

    def _move_stock(self, book: Book, sign: int) -> None:
        for place, (sku, *_) in enumerate(book.lines):
            self.stock[sku] += sign * book.to_send(place)
