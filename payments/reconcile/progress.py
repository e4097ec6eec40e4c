"""How far a reconcile is, in words for people, and as bars on a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from tqdm import tqdm

WORDS = {
    "refunds": "Reading Razorpay's refunds",
    "payments": "Reading Razorpay's payments",
    "orders": "Reading Razorpay's orders",
    "payments here": "Reading our payments",
    "orders here": "Reading our orders",
    "comparing": "Comparing",
    "asking": "Asking for what the lists do not have",
    "mends": "Mending",
}


class Tick(Protocol):
    """Is told what is being done and how many of it are done so far, of how many where that is
    known."""

    def __call__(self, what: str, count: int, total: int | None = None) -> None: ...


def silent(what: str, count: int, total: int | None = None) -> None:
    """For whoever does not want to know."""


def words(what: str, count: int, total: int | None = None) -> str:
    """'Comparing: 3 of 20'."""
    return f"{WORDS.get(what, what)}: {count}" + ("" if total is None else f" of {total}")


@contextmanager
def bars() -> Iterator[Tick]:
    """A bar for each stage, on a terminal only; each stays as the line that says what was done."""
    stage, bar = "", None

    def tick(what: str, count: int, total: int | None = None) -> None:
        nonlocal stage, bar
        if bar is None or what != stage or count <= bar.n:
            if bar is not None:
                bar.close()
            title = WORDS.get(what, what)
            stage, bar = what, tqdm(desc=title, total=total, unit="", disable=None)  # tty only
        bar.update(count - bar.n)

    try:
        yield tick
    finally:
        if bar is not None:
            bar.close()
