"""The result of a reconcile: a line for every payment and refund of Razorpay's books, and sums
that are proven."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from payments.reconcile.facts import Judged, Mend, Standing


class BooksDiffer(AssertionError):
    """The lines do not add up to Razorpay's books: a mistake of this program, never to be told as
    a result."""


@dataclass(frozen=True)
class Line:
    """What is said of one payment, refund or order. `received_paise` and `given_paise` are its
    share of Razorpay's books in the period; `amount_paise` is what it is about, in the smallest
    unit of its currency. What is not `in_books` stands beside them: it is only here, only agreed
    to, or was sent back by the bank."""

    kind: str  # payment, refund or order
    about: str
    judged: Judged
    payment_id: str = ""
    order_id: str = ""
    amount_paise: int = 0
    received_paise: int = 0
    given_paise: int = 0
    in_books: bool = True
    currency: str = "INR"
    at: datetime | None = None

    @property
    def standing(self) -> Standing:
        return self.judged.standing

    @property
    def may_be_mended(self) -> bool:
        """Whether a program may do what it takes."""
        return self.judged.mend not in (Mend.NONE, Mend.PERSON)

    @property
    def to_do(self) -> str:
        """What would make it right, for people."""
        return self.judged.todo or self.judged.mend.capitalize() + "."


@dataclass(frozen=True)
class Sums:
    """Payments and refunds of one standing, and their paise."""

    payments: int = 0
    received_paise: int = 0
    refunds: int = 0
    given_paise: int = 0

    @property
    def total_paise(self) -> int:
        return self.received_paise + self.given_paise


@dataclass(frozen=True)
class Mended:
    """What `--apply` did, or tried: `trouble` is why it did not work."""

    about: str
    mend: str
    trouble: str = ""


@dataclass(frozen=True)
class Report:
    """The whole of one reconcile. Times are aware; `books` are Razorpay's own sums."""

    begin: datetime
    end: datetime
    at: datetime
    by: str
    is_applied: bool
    books: Sums
    lines: Sequence[Line]
    orders: int = 0
    mended: Sequence[Mended] = field(default_factory=tuple)
    reaches_now: bool = True  # not only to the last of some earlier day

    def of(self, standing: Standing) -> list[Line]:
        """The lines of one standing, the oldest first; those without a time before them."""
        found = [line for line in self.lines if line.standing is standing]
        return sorted(found, key=lambda line: (line.at or self.begin, line.about))

    def sums(self, standing: Standing) -> Sums:
        return added_up(line for line in self.lines if line.standing is standing)

    @property
    def is_open(self) -> bool:
        """Whether one line still needs somebody."""
        return any(line.standing is Standing.OPEN for line in self.lines)

    @property
    def open_since(self) -> datetime | None:
        """When the oldest that is open happened; None if nothing is."""
        return min((line.at or self.begin for line in self.of(Standing.OPEN)), default=None)

    def beside(self, standing: Standing) -> Sums:
        """What stands beside the books."""
        found = (line for line in self.lines if line.standing is standing and not line.in_books)
        return _added_up((line, _rupees(line)) for line in found)

    @property
    def open_paise(self) -> int:
        """What the open lines are about; a payment and a refund of it are two things."""
        still, beside = self.sums(Standing.OPEN), self.beside(Standing.OPEN)
        return still.total_paise + beside.total_paise

    def prove(self) -> None:
        """Razorpay's sums are exactly those of matched, explained and open together. Raises
        BooksDiffer."""
        told = added_up(self.lines)
        if told != self.books:
            raise BooksDiffer(f"Razorpay has {self.books}, the lines add up to {told}")


def added_up(lines: Iterable[Line]) -> Sums:
    """What the lines come to in Razorpay's books."""
    inside = [line for line in lines if line.in_books]
    return _added_up((line, line.received_paise + line.given_paise) for line in inside)


def _added_up(counted: Iterable[tuple[Line, int]]) -> Sums:
    """Refunds by themselves; all else is money that came in, or should have."""
    each = list(counted)
    received = [paise for line, paise in each if line.kind != "refund"]
    given = [paise for line, paise in each if line.kind == "refund"]
    return Sums(len(received), sum(received), len(given), sum(given))


def _rupees(line: Line) -> int:
    """Other currencies count with nothing, as in Razorpay's sums of rupees."""
    return line.amount_paise if line.currency == "INR" else 0
