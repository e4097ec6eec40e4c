"""What the home page shows, all of it worked out from the shelf. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.rules import KINDS, Category
from catalog.search import Index, index_of
from catalog.shelf import Shelf, ShelfProduct, follow
from catalog.specs import THREE, Meter, meters

STRIP_LENGTH = 4
SETS_LENGTH = 3
PLAYED_WITH = (Category.BLADES, Category.RUBBERS)


@dataclass(frozen=True)
class KindTile:
    """A category with its true count and one product whose picture stands for it."""

    category: str
    title: str
    count: int
    product: ShelfProduct


@dataclass(frozen=True)
class Peak:
    """The highest value of one of the three numbers among what is in stock, and whose it is."""

    meter: Meter
    product: ShelfProduct


@dataclass(frozen=True)
class Front:
    """The home page's parts; what the shelf cannot fill is empty and not shown."""

    kinds: list[KindTile]
    fast_rubbers: list[ShelfProduct]
    steady_blades: list[ShelfProduct]
    rackets: list[ShelfProduct]
    pre_owned: list[ShelfProduct]
    peaks: list[Peak]


_latest: tuple[Index, Front] | None = None


def front(shelf: Shelf) -> Front:
    """The home page of this shelf, worked out once for each; of the shelf before, whole, while
    another thread is making the index of this one."""
    global _latest  # noqa: PLW0603 - one front per process, as there is one shelf
    index, latest = index_of(shelf), _latest
    if latest is None or latest[0] is not index:
        latest = _latest = (index, _front(index))
    return latest[1]


@follow
def prepare(shelf: Shelf) -> None:
    """Make the home page of this shelf ready: called off the path of requests."""
    front(shelf)


def _front(index: Index) -> Front:
    shelf, by = index.shelf, index.shelf.by_category
    return Front(
        kinds=kinds(shelf),
        fast_rubbers=_best(by[Category.RUBBERS], "Speed", index),
        steady_blades=_best(by[Category.BLADES], "Control", index),
        rackets=_cheapest(by[Category.RACKETS], SETS_LENGTH),
        pre_owned=_newest(by[Category.PRE_OWNED]),
        peaks=_peaks([p for category in PLAYED_WITH for p in by[category]], index),
    )


def picks(shelf: Shelf) -> list[ShelfProduct]:
    """A few things of the front to start with, for a page that has nothing else to show."""
    shown = front(shelf)
    return [*shown.rackets[:2], *shown.steady_blades[:1], *shown.fast_rubbers][:STRIP_LENGTH]


def kinds(shelf: Shelf) -> list[KindTile]:
    """The categories that have something in them."""
    return [
        KindTile(category.value, kind.title.split(" and ")[0], len(products), products[0])
        for category, kind in KINDS.items()
        if (products := sorted(shelf.by_category[category], key=lambda p: p.stock == 0))
    ]


def near_in_price(shelf: Shelf, product: ShelfProduct) -> list[ShelfProduct]:
    """Up to four others of the same category that are in stock, of other brands where there are,
    nearest in price first."""
    return shelf.in_stock[product.category].nearest(product, STRIP_LENGTH)


def _best(products: Iterable[ShelfProduct], name: str, index: Index) -> list[ShelfProduct]:
    rated = [(index.number(p, name), p) for p in products if p.stock]
    known = [(value, p) for value, p in rated if value is not None]
    known.sort(key=lambda pair: (-pair[0], pair[1].name))
    return [product for _, product in known[:STRIP_LENGTH]]


def _cheapest(products: Iterable[ShelfProduct], count: int) -> list[ShelfProduct]:
    return sorted((p for p in products if p.stock), key=lambda p: (p.price, p.name))[:count]


def _newest(products: Iterable[ShelfProduct]) -> list[ShelfProduct]:
    in_stock = sorted((p for p in products if p.stock), key=lambda p: p.name)
    return sorted(in_stock, key=lambda p: p.created_at, reverse=True)[:STRIP_LENGTH]


def _peaks(products: list[ShelfProduct], index: Index) -> list[Peak]:
    best = [(name, found[0]) for name in THREE if (found := _best(products, name, index))]
    return [Peak(m, p) for name, p in best for m in meters(p) if m.name == name]
