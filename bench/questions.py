"""Questions that nobody has asked before: names of the trade, some of them mistyped."""

import random
from functools import cache
from urllib.parse import quote_plus

from catalog.demo import demo_products


def fresh_searches(number: int, count: int) -> list[str]:
    """So many addresses of searches, each another question, and none of another round's."""
    return [f"/equipment?q={quote_plus(each)}" for each in _questions(number + 1, count)]


def fresh_suggestions(number: int, count: int) -> list[str]:
    """The same for what is suggested while somebody types."""
    asked = _questions(number + 1, count)
    return [f"/equipment/suggest?q={quote_plus(each[:12])}" for each in asked]


def _questions(number: int, count: int) -> list[str]:
    """Those of round `number`, if every round has as many."""
    chance = random.Random(count)  # noqa: S311 - no secret
    asked: dict[str, None] = {}
    while len(asked) < (number + 1) * count:
        asked[_question(chance)] = None
    return list(asked)[number * count :]


def _question(chance: random.Random) -> str:
    """A maker and a name, or a name, with a letter lost and, of some, two in each other's place."""
    brand, name = chance.choice(_goods())
    letters = list(f"{brand} {name}" if chance.random() < 0.5 else name)
    del letters[chance.randrange(1, len(letters))]
    if chance.random() < 0.5:
        place = chance.randrange(1, len(letters))
        letters[place - 1], letters[place] = letters[place], letters[place - 1]
    return "".join(letters)


@cache
def _goods() -> list[tuple[str, str]]:
    return [(each.brand, each.name) for each in demo_products()]
