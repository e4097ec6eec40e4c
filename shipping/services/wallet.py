"""What is left at Shiprocket to pay couriers with. An empty wallet stops every dispatch, so staff
see it coming (failures.md E4)."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from orders.rules import Status
from orders.staff.queries import how_many
from shipping.memory import Remembered
from shipping.shiprocket import ShiprocketDown, ShiprocketRefused
from shipping.tokens import QUICK, client

log = logging.getLogger(__name__)
GOOD_FOR = timedelta(minutes=2)
SILENT_FOR = timedelta(seconds=30)
LEAST_PAISE = 100_00  # with less, Shiprocket takes nothing
USUAL_FREIGHT_PAISE = 80_00  # of one parcel


@dataclass(frozen=True)
class Wallet:
    """The balance in paise (None: Shiprocket does not say just now), and what the parcels that wait
    to be sent will cost."""

    balance_paise: int | None
    needed_paise: int

    @property
    def is_low(self) -> bool:
        """Whether somebody should recharge it today."""
        return self.balance_paise is not None and self.balance_paise < self.needed_paise


def wallet(waiting: int | None = None) -> Wallet:
    """The wallet, measured by a day's freight: of the orders that are to be packed or are being
    packed (`waiting`, counted here unless given). Never raises."""
    if waiting is None:
        waiting = how_many(Status.CONFIRMED) + how_many(Status.PROCESSING)
    needed = max(LEAST_PAISE, waiting * USUAL_FREIGHT_PAISE)
    return Wallet(_known.get(settings.SHIPROCKET_BASE_URL, _asked), needed)


def _life(balance: int | None) -> timedelta:
    return SILENT_FOR if balance is None else GOOD_FOR


_known: Remembered[int | None] = Remembered(_life)


def _asked() -> int | None:
    try:
        return client(patience=QUICK).wallet_balance()
    except (ShiprocketDown, ShiprocketRefused) as silence:
        log.info("Shiprocket does not tell its balance: %s", silence)
        return None
