"""Who goes to a pincode, as far as we know it: in this process's memory, and in the table for all
processes. Each answer has its age; whether it is fresh is for whoever asks to see."""

import logging
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.exceptions import PynamoDBException

from shipping.promises import Offered
from shipping.shiprocket_answers import OfferedCourier, ShiprocketAnswer

log = logging.getLogger(__name__)
FRESH = timedelta(hours=6)
NOBODY_FRESH = timedelta(hours=1)  # a courier may begin to go there
KEPT = timedelta(days=7)  # a stale answer is better than none, for so long
MOST_REMEMBERED = 5000
MOST_COURIERS = 30


@dataclass(frozen=True)
class Where:
    """A question for couriers: a pincode, and the weight that they charge for, at most."""

    pincode: str
    grams: int

    @property
    def key(self) -> str:
        return f"#serviceable/{self.pincode}/{self.grams}"


@dataclass(frozen=True)
class Known:
    """What Shiprocket said, and when. No offers: nobody goes there."""

    offers: tuple[Offered, ...]
    asked_at: datetime

    def is_fresh(self, now: datetime) -> bool:
        """Whether it need not be asked again."""
        return now - self.asked_at < (FRESH if self.offers else NOBODY_FRESH)


class _Memory:
    """The latest answers of this process; the one not looked at for longest goes first."""

    def __init__(self) -> None:
        self._known: OrderedDict[Where, Known] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, where: Where) -> Known | None:
        with self._lock:
            if where in self._known:
                self._known.move_to_end(where)
            return self._known.get(where)

    def put(self, where: Where, known: Known) -> None:
        with self._lock:
            self._known[where] = known
            self._known.move_to_end(where)
            while len(self._known) > MOST_REMEMBERED:
                self._known.popitem(last=False)

    def forget(self) -> None:
        """As in a new process."""
        with self._lock:
            self._known.clear()


_memory = _Memory()
forget = _memory.forget


def remembered(where: Where, *, now: datetime) -> Known | None:
    """What this process knows, fresh or stale, without a read; None where it is nothing, or too old
    to go by."""
    found = _memory.get(where)
    return None if found is None or now - found.asked_at > KEPT else found


def known(where: Where, *, now: datetime) -> Known | None:
    """The same, by one read where this process knows nothing fresh."""
    here = remembered(where, now=now)
    if here is None or not here.is_fresh(now):
        found = _read(where)
        if found and (here is None or found.asked_at > here.asked_at):
            _memory.put(where, found)
    return remembered(where, now=now)


def keep(where: Where, answer: Known) -> None:
    """Remember an answer, here and for all. Two at once: the later one stays, both are true."""
    _memory.put(where, answer)
    try:
        ShiprocketAnswer(where.key, "#").update(
            [
                ShiprocketAnswer.couriers.set(
                    [_part(each) for each in answer.offers[:MOST_COURIERS]]
                ),
                ShiprocketAnswer.asked_at.set(answer.asked_at),
                ShiprocketAnswer.expires_at.set(answer.asked_at + KEPT),
            ]
        )
    except PynamoDBException:  # this process knows it all the same
        log.warning("Who goes to %s could not be kept", where, exc_info=True)


def _read(where: Where) -> Known | None:
    try:
        found = ShiprocketAnswer.get(where.key, "#")
    except ShiprocketAnswer.DoesNotExist:
        return None
    except PynamoDBException:
        log.warning("Who goes to %s could not be read", where, exc_info=True)
        return None
    if found.asked_at is None:
        return None
    return Known(tuple(_offered(part) for part in found.couriers or ()), found.asked_at)


def _offered(part: OfferedCourier) -> Offered:
    return Offered(part.id, part.name, part.rate, part.days, part.cod)


def _part(offer: Offered) -> OfferedCourier:
    return OfferedCourier(
        id=offer.courier_id,
        name=offer.name,
        rate=offer.rate_paise,
        days=offer.days,
        cod=offer.allows_cod,
    )
