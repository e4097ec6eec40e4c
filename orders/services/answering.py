"""What becomes of a return: staff accept or decline it, its customer keeps the goods, its money is
paid. The steps of accepting are for the caller to write, for a parcel that fetches the goods is
made in the same write (shipping)."""

from dataclasses import replace

from pynamodb.expressions.condition import Condition

from config import clock
from config.dynamo import Transaction, persistently, transaction
from orders import queries
from orders.models import Order
from orders.return_rules import OPEN, ReturnStatus, Way
from orders.services.paper_dues import list_as_due
from orders.services.return_writing import Fields, Step, return_of, write_step

_ACCEPTED = {
    Way.COURIER: "Return {0} is accepted. A courier fetches it from you.",
    Way.POST: "Return {0} is accepted. Please send it to us.",
}

OVER: Fields = {"trouble": "", "upi": ""}  # nobody is to be called, and nobody to be paid


def accepting(number: str, way: Way, *, words: str, by: str, shipment_id: str = "") -> Step:
    """The step by which staff accept a return; the customer reads `words`."""
    fields: Fields = {
        "way": way.value,
        "answer": words,
        "answeredAt": clock.now(),
        "answeredBy": by,
        "shipmentId": shipment_id,
        "trouble": "",
    }
    said = f"{_ACCEPTED[way].format(number)} {words}".strip()
    return Step(number, said, by, ReturnStatus.ACCEPTED, fields, mail="accepted")


def coming_otherwise(number: str, way: Way, *, words: str, by: str, shipment_id: str = "") -> Step:
    """The step by which an accepted return comes in another way, or by another parcel."""
    fields: Fields = {
        "way": way.value,
        "shipmentId": shipment_id,
        "trouble": "",
        **({"answer": words} if words else {}),
    }
    said = f"{_ACCEPTED[way].format(number).replace('is accepted', 'comes another way')} {words}"
    return Step(number, said.strip(), by, None, fields, mail="accepted")


def withdrawing(number: str, *, by: str) -> Step:
    """The step by which its customer keeps the goods after all."""
    said = f"Return {number} was withdrawn."
    return Step(number, said, by, ReturnStatus.WITHDRAWN, OVER)


def decline(order_id: str, number: str, *, words: str, by: str) -> None:
    """Say no to a return; the customer reads `words`. Pressed twice it is told once. Raises
    OrderNotFound, ReturnNotFound, ReturnMovedOn."""

    def once() -> None:
        order = queries.order(order_id)
        if return_of(order, number).status == ReturnStatus.DECLINED:
            return
        fields: Fields = {
            "answer": words,
            "answeredAt": clock.now(),
            "answeredBy": by,
            "trouble": "",
        }
        said = f"Return {number} is declined: {words}"
        step = Step(number, said, by, ReturnStatus.DECLINED, fields, mail="declined")
        with transaction() as tx:
            write_step(tx, order, step)

    persistently(once)


def mark_paid(
    order_id: str, number: str, *, key: str, text: str, by: str, paise: int | None = None
) -> bool:
    """Write down that the money of a checked return went back, under the refund's key or what the
    bank called it; `paise` of it, where that is not what was promised. False where that was
    written before. Raises ReturnMovedOn."""

    def once() -> bool:
        order = queries.order(order_id)
        if return_of(order, number).status == ReturnStatus.REFUNDED:
            return False
        with transaction() as tx:
            write_paid(tx, order, paying(number, key=key, text=text, by=by, paise=paise))
        return True

    return persistently(once)


def paying(number: str, *, key: str, text: str, by: str, paise: int | None = None) -> Step:
    """The step by which the money of a checked return went back."""
    sum_paid: Fields = {} if paise is None else {"money": paise}
    return Step(number, text, by, ReturnStatus.REFUNDED, {"refundKey": key, **sum_paid, **OVER})


def write_paid(tx: Transaction, order: Order, step: Step, *, also: Condition | None = None) -> None:
    """Add to the caller's transaction: a return was paid back, as `paying` says, if `also` holds of
    the order. It gets its credit note, and a mail where no refund of Razorpay's tells it."""
    if order.is_cod:
        step = replace(step, mail="paid")
    list_as_due(tx, order.order_id)
    write_step(tx, order, step, also=also)


def call_for_a_person(order_id: str, number: str, trouble: str, *, by: str) -> None:
    """Flag the order: a person must see to this return. The same trouble twice is told once, and
    none of a return that is over."""

    def once() -> None:
        order = queries.order(order_id)
        back = return_of(order, number)
        if back.trouble == trouble or back.status not in OPEN:
            return
        step = Step(number, trouble, by, fields={"trouble": trouble}, is_internal=True)
        with transaction() as tx:
            write_step(tx, order, step)

    persistently(once)
