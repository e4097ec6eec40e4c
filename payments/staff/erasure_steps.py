"""How far an erasure is, in words; the worker goes on with it, and its page says where it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from customers.privacy_models import Erasure
from customers.services.erasure_steps import swept_at

STEPS = (
    "What leads to the customer is gathered",
    "Orders, parcels, payments and complaints are gone through",
    "Each table is read for what is left",
    "The customer is mailed that it is done",
)


@dataclass(frozen=True)
class Step:
    """A step, whether it is over, and whether it is the one that runs."""

    words: str
    is_done: bool
    is_running: bool


def steps_of(wish: Erasure) -> Sequence[Step]:
    """The steps of an erasure that has begun."""
    done = _done(wish)
    return [Step(words, n < done, n == done) for n, words in enumerate(STEPS)]


def _done(wish: Erasure) -> int:
    if wish.done_at:
        return len(STEPS)
    if swept_at(wish):
        return 3
    if wish.sweeping:
        return 2
    return 1 if wish.traces else 0
