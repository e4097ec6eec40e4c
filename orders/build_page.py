"""The racket builder's page: the racket of an address, its choices, and what is said of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from catalog.build import ROLE_WORDS, Build, Piece, Role
from catalog.build_choosing import Opened, opened
from catalog.build_law import Illegal, why_illegal
from catalog.build_nearest import made_legal, nearest
from catalog.build_parts import parts_of
from catalog.build_rating import WEIGHT_MARGIN, Rated, rating_of, weight_of
from catalog.shelf import Shelf
from orders.build_steps import Step, Steps

LONGEST_EDIT = 256
LOOKING = ("show", "q", "for", "page")  # what an address says beside the racket


@dataclass(frozen=True)
class Beside:
    """How many rackets are wanted, and what the rest of the cart takes (sku → pieces)."""

    rackets: int = 1
    taken: Mapping[str, int] = field(default_factory=dict)


ONE = Beside()


@dataclass(frozen=True)
class Swap:
    """A part that could take the place of one that is missing, or that the law does not allow."""

    role: str
    piece: Piece
    more_paise: int  # than what it replaces; negative for less
    address: str


@dataclass(frozen=True)
class Missing:
    """A part of which there are too few, how many are left for it, and what comes closest."""

    role: str
    piece: Piece
    left: int
    swaps: list[Swap]

    @property
    def words(self) -> str:
        """'The blade is sold out', 'Only 1 is left of the blade'."""
        if self.left:
            are = "is" if self.left == 1 else "are"
            return f"Only {self.left} {are} left of the {self.role}"
        return f"The {self.role} is sold out"


class Builder:
    """All that the page shows of one address."""

    weight_margin = WEIGHT_MARGIN

    def __init__(
        self, shelf: Shelf, asked: Mapping[str, str], found: Opened, beside: Beside
    ) -> None:
        self._asked, self._beside, self._parts = asked, beside, parts_of(shelf)
        self.build: Build = found.build
        self.replaced = [ROLE_WORDS[role] for role in found.replaced]
        self.edit = asked.get("edit", "")[:LONGEST_EDIT]
        self.rackets = beside.rackets

    @property
    def address(self) -> str:
        """The link to this build, and nothing but it."""
        return f"{reverse('orders:build')}?{urlencode(self.build.skus)}"

    @property
    def here(self) -> str:
        """The same with what is being looked at."""
        kept = {n: t for n in ("edit", *LOOKING) if (t := self._asked.get(n, ""))}
        return f"{reverse('orders:build')}?{urlencode({**self.build.skus, **kept})}"

    @cached_property
    def rating(self) -> list[Rated]:
        return rating_of(self.build)

    @property
    def weight(self) -> int | None:
        return weight_of(self.build)

    @cached_property
    def illegal(self) -> Illegal | None:
        return why_illegal(self.build)

    @property
    def ways_out(self) -> list[Swap]:
        """The same rubbers in a colour or thickness that makes an illegal racket legal."""
        if not self.illegal:
            return []
        return [
            self._swap(role, piece) for role, piece in made_legal(self.build, rackets=self.rackets)
        ]

    @cached_property
    def missing(self) -> list[Missing]:
        short = self.build.short_of(self._beside.rackets, self._beside.taken)
        return [self._missing(role) for role in short]

    @property
    def may_be_bought(self) -> bool:
        return not self.illegal and not self.missing

    @property
    def picture_address(self) -> str:
        return f"{reverse('orders:build-picture')}?{urlencode(self.build.skus)}"

    @property
    def rows(self) -> list[tuple[str, Piece]]:
        return [(ROLE_WORDS[role], piece) for role, piece in self.build.parts.items()]

    @property
    def names(self) -> str:
        """'Viscaria with Rozena and Tenergy 05': the racket in a line."""
        blade, forehand, backhand = (piece.product.name for piece in self.build.parts.values())
        rubbers = forehand if forehand == backhand else f"{forehand} and {backhand}"
        return f"{blade} with {rubbers}"

    @cached_property
    def steps(self) -> list[Step]:
        return Steps(self.build, self._parts, self._asked, self._here_with).all()

    def _missing(self, role: Role) -> Missing:
        gone = self.build.parts[role]
        swaps = [
            self._swap(role, piece)
            for piece in nearest(
                self.build,
                role,
                self._parts.of(role),
                rackets=self._beside.rackets,
                taken=self._beside.taken,
            )
        ]
        left = max(0, gone.variant.stock - self._beside.taken.get(gone.variant.sku, 0))
        return Missing(ROLE_WORDS[role], gone, left, swaps)

    def _swap(self, role: Role, piece: Piece) -> Swap:
        more_paise = piece.variant.price - self.build.parts[role].variant.price
        return Swap(ROLE_WORDS[role], piece, more_paise, self._with(self.build.having(role, piece)))

    def _here_with(self, **more: str) -> str:
        return self._with(self.build, **more)

    def _with(self, build: Build, **more: str) -> str:
        kept = {"edit": self.edit} if self.edit else {}
        return f"{reverse('orders:build')}?{urlencode({**build.skus, **kept, **more})}"


def builder(shelf: Shelf, asked: Mapping[str, str], beside: Beside = ONE) -> Builder | None:
    """The page of an address; None where the shop sells no parts of a racket."""
    found = opened(shelf, asked)
    return Builder(shelf, asked, found, beside) if found else None
