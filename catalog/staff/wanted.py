"""What a person wants to see in the staff's list of products, as the address says it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from catalog.rules import Category

LONGEST = 80  # signs of the words


class State(StrEnum):
    """Which of the products."""

    ON_SALE = ""
    HIDDEN = "hidden"
    ALL = "all"
    LOW = "low"
    SOLD_OUT = "sold-out"
    LACKS = "lacks"


class Sort(StrEnum):
    """In which order."""

    NAME = ""
    PRICE_UP = "price"
    PRICE_DOWN = "-price"
    STOCK = "stock"
    NEWEST = "new"


STATES: dict[State, str] = {
    State.ON_SALE: "On sale",
    State.ALL: "On sale and hidden",
    State.HIDDEN: "Hidden",
    State.LOW: "Low on stock",
    State.SOLD_OUT: "Sold out",
    State.LACKS: "Lacks what the law wants",
}
SORTS: dict[Sort, str] = {
    Sort.NAME: "By brand and name",
    Sort.STOCK: "Least stock first",
    Sort.PRICE_UP: "Cheapest first",
    Sort.PRICE_DOWN: "Dearest first",
    Sort.NEWEST: "Newest first",
}


@dataclass(frozen=True)
class Wanted:
    """What the person filters by; `category` None is all of them, `brand` '' is any."""

    category: Category | None = None
    words: str = ""
    state: State = State.ON_SALE
    brand: str = ""
    sort: Sort = Sort.NAME

    @property
    def query(self) -> str:
        """The same as an address has it, without the page."""
        return urlencode(self._said())

    @property
    def query_of_others(self) -> str:
        """All but the category: what its tabs add theirs to."""
        said = {name: text for name, text in self._said().items() if name != "category"}
        return urlencode(said)

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """The same as fields of a form."""
        return list(self._said().items())

    def _said(self) -> dict[str, str]:
        said: dict[str, Any] = {
            "category": self.category.value if self.category else "",
            "words": self.words,
            "state": self.state.value,
            "brand": self.brand,
            "sort": self.sort.value,
        }
        return {name: text for name, text in said.items() if text}


def wanted_in(sent: QueryDict) -> Wanted:
    """What the address says; words that nobody knows are as if they were not there."""
    category, state, sort = (sent.get(name, "") for name in ("category", "state", "sort"))
    return Wanted(
        category=Category(category) if category in list(Category) else None,
        words=sent.get("words", "").strip()[:LONGEST],
        state=State(state) if state in list(State) else State.ON_SALE,
        brand=sent.get("brand", "").strip()[:LONGEST],
        sort=Sort(sort) if sort in list(Sort) else Sort.NAME,
    )
