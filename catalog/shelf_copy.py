"""One copy of the catalogue: everything on sale at one moment, and where to find it. Pure."""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from catalog.rules import Category
from catalog.shelf_rows import ShelfProduct, ShelfVariant

NOTHING: Mapping[str, ShelfProduct] = MappingProxyType({})
FEW = 500  # products that are quicker put in place of others than all sorted anew


class BySku(Mapping[str, tuple[ShelfProduct, ShelfVariant]]):
    """The product and the variant of each sku; only whose it is takes room."""

    def __init__(self, whose: dict[str, ShelfProduct]) -> None:
        self._whose = whose

    def __getitem__(self, sku: str) -> tuple[ShelfProduct, ShelfVariant]:
        product = self._whose[sku]
        variant = product.variant(sku)
        if variant is None:
            raise KeyError(sku)
        return product, variant

    def __contains__(self, sku: object) -> bool:
        return sku in self._whose

    def __iter__(self) -> Iterator[str]:
        return iter(self._whose)

    def __len__(self) -> int:
        return len(self._whose)

    def changed(self, old: list[ShelfProduct], new: list[ShelfProduct]) -> "BySku":
        """The same where these products have taken the place of those."""
        whose = self._whose.copy()
        for variant in (v for product in old for v in product.variants):
            whose.pop(variant.sku, None)
        return BySku(whose | {v.sku: product for product in new for v in product.variants})


class ByPrice:
    """Products along their prices, so that those near one are found without looking at all."""

    def __init__(self, products: Iterable[ShelfProduct]) -> None:
        self._products = sorted(products, key=lambda p: p.price)
        self._prices = array("q", (p.price for p in self._products))

    def nearest(self, product: ShelfProduct, most: int) -> list[ShelfProduct]:
        """The others: those of other brands first, nearest in price, then by name."""
        found: list[tuple[bool, int, str, ShelfProduct]] = []
        foreign, edge = 0, -1
        for other in self._outwards(product.price):
            far = abs(other.price - product.price)
            if foreign >= most and far > edge:
                break  # the rest is farther than all that are wanted
            if other.product_id != product.product_id:
                is_own = other.brand == product.brand
                found.append((is_own, far, other.name, other))
                foreign, edge = foreign + (not is_own), far
        found.sort(key=lambda one: one[:3])
        return [other for *_, other in found[:most]]

    def around(self, price: int, *, but: Collection[str]) -> list[ShelfProduct]:
        """Those that are nearest to a price, all as near; without those of these ids."""
        found: list[ShelfProduct] = []
        for other in self._outwards(price):
            if found and abs(other.price - price) > abs(found[0].price - price):
                break
            if other.product_id not in but:
                found.append(other)
        return found

    def _outwards(self, price: int) -> Iterator[ShelfProduct]:
        above = bisect_left(self._prices, price)
        below, end = above - 1, len(self._prices)
        while below >= 0 or above < end:
            if above >= end or (
                below >= 0 and price - self._prices[below] <= self._prices[above] - price
            ):
                yield self._products[below]
                below -= 1
            else:
                yield self._products[above]
                above += 1


@dataclass(frozen=True)
class Shelf:
    """Everything on sale at one moment."""

    version: int
    products: Mapping[str, ShelfProduct]

    @cached_property
    def by_sku(self) -> BySku:
        return BySku(
            {v.sku: product for product in self.products.values() for v in product.variants}
        )

    @cached_property
    def by_category(self) -> dict[Category, list[ShelfProduct]]:
        grouped: dict[Category, list[ShelfProduct]] = {category: [] for category in Category}
        for product in self.products.values():
            grouped[product.category].append(product)
        return grouped

    @cached_property
    def in_stock(self) -> dict[Category, ByPrice]:
        """What can be had of each kind."""
        kinds = self.by_category.items()
        return {kind: ByPrice(p for p in products if p.stock) for kind, products in kinds}

    def make_ready(self, before: "Shelf | None" = None) -> "Shelf":
        """This shelf with its finding aids worked out, from those of the one before where only a
        few products are others, so that no request works them out."""
        found = self.__dict__
        differing = differing_from(before.products, self.products) if before else None
        if before and differing is not None:
            old = [before.products[key] for key in differing if key in before.products]
            new = [self.products[key] for key in differing if key in self.products]
            found["by_sku"] = before.by_sku.changed(old, new)
        _ = self.by_sku, self.in_stock
        return self


def differing_from(
    before: Mapping[str, ShelfProduct], now: Mapping[str, ShelfProduct]
) -> list[str] | None:
    """The ids of the products that are others now, come, or gone; None where they are many."""
    come = [key for key, product in now.items() if before.get(key) is not product]
    gone = [key for key in before if key not in now]
    return [*come, *gone] if len(come) + len(gone) <= FEW else None
