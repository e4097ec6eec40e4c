"""How a racket plays, from its parts: speed, spin and control with a range, and why. Pure.

The parts' own numbers are the makers' turned into a scale of ten. The blade counts for 40 parts of
a hundred, the forehand for 35, the backhand for 25. A thicker sponge than 2.0 mm makes a racket
faster, a little spinnier and less steady, a thinner one the other way round. That is a rule of
thumb and no measurement, so each number comes with a range: the wider, the more the two rubbers
differ and the less is known of a part.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.build import ROLE_WORDS, RUBBERS, Build, Role
from catalog.build_numbers import grams_of, sponge_of, three_of
from catalog.specs import THREE

SHARES = {Role.BLADE: 40, Role.FOREHAND: 35, Role.BACKHAND: 25}
USUAL_SPONGE = 200  # hundredths of a millimetre
SLOPES = (5, 3, -6)  # tenths for each millimetre of sponge more
MARGIN = 25  # hundredths of a point, either way
PER_DIFFERENCE = 15  # hundredths of a point for each point between the rubbers
UNKNOWN_PART = 2  # hundredths of a point for each hundredth of the racket nobody rated
_MOST = 1000  # the scale of ten in hundredths
CUT_RUBBER, PER_MM, WEIGHT_MARGIN = 23, 12, 8  # grams: of a cut sheet and each mm of its sponge


@dataclass(frozen=True)
class Rated:
    """One of the three numbers of a racket, in hundredths of a point; `unrated` are the parts that
    nobody gave a number."""

    name: str
    middle: int
    low: int
    high: int
    why: str
    unrated: tuple[Role, ...] = ()

    @property
    def text(self) -> str:
        return _points(self.middle)

    @property
    def range_text(self) -> str:
        return f"{_points(self.low)}–{_points(self.high)}"  # noqa: RUF001 - a range's dash

    @property
    def bar(self) -> tuple[int, int, int]:
        """On a bar of a hundred: where the range begins, how wide it is, where its middle is."""
        return self.low // 10, max(1, (self.high - self.low) // 10), self.middle // 10


def rating_of(build: Build) -> list[Rated]:
    """Speed, spin and control, in this order; one that no part has a number for is left out."""
    numbers = {role: three_of(piece) for role, piece in build.parts.items()}
    sponges = [sponge_of(build.parts[role]) for role in RUBBERS]
    rated = []
    for place, name in enumerate(THREE):
        known = {role: n for role, three in numbers.items() if (n := three[place]) is not None}
        if known:
            rated.append(_rated(build, name, known, thickness_part(sponges, SLOPES[place])))
    return rated


def thickness_part(sponges: Sequence[int | None], slope: int) -> int:
    """What the sponges add to a number, in hundredths of a point; a thickness that is not said
    counts as the usual one."""
    over = sum((USUAL_SPONGE if each is None else each) - USUAL_SPONGE for each in sponges)
    return over * slope // (10 * len(sponges))


def weight_of(build: Build) -> int | None:
    """About how many grams the racket weighs; None where the blade's weight is not known."""
    blade = grams_of(build.blade)
    if blade is None:
        return None
    sponges = [sponge_of(build.parts[role]) for role in RUBBERS]
    known = [USUAL_SPONGE if each is None else each for each in sponges]
    return blade + sum(CUT_RUBBER + PER_MM * each // 100 for each in known)


def _rated(build: Build, name: str, known: dict[Role, int], thickness: int) -> Rated:
    weight = sum(SHARES[role] for role in known)
    parts = sum(SHARES[role] * tenths for role, tenths in known.items()) * 10 // weight
    middle = _within(parts + thickness)
    sides = [known[role] for role in RUBBERS if role in known]
    margin = MARGIN + (max(sides) - min(sides) if sides else 0) * PER_DIFFERENCE // 10
    margin += (100 - weight) * UNKNOWN_PART
    unrated = tuple(role for role in build.parts if role not in known)
    return Rated(
        name,
        middle,
        _within(parts + thickness - margin),
        _within(parts + thickness + margin),
        _why(build, name, known, thickness),
        unrated,
    )


def _why(build: Build, name: str, known: dict[Role, int], thickness: int) -> str:
    said = [
        f"{build.parts[role].product.name} {_points(tenths * 10)} ({SHARES[role]} %)"
        for role, tenths in known.items()
    ]
    words = f"{name}: {', '.join(said)}"
    if abs(thickness) >= 5:
        change = "adds" if thickness > 0 else "takes off"
        words += f"; the thickness of the sponges {change} {_points(abs(thickness))}"
    unrated = [ROLE_WORDS[role] for role in build.parts if role not in known]
    if unrated:
        words += f"; no number is known of the {' and the '.join(unrated)}, so the range is wider"
    return f"{words}."


def _within(hundredths: int) -> int:
    return max(0, min(_MOST, hundredths))


def _points(hundredths: int) -> str:
    tenths = (hundredths + 5) // 10
    return f"{tenths // 10}.{tenths % 10}"
