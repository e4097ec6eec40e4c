"""What must always hold (design.md 5), over all six tables and the stand-ins' ledgers. Each check
gives sentences; `assert_invariants` fails with all of them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from catalog.models import Product
from customers.models import Address, Customer
from orders.models import Order
from orders.rules import Status
from payments.models import Payment
from payments.services.working import one_pass
from shipping.models import Shipment
from shipping.rules import ShipmentStatus

Ledger = Mapping[str, list[dict[str, Any]]]
PAID = (Status.CONFIRMED, Status.PROCESSING, Status.SHIPPED, Status.DELIVERED)
DEAD = (ShipmentStatus.CANCELLED, ShipmentStatus.LOST, ShipmentStatus.RTO_DELIVERED)


def assert_invariants(
    *, received: Mapping[str, int] | None = None, ledger: Ledger | None = None
) -> None:
    """Look at everything; `received` is sku → pieces ever put in stock, `ledger` the sandbox's."""
    broken = [
        *_stock(received or {}),
        *_sums(),
        *_paid_for(),
        *_parcels(),
        *_customers(),
        *(_money(ledger) if ledger is not None else ()),
        *(_mails(ledger) if ledger is not None else ()),
    ]
    assert not broken, "\n".join(broken)


def assert_settled() -> None:
    """A second pass of the worker changes nothing."""
    one_pass()
    again = one_pass()
    assert (again.changed, again.troubles) == (0, 0), again.done


def rows(model: type[Any], key: str) -> list[Any]:
    """A table's items without its bookkeeping."""
    return [
        row for row in model.scan(consistent_read=True) if not getattr(row, key).startswith("#")
    ]


def orders() -> list[Order]:
    return rows(Order, "order_id")


def _stock(received: Mapping[str, int]) -> Iterator[str]:
    held: Counter[str] = Counter()
    for order in orders():
        if order.status != Status.CANCELLED:
            held.update({line.sku: line.quantity for line in order.lines if line.sku})
    on_hand: dict[str, int] = {}
    for product in rows(Product, "product_id"):
        variants = {sku: variant.stock for sku, variant in (product.variants or {}).items()}
        on_hand |= variants or {product.product_id: product.stock}
        if variants and sum(variants.values()) != product.stock:
            yield f"{product.product_id}: stock {product.stock}, its variants {variants}"
    for sku, stock in on_hand.items():
        if stock < 0:
            yield f"{sku}: stock {stock}"
        if sku in received and stock + held[sku] != received[sku]:
            yield f"{sku}: {stock} here + {held[sku]} held, but {received[sku]} received"


def _sums() -> Iterator[str]:
    for order in orders():
        goods = sum(line.price * line.quantity for line in order.lines)
        if order.subtotal is not None and goods + (order.shipping_fee or 0) != order.total_amount:
            yield f"{order.order_id}: lines {goods}, total {order.total_amount}"


def _paid_for() -> Iterator[str]:
    payments = {row.payment_id: row for row in rows(Payment, "payment_id")}
    by_payment = Counter(order.razorpay_payment_id for order in orders())
    for order in orders():
        payment = payments.get(order.razorpay_payment_id or "")
        if order.status in PAID and (payment is None or payment.amount != order.total_amount):
            yield f"{order.order_id} is {order.status} without its money"
        if order.razorpay_payment_id and by_payment[order.razorpay_payment_id] > 1:
            yield f"{order.razorpay_payment_id} pays for two orders"
    for payment in payments.values():
        back = sum(refund.amount for refund in (payment.refunds or {}).values())
        if back > payment.amount:
            yield f"{payment.payment_id}: {back} of {payment.amount} to go back"


def _parcels() -> Iterator[str]:
    live: Counter[str] = Counter()
    status = {order.order_id: order.status for order in orders()}
    for shipment in rows(Shipment, "shipment_id"):
        if shipment.status not in DEAD:
            live[shipment.order_id] += 1
        if shipment.tracking_number and status.get(shipment.order_id) not in PAID:
            yield f"{shipment.order_id} is {status.get(shipment.order_id)} and has an AWB"
    yield from (f"{order_id} has {n} live parcels" for order_id, n in live.items() if n > 1)


def _customers() -> Iterator[str]:
    defaults: defaultdict[str, int] = defaultdict(int)
    for address in Address.scan(consistent_read=True):
        defaults[address.customer_id] += address.is_default
    yield from (f"{who} has {n} default addresses" for who, n in defaults.items() if n > 1)
    for customer in rows(Customer, "customer_id"):
        if customer.customer_id != customer.email:
            yield f"{customer.customer_id} has the e-mail {customer.email}"


def _money(ledger: Ledger) -> Iterator[str]:
    receipts = Counter(order["entity"]["receipt"] for order in ledger.get("orders", []))
    yield from (f"{receipt}: {n} Razorpay orders" for receipt, n in receipts.items() if n > 1)
    here = {row.payment_id: row for row in rows(Payment, "payment_id")}
    for payment in ledger.get("payments", []):
        known = here.get(payment["id"])
        if payment["status"] in {"captured", "refunded"} and known is None:
            yield f"{payment['id']}: captured at Razorpay, unknown here"
        elif known is not None and known.amount != payment["amount"]:
            yield f"{payment['id']}: {payment['amount']} there, {known.amount} here"
    refunded: Counter[str] = Counter()
    for refund in ledger.get("refunds", []):
        refunded[refund["payment_id"]] += refund["amount"]
    for payment_id, amount in refunded.items():
        if payment_id in here and amount > here[payment_id].amount:
            yield f"{payment_id}: {amount} refunded of {here[payment_id].amount}"


def _mails(ledger: Ledger) -> Iterator[str]:
    subjects = Counter((str(mail["to"]), mail["subject"]) for mail in ledger.get("mails", []))
    yield from (f"{n} times {subject} to {to}" for (to, subject), n in subjects.items() if n > 1)
