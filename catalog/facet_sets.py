"""Every product on the shelf as a member of sets, one bit each: what the list's filters are made
of. Worked out once for each copy of the shelf, so that a request only combines them. Pure."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from copy import copy
from typing import TypeVar

from catalog.attributes import Attributes
from catalog.bits import Scale, bits_of, places_of
from catalog.members import Members
from catalog.rules import Category
from catalog.search_words import plainly
from catalog.shelf_rows import ShelfProduct
from catalog.specs import THREE, tenths

_T = TypeVar("_T", bound=Hashable)
FEW = 64  # products that are quicker looked at one by one than looked for along a scale


class Sets:
    """The products of one shelf in the order of their names, and the sets they are in."""

    def __init__(self, products: Iterable[ShelfProduct]) -> None:
        self.products = sorted(products, key=lambda p: (plainly(p.name), p.product_id))
        self.size = len(self.products)
        self.places = {p.product_id: n for n, p in enumerate(self.products)}
        self.all = (1 << self.size) - 1
        self.categories: dict[Category, int] = self._by(lambda p: p.category)
        self.brands: dict[str, int] = self._by(lambda p: p.brand)
        self._tenths = {name: self._numbered(name) for name in THREE}
        self.scales = {
            name: Scale(((tenth, n) for n, tenth in known.items()), self.size)
            for name, known in self._tenths.items()
        }
        self._lay_out_variants()
        gathered = Attributes(self.products)
        self.titles, self.attributes = gathered.titles, gathered.sets()
        self._meant: dict[Category, list[str]] = {}

    def with_stock_of(self, products: Mapping[str, ShelfProduct]) -> "Sets | None":
        """These sets for the same products as they are in stock now, at a small part of the work;
        None where anything else of them is different."""
        now = [products[p.product_id] for p in self.products if p.product_id in products]
        if not len(now) == len(products) == self.size:
            return None
        if any(
            new is not old and _filtered_by(new) != _filtered_by(old)
            for old, new in zip(self.products, now, strict=True)
        ):
            return None
        sold = copy(self)
        sold.products, sold.in_stock = now, _in_stock(now)
        return sold

    def number(self, product: ShelfProduct, name: str) -> int | None:
        """The tenths of speed, spin or control; None where the product has no such number."""
        return self._tenths[name].get(self.places[product.product_id])

    def numbers(self, name: str) -> dict[int, int]:
        """The tenths of one of the three by place."""
        return self._tenths[name]

    def priced(self, low: int | None, high: int | None) -> Members:
        """The products that cost an amount in this range in one of their variants."""
        return Members(0, {k: scale.between(low, high) for k, scale in enumerate(self.prices)})

    def cheapest_and_dearest(self, chosen: int) -> tuple[int, int] | None:
        """Between which amounts the chosen products cost; None where none is chosen."""
        if chosen.bit_count() <= FEW:
            few = [self.products[place] for place in places_of(chosen)]
            amounts = [variant.price for product in few for variant in product.variants]
            return (min(amounts), max(amounts)) if amounts else None
        ends = [pair for scale in self.prices if (pair := scale.ends(chosen))]
        return (min(low for low, _ in ends), max(high for _, high in ends)) if ends else None

    def lowest_and_highest(self, name: str, chosen: int) -> tuple[int, int] | None:
        """The ends of one of the three numbers among the chosen; None where none has it."""
        if chosen.bit_count() > FEW:
            return self.scales[name].ends(chosen)
        known = self._tenths[name]
        numbers = [known[place] for place in places_of(chosen) if place in known]
        return (min(numbers), max(numbers)) if numbers else None

    def of_use(self, category: Category) -> list[str]:
        """The attributes by which the products of a category can be told apart: those on their
        cards and those one chooses, if some value is that of two products at least."""
        if category not in self._meant:
            ours = self.categories.get(category, 0)
            self._meant[category] = [
                name
                for name, values in self.attributes.items()
                if any((members.anyhow() & ours).bit_count() > 1 for members in values.values())
            ]
        return self._meant[category]

    def _by(self, key: Callable[[ShelfProduct], _T]) -> dict[_T, int]:
        places: dict[_T, list[int]] = defaultdict(list)
        for n, product in enumerate(self.products):
            places[key(product)].append(n)
        return {value: bits_of(found, self.size) for value, found in places.items()}

    def _numbered(self, name: str) -> dict[int, int]:
        known = ((n, tenths(product, name)) for n, product in enumerate(self.products))
        return {n: tenth for n, tenth in known if tenth is not None}

    def _lay_out_variants(self) -> None:
        there: dict[int, list[int]] = defaultdict(list)
        prices: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for n, product in enumerate(self.products):
            for k, variant in enumerate(product.variants):
                there[k].append(n)
                prices[k].append((variant.price, n))
        self.layers = [bits_of(there[k], self.size) for k in range(len(there))]
        self.prices = [Scale(prices[k], self.size) for k in range(len(there))]
        self.in_stock = _in_stock(self.products)


def _in_stock(products: Sequence[ShelfProduct]) -> Members:
    stocked: dict[int, list[int]] = defaultdict(list)
    for n, product in enumerate(products):
        for k, variant in enumerate(product.variants):
            if variant.stock:
                stocked[k].append(n)
    return Members(0, {k: bits_of(at, len(products)) for k, at in stocked.items()})


def _filtered_by(product: ShelfProduct) -> tuple[object, ...]:
    """All of a product that the sets are made of, but for its stock."""
    variants = [(v.price, *v.options.items()) for v in product.variants]
    named = (product.name, product.brand, product.category)
    return (*named, tuple(product.specs.items()), variants)
