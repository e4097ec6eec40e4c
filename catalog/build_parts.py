"""What the racket builder asks of a shelf at every change, worked out once for each shelf."""

from functools import cached_property
from heapq import merge
from itertools import groupby, islice
from operator import attrgetter, itemgetter

from catalog.build import CATEGORY_OF, Piece, Role
from catalog.build_nearest import Numbers, apart, numbers_of, to_begin_with
from catalog.rules import Category
from catalog.shelf import Shelf, ShelfProduct, follow

_name = attrgetter("name")
_latest: "Parts | None" = None


class Parts:
    """The blades and rubbers of a shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def of(self, role: Role) -> list[ShelfProduct]:
        """What can be this part: what is in stock before what is not, then by name. This order
        is the same whatever is chosen."""
        return self._in_order[CATEGORY_OF[role]]

    def says(self, product: ShelfProduct) -> str:
        """The words by which a part is found."""
        return self._words[product.product_id]

    def begin_with(self, role: Role, *, beside_black: bool) -> Piece | None:
        """The part that a racket begins with."""
        return self._beginnings[role, beside_black]

    @cached_property
    def _in_order(self) -> dict[Category, list[ShelfProduct]]:
        return {
            category: sorted(
                (each for each in self.shelf.by_category[category] if each.variants),
                key=lambda each: (each.stock == 0, each.name, each.product_id),
            )
            for category in set(CATEGORY_OF.values())
        }

    def closest(self, role: Role, chosen: Piece, most: int) -> list[ShelfProduct]:
        """The chosen one, then what is in stock and closest to it. Numbers that many parts share
        are compared once."""
        here, own = numbers_of(chosen), chosen.product
        groups = [
            ((is_out, apart(here, numbers)), parts)
            for (is_out, numbers), parts in self._alike[CATEGORY_OF[role]].items()
        ]
        found = [own]
        for _, alike in groupby(sorted(groups, key=itemgetter(0)), key=itemgetter(0)):
            first = (islice(parts, most) for _, parts in alike)
            as_near = (each for each in merge(*first, key=_name) if each is not own)
            found += islice(as_near, most - len(found))
            if len(found) >= most:
                break
        return found[:most]

    @cached_property
    def _alike(self) -> dict[Category, dict[tuple[bool, Numbers], list[ShelfProduct]]]:
        """The parts by name, put together by whether they are sold out, and by their numbers."""
        found: dict[Category, dict[tuple[bool, Numbers], list[ShelfProduct]]] = {}
        for category, parts in self._in_order.items():
            groups = found.setdefault(category, {})
            for each in parts:
                numbers = numbers_of(Piece(each, each.variants[0]))
                groups.setdefault((each.stock == 0, numbers), []).append(each)
        return found

    @cached_property
    def _words(self) -> dict[str, str]:
        parts = (each for kind in self._in_order.values() for each in kind)
        return {
            each.product_id: " ".join([each.brand, each.name, *each.specs.values()]).casefold()
            for each in parts
        }

    @cached_property
    def _beginnings(self) -> dict[tuple[Role, bool], Piece | None]:
        return {
            (role, beside_black): to_begin_with(role, self.of(role), beside_black=beside_black)
            for role in Role
            for beside_black in (False, True)
        }

    def make_ready(self) -> None:
        """Work out what the builder's first page needs."""
        _ = self._beginnings, self._alike, self._words


def parts_of(shelf: Shelf) -> Parts:
    """The parts of this shelf; kept for as long as the shelf is the present one."""
    global _latest  # noqa: PLW0603 - one per process, as there is one shelf
    known = _latest
    if known is None or known.shelf is not shelf:
        known = _latest = Parts(shelf)
    return known


@follow
def prepare(shelf: Shelf) -> None:
    """Make this shelf's parts ready: called off the path of requests."""
    parts_of(shelf).make_ready()
