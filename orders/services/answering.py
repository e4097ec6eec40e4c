"""What becomes of a return: staff accept or decline it, its customer keeps the goods, its money is
paid. The steps of accepting are for the caller to write, for a parcel that fetches the goods is
made in the same write (shipping)."""

from pynamodb.expressions.condition import Condition

from config import clock
from config.dynamo import Transaction, persistently, transaction
from config.money import rupees
from orders import queries
from orders.models import Order
from orders.return_rules import OPEN, ReturnStatus, Way, as_pieces
from orders.return_worth import BY_HAND
from orders.services.paper_dues import list_as_due
from orders.services.return_writing import Fields, Step, return_of, write_step
from orders.services.returning import noted, pieces_as_read

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
            **OVER,
        }
        said = f"Return {number} is declined: {words}"
        step = Step(number, said, by, ReturnStatus.DECLINED, fields, mail="declined")
        with transaction() as tx:
            write_step(tx, order, step)

    persistently(once)


def mark_paid(order_id: str, number: str, *, key: str, paise: int, text: str, by: str) -> bool:
    """Write down that so much of a checked return went back, under the refund's key; of the refund
    itself a mail tells. False where that was written before. Raises ReturnMovedOn."""

    def once() -> bool:
        order = queries.order(order_id)
        if return_of(order, number).status == ReturnStatus.REFUNDED:
            return False
        with transaction() as tx:
            write_step(tx, order, _paying(number, key=key, paise=paise, text=text, by=by))
            list_as_due(tx, order_id)
        return True

    return persistently(once)


def write_paid_by_hand(
    tx: Transaction,
    order: Order,
    number: str,
    *,
    reference: str,
    paise: int,
    by: str,
    also: Condition | None = None,
) -> None:
    """Add to the caller's transaction: a person paid so much of a checked return, if `also` holds
    of the order. Its pieces and fees count as paid back, and its customer gets a mail; none of
    that where nothing was left to pay."""
    back, as_read = return_of(order, number), pieces_as_read(order)
    said = f"Return {number}: {rupees(paise)} was paid to you, reference {reference}."
    if not paise:
        said = f"Return {number} is closed: what was paid for it went back to you before."
    key, mail = f"{BY_HAND}{reference}", "paid" if paise else ""
    step = _paying(number, key=key, paise=paise, text=said, by=by, mail=mail)
    actions = noted(order, returned={}, paid_back=as_pieces(back.arrived) if paise else {})
    if paise and back.has_fees:
        actions.append(Order.fees_back.set(True))
    write_step(tx, order, step, also=as_read if also is None else as_read & also, actions=actions)
    list_as_due(tx, order.order_id)


def _paying(number: str, *, key: str, paise: int, text: str, by: str, mail: str = "") -> Step:
    """The step by which the money of a checked return went back."""
    fields: Fields = {"refundKey": key, "money": paise, **OVER}
    return Step(number, text, by, ReturnStatus.REFUNDED, fields, mail)


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
