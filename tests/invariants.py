"""What must always hold (design.md 5; I1 to I9 of the reliability plan), over all six tables and
the stand-ins' ledgers. Each check gives sentences; `assert_invariants` fails with all of them.
What can only be seen by looking twice is in `tests.watching`."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from config import clock
from orders.models import Order
from orders.rules import PaymentStatus, Status
from payments.services import working
from payments.services.working import one_pass
from tests import cash_invariants, money_invariants, paper_invariants, parcel_invariants
from tests.money_invariants import Ledger
from tests.snapshot import Tables, as_they_are, orders, rows

__all__ = ["Ledger", "assert_invariants", "assert_settled", "broken", "half_done", "orders", "rows"]


def assert_invariants(
    *,
    received: Mapping[str, int] | None = None,
    ledger: Ledger | None = None,
    placed: Collection[str] = (),
    is_under_way: bool = False,
) -> None:
    """Look at everything; `received` is sku → pieces ever put in stock, `ledger` the sandbox's,
    `placed` the orders that somebody was told of. Unless `is_under_way`, all news is in and the
    worker has passed, so that what is here and what is there is the same to the paisa."""
    found = broken(received=received, ledger=ledger, placed=placed, is_under_way=is_under_way)
    assert not found, "\n".join(found)


def broken(
    *,
    received: Mapping[str, int] | None = None,
    ledger: Ledger | None = None,
    placed: Collection[str] = (),
    is_under_way: bool = False,
    tables: Tables | None = None,
) -> list[str]:
    """The same as sentences, none if all is well; `tables` if they were read just now."""
    tables = tables or as_they_are()
    found = [
        *_stock(tables, received or {}),
        *_sums(tables),
        *parcel_invariants.here(tables),
        *_customers(tables),
        *_lists(tables),
        *(f"{each} was placed and is gone" for each in placed if each not in tables.orders),
        *money_invariants.here(tables),
        *paper_invariants.here(tables),
    ]
    if ledger is not None:
        found += [*money_invariants.there(tables, ledger), *parcel_invariants.there(tables, ledger)]
        found += [*cash_invariants.collected(tables, ledger)]
        found += [*_events(tables, ledger), *_mails(ledger)]
    if ledger is not None and not is_under_way:
        found += money_invariants.settled(tables, ledger)
    return found


def assert_settled() -> None:
    """A second pass of the worker changes nothing, and nothing is left half done."""
    working._asked.clear()  # a worker that has just been started asks at once
    one_pass()
    again = one_pass()
    assert (again.changed, again.troubles) == (0, 0), again.done
    assert not (left := [*half_done(as_they_are())]), "\n".join(left)


def _stock(tables: Tables, received: Mapping[str, int]) -> Iterator[str]:
    """I1 to I3."""
    held: Counter[str] = Counter()
    for order, line in ((o, line) for o in tables.orders.values() for line in o.lines):
        if not 0 <= line.kept <= line.quantity:
            yield f"{order.order_id}: {line.returned} of {line.quantity} {line.sku} came back"
        if line.sku:  # of a cancelled order, what was paid back without its goods is gone for good
            is_over = order.status == Status.CANCELLED
            held[line.sku] += line.kept - line.to_send if is_over else line.kept
    for product in tables.products:
        variants = {sku: variant.stock for sku, variant in (product.variants or {}).items()}
        if variants and sum(variants.values()) != product.stock:
            yield f"{product.product_id}: stock {product.stock}, its variants {variants}"
        for sku, stock in (variants or {product.product_id: product.stock}).items():
            if stock < 0 or stock + held[sku] != received.get(sku, stock + held[sku]):
                yield f"{sku}: {stock} here + {held[sku]} held, {received.get(sku)} received"


def _sums(tables: Tables) -> Iterator[str]:
    """I4: an order is the sum of its lines and its delivery."""
    for order in tables.orders.values():
        goods = sum(line.price * line.quantity for line in order.lines)
        if order.subtotal is None:
            continue
        fees = (order.shipping_fee or 0) + (order.cod_fee or 0)
        if (order.subtotal, order.total_amount) != (goods, goods + fees):
            yield f"{order.order_id}: lines {goods}, {order.subtotal}, total {order.total_amount}"


def _customers(tables: Tables) -> Iterator[str]:
    defaults: Counter[str] = Counter()
    for address in tables.addresses:
        defaults[address.customer_id] += address.is_default
    yield from (f"{who} has {n} default addresses" for who, n in defaults.items() if n > 1)
    for customer in tables.customers:
        if customer.customer_id != customer.email:
            yield f"{customer.customer_id} has the e-mail {customer.email}"


def _lists(tables: Tables) -> Iterator[str]:
    """An order is on the list of those that need a person while it carries a flag."""
    flagged = {order.order_id for order in tables.orders.values() if order.attention}
    yield from (f"{each} is flagged and on no list" for each in flagged - tables.listed)
    yield from (f"{each} is on the list without a flag" for each in tables.listed - flagged)


def _events(tables: Tables, ledger: Ledger) -> Iterator[str]:
    """I6 and I7: what was answered with 2xx is kept, and is told at most once."""
    for event in ledger.get("events", []):
        is_ours = event["vendor"] == "razorpay" and money_invariants.matters(event["name"])
        heard = any(200 <= attempt["status"] < 300 for attempt in event["attempts"])
        if is_ours and heard and event["id"].removeprefix("evt_") not in tables.events:
            yield f"{event['name']} {event['id']} was answered and forgotten"
    for order in tables.orders.values():
        told = Counter(line.event for line in order.timeline or [] if line.event)
        yield from (f"{order.order_id}: {n} times {name}" for name, n in told.items() if n > 1)


def _mails(ledger: Ledger) -> Iterator[str]:
    """I6: one mail for each order and kind. Its Message-ID names both."""
    sent = Counter(
        (str(mail["to"]), mail["headers"].get("Message-ID", mail["subject"]))
        for mail in ledger.get("mails", [])
    )
    yield from (f"{n} times {name} to {to}" for (to, name), n in sent.items() if n > 1)


def half_done(tables: Tables) -> Iterator[str]:
    """I9: nothing waits past its time."""
    now = clock.now()
    for order in tables.orders.values():
        alive = order.payment_status == "authorized"
        overdue = order.hold_expires_at is not None and order.hold_expires_at < now
        if order.status == Status.PENDING and overdue and not alive:
            yield f"{order.order_id} holds stock past its time"
        for kind, noted in (order.mails or {}).items():
            if noted.startswith("sending ") and not _has_lapsed(order, kind):
                yield f"{order.order_id}: the mail {kind} is half sent"


def _has_lapsed(order: Order, kind: str) -> bool:
    """A mail that was begun and that nobody owes any more: the order was given back meanwhile."""
    return order.payment_status == PaymentStatus.REFUNDED and not kind.startswith("refund/")
