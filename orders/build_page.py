"""The racket builder's page: the racket of an address, its choices, and what is said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from catalog.build import CATEGORY_OF, ROLE_WORDS, Build, Piece, Role, fits
from catalog.build_choosing import Opened, field_of, opened, pills_of
from catalog.build_law import Illegal, why_illegal
from catalog.build_nearest import alike, distance, nearest
from catalog.build_rating import WEIGHT_MARGIN, Rated, rating_of, weight_of
from catalog.choices import Group
from catalog.rules import KINDS
from catalog.shelf import Shelf, ShelfProduct
from catalog.specs import lines as spec_lines

AT_ONCE = 4  # choices of a step that is not opened
PAGE = 24  # of one that is
LONGEST_QUERY = 60
LONGEST_EDIT = 256


@dataclass(frozen=True)
class Option:
    """A part that can be chosen, with the sku that the choice means."""

    piece: Piece
    is_chosen: bool

    @property
    def words(self) -> str:
        """'Butterfly, FL': who makes it, and what is to be known at once."""
        said = spec_lines(self.piece.product)[:1]
        return ", ".join([self.piece.product.brand, *said])


@dataclass(frozen=True)
class Swap:
    """A part that could take the place of one that is missing."""

    piece: Piece
    more_paise: int  # than what it replaces; negative for less
    address: str


@dataclass(frozen=True)
class Missing:
    """A part of which there is none, and what comes closest."""

    role: str
    piece: Piece
    swaps: list[Swap]


@dataclass(frozen=True)
class Step:
    """One of the three questions."""

    number: int
    role: Role
    title: str
    options: list[Option]
    groups: list[tuple[str, Group]]  # field → pills
    in_all: int
    is_open: bool
    q: str
    page: int
    pages: int
    all_address: str
    turns: list[tuple[str, str]]  # words → address of a page before or after

    @property
    def kind(self) -> str:
        return KINDS[CATEGORY_OF[self.role]].title.lower()


class Builder:
    """All that the page shows of one address."""

    def __init__(self, shelf: Shelf, asked: Mapping[str, str], found: Opened) -> None:
        self._asked = asked
        self.build: Build = found.build
        self.replaced = [ROLE_WORDS[role] for role in found.replaced]
        self._products = list(shelf.products.values())
        self.edit = asked.get("edit", "")[:LONGEST_EDIT]
        self._show = asked.get("show", "")

    @property
    def address(self) -> str:
        """The link to this build, and nothing but it."""
        return f"{reverse('orders:build')}?{urlencode(self.build.skus)}"

    @property
    def here(self) -> str:
        """The same with what is being looked at."""
        kept = {n: t for n in ("edit", "show", "q", "page") if (t := self._asked.get(n, ""))}
        return f"{reverse('orders:build')}?{urlencode({**self.build.skus, **kept})}"

    @cached_property
    def rating(self) -> list[Rated]:
        return rating_of(self.build)

    @property
    def weight(self) -> int | None:
        return weight_of(self.build)

    weight_margin = WEIGHT_MARGIN

    @cached_property
    def illegal(self) -> Illegal | None:
        return why_illegal(self.build)

    @cached_property
    def missing(self) -> list[Missing]:
        return [self._missing(role) for role in self.build.missing]

    @property
    def may_be_bought(self) -> bool:
        return not self.illegal and not self.missing

    @property
    def picture_address(self) -> str:
        return f"{reverse('orders:build-picture')}?{urlencode(self.build.skus)}"

    @property
    def rows(self) -> list[tuple[str, Piece]]:
        return [(ROLE_WORDS[role], piece) for role, piece in self.build.parts.items()]

    @cached_property
    def steps(self) -> list[Step]:
        return [self._step(number, role) for number, role in enumerate(Role, start=1)]

    def _missing(self, role: Role) -> Missing:
        gone = self.build.parts[role]
        swaps = [
            Swap(
                piece,
                piece.variant.price - gone.variant.price,
                self._with(self.build.having(role, piece)),
            )
            for piece in nearest(self.build, role, self._products)
        ]
        return Missing(ROLE_WORDS[role], gone, swaps)

    def _with(self, build: Build, **more: str) -> str:
        kept = {"edit": self.edit} if self.edit else {}
        return f"{reverse('orders:build')}?{urlencode({**build.skus, **kept, **more})}"

    def _step(self, number: int, role: Role) -> Step:
        chosen, is_open = self.build.parts[role], self._show == role
        kind = [product for product in self._products if fits(role, product)]
        q = self._asked.get("q", "").strip()[:LONGEST_QUERY] if is_open else ""
        found = [product for product in self._in_order(role, kind) if _says(product, q)]
        pages = max(1, -(-len(found) // PAGE))
        page = min(_page_in(self._asked.get("page", "")), pages)
        shown = found[(page - 1) * PAGE : page * PAGE] if is_open else found[:AT_ONCE]
        return Step(
            number,
            role,
            ROLE_WORDS[role].capitalize(),
            [self._option(role, product) for product in shown],
            [(field_of(role, each.name), each) for each in pills_of(role, chosen)],
            len(kind),
            is_open,
            q,
            page,
            pages,
            self._with(self.build, show="" if is_open else role.value) + f"#step-{role.value}",
            self._turns(role, q, page, pages) if is_open else [],
        )

    def _in_order(self, role: Role, kind: Sequence[ShelfProduct]) -> list[ShelfProduct]:
        """The chosen one first, then what is in stock and closest to it."""
        chosen = self.build.parts[role]

        def place(product: ShelfProduct) -> tuple[bool, bool, int, str]:
            is_other = product.product_id != chosen.product.product_id
            apart = distance(chosen, Piece(product, product.variants[0])) if is_other else 0
            return is_other, product.stock == 0, apart, product.name

        return sorted((each for each in kind if each.variants), key=place)

    def _option(self, role: Role, product: ShelfProduct) -> Option:
        chosen = self.build.parts[role]
        if product.product_id == chosen.product.product_id:
            return Option(chosen, is_chosen=True)
        same = alike(chosen, product, 1, role, self.build)
        first = next((v for v in product.variants if v.stock), product.variants[0])
        return Option(same or Piece(product, first), is_chosen=False)

    def _turns(self, role: Role, q: str, page: int, pages: int) -> list[tuple[str, str]]:
        turns = []
        for words, other in (("Previous", page - 1), ("Next", page + 1)):
            if 1 <= other <= pages:
                address = self._with(self.build, show=role.value, q=q, page=str(other))
                turns.append((words, f"{address}#step-{role.value}"))
        return turns


def builder(shelf: Shelf, asked: Mapping[str, str]) -> Builder | None:
    """The page of an address; None where the shop sells no parts of a racket."""
    found = opened(shelf, asked)
    return Builder(shelf, asked, found) if found else None


def _says(product: ShelfProduct, q: str) -> bool:
    text = " ".join([product.brand, product.name, *product.specs.values()]).casefold()
    return all(word in text for word in q.casefold().split())


def _page_in(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 5 else 1
