"""What went wrong in a run, in sentences: one page or one shop that fails takes nothing else with
it, and the run ends with what it has found."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from pynamodb.exceptions import PynamoDBException

# What a page, a process or a table can do to us; a mistake in our own words (NameError,
# AttributeError, TypeError) ends the run at once. Of requests, all errors are OSErrors.
KNOWN = (
    *(OSError, LookupError, ValueError, ArithmeticError, RuntimeError, AssertionError),
    *(subprocess.SubprocessError, PynamoDBException),
)
LONGEST = 500  # letters of one sentence


class NotServed(RuntimeError):
    """A page answered something else than 200; the text says which and what."""


@dataclass
class Troubles:
    """Sentences, in the order in which they came."""

    told: list[str] = field(default_factory=list)

    @contextmanager
    def of(self, what: str) -> Iterator[None]:
        """Inside the block, what fails is told as a trouble of `what`, and the rest of the block
        is left out."""
        try:
            yield
        except KNOWN as failure:
            self.tell(f"{what}: {_in_words(failure)}")

    def tell(self, sentence: str) -> None:
        """Keep it, and say it at once."""
        self.told.append(sentence)
        sys.stderr.write(f"bench: {sentence}\n")


def _in_words(failure: BaseException) -> str:
    words = " ".join(str(failure).split())[:LONGEST]
    kind = type(failure).__name__
    return words if isinstance(failure, NotServed) else f"{kind}: {words}"
