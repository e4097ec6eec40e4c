"""Numbers of a part as whole numbers: millimetres, grams, the three tenths. Pure."""

import re
from functools import lru_cache

from catalog.build import Piece
from catalog.specs import THREE, spec, tenths

_MM = re.compile(r"([0-9]{1,2})(?:\.([0-9]{1,2}))?\s*(?:mm)?", re.ASCII | re.IGNORECASE)
_GRAMS = re.compile(r"([0-9]{2,3})\s*(?:g|grams?)", re.ASCII | re.IGNORECASE)
NO_SPONGE = "ox"  # the trade's word for a sheet without sponge


@lru_cache(maxsize=1024)
def hundredths_of_mm(text: str) -> int | None:
    """'2.1 mm' as 210; None for words like 'MAX', which are no number."""
    found = _MM.fullmatch(text.strip())
    if found is None:
        return None
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def sponge_of(piece: Piece) -> int | None:
    """The thickness of a rubber's sponge in hundredths of a millimetre; None where not said."""
    said = piece.variant.options.get("Thickness") or spec(piece.product, "Thickness")
    return 0 if said.strip().casefold() == NO_SPONGE else hundredths_of_mm(said)


def grams_of(piece: Piece) -> int | None:
    """What a blade weighs by its maker; None where not said."""
    found = _GRAMS.fullmatch(spec(piece.product, "Weight").strip())
    return int(found[1]) if found else None


def three_of(piece: Piece) -> tuple[int | None, ...]:
    """Speed, spin and control of a part as tenths."""
    return tuple(tenths(piece.product, name) for name in THREE)
