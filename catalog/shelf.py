"""The catalogue as pages read it: one copy in memory per process, shared by all its requests.

It is filled by index queries, never by a scan, and looked at again when the catalogue's version
number has grown (a person's or an import's change, seen within seconds) or when it is a minute
old (stock sold by other processes). Placing an order never trusts it: prices and stock are
conditions of the write.
"""

import logging
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from pynamodb.exceptions import PynamoDBException

from catalog.models import CatalogueVersion, Product
from catalog.rules import Category, in_option_order, stock_words

log = logging.getLogger(__name__)
OLDEST_SECONDS = 60.0


@dataclass(frozen=True)
class ShelfVariant:
    """What a shopper can choose: prices in paise, tax included."""

    sku: str
    options: Mapping[str, str]
    price: int
    stock: int
    image: str | None

    @property
    def choice(self) -> str:
        """'Red, 2.1 mm': the options as a person says them."""
        return ", ".join(self.options.values())

    @property
    def stock_words(self) -> str:
        return stock_words(self.stock)


@dataclass(frozen=True)
class ShelfProduct:
    """A product on sale, with the variants that are on sale, in the order they are offered."""

    product_id: str
    seller_id: str
    name: str
    category: Category
    brand: str
    price: int
    original_price: int | None
    description: str
    image: str | None
    images: tuple[str, ...]
    specs: Mapping[str, str]
    variants: tuple[ShelfVariant, ...]
    rating: str | None
    review_count: int | None
    hsn: str | None
    gst_rate: str | None
    country_of_origin: str | None
    manufacturer: str | None
    importer: str | None
    net_quantity: str | None
    weight_grams: int | None
    size_cm: str | None
    created_at: str
    updated_at: str

    @cached_property
    def stock(self) -> int:
        return sum(variant.stock for variant in self.variants)

    @property
    def stock_words(self) -> str:
        return stock_words(self.stock)

    @property
    def saving(self) -> int:
        """How many paise below the MRP, never negative."""
        return max(0, (self.original_price or 0) - self.price)

    @cached_property
    def option_names(self) -> list[str]:
        """The questions asked on the product page: Colour, Thickness …"""
        return in_option_order({name for v in self.variants for name in v.options})

    def variant(self, sku: str) -> ShelfVariant | None:
        """The variant of this sku, None where it is not (or no longer) one of ours."""
        return next((variant for variant in self.variants if variant.sku == sku), None)


@dataclass(frozen=True)
class Shelf:
    """Everything on sale at one moment."""

    version: int
    products: Mapping[str, ShelfProduct]

    @cached_property
    def by_sku(self) -> dict[str, tuple[ShelfProduct, ShelfVariant]]:
        return {v.sku: (p, v) for p in self.products.values() for v in p.variants}

    @cached_property
    def by_category(self) -> dict[Category, list[ShelfProduct]]:
        grouped: dict[Category, list[ShelfProduct]] = {category: [] for category in Category}
        for product in self.products.values():
            grouped[product.category].append(product)
        return grouped


class _Keeper:
    """Holds the present shelf of this process and keeps it fresh."""

    def __init__(self) -> None:
        self._shelf: Shelf | None = None
        self._filled_at = 0.0
        self._touched: set[str] = set()
        self._lock = threading.Lock()
        self._watch: threading.Thread | None = None

    def shelf(self) -> Shelf:
        shelf = self._shelf
        if shelf is None:
            with self._lock:
                if self._shelf is None:
                    self._fill()
                shelf = self._shelf
        assert shelf is not None  # noqa: S101 - filled just above
        if self._watch is None and settings.SHELF_REFRESH_SECONDS:
            self._start_watch()
        return shelf

    def touch(self, product_ids: Iterable[str]) -> None:
        """These products' stock has moved: read them again, off the request's path if we can."""
        self._touched.update(product_ids)
        if not settings.SHELF_REFRESH_SECONDS:
            self.refresh()

    def refresh(self) -> None:
        """One look at the tables: all of it if the version has grown, else what was touched."""
        with self._lock:
            shelf = self._shelf
            if shelf is None:
                return
            old = time.monotonic() - self._filled_at > OLDEST_SECONDS
            if old or catalogue_version() != shelf.version:
                self._fill()
            elif self._touched:
                self._refill(shelf)

    def look_again(self, product_ids: Iterable[str]) -> None:
        """Read these products from the table before going on: what was shown was refused."""
        with self._lock:
            self._touched.update(product_ids)
            if self._shelf is not None:
                self._refill(self._shelf)

    def forget(self) -> None:
        """Drop the copy; the next reader fills it anew."""
        with self._lock:
            self._shelf = None
            self._touched.clear()

    def _fill(self) -> None:
        self._touched.clear()
        self._filled_at = time.monotonic()
        version = catalogue_version()  # before the products: a change between the two is seen again
        self._shelf = Shelf(version, _read_all())

    def _refill(self, shelf: Shelf) -> None:
        touched, self._touched = self._touched, set()
        keys = [(p, shelf.products[p].seller_id) for p in touched if p in shelf.products]
        products = {k: p for k, p in shelf.products.items() if k not in touched}
        for row in Product.batch_get(keys, consistent_read=True):
            _put_on(products, row)
        self._shelf = Shelf(shelf.version, products)

    def _start_watch(self) -> None:
        with self._lock:
            if self._watch is None:
                self._watch = threading.Thread(target=self._watching, name="shelf", daemon=True)
                self._watch.start()

    def _watching(self) -> None:
        while True:
            time.sleep(settings.SHELF_REFRESH_SECONDS)
            try:
                self.refresh()
            except PynamoDBException:
                log.warning("The catalogue could not be looked at; the last copy stays.")


_keeper = _Keeper()
shelf = _keeper.shelf
touch = _keeper.touch
refresh = _keeper.refresh
look_again = _keeper.look_again
forget = _keeper.forget


def announce(product_ids: Iterable[str]) -> None:
    """Say that a person or an import changed these products: every process reads them again
    within seconds, this one before the call returns."""
    CatalogueVersion(CatalogueVersion.KEY, "#").update(actions=[CatalogueVersion.version.add(1)])
    refresh()


def catalogue_version() -> int:
    """The number of changes announced so far; 0 in a catalogue that was never changed."""
    try:
        return CatalogueVersion.get(CatalogueVersion.KEY, "#", consistent_read=True).version
    except CatalogueVersion.DoesNotExist:
        return 0


def _read_all() -> dict[str, ShelfProduct]:
    products: dict[str, ShelfProduct] = {}
    for category in Category:
        for row in Product.by_category.query(category.value):
            _put_on(products, row)
    return products


def _put_on(products: dict[str, ShelfProduct], row: Product) -> None:
    products.pop(row.product_id, None)
    if row.is_active and row.category in list(Category):
        products[row.product_id] = _on_shelf(row)


def _on_shelf(row: Product) -> ShelfProduct:
    variants = tuple(
        ShelfVariant(
            sku=sku,
            options=_in_order(variant.options or {}),
            price=variant.price if variant.price is not None else row.price,
            stock=max(0, variant.stock),
            image=variant.image,
        )
        for sku, variant in sorted((row.variants or {}).items())
        if variant.is_active
    )
    if not row.variants:
        variants = (ShelfVariant(row.product_id, {}, row.price, max(0, row.stock), row.image),)
    return ShelfProduct(
        product_id=row.product_id,
        seller_id=row.seller_id,
        name=row.name,
        category=Category(row.category),
        brand=row.brand,
        price=min((variant.price for variant in variants), default=row.price),
        original_price=row.original_price,
        description=row.description or "",
        image=row.image,
        images=tuple(str(image) for image in row.images or ()),
        specs=dict(row.specs or {}),
        variants=variants,
        rating=row.rating,
        review_count=row.review_count,
        hsn=row.hsn,
        gst_rate=row.gst_rate,
        country_of_origin=row.country_of_origin,
        manufacturer=row.manufacturer,
        importer=row.importer,
        net_quantity=row.net_quantity,
        weight_grams=row.weight_grams,
        size_cm=row.size_cm,
        created_at=row.created_at.isoformat() if row.created_at else "",
        updated_at=row.updated_at.isoformat() if row.updated_at else "",
    )


def _in_order(options: Mapping[str, str]) -> dict[str, str]:
    return {name: options[name] for name in in_option_order(set(options))}
