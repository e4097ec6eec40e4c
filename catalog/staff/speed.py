"""How fast the shop's pages were for the people who used them, as the staff page tells it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from catalog.vitals_models import Vitals
from catalog.vitals_rules import SCALES, TYPES, Metric, in_order, third_quartile

SHORT, LONG = 7, 28  # days; the longer is what search engines judge by
FEWEST = 20  # visits of which a quartile says something
TITLES = {
    "home": "Home",
    "list": "Equipment list",
    "product": "Product",
    "compare": "Compare",
    "builder": "Racket builder",
    "cart": "Cart",
    "checkout": "Checkout",
    "thanks": "Thank-you page",
    "tracking": "Tracking",
    "account": "Account",
}
_Counts = Mapping[str, Counter[str]]  # page type → box → how many


@dataclass(frozen=True)
class Figure:
    """What three of four visits stayed below, in words; no verdict where few were measured."""

    words: str
    verdict: str
    visits: int


@dataclass(frozen=True)
class Cell:
    """A number of a page type over both spans."""

    title: str
    short: Figure
    long: Figure


@dataclass(frozen=True)
class Row:
    """A page type."""

    title: str
    visits: int
    cells: list[Cell]


def rows(today: date) -> list[Row]:
    """Each page type with its three numbers, one query in all."""
    lately, longer = _counts(today)
    return [_row(page, lately[page], longer[page]) for page in dict.fromkeys(TYPES.values())]


def limits() -> Iterator[tuple[str, str, str]]:
    """Each number: its name, what it is, and up to where it is good and fair, in words."""
    for metric, scale in SCALES.items():
        most = f"good up to {words(metric, scale.good)}, poor above {words(metric, scale.fair)}"
        yield scale.title, scale.words, most


def words(metric: Metric, value: int) -> str:
    """'2.3 s', '180 ms', '0.04'; above the last box only that it is above."""
    last = SCALES[metric].edges[-1]
    above, shown = ("over " if value > last else ""), min(value, last)
    if metric is Metric.CLS:
        return f"{above}{shown / 1000:.2f}"
    return f"{above}{shown / 1000:.1f} s" if shown >= 1000 else f"{above}{shown} ms"


def _counts(today: date) -> tuple[_Counts, _Counts]:
    """What was counted in the last 7 and in the last 28 days, today's so far among them."""
    every = set(TYPES.values())
    lately: dict[str, Counter[str]] = {page: Counter() for page in every}
    longer: dict[str, Counter[str]] = {page: Counter() for page in every}
    first, from_short = today - timedelta(days=LONG - 1), today - timedelta(days=SHORT - 1)
    span = Vitals.place.between(f"{first}/", f"{today}/~")
    for item in Vitals.query(Vitals.KEY, span, limit=LONG * len(every)):
        day, _, page = item.place.partition("/")
        if page in every:
            longer[page].update(item.counts)
            if day >= str(from_short):
                lately[page].update(item.counts)
    return lately, longer


def _row(page: str, lately: Counter[str], longer: Counter[str]) -> Row:
    cells = [
        Cell(scale.title, _figure(metric, lately), _figure(metric, longer))
        for metric, scale in SCALES.items()
    ]
    return Row(TITLES[page], max(cell.long.visits for cell in cells), cells)


def _figure(metric: Metric, counts: Counter[str]) -> Figure:
    boxes = in_order(metric, counts)
    value, visits = third_quartile(metric, boxes), sum(boxes)
    if value is None or visits < FEWEST:
        return Figure("few" if visits else "none", "", visits)
    return Figure(words(metric, value), SCALES[metric].verdict(value), visits)
