"""The catalogue as pages read it: one copy in memory per process, shared by all its requests.

It is filled by index queries, never by a scan, and looked at again when the catalogue's version
number has grown (a person's or an import's change, seen within seconds; once more when the index
has surely caught up with it) or when it is a minute old (stock sold by other processes). Placing
an order never trusts it: prices and stock are conditions of the write.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress

from django.conf import settings
from pynamodb.exceptions import PynamoDBException

from catalog.models import CatalogueVersion
from catalog.shelf_copy import FEW, NOTHING, Shelf, differing_from
from catalog.shelf_reading import (
    catalogue_version,
    every_product_on_sale,
    keys_of,
    with_products,
)
from catalog.shelf_rows import ShelfProduct, ShelfVariant
from catalog.shelf_touched import Touched
from config import page_cache
from config.dynamo import BUSY
from config.errors import Unavailable

__all__ = ["Shelf", "ShelfProduct", "ShelfVariant"]  # named here by those who ask for the shelf

log = logging.getLogger(__name__)
OLDEST_SECONDS = 60.0
SETTLED_SECONDS = 10.0  # within which DynamoDB's indexes show what was written to the table
PATIENCE = 2.0  # seconds that a request waits while the tables are being read
MOST_OF_THE_TIME = 20  # a twentieth of it goes into reading a catalogue that nobody has changed
_followers: list[Callable[["Shelf"], None]] = []


def follow(follower: Callable[[Shelf], None]) -> Callable[[Shelf], None]:
    """Tell this function of the shelf whenever it was looked at by its thread: what is worked out
    from the shelf is ready before a request asks for it."""
    _followers.append(follower)
    return follower


class _Keeper:
    """Holds the present shelf of this process and keeps it fresh."""

    def __init__(self) -> None:
        self._shelf: Shelf | None = None
        self._told: Shelf | None = None
        self._rows: dict[str, int] = {}  # a digest of each row that the shelf was made from
        self._version = 0
        self._filled_at = 0.0
        self._unsettled = False  # news was read from an index that may lag behind it
        self._took = 0.0  # seconds that the last filling took
        self._touched = Touched()
        self._lock = threading.Lock()
        self._watch: threading.Thread | None = None

    def shelf(self) -> Shelf:
        shelf = self._shelf
        if shelf is None:
            with self._turn():
                if self._shelf is None:
                    self._fill()
                shelf = self._shelf
        assert shelf is not None  # noqa: S101 - filled just above
        if self._watch is None and settings.SHELF_REFRESH_SECONDS:
            self._start_watch()
        return shelf

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Alone at the shelf, in a request: where another waits for the tables in there for long,
        this one does not join it. Raises Unavailable."""
        if not self._lock.acquire(timeout=PATIENCE):
            raise Unavailable(BUSY)
        try:
            yield
        finally:
            self._lock.release()

    def touch(self, product_ids: Iterable[str]) -> None:
        """These products' stock has moved: read them again, off the request's path if we can."""
        self._touched.note(product_ids)
        if not settings.SHELF_REFRESH_SECONDS:
            self.refresh()

    def refresh(self) -> None:
        """One look at the tables: all of it if the version has grown, else what was touched."""
        with self._lock:
            shelf = self._shelf
            if shelf is None:
                return
            age = time.monotonic() - self._filled_at
            is_old = age > max(OLDEST_SECONDS, self._took * MOST_OF_THE_TIME)
            is_due = is_old or (self._unsettled and age > SETTLED_SECONDS)
            if is_due or catalogue_version() != self._version:
                self._fill()
            elif self._touched:
                self._refill(shelf)

    def lay_out(self) -> None:
        """Read the catalogue and work out all that follows from it, before any page is asked for:
        for the process from which the others are forked, which has no thread to watch with."""
        with self._lock:
            if self._shelf is None:
                self._fill()
        self.tell()

    def look_again(self, product_ids: Iterable[str]) -> None:
        """Read these products from the table before going on: what was shown was refused."""
        self._touched.note(product_ids)
        with suppress(Unavailable), self._turn():
            if self._shelf is not None:
                self._refill(self._shelf)

    def changed(self, product_ids: Iterable[str], version: int) -> None:
        """A person or an import has just made this version by changing these products: read them
        again, and nothing else unless others were changed meanwhile."""
        ids = set(product_ids)
        with suppress(Unavailable), self._turn():  # else the look that is under way is not the last
            if self._shelf is None:
                return
            if version != self._version + 1 or len(ids) > FEW:
                self._fill()
            else:
                self._touched.note(ids)
                self._refill(self._shelf)
                self._version = version

    def forget(self) -> None:
        """Drop the copy; the next reader fills it anew."""
        with self._lock:
            self._shelf = None
            page_cache.outdate()
            self._touched = Touched()

    def _fill(self) -> None:
        with self._touched.taken():
            began = time.monotonic()
            version = catalogue_version()  # before the products: a change between is seen again
            known = self._shelf.products if self._shelf else NOTHING
            is_news = version != self._version
            self._put_up(version, every_product_on_sale(known, self._rows))
            self._filled_at, self._took = began, time.monotonic() - began
            self._unsettled = is_news

    def _refill(self, shelf: Shelf) -> None:
        with self._touched.taken() as touched:
            keys = list(keys_of(touched, shelf.products))
            for product_id in touched:
                self._rows.pop(product_id, None)  # what is on the shelf now came from another row
            self._put_up(self._version, with_products(shelf.products, keys))

    def _put_up(self, version: int, products: Mapping[str, ShelfProduct]) -> None:
        """Show these products. Where they are those of the shelf that is there, it stays, and with
        it all that was worked out from it."""
        before = self._shelf
        if before is None or differing_from(before.products, products) != []:
            self._shelf = Shelf(version, products).make_ready(before)
            page_cache.outdate()  # after it: no page begun before is kept
        self._version = version

    def _start_watch(self) -> None:
        with self._lock:
            if self._watch is None:
                self._watch = threading.Thread(target=self._watching, name="shelf", daemon=True)
                self._watch.start()

    def tell(self) -> None:
        """Tell the followers of the shelf as it is now; what one of them falls over is logged, and
        neither the others nor the next look are kept from it."""
        if shelf := self._shelf:
            is_new, self._told = shelf is not self._told, shelf
            for follower in _followers:
                try:
                    follower(shelf)
                except (SystemExit, KeyboardInterrupt):
                    raise
                except BaseException:  # a panic of the search engine is no Exception
                    log.exception("The shelf could not be made ready; what was there stays.")
            if is_new:
                page_cache.outdate()  # pages that were drawn while they worked it out

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
lay_out = _keeper.lay_out
look_again = _keeper.look_again
forget = _keeper.forget


def announce(product_ids: Iterable[str]) -> None:
    """Say that a person or an import changed these products: every process reads them again
    within seconds, this one before the call returns."""
    catalogue = CatalogueVersion(CatalogueVersion.KEY, "#")
    catalogue.update(actions=[CatalogueVersion.version.add(1)])
    _keeper.changed(product_ids, catalogue.version)
