"""What the rules of giving back need to know of a refund, a dispute and a line of an order."""

from collections.abc import Mapping
from typing import Protocol


class AnyRefund(Protocol):
    """A refund as the table keeps it, as far as sums are concerned."""

    @property
    def amount(self) -> int: ...
    @property
    def status(self) -> str: ...
    @property
    def pieces(self) -> Mapping[str, str] | None: ...
    @property
    def has_delivery(self) -> bool | None: ...


class AnyDispute(Protocol):
    """A dispute, as far as sums are concerned."""

    @property
    def amount(self) -> int: ...
    @property
    def standing(self) -> str: ...


class AnyLine(Protocol):
    """A line of an order, as far as giving it back is concerned."""

    @property
    def price(self) -> int: ...
    @property
    def quantity(self) -> int: ...
    @property
    def kept(self) -> int: ...
    @property
    def sku(self) -> str | None: ...
