"""The three questions of the racket builder: what can be chosen for each part."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from catalog.build import CATEGORY_OF, ROLE_WORDS, Build, Piece, Role
from catalog.build_choosing import field_of, pills_of
from catalog.build_nearest import alike
from catalog.build_parts import Parts
from catalog.choices import Group
from catalog.rules import KINDS
from catalog.shelf import ShelfProduct
from catalog.specs import lines as spec_lines

AT_ONCE = 4  # choices of a step that is not opened
PAGE = 24  # of one that is
LONGEST_QUERY = 60
AddressOf = Callable[..., str]


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
    found: int
    page: int
    pages: int
    all_address: str
    turns: list[tuple[str, str]]  # words → address of a page before or after

    @property
    def kind(self) -> str:
        return KINDS[CATEGORY_OF[self.role]].title.lower()


class Steps:
    """The steps of one build, as an address asks for them; `address_of` gives the address of the
    same build with more asked for."""

    def __init__(
        self, build: Build, parts: Parts, asked: Mapping[str, str], address_of: AddressOf
    ) -> None:
        self._build, self._parts, self._asked = build, parts, asked
        self._address_of = address_of

    def all(self) -> list[Step]:
        """Blade, forehand, backhand."""
        return [self._step(number, role) for number, role in enumerate(Role, start=1)]

    def _step(self, number: int, role: Role) -> Step:
        chosen, is_open = self._build.parts[role], self._asked.get("show", "") == role
        q = self._asked.get("q", "").strip()[:LONGEST_QUERY] if is_open else ""
        found = self._found(role, q)
        pages = max(1, -(-len(found) // PAGE))
        # A page of what was found is no page of what somebody looks for next.
        is_of_these = self._asked.get("for", "") == self._asked.get("q", "")
        page = min(_page_in(self._asked.get("page", "")), pages) if is_of_these else 1
        shown = self._parts.closest(role, chosen, AT_ONCE)
        if is_open:
            shown = found[(page - 1) * PAGE : page * PAGE]
        show = "" if is_open else role.value
        return Step(
            number,
            role,
            ROLE_WORDS[role].capitalize(),
            [self._option(role, product) for product in self._with_chosen(role, shown)],
            [(field_of(role, each.name), each) for each in pills_of(role, chosen)],
            len(self._parts.of(role)),
            is_open,
            q,
            len(found),
            page,
            pages,
            self._address_of(show=show) + f"#step-{role.value}",
            self._turns(role, q, page, pages) if is_open else [],
        )

    def _found(self, role: Role, q: str) -> list[ShelfProduct]:
        """What has the words, in the order that stays as it is while somebody chooses."""
        if not q:
            return self._parts.of(role)
        words = q.casefold().split()
        return [
            product
            for product in self._parts.of(role)
            if all(word in self._parts.says(product) for word in words)
        ]

    def _with_chosen(self, role: Role, shown: list[ShelfProduct]) -> list[ShelfProduct]:
        """The chosen one stands first where it would not be listed: a form without it would
        choose another part."""
        chosen = self._build.parts[role].product
        if any(each.product_id == chosen.product_id for each in shown):
            return shown
        return [chosen, *shown]

    def _option(self, role: Role, product: ShelfProduct) -> Option:
        chosen = self._build.parts[role]
        if product.product_id == chosen.product.product_id:
            return Option(chosen, is_chosen=True)
        same = alike(chosen, product, 1, role, self._build)
        first = next((v for v in product.variants if v.stock), product.variants[0])
        return Option(same or Piece(product, first), is_chosen=False)

    def _turns(self, role: Role, q: str, page: int, pages: int) -> list[tuple[str, str]]:
        turns = []
        for words, other in (("Previous", page - 1), ("Next", page + 1)):
            if 1 <= other <= pages:
                address = self._address_of(
                    show=role.value, q=q, page=str(other), **({"for": q} if q else {})
                )
                turns.append((words, f"{address}#step-{role.value}"))
        return turns


def _page_in(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 5 else 1
