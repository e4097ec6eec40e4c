"""The shop's own product pictures: square SVGs of at most 4 KB, drawn from data."""

import re
from collections.abc import Callable

from catalog.art.bag import Bag
from catalog.art.ball import Ball, HalfBall
from catalog.art.blade import Blade
from catalog.art.bottle import Cleaner, Glue
from catalog.art.case import Case
from catalog.art.clothes import Shorts, Socks, Towel
from catalog.art.exploded import Exploded
from catalog.art.kit import Box, Net
from catalog.art.racket import Racket
from catalog.art.rubber import Rubber
from catalog.art.shirt import Shirt
from catalog.art.shoe import Shoe
from catalog.art.table import Table
from catalog.art.tape import Tape
from catalog.art.thing import Thing

KINDS: dict[str, Callable[..., Thing]] = {
    kind.__name__.lower(): kind
    for kind in (
        *(Bag, Ball, Blade, Box, Case, Cleaner, Exploded, Glue, HalfBall, Net, Racket, Rubber),
        *(Shirt, Shoe, Shorts, Socks, Table, Tape, Towel),
    )
}
WRITTEN = {"name", "holds", "brand"}  # words: escaped where they are written
_PLAIN = re.compile(r"[#\w-]*", re.ASCII)


def draw(kind: str, **what: str | float | bool) -> str:
    """One picture of this kind, the same for the same facts; an unknown brand gets a ground of
    its own. ValueError where what should be a word of the palette is not a plain one."""
    for key, value in what.items():
        if isinstance(value, str) and key not in WRITTEN and not _PLAIN.fullmatch(value):
            raise ValueError(f"{key} is not a plain word")
    return KINDS[kind](**what).svg()
