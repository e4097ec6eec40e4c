"""Credit notes: what is taken back of a bill, each under a number of their own gapless series and
each once, by its key."""

from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import transaction
from config.money import rupees
from orders import queries
from orders.credit_rules import Wanted, left_paise, taken_back
from orders.errors import PaperChanged
from orders.models import Order
from orders.paper_marks import PaperMark
from orders.paper_parts import CreditNote, Invoice
from orders.services import numbering
from orders.services.numbering import PATIENCE, Series
from orders.services.story import told


def credit(
    order_id: str, *, key: str, wanted: Wanted, by: str = "Shop", patience: float = PATIENCE
) -> CreditNote | None:
    """Take `wanted` back of the order's bill. `key` names what took it back, a refund's key or the
    like: the same key again is the same note.

    None where there is no bill, or nothing is left of it. Raises OrderNotFound; Unavailable where
    numbers are busy for longer than `patience` seconds.
    """
    order = queries.order(order_id)
    if order.invoice is None or key in (order.credit_notes or {}):
        return (order.credit_notes or {}).get(key)
    return numbering.in_turn(
        lambda: _issue(queries.order(order_id), key, wanted, by), patience=patience
    )


def left_of_bill_paise(order: Order) -> int:
    """What of the order's bill was not taken back yet; 0 where it has none."""
    if order.invoice is None:
        return 0
    return left_paise(order.invoice.rows, [n.rows for n in (order.credit_notes or {}).values()])


def _issue(order: Order, key: str, wanted: Wanted, by: str) -> CreditNote | None:
    notes, bill = order.credit_notes or {}, order.invoice
    if bill is None or key in notes:
        return notes.get(key)
    rows = taken_back(bill.rows, [note.rows for note in notes.values()], wanted)
    if not rows:
        return None
    now = clock.now()
    given = numbering.next_number(Series.CREDIT_NOTE, now)
    note = CreditNote(number=given.text, at=now, rows=rows)
    amount = rupees(sum(row.gross for row in rows))
    with transaction() as tx:
        numbering.give(tx, given, _mark(order, bill, note))
        tx.update(
            order,
            actions=[
                _added(order, key, note),
                Order.updated_at.set(now),
                told(
                    order,
                    f"Credit note {note.number} made, of {amount}.",
                    by=by,
                    at=now,
                    is_internal=True,
                ),
            ],
            condition=_notes_as_read(order),
            or_else=PaperChanged(),
        )
    return note


def _added(order: Order, key: str, note: CreditNote) -> Action:
    if order.credit_notes is None:
        return Order.credit_notes.set({key: note})
    return Order.credit_notes[key].set(note)


def _notes_as_read(order: Order) -> Condition:
    """The condition that no note was added since the order was read: what is left depends on all
    of them."""
    if order.credit_notes is None:
        none: Condition = Order.credit_notes.does_not_exist()
        return none
    same: Condition = size(Order.credit_notes) == len(order.credit_notes)
    return same


def _mark(order: Order, bill: Invoice, note: CreditNote) -> PaperMark:
    return PaperMark(
        numbering.mark_key(Series.CREDIT_NOTE, note.number),
        "#",
        order_id=order.order_id,
        at=note.at,
        place_of_supply=bill.place_of_supply,
        is_inter_state=bill.is_inter_state,
        rows=note.rows,
        buyer_gstin=order.buyer_gstin,
        buyer_company=order.buyer_company,
        on_number=bill.number,
        on_date=bill.at,
    )
