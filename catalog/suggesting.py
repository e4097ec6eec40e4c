"""What is offered while somebody types into the search box: kinds, brands, products. Pure."""

from dataclasses import dataclass

from django.urls import reverse

from catalog.forms import LONGEST_QUESTION
from catalog.rules import KINDS
from catalog.search import Index, index_of
from catalog.search_words import plainly, spoken
from catalog.shelf import Shelf, ShelfProduct
from catalog.wanted import Wanted
from config.money import short_rupees

SHORTEST = 2  # letters before anything is offered
MOST_KINDS, MOST_BRANDS, MOST_PRODUCTS = 2, 2, 6


@dataclass(frozen=True)
class Suggestion:
    """One thing to go to: its words, what it is, and its address."""

    words: str
    what: str
    address: str


def suggestions(shelf: Shelf, typed: str) -> list[Suggestion]:
    """What the shop has under the beginning of a question, the likeliest first."""
    question = typed[:LONGEST_QUESTION].strip()
    if len(question) < SHORTEST:
        return []
    index = index_of(shelf)
    answer = index.answer(question)
    products = [index.sets.products[n] for n in answer.first[:MOST_PRODUCTS]]
    return [
        *_kinds(index, question)[:MOST_KINDS],
        *_brands(index, question)[:MOST_BRANDS],
        *map(_product, products),
    ]


def _kinds(index: Index, question: str) -> list[Suggestion]:
    asked = " ".join(spoken(question))
    return [
        _of_list(kind.title, f"{members.bit_count()} items", Wanted(category=category))
        for category, kind in KINDS.items()
        if (members := index.sets.categories.get(category, 0))
        and any(_begins(" ".join(spoken(text)), asked) for text in (kind.title, kind.one))
    ]


def _brands(index: Index, question: str) -> list[Suggestion]:
    asked = plainly(question)
    found = [brand for brand in index.sets.brands if _begins(plainly(brand), asked)]
    return [
        _of_list(b, f"Brand, {index.sets.brands[b].bit_count()} items", Wanted(brands=(b,)))
        for b in sorted(found, key=str.casefold)
    ]


def _begins(text: str, asked: str) -> bool:
    return f" {text}".find(f" {asked}") >= 0


def _of_list(words: str, what: str, wanted: Wanted) -> Suggestion:
    return Suggestion(words, what, f"{reverse('catalog:list')}{wanted.query()}")


def _product(product: ShelfProduct) -> Suggestion:
    kind = KINDS[product.category].one.capitalize()
    price = short_rupees(product.price)
    words = f"{product.brand} {product.name}"
    gone = "" if product.stock else ", out of stock"
    address = reverse("catalog:product", args=[product.product_id])
    return Suggestion(words, f"{kind}, {price}{gone}", address)
