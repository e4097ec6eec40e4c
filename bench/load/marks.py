"""What a run found, and whether that is what is wanted."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bench.sums import percentile, short


@dataclass(frozen=True)
class Mark:
    """One thing that is wanted of a run; what only the whole can show is not judged in a part."""

    what: str
    wanted: str
    found: str
    is_met: bool
    in_whole_only: bool = False

    def verdict(self, *, is_whole: bool) -> str:
        """In a word."""
        if self.in_whole_only and not is_whole:
            return "not judged"
        return "met" if self.is_met else "NOT MET"


@dataclass
class Played:
    """A run that was played, its marks, and what else was seen."""

    run: str
    title: str
    is_whole: bool
    marks: list[Mark] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)
    began: str = ""
    seconds: float = 0.0

    @property
    def is_good(self) -> bool:
        """Whether every mark that counts here is met."""
        return all(each.verdict(is_whole=self.is_whole) != "NOT MET" for each in self.marks)

    def as_json(self) -> dict[str, Any]:
        """For other programs."""
        return asdict(self) | {"is_good": self.is_good}


def exactly(what: str, wanted: object, found: object) -> Mark:
    """A count that must be this one."""
    return Mark(what, str(wanted), str(found), wanted == found)


def within(what: str, seconds: float, limit: float) -> Mark:
    """A time below this many seconds."""
    return Mark(
        what, f"< {in_words(limit)}", in_words(seconds), seconds < limit, in_whole_only=True
    )


def at_most(what: str, found: float, limit: float, unit: str = "") -> Mark:
    """A number that does not exceed the limit."""
    wanted, seen = f"≤ {short(limit)}{unit}", f"{found:,.2f}{unit}"
    return Mark(what, wanted, seen, found <= limit, in_whole_only=True)


def nothing_of(what: str, sentences: Sequence[str]) -> Mark:
    """Sentences that should not be there; the first few are shown."""
    found = "none" if not sentences else f"{len(sentences)}: {'; '.join(sentences[:3])}"
    return Mark(what, "none", found, not sentences)


def in_words(seconds: float) -> str:
    """'34 ms' or '1.20 s'."""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


def times_of(seconds: Sequence[float]) -> str:
    """Median, p95, p99 and the longest."""
    if not seconds:
        return "none"
    ranks = [percentile(seconds, rank) for rank in (50, 95, 99)]
    return " / ".join(in_words(each) for each in (*ranks, max(seconds)))


def slope(points: Sequence[tuple[float, float]]) -> float:
    """By how much the second number grows with one of the first: the straight line that lies
    closest to all points (least squares). 0 where there are not two moments."""
    if not points:
        return 0.0
    middle = sum(x for x, _ in points) / len(points)
    height = sum(y for _, y in points) / len(points)
    width = sum((x - middle) ** 2 for x, _ in points)
    return sum((x - middle) * (y - height) for x, y in points) / width if width else 0.0
