"""Questions that nobody has asked before: names of the trade, some of them mistyped."""

import random
from collections.abc import Iterator
from functools import cache
from urllib.parse import quote_plus

from catalog.demo import demo_products


def fresh_searches(number: int, count: int) -> list[str]:
    """So many addresses of searches, each another question, and none of another round's."""
    return list(_addresses("/equipment?q=", number, count))


def fresh_suggestions(number: int, count: int) -> list[str]:
    """The same for what is suggested while somebody types."""
    return list(_addresses("/equipment/suggest?q=", number, count))


def _addresses(before: str, number: int, count: int) -> Iterator[str]:
    chance, asked = random.Random(number), set[str]()  # noqa: S311 - no secret
    while len(asked) < count:
        question = _question(chance, number)
        if question not in asked:
            asked.add(question)
            yield f"{before}{quote_plus(question)}"


def _question(chance: random.Random, number: int) -> str:
    """A maker and a name with a letter lost; or a word of the trade, a price and the round."""
    product = chance.choice(_goods())
    words = f"{product[0]} {product[1]}" if chance.random() < 0.5 else product[1]
    place = chance.randrange(len(words))
    return f"{words[:place]}{words[place + 1 :]} {chance.choice('abcdefghijkl')}{number % 97}"


@cache
def _goods() -> list[tuple[str, str]]:
    return [(each.brand, each.name) for each in demo_products()]
