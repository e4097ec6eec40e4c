"""What was sold in the weeks before the demo's first day: more at weekends, a little more from week
to week. Pure: drawn by lot from a fixed seed, so it is the same for the same day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random

from catalog.demo.product import DemoProduct
from catalog.rules import Category
from orders.day_rules import INDIA, day_of
from orders.rules import COD, NO_COD
from orders.services.drafting import Buyer
from payments.demo.past.people import past_buyers

DAYS = 70
ID_PREFIX = "TB-PAST"
SEED = 40_11  # the ball in millimetres, and the points of a game
_A_DAY = (4.0, 3.8, 4.2, 4.4, 5.4, 6.8, 6.4)  # orders, Monday first
_GROWTH = 1.2  # orders a day, from the first week to the last
_FEWEST, _MOST = 3, 8
_METHODS: Mapping[str, int] = {"upi": 56, "card": 19, "netbanking": 6, "wallet": 4, COD: 15}
_LIKED: Mapping[Category, float] = {
    Category.RUBBERS: 30,
    Category.BALLS: 20,
    Category.ACCESSORIES: 14,
    Category.BLADES: 9,
    Category.RACKETS: 9,
    Category.CLOTHING: 7,
    Category.SHOES: 5,
    Category.BAGS: 3,
    Category.TABLES: 0.5,
}
# Of the hours from nine in the morning to ten at night.
_BUSY = (2, 3, 4, 4, 4, 3, 3, 3, 4, 6, 8, 9, 9, 6)
_OPENS = 9


class Outcome(StrEnum):
    """What became of an order."""

    KEPT = "kept"  # it came, or comes, within what was promised
    LATE = "late"
    UNPAID = "unpaid"
    FAILED = "failed"  # the bank said no, and the shopper left
    CALLED_OFF = "called off"  # and its money given back


_OUTCOMES: Mapping[Outcome, int] = {
    Outcome.KEPT: 77,
    Outcome.LATE: 8,
    Outcome.UNPAID: 7,
    Outcome.FAILED: 5,
    Outcome.CALLED_OFF: 3,
}


@dataclass(frozen=True)
class Sale:
    """An order of the past: who wanted what (sku → pieces) and when. `luck`, from 0 to 1, is how
    long its parcel took of the days that it might."""

    order_id: str
    at: datetime
    buyer: Buyer
    wanted: Mapping[str, int]
    method: str
    outcome: Outcome
    luck: float

    @property
    def is_cod(self) -> bool:
        return self.method == COD

    @property
    def is_sold(self) -> bool:
        """Whether its goods left the shop for good."""
        return self.outcome in {Outcome.KEPT, Outcome.LATE}


def past_sales(as_of: datetime, products: Sequence[DemoProduct]) -> list[Sale]:
    """Every order of the days before this moment's, the oldest first."""
    lots = Random(SEED)  # noqa: S311 - no secret, the same each time
    market = _Market(lots, products)
    today = day_of(as_of)
    days = [today - timedelta(days=back) for back in range(DAYS, 0, -1)]
    drawn = [drawn for place, day in enumerate(days) for drawn in market.day(day, place / DAYS)]
    return [Sale(f"{ID_PREFIX}{number:06d}", *each) for number, each in enumerate(drawn, 1)]


_Drawn = tuple[datetime, Buyer, Mapping[str, int], str, Outcome, float]


class _Market:
    """Draws shoppers and what they want."""

    def __init__(self, lots: Random, products: Sequence[DemoProduct]) -> None:
        self._lots, self._buyers = lots, past_buyers()
        self._liked = [p for p in products if p.is_active and p.category in _LIKED]
        sizes = {c: sum(p.category == c for p in self._liked) for c in _LIKED}
        self._weights = [
            _LIKED[p.category] / sizes[p.category] / (1 + place % 5)
            for place, p in enumerate(self._liked)
        ]
        self._loyal = [1 / (1 + place / 12) for place in range(len(self._buyers))]

    def day(self, day: date, grown: float) -> Iterator[_Drawn]:
        """The orders of a day, in the order in which they came."""
        wanted = _A_DAY[day.weekday()] + _GROWTH * grown + self._lots.gauss(0, 0.9)
        number = min(_MOST, max(_FEWEST, round(wanted)))
        for moment in sorted(self._moment() for _ in range(number)):
            yield self._order(datetime.combine(day, moment, tzinfo=INDIA))

    def _moment(self) -> time:
        (hour,) = self._lots.choices(range(_OPENS, _OPENS + len(_BUSY)), _BUSY)
        return time(hour, self._lots.randrange(60), self._lots.randrange(60))

    def _order(self, at: datetime) -> _Drawn:
        (buyer,) = self._lots.choices(self._buyers, self._loyal)
        chosen = self._goods()
        is_for_cash = not any(p.category in NO_COD for p in chosen)
        (method,) = self._lots.choices([*_METHODS], [*_METHODS.values()])
        (outcome,) = self._lots.choices([*_OUTCOMES], [*_OUTCOMES.values()])
        if method == COD and not (is_for_cash and outcome in {Outcome.KEPT, Outcome.LATE}):
            method = "upi"
        wanted = {self._sku(p): self._pieces(p) for p in chosen}
        return at, buyer, wanted, method, outcome, self._lots.random()

    def _goods(self) -> list[DemoProduct]:
        (number,) = self._lots.choices((1, 2, 3), (60, 28, 12))
        picked = self._lots.choices(self._liked, self._weights, k=number)
        return list({p.product_id: p for p in picked}.values())

    def _sku(self, product: DemoProduct) -> str:
        if not product.variants:
            return product.product_id
        return self._lots.choice(product.variants).sku

    def _pieces(self, product: DemoProduct) -> int:
        if product.category in {Category.BALLS, Category.RUBBERS}:
            return self._lots.choices((1, 2, 3), (60, 32, 8))[0]
        return 1
