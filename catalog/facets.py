"""The filters beside the list: their values with true counts, each counted without its own filter,
so that a count says what ticking the value would show. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from catalog.facet_sets import Sets
from catalog.members import Members, Passing, either
from catalog.rules import Category
from catalog.specs import THREE, in_value_order
from catalog.wanted import Span, Wanted, tenths_text
from config.money import short_rupees

SHOWN_AT_ONCE = 8  # values of a filter, before 'show more'
OF_EVERY_KIND = ("colour",)  # attributes that mean the same in all categories
NOBODY = Members()


@dataclass(frozen=True)
class Value:
    """One value of a filter: how many products ticking it would show."""

    value: str
    count: int
    is_on: bool


@dataclass(frozen=True)
class Facet:
    """A filter by values: the first of them, and those behind 'show more'."""

    name: str
    title: str
    first: list[Value]
    more: list[Value]
    is_open: bool

    @property
    def is_any_more_on(self) -> bool:
        return any(value.is_on for value in self.more)


@dataclass(frozen=True)
class Range:
    """A filter from a number to a number, and between which numbers the goods lie."""

    name: str
    title: str
    lowest: str
    highest: str
    is_open: bool


@dataclass(frozen=True)
class Facets:
    """All filters of one answer."""

    lead: Facet | None  # of one category: the attribute that tells its goods apart first
    brands: Facet | None
    attributes: list[Facet]  # the others
    price: Range | None
    numbers: list[Range]
    in_stock: int
    left: int  # the products that pass all of them, as a set


def facets_of(sets: Sets, wanted: Wanted, said: int, passing: "Passings") -> Facets:
    """The filters for the products of a question and a category, which are `said`."""
    category = wanted.category or _only_category(sets, said)
    attributes = _attributes(sets, wanted, category, passing)
    leads = 1 if category else 0
    return Facets(
        lead=replace(attributes[0], is_open=True) if attributes[:leads] else None,
        brands=_brands(sets, wanted, passing.without("brand")),
        attributes=attributes[leads:],
        price=_price(sets, passing.without("price"), said),
        numbers=[
            found
            for name in THREE
            if (found := _number(sets, wanted, name, passing.without(name), said))
        ],
        in_stock=passing.without("in_stock").count(sets.in_stock),
        left=passing.all.products,
    )


def _filters_of(sets: Sets, wanted: Wanted) -> dict[str, Members]:
    """The members that each filter of the question lets pass, by the filter's name."""
    found: dict[str, Members] = {}
    if wanted.brands:
        found["brand"] = either(Members(sets.brands.get(brand, 0)) for brand in wanted.brands)
    for name, values in wanted.attributes:
        known = sets.attributes.get(name, {})
        found[name] = either(known.get(value, NOBODY) for value in values)
    if wanted.in_stock:
        found["in_stock"] = sets.in_stock
    if wanted.price.is_set:
        found["price"] = sets.priced(wanted.price.low, wanted.price.high)
    for name, span in wanted.numbers:
        found[name] = Members(sets.scales[name].between(span.low, span.high))
    return found


class Passings:
    """What passes all filters, and what passes all but one."""

    def __init__(self, sets: Sets, wanted: Wanted, said: int) -> None:
        self._sets, self._filters, self._said = sets, _filters_of(sets, wanted), said
        self.all = Passing(said, self._filters.values(), sets.layers)
        self.varying = {name for name, members in self._filters.items() if members.layers}

    def without(self, name: str) -> Passing:
        if name not in self._filters:
            return self.all
        others = [members for other, members in self._filters.items() if other != name]
        return Passing(self._said, others, self._sets.layers)


def _names(sets: Sets, wanted: Wanted, category: Category | None) -> list[str]:
    """The attributes worth a filter: those of the one category that is shown, and those set."""
    asked = [name for name, _ in wanted.attributes]
    names = sets.of_use(category) if category else sets.attributes.keys() & OF_EVERY_KIND
    return [*names, *(name for name in asked if name not in names)]


def _only_category(sets: Sets, said: int) -> Category | None:
    found = [category for category, members in sets.categories.items() if members & said]
    return found[0] if len(found) == 1 else None


def _brands(sets: Sets, wanted: Wanted, passing: Passing) -> Facet | None:
    known = {brand: Members(members) for brand, members in sets.brands.items() if brand}
    ordered = sorted({*known, *wanted.brands}, key=str.casefold)
    found = _values(ordered, known, wanted.brands, passing)
    return _facet("brand", "Brand", found, is_open=True) if found else None


def _attributes(
    sets: Sets, wanted: Wanted, category: Category | None, passing: Passings
) -> list[Facet]:
    names = _names(sets, wanted, category)
    found = [_attribute(sets, wanted, name, passing.without(name)) for name in names]
    return [facet for facet in found if facet.first]


def _attribute(sets: Sets, wanted: Wanted, name: str, passing: Passing) -> Facet:
    known, asked = sets.attributes.get(name, {}), wanted.values(name)
    ordered = in_order({**dict.fromkeys(asked, NOBODY), **known})
    found = _values(ordered, known, asked, passing)
    return _facet(name, sets.titles.get(name, name), found, is_open=bool(asked))


def _values(
    ordered: list[str],
    known: Mapping[str, Members],
    asked: tuple[str, ...],
    passing: Passing,
) -> list[Value]:
    """The values that would show something, and those that are set."""
    found = [Value(v, passing.count(known.get(v, NOBODY)), v in asked) for v in ordered]
    return [value for value in found if value.count or value.is_on]


def _facet(name: str, title: str, values: list[Value], *, is_open: bool) -> Facet:
    return Facet(name, title, values[:SHOWN_AT_ONCE], values[SHOWN_AT_ONCE:], is_open)


def in_order(values: Mapping[str, Members]) -> list[str]:
    """Values as a person expects them: numbers by size, and before them the words, those of most
    products first unless they have an order of their own (S, M, L)."""
    words = [value for value in values if not any(map(str.isdigit, value))]
    words.sort(key=lambda word: (-values[word].anyhow().bit_count(), word))
    return [*in_value_order(words), *in_value_order(v for v in values if v not in set(words))]


def _price(sets: Sets, passing: Passing, said: int) -> Range | None:
    ends = sets.cheapest_and_dearest(passing.products or said)
    if ends is None:
        return None
    lowest, highest = map(short_rupees, ends)
    return Range("price", "Price", lowest, highest, is_open=True)


def _number(sets: Sets, wanted: Wanted, name: str, passing: Passing, said: int) -> Range | None:
    ends = sets.lowest_and_highest(name, passing.products or said)
    asked = dict(wanted.numbers).get(name, Span())
    if ends is None and not asked.is_set:
        return None
    lowest, highest = map(tenths_text, ends or (None, None))
    return Range(name.lower(), name, lowest, highest, asked.is_set)
