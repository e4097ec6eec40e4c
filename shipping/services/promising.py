"""The promise for a pincode: from what is known of the couriers, else by asking Shiprocket, else an
estimate. A page never waits longer for it than a second: tables and counters are asked on threads
of their own, as Shiprocket is."""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from typing import Final

from config import clock
from config.errors import TooMany
from orders.cart_lines import CartLine
from shipping.parcels import Piece, billed_grams, box_for
from shipping.pincodes import place_of
from shipping.promises import Offered, Promise, estimate_for, nowhere, promise_from
from shipping.services import known_couriers, pickup_place
from shipping.services.enquiring import Enquiries, NoAnswer
from shipping.services.known_couriers import Known, Where
from shipping.services.pickup_place import pickup_pincode
from shipping.shiprocket_entities import Courier
from shipping.tokens import client

LONGEST_SECONDS: Final = 0.8  # reading and counting included; the page needs some of a second too
PATIENCE = (1.0, 4.0)  # of the question itself: a late answer serves the next page
# Questions by the half kilo would be many; couriers change little between these (kilograms).
BANDS = (0.5, 1, 2, 3, 5, 10, 20, 30, 50, 100)
FAIR = 0.2  # seconds; with less left of the page's time, no answer is no silence
_couriers: Enquiries[Known] = Enquiries("couriers", threads=4, most=16, quiet=30.0, fair=FAIR)
_kept: Enquiries[Known | None] = Enquiries(
    "kept-couriers", threads=4, most=64, quiet=5.0, fair=FAIR
)
_counts: Enquiries[TooMany | NoAnswer | None] = Enquiries(
    "counted-questions", threads=4, most=64, quiet=5.0, fair=FAIR
)


def promise_for(
    pincode: str,
    pieces: Iterable[Piece],
    *,
    now: datetime,
    before_asking: Callable[[], None] = lambda: None,
) -> Promise:
    """When these pieces would be at that door. Never later than a second, and never an error for
    the sake of Shiprocket or a table: then an older answer serves, or an estimate. `before_asking`
    is called where Shiprocket must be asked, on another thread, and may refuse that by raising
    TooMany; if it fails or takes too long, Shiprocket is not asked."""
    if place_of(pincode) is None:
        return nowhere(pincode)
    where = Where(pincode, band_of(billed_grams(box_for(pieces))))
    until = time.monotonic() + LONGEST_SECONDS
    known = _known(where, now=now, until=until)
    if known is None or not known.is_fresh(now):
        with suppress(NoAnswer):  # then what is known must do, stale or not
            if _couriers.would_ask(where):
                _count(before_asking, until=until)
            known = _couriers.answer(where, lambda: _ask(where), within=_left(until))
    if known is None:
        return estimate_for(pincode, now=now)
    return promise_from(pincode, known.offers, now=now)


def pieces_of(lines: Iterable[CartLine]) -> list[Piece]:
    """What goes into the box for a cart's lines."""
    return [
        Piece(x.product.category, x.quantity, x.product.weight_grams, x.product.size_cm)
        for x in lines
    ]


def band_of(grams: int) -> int:
    """The weight that is asked for: the next of BANDS, over the last one whole quintals."""
    steps = [round(kilograms * 1000) for kilograms in BANDS]
    return next((step for step in steps if grams <= step), -(-grams // 100_000) * 100_000)


def settle() -> None:
    """Wait for the questions that no page waits for any more."""
    for each in (_kept, _counts, _couriers):
        each.settle()


def forget() -> None:
    """As in a new process, once what is under way has ended."""
    for each in (_kept, _counts, _couriers):
        each.forget()
    known_couriers.forget()
    pickup_place.forget()


def _known(where: Where, *, now: datetime, until: float) -> Known | None:
    """What is known; if the table is slow, what this process remembers. A late read is remembered
    as well, for the next page."""
    remembered = known_couriers.remembered(where, now=now)
    if remembered is not None and remembered.is_fresh(now):
        return remembered
    try:
        return _kept.answer(
            where, lambda: known_couriers.known(where, now=now), within=_left(until)
        )
    except NoAnswer:
        return remembered


def _count(before_asking: Callable[[], None], *, until: float) -> None:
    """Have a question counted; raises what refuses it, and NoAnswer where it cannot be counted."""

    def counted() -> TooMany | NoAnswer | None:
        try:
            before_asking()
        except (TooMany, NoAnswer) as refusal:  # an answer of the counter, no silence
            return refusal
        return None

    refusal = _counts.answer(object(), counted, within=_left(until))
    if refusal is not None:
        raise refusal


def _left(until: float) -> float:
    """The seconds until then; NoAnswer where there are none, so that nobody is held to be silent
    who had no time to answer."""
    left = until - time.monotonic()
    if left <= 0:
        raise NoAnswer
    return left


def _ask(where: Where) -> Known:
    courier = client(patience=PATIENCE)
    found = courier.couriers(
        from_pincode=pickup_pincode(courier), to_pincode=where.pincode, grams=where.grams
    )
    answer = Known(tuple(_offered(each) for each in found), clock.now())
    known_couriers.keep(where, answer)
    return answer


def _offered(courier: Courier) -> Offered:
    return Offered(courier.id, courier.name, courier.rate_paise, courier.days, courier.cod)
