"""What a shopper asked the equipment list for, and how that is written in its address. Pure."""

from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlencode

from catalog.rules import Category
from config.money import plain_rupees, short_rupees


class Sort(StrEnum):
    BEST = "best"
    PRICE_UP = "price"
    PRICE_DOWN = "-price"
    NEWEST = "newest"
    SPEED = "speed"
    SPIN = "spin"
    CONTROL = "control"


SORT_TITLES: dict[Sort, str] = {
    Sort.BEST: "Best match",
    Sort.PRICE_UP: "Price, low to high",
    Sort.PRICE_DOWN: "Price, high to low",
    Sort.NEWEST: "Newest",
    Sort.SPEED: "Speed",
    Sort.SPIN: "Spin",
    Sort.CONTROL: "Control",
}


@dataclass(frozen=True)
class Wanted:
    """What a shopper asked to see: everything that stands in the address of the list."""

    q: str = ""
    category: Category | None = None
    brands: tuple[str, ...] = ()
    in_stock: bool = False
    price_from: int | None = None
    price_to: int | None = None
    sort: Sort = Sort.BEST
    page: int = 1

    def query(self) -> str:
        """The question as it stands in an address: '?category=rubbers&page=2', '' for all."""
        pairs: list[tuple[str, str]] = [
            ("q", self.q),
            ("category", self.category.value if self.category else ""),
            *(("brand", brand) for brand in self.brands),
            ("in_stock", "1" if self.in_stock else ""),
            ("price_from", _rupees(self.price_from)),
            ("price_to", _rupees(self.price_to)),
            ("sort", "" if self.sort is Sort.BEST else self.sort.value),
            ("page", "" if self.page == 1 else str(self.page)),
        ]
        given = urlencode([pair for pair in pairs if pair[1]])
        return f"?{given}" if given else ""

    @property
    def price_from_text(self) -> str:
        """The lowest price in rupees as a form holds it, '' for none."""
        return _rupees(self.price_from)

    @property
    def price_to_text(self) -> str:
        """The highest price in rupees as a form holds it, '' for none."""
        return _rupees(self.price_to)

    @property
    def is_filtered(self) -> bool:
        """Whether a filter of the column beside the list is set."""
        prices = (self.price_from, self.price_to)
        return bool(self.brands or self.in_stock or prices != (None, None))


def chips(wanted: Wanted) -> list[tuple[str, str]]:
    """Each filter that is set, in words, with the question that is left when it is taken away."""
    first = replace(wanted, page=1)
    found = [
        (brand, replace(first, brands=tuple(b for b in wanted.brands if b != brand)))
        for brand in wanted.brands
    ]
    if wanted.in_stock:
        found.append(("In stock", replace(first, in_stock=False)))
    if price := _price_words(wanted):
        found.append((price, replace(first, price_from=None, price_to=None)))
    return [(words, left.query()) for words, left in found]


def cleared(wanted: Wanted) -> Wanted:
    """The question without its filters: search words, category and order stay."""
    return Wanted(q=wanted.q, category=wanted.category, sort=wanted.sort)


def _price_words(wanted: Wanted) -> str:
    low, high = wanted.price_from, wanted.price_to
    if low is not None and high is not None:
        return f"{short_rupees(low)} to {short_rupees(high)}"
    if low is not None:
        return f"From {short_rupees(low)}"
    return f"Up to {short_rupees(high)}" if high is not None else ""


def _rupees(amount_paise: int | None) -> str:
    return "" if amount_paise is None else plain_rupees(amount_paise)
