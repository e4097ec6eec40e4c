"""Which rackets may be played with in a match. Pure.

From the Laws of Table Tennis (ITTF Statutes, chapter 2):
2.4.3  a side of the blade that strikes the ball is covered with ordinary pimpled rubber of at most
       2.0 mm, or with sandwich rubber of at most 4.0 mm, adhesive included in both;
2.4.6  the surface is matt, black on one side, and of a bright colour clearly distinguishable from
       black and from the colour of the ball on the other. The bright colours that rubbers are
       authorised in since October 2021 are red, pink, violet, green and blue.

Whether a sheet is on the list of authorised coverings is not known here, so it is never claimed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.build import ROLE_WORDS, RUBBERS, Build, Piece, Role
from catalog.build_numbers import hundredths_of_mm
from catalog.specs import spec

BLACK = "black"
BRIGHT = ("red", "pink", "violet", "green", "blue")
MOST_COVERING = 400  # hundredths of a millimetre
COLOUR_RULE = (
    "Law 2.4.6: the racket is black on one side and of a bright colour on the other: red, pink,"
    " violet, green or blue."
)
THICKNESS_RULE = "Law 2.4.3: a sandwich rubber is at most 4.0 mm thick in all, glue included."


@dataclass(frozen=True)
class Illegal:
    """Why a racket may not be built: what is wrong, and the rule."""

    why: str
    rule: str

    def __str__(self) -> str:
        return f"{self.why} {self.rule}"


def why_illegal(build: Build) -> Illegal | None:
    """The first rule that a racket breaks, None where it breaks none that we can check."""
    for role in RUBBERS:
        if _is_too_thick(build.parts[role]):
            return Illegal(f"The {ROLE_WORDS[role]} is too thick.", THICKNESS_RULE)
    colours = {role: colour_of(build.parts[role]) for role in RUBBERS}
    for role, colour in colours.items():
        if colour not in (BLACK, *BRIGHT):
            said = f"is {colour}" if colour else "has no colour that we know"
            return Illegal(f"The {ROLE_WORDS[role]} {said}.", COLOUR_RULE)
    return _of_the_two(colours)


def colour_of(piece: Piece) -> str:
    """The colour of a rubber in small letters, '' where nobody wrote one down."""
    chosen = piece.variant.options.get("Colour") or spec(piece.product, "Colour")
    return chosen.strip().casefold()


def _of_the_two(colours: Mapping[Role, str]) -> Illegal | None:
    black = [role for role, colour in colours.items() if colour == BLACK]
    if len(black) == 1:
        return None
    why = "Both sides are black." if black else "Neither side is black."
    return Illegal(why, COLOUR_RULE)


def _is_too_thick(piece: Piece) -> bool:
    """A thickness on a rubber is that of its sponge; a sheet of 4.0 mm leaves the top none."""
    whole = hundredths_of_mm(spec(piece.product, "Total thickness"))
    sponge = hundredths_of_mm(piece.variant.options.get("Thickness", ""))
    return (whole or 0) > MOST_COVERING or (sponge or 0) >= MOST_COVERING
