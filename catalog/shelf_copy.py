"""One copy of the catalogue: everything on sale at one moment, and where to find it. Pure."""

from collections.abc import Iterator, Mapping
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

    def make_ready(self, before: "Shelf | None" = None) -> "Shelf":
        """This shelf with its finding aids worked out, from those of the one before where only a
        few products are others, so that no request works them out."""
        found = self.__dict__
        differing = differing_from(before.products, self.products) if before else None
        if before and differing is not None:
            old = [before.products[key] for key in differing if key in before.products]
            new = [self.products[key] for key in differing if key in self.products]
            found["by_sku"] = before.by_sku.changed(old, new)
        _ = self.by_sku, self.by_category
        return self


def differing_from(
    before: Mapping[str, ShelfProduct], now: Mapping[str, ShelfProduct]
) -> list[str] | None:
    """The ids of the products that are others now, come, or gone; None where they are many."""
    come = [key for key, product in now.items() if before.get(key) is not product]
    gone = [key for key in before if key not in now]
    return [*come, *gone] if len(come) + len(gone) <= FEW else None
