"""A set of products where what is asked of a variant must be true of one and the same. Pure.

Such a set is kept in layers: layer 0 holds the products whose first variant is so, layer 1 those
whose second is so, and filters meet layer by layer.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from catalog.bits import flags_of, is_in


@dataclass(frozen=True)
class Members:
    """The products that are members with all their variants, and by layer those of which the
    variant of this layer is one."""

    whole: int = 0
    layers: Mapping[int, int] = field(default_factory=dict)

    def anyhow(self) -> int:
        """All products that are members, by whichever variant."""
        found = self.whole
        for layer in self.layers.values():
            found |= layer
        return found


def either(many: Iterable[Members]) -> Members:
    """The members of any of these sets."""
    whole = 0
    layers: dict[int, int] = defaultdict(int)
    for one in many:
        whole |= one.whole
        for k, layer in one.layers.items():
            layers[k] |= layer
    return Members(whole, layers)


class Passing:
    """The products that pass several filters, variant by variant."""

    def __init__(self, start: int, filters: Iterable[Members], existing: Sequence[int]) -> None:
        """`existing` says, layer by layer, which products have such a variant."""
        whole, varying = start, []
        for one in filters:
            if one.layers:
                varying.append(one)
            else:
                whole &= one.whole
        self._varies = bool(varying)
        self._layers = [whole & layer for layer in existing] if varying else []
        for one in varying:
            self._layers = [
                layer and layer & (one.whole | one.layers.get(k, 0))
                for k, layer in enumerate(self._layers)
            ]
        self._whole = whole
        self.products = Members(0, dict(enumerate(self._layers))).anyhow() if varying else whole

    @cached_property
    def _flags(self) -> list[bytes]:
        return [flags_of(layer) for layer in self._layers]

    def lets_pass(self, place: int, layer: int) -> bool:
        """Whether, of a product that passes, the variant of this layer does."""
        return not self._varies or is_in(self._flags[layer], place)

    def count(self, more: Members) -> int:
        """How many would be left if these had to be members, too."""
        found = self.products & more.whole
        for k, layer in more.layers.items():
            found |= layer & (self._layers[k] if self._varies else self._whole)
        return found.bit_count()
