"""Two to four products side by side, and in what they differ. Pure, but for addresses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from catalog.rules import KINDS
from catalog.shelf import ShelfProduct
from catalog.specs import RATINGS_SOURCE, THREE, meters, span, spec

FEWEST, MOST = 2, 4
ONLY = "differences"  # `only=differences` in the address
NOT_SAID = "–"  # noqa: RUF001 - a dash, as printed


@dataclass(frozen=True)
class Row:
    """One fact, of each product in turn; `tenths` where it is one of the three numbers."""

    name: str
    cells: list[tuple[str, int | None]]

    @property
    def differs(self) -> bool:
        """Whether not all of them are alike in it."""
        return len({text for text, _ in self.cells}) > 1


@dataclass(frozen=True)
class Compared:
    """What was asked for, as the page shows it."""

    products: list[ShelfProduct]
    lost: int  # that are not on sale, or never were
    too_many: bool
    only_differences: bool

    @property
    def rows(self) -> list[Row]:
        """The facts to be shown."""
        every = rows(self.products) if len(self.products) >= FEWEST else []
        return [row for row in every if row.differs or not self.only_differences]

    @property
    def other_way(self) -> str:
        """The query of this page with all facts, or with the differences only."""
        return query(self.products, only_differences=not self.only_differences)

    @property
    def without(self) -> list[tuple[ShelfProduct, str]]:
        """Each product with the query of this page without it."""
        return [
            (
                product,
                query(
                    [other for other in self.products if other is not product],
                    only_differences=self.only_differences,
                ),
            )
            for product in self.products
        ]


def compared(
    products: Mapping[str, ShelfProduct], ids: Sequence[str], *, only: str = ""
) -> Compared:
    """The products of these ids, each once, four at most; of those that are not ours no more are
    counted than fit."""
    asked = [name for name in dict.fromkeys(ids) if name.strip()]
    found = [products[name] for name in asked if name in products]
    lost = min(len(asked) - len(found), MOST)
    return Compared(found[:MOST], lost, len(found) > MOST, only == ONLY)


def query(products: Iterable[ShelfProduct], *, only_differences: bool) -> str:
    """The address of the comparison, without its path."""
    asked = [("id", product.product_id) for product in products]
    return f"?{urlencode([*asked, ('only', ONLY)] if only_differences else asked)}"


def rows(products: Sequence[ShelfProduct]) -> list[Row]:
    """Every fact that one of them has, in the order in which the first names them."""
    found = [Row("Kind", [(KINDS[p.category].one.capitalize(), None) for p in products])]
    numbers = [{meter.name: meter for meter in meters(product)} for product in products]
    for name in THREE:
        of_each = [each.get(name) for each in numbers]
        if any(of_each):
            found.append(
                Row(name, [(m.text, m.tenths) if m else (NOT_SAID, None) for m in of_each])
            )
    for name in _names(products):
        found.append(Row(name, [(_value(product, name) or NOT_SAID, None) for product in products]))
    weights = [f"{p.weight_grams} g" if p.weight_grams else NOT_SAID for p in products]
    if set(weights) != {NOT_SAID}:
        found.append(Row("Weight, packed", [(weight, None) for weight in weights]))
    return found


def _names(products: Iterable[ShelfProduct]) -> list[str]:
    hidden = {name.lower() for name in (*THREE, RATINGS_SOURCE)}
    names: dict[str, str] = {}
    for product in products:
        for name in (*product.option_names, *product.specs):
            names.setdefault(name.lower(), name)
    return [name for key, name in names.items() if key not in hidden]


def _value(product: ShelfProduct, name: str) -> str:
    offered = [v.options[name] for v in product.variants if name in v.options]
    return span(offered) if offered else spec(product, name)
