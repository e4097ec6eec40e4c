"""The attributes by which goods are filtered: what stands on their cards and what one chooses of
them, gathered from the goods themselves, so that goods with other facts bring other filters. Pure.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from catalog.bits import bits_of
from catalog.members import Members
from catalog.search_words import plainly
from catalog.shelf_rows import ShelfProduct
from catalog.specs import card_names

ALWAYS = ("Colour", "Size", "Grade", "Handle")  # filters wherever the goods say them
_OTHER_NAMES = {"sponge_hardness": "hardness", "color": "colour"}
_BETWEEN = {"colour": " / "}  # what stands between several values of one specification
_NOT_FILTERS = re.compile(
    r"q|category|brand|in_stock|sort|page|sku|as_typed|ratings_source|csrf.*|utm_.*"
    r"|(price|speed|spin|control)(_from|_to)?|"
)
Pair = tuple[str, str]  # an attribute's name in addresses, and a value


class Attributes:
    """The attributes of these products, which are told by their places."""

    def __init__(self, products: Sequence[ShelfProduct]) -> None:
        self.titles: dict[str, str] = {}
        self._size = len(products)
        self._names: dict[str, str] = {}
        self._shapes: dict[tuple[str, ...], list[tuple[str, str]]] = {}
        self._whole: dict[Pair, list[int]] = defaultdict(list)
        self._layers: dict[Pair, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for place, product in enumerate(products):
            self._note_specs(place, product)
            self._note_options(place, product)

    def sets(self) -> dict[str, dict[str, Members]]:
        """Of each value of each attribute the products that have it."""
        found: dict[str, dict[str, Members]] = defaultdict(dict)
        for name, value in dict.fromkeys((*self._whole, *self._layers)):
            layers = self._layers.get((name, value), {})
            found[name][value] = Members(
                bits_of(self._whole.get((name, value), ()), self._size),
                {k: bits_of(places, self._size) for k, places in layers.items()},
            )
        return dict(found)

    def _note_specs(self, place: int, product: ShelfProduct) -> None:
        chosen = {self._named(name) for v in product.variants for name in v.options}
        for key, name in self._of_specs(product):
            if name not in chosen:
                value = product.specs[key]
                for one in value.split(_BETWEEN[name]) if name in _BETWEEN else [value]:
                    if one.strip():
                        self._whole[name, one].append(place)

    def _of_specs(self, product: ShelfProduct) -> list[tuple[str, str]]:
        """Which of the specifications are attributes: their keys, and the attributes' names."""
        titles = (*card_names(product), *ALWAYS)
        shape = (*product.specs, *titles)  # the same for most goods of a category
        if shape not in self._shapes:
            keys = {key.lower(): key for key in product.specs}
            known = {keys[low]: self._named(t) for t in titles if (low := t.lower()) in keys}
            self._shapes[shape] = [(key, name) for key, name in known.items() if name]
        return self._shapes[shape]

    def _note_options(self, place: int, product: ShelfProduct) -> None:
        for k, variant in enumerate(product.variants):
            for title, value in variant.options.items():
                name = self._named(title)
                if name and value.strip():
                    self._layers[name, value][k].append(place)

    def _named(self, title: str) -> str:
        """The name in addresses: 'Sponge hardness' is hardness; '' for what cannot be a filter."""
        if title not in self._names:
            plain = re.sub(r"[^a-z0-9]+", "_", plainly(title)).strip("_")
            name = _OTHER_NAMES.get(plain, plain)
            self._names[title] = "" if _NOT_FILTERS.fullmatch(name) else name
            self.titles.setdefault(name, title)
        return self._names[title]
