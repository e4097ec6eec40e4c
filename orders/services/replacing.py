"""An order in the place of others that wait for money: parts of the write that places it, so that
at no moment both stand or neither does."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pynamodb.expressions.condition import Condition

from catalog.services import stock
from catalog.shelf import ShelfProduct
from config import clock
from config.dynamo import Transaction
from orders.errors import NoLongerWaiting
from orders.models import Order
from orders.rules import PaymentStatus, Status
from orders.services import moving
from orders.services.cancelling import HOLD_RAN_OUT
from orders.services.drafting import Found
from orders.services.returning import by_product, still_held
from orders.services.story import told

INSTEAD = "Cash on delivery instead."


def may_be_replaced(order: Order) -> bool:
    """Whether the order waits for money that nobody has seen: its hold runs, or has run out and
    late money would revive it."""
    if order.status is Status.PENDING:
        return order.payment_status != PaymentStatus.AUTHORIZED and not order.razorpay_payment_id
    return order.status is Status.CANCELLED and order.cancel_reason == HOLD_RAN_OUT


def end(tx: Transaction, order: Order, *, by: str) -> None:
    """Add to the caller's transaction: this order is cancelled for good, and money that comes for
    it goes back. What it held `take_stock` puts back. Refused with
    NoLongerWaiting where money came, the bank agreed to it, or it was ended otherwise."""
    moved_on = NoLongerWaiting(order.order_id)
    if order.status is Status.CANCELLED:
        tx.update(
            order,
            actions=[Order.cancel_reason.set(INSTEAD)],
            condition=(Order.status == Status.CANCELLED) & (Order.cancel_reason == HOLD_RAN_OUT),
            or_else=moved_on,
        )
        return
    unseen: Condition = Order.razorpay_payment_id.does_not_exist()
    unseen &= Order.payment_status != PaymentStatus.AUTHORIZED.value
    story = told(order, f"Order cancelled: {INSTEAD}", by=by, at=clock.now())
    moving.part(
        tx,
        order,
        Status.CANCELLED,
        actions=[story, Order.cancel_reason.set(INSTEAD)],
        also=unseen,
        where=Order.status == Status.PENDING,
        or_else=moved_on,
    )


def take_stock(
    tx: Transaction, found: Found, wanted: Mapping[str, int], *, in_place_of: Sequence[Order]
) -> None:
    """Add to the caller's transaction: `wanted` (sku → pieces) is taken, and what the orders that
    end held is put back. Refused with ProductChanged."""
    held = _by_product(in_place_of)
    taken: dict[str, tuple[ShelfProduct, dict[str, int]]] = {}
    for sku, quantity in wanted.items():
        product, _ = found[sku]
        taken.setdefault(product.product_id, (product, {}))[1][sku] = quantity
    for product, pieces in taken.values():
        returned = held.pop((product.product_id, product.seller_id), {})
        stock.take(tx, product, pieces, returned=returned)
    for (product_id, seller_id), pieces in held.items():
        stock.give_back(tx, product_id=product_id, seller_id=seller_id, returned=pieces)


def held_by(orders: Iterable[Order]) -> Counter[str]:
    """The stock (sku → pieces) that these hold as long as they wait."""
    return sum((Counter(pieces) for pieces in _by_product(orders).values()), Counter[str]())


def _by_product(orders: Iterable[Order]) -> dict[tuple[str, str], dict[str, int]]:
    waiting = (order for order in orders if order.status is Status.PENDING)
    return by_product(held for order in waiting for held in still_held(order))
