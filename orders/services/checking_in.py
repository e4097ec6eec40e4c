"""A return's parcel is opened and counted: what is sound goes in stock and what was promised for it
is to be paid, once, in one write."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog import shelf
from catalog.errors import ProductChanged
from config import clock
from config.dynamo import persistently, transaction
from config.money import rupees
from orders import queries
from orders import return_rules as rules
from orders.models import Line, Order
from orders.return_errors import NotReturnable
from orders.return_rules import ReturnStatus
from orders.return_worth import worth_of
from orders.services.answering import OVER
from orders.services.return_writing import Fields, Step, return_of, write_step
from orders.services.returning import noted, pieces_as_read, put_back


@dataclass(frozen=True)
class Count:
    """What somebody found in the parcel (place of the line → pieces): `good` are paid for, those
    of them that are `sound` go in stock. Nothing is paid where nothing is `good`; the customer
    reads `words`."""

    good: Mapping[int, int]
    sound: Mapping[int, int]
    words: str = ""


def check_in(order_id: str, number: str, count: Count, *, by: str) -> bool:
    """Write down what was found in a return's parcel and put the sound pieces in stock, once. What
    is to be paid is what the customer was promised for these pieces. False, and nothing is
    changed, where somebody has checked it in before.

    Raises OrderNotFound, ReturnNotFound, ReturnMovedOn, NotReturnable. Pieces of a product that is
    no longer in the catalogue go into no count, and the story says so.
    """
    gone: set[str] = set()
    while True:
        try:
            has_changed = persistently(lambda: _check_in(order_id, number, count, gone, by))
            break
        except ProductChanged as missing:
            gone.add(missing.product_id)
    order = queries.order(order_id)
    shelf.touch({line.product_id for line in order.lines if line.product_id})
    return has_changed


def _check_in(order_id: str, number: str, count: Count, gone: set[str], by: str) -> bool:
    order = queries.order(order_id)
    back = return_of(order, number)
    if back.status in rules.OPENED:
        return False
    _check(order, rules.as_pieces(back.pieces), count)
    money = worth_of(order, count.good, back.reason, number=number)
    is_paid = money.total > 0
    sound = {at: n for at, n in count.sound.items() if n}
    fields: Fields = {
        "arrived": rules.as_kept(count.good),
        "sound": rules.as_kept(sound),
        "money": money.total,
        "fees": money.fees > 0,
        "trouble": _by_hand(order, number, money.total) if is_paid else "",
        "arrivedAt": back.arrived_at or clock.now(),
        **({"answer": count.words} if count.words else {}),
        **({} if is_paid else OVER),
    }
    step = Step(
        number,
        _story(number, count, money.total, gone),
        by,
        ReturnStatus.CHECKED if is_paid else ReturnStatus.SENT_BACK,
        fields,
        mail="" if is_paid and not order.is_cod else "checked",
    )
    with transaction() as tx:
        stocked = noted(order, returned=sound, paid_back={})
        write_step(tx, order, step, also=pieces_as_read(order), actions=stocked)
        put_back(tx, [(order.lines[place], n) for place, n in sound.items()], without=gone)
    return True


def _check(order: Order, asked: Mapping[int, int], count: Count) -> None:
    for place in {*count.good, *count.sound}:
        if not 0 <= place < len(order.lines):
            raise NotReturnable("The order has no such line.")
        good, sound = count.good.get(place, 0), count.sound.get(place, 0)
        most = asked.get(place, 0)
        if not 0 <= good <= most or not 0 <= sound <= good:
            name = order.lines[place].name
            raise NotReturnable(f"Write from 0 to {most} pieces of {name}, and no more sound ones.")
        if sound > kept_here(order.lines[place]):
            raise NotReturnable(_why_no_stock(order.lines[place]))


def kept_here(line: Line) -> int:
    """How many pieces of a line may go in stock: none where the earlier system kept no count, and
    none that we glued into a racket."""
    is_counted = line.sku and line.product_id and line.seller_id
    return line.kept if is_counted and not line.is_part else 0


def _why_no_stock(line: Line) -> str:
    if line.is_part:
        return "A part that was glued into a racket does not go in stock again."
    return "Some of these pieces are in stock again already."


def _by_hand(order: Order, number: str, money: int) -> str:
    """What a person must do for money that Razorpay cannot send back; '' if it can."""
    if not order.is_cod:
        return ""
    return f"Return {number} is checked in. Pay {rupees(money)} by UPI, then press Paid there."


def _story(number: str, count: Count, money: int, gone: set[str]) -> str:
    found = sum(count.good.values())
    said = f"Return {number} is here and checked: {found} piece{'s'[: found != 1]}."
    if money:
        said += f" {rupees(money)} goes back to you."
    if count.words:
        said += f" {count.words}"
    if gone:
        said += " Not every piece could go in stock by itself."
    return said
