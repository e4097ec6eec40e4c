"""The catalogue as pages read it: one copy in memory per process, shared by all its requests.

It is filled by index queries, never by a scan, and looked at again when the catalogue's version
number has grown (a person's or an import's change, seen within seconds) or when it is a minute
old (stock sold by other processes). Placing an order never trusts it: prices and stock are
conditions of the write.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from pynamodb.exceptions import PynamoDBException

from catalog.models import CatalogueVersion
from catalog.rules import Category
from catalog.shelf_rows import (
    ShelfProduct,
    ShelfVariant,
    every_product_on_sale,
    with_products,
)
from config import page_cache

__all__ = ["Shelf", "ShelfProduct", "ShelfVariant"]  # named here by those who ask for the shelf

log = logging.getLogger(__name__)
OLDEST_SECONDS = 60.0
_followers: list[Callable[["Shelf"], None]] = []


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


def follow(follower: Callable[[Shelf], None]) -> Callable[[Shelf], None]:
    """Tell this function of the shelf whenever it was looked at by its thread: what is worked out
    from the shelf is ready before a request asks for it."""
    _followers.append(follower)
    return follower


class _Keeper:
    """Holds the present shelf of this process and keeps it fresh."""

    def __init__(self) -> None:
        self._shelf: Shelf | None = None
        self._filled_at = 0.0
        self._touched: set[str] = set()
        self._noting = threading.Lock()  # of `_touched`, which sales add to while we read
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
        self._note(product_ids)
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
            self._note(product_ids)
            if self._shelf is not None:
                self._refill(self._shelf)

    def forget(self) -> None:
        """Drop the copy; the next reader fills it anew."""
        with self._lock:
            self._put_up(None)
            with self._noting:
                self._touched = set()

    def _fill(self) -> None:
        with self._taking_touched():
            began = time.monotonic()
            version = catalogue_version()  # before the products: a change between is seen again
            self._put_up(Shelf(version, every_product_on_sale()))
            self._filled_at = began

    def _refill(self, shelf: Shelf) -> None:
        with self._taking_touched() as touched:
            keys = [(p, shelf.products[p].seller_id) for p in touched if p in shelf.products]
            self._put_up(Shelf(shelf.version, with_products(shelf.products, keys)))

    def _put_up(self, shelf: Shelf | None) -> None:
        self._shelf = shelf
        page_cache.outdate()

    @contextmanager
    def _taking_touched(self) -> Iterator[set[str]]:
        """What was touched, to be read now; noted again if the reading fails."""
        with self._noting:
            touched, self._touched = self._touched, set()
        try:
            yield touched
        except BaseException:
            self._note(touched)
            raise

    def _note(self, product_ids: Iterable[str]) -> None:
        with self._noting:
            self._touched.update(product_ids)

    def _start_watch(self) -> None:
        with self._lock:
            if self._watch is None:
                self._watch = threading.Thread(target=self._watching, name="shelf", daemon=True)
                self._watch.start()

    def tell(self) -> None:
        """Tell the followers of the shelf as it is now; what one of them falls over is logged, and
        neither the others nor the next look are kept from it."""
        if shelf := self._shelf:
            for follower in _followers:
                try:
                    follower(shelf)
                except (SystemExit, KeyboardInterrupt):
                    raise
                except BaseException:  # a panic of the search engine is no Exception
                    log.exception("The shelf could not be made ready; what was there stays.")

    def _watching(self) -> None:
        self.tell()
        while True:
            time.sleep(settings.SHELF_REFRESH_SECONDS)
            try:
                self.refresh()
            except PynamoDBException:
                log.warning("The catalogue could not be looked at; the last copy stays.")
            except Exception:  # without this thread the catalogue would stand still for good
                log.exception("The catalogue could not be looked at; the last copy stays.")
            self.tell()


_keeper = _Keeper()
shelf = _keeper.shelf
touch = _keeper.touch
refresh = _keeper.refresh
tell = _keeper.tell
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
