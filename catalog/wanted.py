"""What a shopper asked the equipment list for, and how that is written in its address. Pure."""

from collections.abc import Callable, Iterator
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
Values = tuple[str, ...]


@dataclass(frozen=True)
class Span:
    """From and to, both included: paise of a price, tenths of speed, spin or control."""

    low: int | None = None
    high: int | None = None

    @property
    def is_set(self) -> bool:
        return (self.low, self.high) != (None, None)


@dataclass(frozen=True)
class Wanted:
    """What a shopper asked to see: everything that stands in the address of the list."""

    q: str = ""
    as_typed: bool = False  # without repairing the words
    category: Category | None = None
    brands: Values = ()
    attributes: tuple[tuple[str, Values], ...] = ()  # by name, the values any of which will do
    in_stock: bool = False
    price: Span = Span()
    numbers: tuple[tuple[str, Span], ...] = ()  # of speed, spin, control: those that are asked for
    sort: Sort = Sort.BEST
    page: int = 1

    def query(self) -> str:
        """The question as it stands in an address: '?category=rubbers&page=2', '' for all. The
        same question is always written the same."""
        given = urlencode([pair for pair in self.pairs() if pair[1]])
        return f"?{given}" if given else ""

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Name and text of everything in the address, '' for what is not asked."""
        yield ("q", self.q)
        yield ("as_typed", "1" if self.as_typed and self.q else "")
        yield ("category", self.category.value if self.category else "")
        yield from self.filter_pairs()
        yield ("sort", "" if self.sort is Sort.BEST else self.sort.value)
        yield ("page", "" if self.page == 1 else str(self.page))

    def filter_pairs(self) -> Iterator[tuple[str, str]]:
        """Name and text of every filter."""
        yield from (("brand", brand) for brand in sorted(self.brands))
        yield from ((n, value) for n, values in sorted(self.attributes) for value in sorted(values))
        yield ("in_stock", "1" if self.in_stock else "")
        yield ("price_from", _rupees(self.price.low))
        yield ("price_to", _rupees(self.price.high))
        for name, span in self.numbers:
            yield (f"{name.lower()}_from", tenths_text(span.low))
            yield (f"{name.lower()}_to", tenths_text(span.high))

    def values(self, name: str) -> Values:
        """The values that are asked for of an attribute."""
        return dict(self.attributes).get(name, ())

    @property
    def is_filtered(self) -> bool:
        """Whether a filter of the column beside the list is set."""
        spans = (self.price, *(span for _, span in self.numbers))
        return bool(
            self.brands or self.attributes or self.in_stock or any(span.is_set for span in spans)
        )


def chips(wanted: Wanted) -> list[tuple[str, str]]:
    """Each filter that is set, in words, with the question that is left when it is taken away."""
    first = replace(wanted, page=1)
    found = [
        (brand, replace(first, brands=tuple(b for b in wanted.brands if b != brand)))
        for brand in wanted.brands
    ]
    found += [
        (value, replace(first, attributes=_without(wanted, name, value)))
        for name, values in wanted.attributes
        for value in values
    ]
    if wanted.in_stock:
        found.append(("In stock", replace(first, in_stock=False)))
    if wanted.price.is_set:
        found.append((_span_words(wanted.price, short_rupees), replace(first, price=Span())))
    for name, span in wanted.numbers:
        left = tuple(pair for pair in wanted.numbers if pair[0] != name)
        found.append((f"{name} {_span_words(span, tenths_text)}", replace(first, numbers=left)))
    return [(words[:1].upper() + words[1:], left.query()) for words, left in found]


def cleared(wanted: Wanted) -> Wanted:
    """The question without its filters: search words, category and order stay."""
    return Wanted(wanted.q, wanted.as_typed, wanted.category, sort=wanted.sort)


def tenths_text(tenths: int | None) -> str:
    """86 as '8.6', 90 as '9', nothing as ''."""
    if tenths is None:
        return ""
    return f"{tenths // 10}.{tenths % 10}".removesuffix(".0")


def _without(wanted: Wanted, name: str, value: str) -> tuple[tuple[str, Values], ...]:
    left = (
        (n, tuple(v for v in values if (n, v) != (name, value))) for n, values in wanted.attributes
    )
    return tuple((n, values) for n, values in left if values)


def _span_words(span: Span, text: Callable[[int], str]) -> str:
    if span.low is not None and span.high is not None:
        return f"{text(span.low)} to {text(span.high)}"
    if span.low is not None:
        return f"from {text(span.low)}"
    return f"up to {text(span.high)}" if span.high is not None else ""


def _rupees(amount_paise: int | None) -> str:
    return "" if amount_paise is None else plain_rupees(amount_paise)
