"""What stands on the pack screen: the set of orders in their crates, and the one on the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core import signing
from django.http import QueryDict

from orders import queries as order_queries
from orders.arrival import last_day
from orders.line_parts import glued_with
from orders.models import Line, Order
from orders.rules import SET_ASIDE_FLAG, Status
from orders.services.benching import why_left_out
from orders.staff.picking import MOST, Crate, crates_of, in_address
from orders.staff.queries import page_of
from shipping.models import Shipment
from shipping.services.offering import Offer, offers_for
from shipping.staff.batch_page import parcels_by_order
from shipping.staff.pack_again import crates_again, to_pack, why_not_packed
from shipping.staff.pack_forms import TableForm
from shipping.staff.pack_scanning import Heard, Kind

_SALT = "pack-heard"


@dataclass(frozen=True)
class Row:
    """A line on the table: how many of its pieces are in."""

    place: int
    line: Line
    wanted: int
    got: int
    split: tuple[tuple[int, int], ...]  # number of a later box → pieces in it

    @property
    def is_done(self) -> bool:
        return self.got >= self.wanted


@dataclass
class Table:
    """The order on the table."""

    order: Order
    number: int  # of its crate; 0 outside the set
    form: TableForm
    why_not: str
    is_aside: bool
    offers: list[Offer] | None = None  # None: not asked for, while the box is not ready

    @property
    def rows(self) -> list[Row]:
        return [self._row(place, wanted) for place, wanted in self.form.wanted.items()]

    def _row(self, place: int, wanted: int) -> Row:
        is_asked = glued_with(self.order.lines, place)[0] == place  # once for a whole racket
        later = range(2, self.form.number_of_boxes + 1) if is_asked else ()
        split = tuple((number, self.form.split(number, place)) for number in later)
        return Row(place, self.order.lines[place], wanted, self.form.got[place], split)

    @property
    def chosen_courier(self) -> int | None:
        """The one that was chosen, else the first that is offered."""
        return self.form.courier_id or (self.offers[0].courier_id if self.offers else None)

    @property
    def promised(self) -> date | None:
        """The last day of what the customer was promised."""
        return last_day(self.order.promise)

    @property
    def scanned(self) -> str:
        """The pieces that are in, as the form carries them."""
        return got_text(self.order, self.form)

    @property
    def missing(self) -> int:
        """How many pieces are not in yet."""
        return sum(most - self.form.got[place] for place, most in self.form.wanted.items())


@dataclass(frozen=True)
class Sent:
    """The order that was just dispatched, and those of its parcels that went, with their numbers
    among `in_all`."""

    order: Order
    parcels: list[tuple[int, Shipment]]
    in_all: int


@dataclass(frozen=True)
class Bench:
    """All of the pack screen."""

    crates: list[Crate]
    table: Table | None
    sent: Sent | None
    heard: Heard | None
    parcels: dict[str, list[Shipment]]

    @property
    def done(self) -> int:
        return sum(crate.is_sent for crate in self.crates)

    @property
    def orders(self) -> str:
        """The set as the form carries it."""
        return ",".join(crate.order.order_id for crate in self.crates)


def bench_of(data: QueryDict, order_ids: Sequence[str], *, heard: Heard | None = None) -> Bench:
    """The screen for these orders, or for the oldest that wait where none are named; `data` says
    which is on the table and what is in it."""
    crates = crates_again(crates_of(order_ids)) if order_ids else _oldest()
    table = _table(data, crates)
    shown = [crate.order for crate in crates if crate.is_sent]
    sent_order = _by_id(data.get("sent", ""), crates)
    if sent_order is not None and sent_order not in shown:
        shown.append(sent_order)
    parcels = parcels_by_order(shown)
    sent = None if sent_order is None else _sent(sent_order, parcels, data.get("went", ""))
    return Bench(crates, table, sent, heard or _heard_in(data), parcels)


def _sent(order: Order, parcels: dict[str, list[Shipment]], went: str) -> Sent:
    """`went`: the ids of the parcels that went now; all of them where none is named."""
    numbered, named = list(enumerate(parcels[order.order_id], start=1)), went.split(",")
    now = [(number, each) for number, each in numbered if each.shipment_id in named]
    return Sent(order, now or numbered, len(numbered))


def address_of(order_ids: Sequence[str], *, heard: Heard | None = None, **more: str) -> str:
    """What follows `?` in the address of the screen in this state."""
    said = {"heard": signing.dumps([heard.kind, heard.text], salt=_SALT)} if heard else {}
    return in_address(order_ids, **more, **said)


def got_text(order: Order, form: TableForm) -> str:
    """'2.0.1': the pieces that are in, line by line."""
    return ".".join(str(form.got.get(place, 0)) for place in range(len(order.lines)))


def _table(data: QueryDict, crates: Sequence[Crate]) -> Table | None:
    order = _by_id(data.get("order", ""), crates)
    if order is None:
        return None
    number = next((c.number for c in crates if c.order.order_id == order.order_id), 0)
    is_aside = any(flag.kind == SET_ASIDE_FLAG for flag in order.attention or [])
    here = to_pack(order)
    form = TableForm(data, order, here)
    table = Table(order, number, form, why_not_packed(order, here), is_aside)
    box = table.form.boxes[0].box
    if not table.why_not and not table.missing and box is not None:
        table.offers = offers_for(order, box)
    return table


def _by_id(order_id: str, crates: Sequence[Crate]) -> Order | None:
    of_the_set = (crate.order for crate in crates if crate.order.order_id == order_id)
    return next(of_the_set, None) or order_queries.order_or_none(order_id)


def _oldest() -> list[Crate]:
    """What was begun first, then the oldest that wait."""
    begun = page_of(Status.PROCESSING, size=MOST).orders
    waiting = page_of(Status.CONFIRMED, size=MOST - len(begun)).orders if len(begun) < MOST else []
    ready = [order for order in [*begun, *waiting] if not why_left_out(order)]
    return [Crate(number, order) for number, order in enumerate(ready, start=1)]


def _heard_in(data: QueryDict) -> Heard | None:
    try:
        kind, text = signing.loads(data.get("heard", ""), salt=_SALT)
    except signing.BadSignature:
        return None
    return Heard(Kind(kind), text)
