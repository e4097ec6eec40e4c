"""A shopper asks to send goods back, or thinks better of it. No piece is asked back twice: the
write holds only while no other return was asked and nothing was given back meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from config import clock
from config.dynamo import persistently, transaction
from config.money import rupees
from orders import queries
from orders import return_rules as rules
from orders.line_parts import as_whole, glued_with
from orders.models import Order
from orders.return_errors import AskedMeanwhile, NotReturnable
from orders.return_parts import Return
from orders.return_rules import Reason, ReturnStatus
from orders.return_worth import Worth, worth_of
from orders.services.return_writing import Step, write_step
from orders.services.returning import pieces_as_read

CUSTOMER = "Customer"


@dataclass(frozen=True)
class Wish:
    """What shall go back (place of the order's line → pieces) and why, in the shopper's words too;
    `photos` are names in the storage; `upi` is where money goes that was paid at the door."""

    pieces: Mapping[int, int]
    reason: Reason
    words: str = ""
    photos: tuple[str, ...] = ()
    upi: str = field(default="", repr=False)


def next_number(order: Order) -> str:
    """What the order's next return is called: 'R1' for the first."""
    return f"R{len(order.returns or {}) + 1}"


def preview(order: Order, wish: Wish, *, now: datetime | None = None) -> Worth:
    """What would be given back for it; nothing is written. Raises NotReturnable, which says why
    it may not be asked."""
    _refuse(order, wish, now or clock.now())
    return worth_of(order, wish.pieces, wish.reason)


def ask_back(order_id: str, customer_id: str, *, number: str, wish: Wish) -> Return:
    """Ask for a return of this number, which the form was drawn with: sent twice, or from another
    window too, it is asked once. Staff find it on their list, and the customer gets a mail.

    Raises OrderNotFound (also for another person's order), NotReturnable, AskedMeanwhile."""
    return persistently(lambda: _ask(order_id, customer_id, number, wish))


def _ask(order_id: str, customer_id: str, number: str, wish: Wish) -> Return:
    order = queries.order_of(order_id, customer_id)
    if number != next_number(order):
        raise _other_number(order, number)
    now = clock.now()
    worth = preview(order, wish, now=now)
    if wish.reason in rules.WITH_PHOTO and not wish.photos:
        raise NotReturnable("Please add a photo that shows what is wrong.")
    born = _born(wish, worth, now)
    pieces, money = pieces_words(sum(wish.pieces.values())), rupees(worth.total)
    said = f"Return {number} asked for: {pieces}. {money} goes back once they are with us."
    step = Step(number, said, CUSTOMER, mail="asked")
    with transaction() as tx:
        write_step(tx, order, step, born=born, also=pieces_as_read(order))
    return born


def _other_number(order: Order, number: str) -> AskedMeanwhile | NotReturnable:
    """The refusal of a form that was drawn for another number."""
    returns = list(order.returns or {})
    if not returns:
        return NotReturnable("This form is out of date. Please begin anew.")
    return AskedMeanwhile(number if number in returns else returns[-1])


def _born(wish: Wish, worth: Worth, now: datetime) -> Return:
    return Return(
        status=ReturnStatus.ASKED.value,
        pieces=rules.as_kept(wish.pieces),
        reason=wish.reason.value,
        words=wish.words or None,
        photos=list(wish.photos) or None,
        money=worth.total,
        has_fees=worth.fees > 0,
        upi=wish.upi or None,
        asked_at=now,
    )


def pieces_words(count: int) -> str:
    """'1 piece', '2 pieces'."""
    return "1 piece" if count == 1 else f"{count} pieces"


def _refuse(order: Order, wish: Wish, now: datetime) -> None:
    if rules.delivered_at(order) is None:
        raise NotReturnable("Goods can be sent back once the order is delivered.")
    if len(order.returns or {}) >= rules.MOST_RETURNS:
        raise NotReturnable("Please write to us about further returns of this order.")
    if not any(wish.pieces.values()):
        raise NotReturnable("Choose what you want to send back.")
    left = rules.pieces_left(order)
    if any(_is_torn(order, wish.pieces, left, place) for place in wish.pieces):
        raise NotReturnable("A racket that we glued comes back as a whole. Choose all of it.")
    for place, count in wish.pieces.items():
        if not 0 <= count <= left.get(place, 0):
            raise NotReturnable("That is more than you can send back. Look at the numbers again.")
        line = order.lines[place]
        if count and wish.reason not in rules.reasons_for(order, line, now):
            raise NotReturnable(_why_not(order, wish.reason, line.name))


def _is_torn(order: Order, pieces: Mapping[int, int], left: Mapping[int, int], place: int) -> bool:
    """Whether a part of a racket is to come back without the others that are left of it."""
    if place not in range(len(order.lines)) or not order.lines[place].is_part:
        return False
    chosen = {each: pieces.get(each, 0) for each in glued_with(order.lines, place)}
    whole = as_whole(order.lines, place, max(chosen.values()), left)
    return any(count != whole.get(each, 0) for each, count in chosen.items())


def _why_not(order: Order, reason: Reason, name: str) -> str:
    if reason is Reason.TOO_LATE and not rules.came_late(order):
        return "This order came within the days that were promised. Choose another reason."
    if reason in rules.OUR_FAULT:
        return f"More than {rules.FAULT_DAYS} days have gone since delivery. Please write to us."
    last = rules.last_day(order, Reason.FAULTY)
    day = f"until {last.day} {last:%B}" if last else ""
    return (
        f"{name} cannot be sent back for this reason (any more). If something is wrong with it,"
        f" choose that reason, {day}."
    )
