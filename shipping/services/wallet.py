"""What is left at Shiprocket to pay couriers with. An empty wallet stops every dispatch, so staff
see it coming (failures.md E4)."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from orders.rules import Status
from orders.staff.queries import MOST_COUNTED, how_many, how_many_up_to
from shipping.memory import Remembered
from shipping.shiprocket import ShiprocketDown, ShiprocketRefused
from shipping.tokens import QUICK, client

log = logging.getLogger(__name__)
GOOD_FOR = timedelta(minutes=2)
SILENT_FOR = timedelta(seconds=30)
LEAST_PAISE = 100_00  # with less, Shiprocket takes nothing
USUAL_FREIGHT_PAISE = 80_00  # of one parcel
MOST_FREIGHT = 1000  # orders of a state that are counted for it, where the pages stop much earlier


@dataclass(frozen=True)
class Wallet:
    """The balance in paise (None: Shiprocket does not say just now), and what the parcels that wait
    to be sent will cost. `needs_more`: even more wait, which nobody has counted."""

    balance_paise: int | None
    needed_paise: int
    needs_more: bool = False

    @property
    def is_low(self) -> bool:
        """Whether somebody should recharge it today."""
        if self.balance_paise is None:
            return False
        return self.needs_more or self.balance_paise < self.needed_paise


def wallet(waiting: int | None = None) -> Wallet:
    """The wallet, measured by a day's freight: of the orders that are to be packed or are being
    packed (`waiting`, counted here unless given; where the pages stop counting, it is counted on
    here). Does not raise for what Shiprocket says."""
    if waiting is None:
        waiting = how_many(Status.CONFIRMED) + how_many(Status.PROCESSING)
    balance, needs_more = _known.get(settings.SHIPROCKET_BASE_URL, _asked), False
    if waiting > MOST_COUNTED and balance is not None:
        waiting, needs_more = _far.get("waiting", _counted_further)
    needed = max(LEAST_PAISE, waiting * USUAL_FREIGHT_PAISE)
    return Wallet(balance, needed, needs_more)


def _life(balance: int | None) -> timedelta:
    return SILENT_FOR if balance is None else GOOD_FOR


def _as_long(_: tuple[int, bool]) -> timedelta:
    return GOOD_FOR


_known: Remembered[int | None] = Remembered(_life)
_far: Remembered[tuple[int, bool]] = Remembered(_as_long)


def _counted_further() -> tuple[int, bool]:
    """How many orders are to be sent, and whether there are more than that."""
    found = [
        how_many_up_to(MOST_FREIGHT + 1, status) for status in (Status.CONFIRMED, Status.PROCESSING)
    ]
    return sum(min(each, MOST_FREIGHT) for each in found), max(found) > MOST_FREIGHT


def _asked() -> int | None:
    try:
        return client(patience=QUICK).wallet_balance()
    except (ShiprocketDown, ShiprocketRefused) as silence:
        log.info("Shiprocket does not tell its balance: %s", silence)
        return None
