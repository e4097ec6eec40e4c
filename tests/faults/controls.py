"""How a guard is taken out for a negative control, and the stories in which it is missed. A story
plays the same with its guard and without; it says whether harm was done. There is no switch in the
shop: a guard goes by monkeypatch, in the test alone."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest

from config.dynamo import Transaction
from config.errors import ShopError

Out = Callable[[pytest.MonkeyPatch], None]
Story = Callable[..., bool]


class Died(BaseException):
    """The process is gone in the middle of something."""


@dataclass(frozen=True)
class Control:
    """A guard, how it is taken out, and the story that shows what it is for."""

    guard: str
    out: Out
    story: Story


def without(*refusals: type[ShopError]) -> Out:
    """Every part of a transaction that would be refused with one of these is written whatever
    stands in the table."""

    def out(patch: pytest.MonkeyPatch) -> None:
        put, update = Transaction.put, Transaction.update

        def careless_put(self: Transaction, item: Any, **part: Any) -> None:
            if isinstance(part["or_else"], refusals):
                part["condition"] = None
            put(self, item, **part)

        def careless_update(self: Transaction, item: Any, **part: Any) -> None:
            if isinstance(part["or_else"], refusals):
                part["condition"] = None
            update(self, item, **part)

        patch.setattr(Transaction, "put", careless_put)
        patch.setattr(Transaction, "update", careless_update)

    return out


def replaced(target: str, by: Any) -> Out:
    """One function of the shop's is another."""
    return lambda patch: patch.setattr(target, by)


def changed(target: str, change: Callable[[Any], Any]) -> Out:
    """What one function of the shop's answers is changed."""

    def out(patch: pytest.MonkeyPatch) -> None:
        module, _, name = target.rpartition(".")
        right = getattr(__import__(module, fromlist=[name]), name)
        patch.setattr(target, lambda *args, **kwargs: change(right(*args, **kwargs)))

    return out


def all_of(*outs: Out) -> Out:
    """Guards that stand behind each other, all taken out."""

    def out(patch: pytest.MonkeyPatch) -> None:
        for each in outs:
            each(patch)

    return out


def tried(act: Callable[[], object]) -> bool:
    """Whether the shop did it; False if it refused."""
    with suppress(ShopError):
        act()
        return True
    return False
