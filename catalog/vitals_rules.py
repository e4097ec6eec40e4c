"""What is measured of a page as a shopper has it, how that is counted, and what is good. Pure.

Three numbers (Core Web Vitals), counted in so many boxes each that the value which three of four
visits stay below can be told; the thresholds are edges of boxes, so the verdict is exact.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

ONE_IN = 10  # pages that measure
LARGEST = 600_000  # what a browser may tell us; ten minutes
# The page types that measure: url name → type. What is not here is not measured.
TYPES: dict[str, str] = {
    "catalog:home": "home",
    "catalog:list": "list",
    "catalog:product": "product",
    "catalog:compare": "compare",
    "orders:build": "builder",
    "orders:cart": "cart",
    "payments:checkout": "checkout",
    "payments:success": "thanks",
    "orders:track": "tracking",
    "orders:account": "account",
}


class Metric(StrEnum):
    LCP = "lcp"  # largest contentful paint, ms
    INP = "inp"  # interaction to next paint, ms
    CLS = "cls"  # cumulative layout shift, thousandths


@dataclass(frozen=True)
class Scale:
    """The upper edges of a number's boxes (one more is open above), and its two thresholds."""

    title: str
    words: str
    edges: tuple[int, ...]
    good: int
    fair: int

    def verdict(self, value: int) -> str:
        """good, fair or poor, as browsers' makers call it."""
        return "good" if value <= self.good else "fair" if value <= self.fair else "poor"


SCALES: dict[Metric, Scale] = {
    Metric.LCP: Scale(
        "LCP",
        "until the largest thing on the screen is drawn",
        (500, 1000, 1250, 1500, 1750, 2000, 2500, 3000, 3500, 4000, 5000, 7000, 10_000),
        good=2500,
        fair=4000,
    ),
    Metric.INP: Scale(
        "INP",
        "from a tap or a key to what it shows",
        (25, 50, 75, 100, 125, 150, 200, 250, 300, 400, 500, 700, 1000),
        good=200,
        fair=500,
    ),
    Metric.CLS: Scale(
        "CLS",
        "how far things jump while one reads",
        (0, 5, 10, 25, 50, 75, 100, 125, 150, 200, 250, 400, 1000),
        good=100,
        fair=250,
    ),
}
Measured = Mapping[Metric, int]


def measured_in(told: object) -> tuple[str, Measured]:
    """A page type and what was measured of it, from what a browser told; a ValueError if that is
    anything but whole numbers in bounds about a type that we know."""
    if not isinstance(told, dict) or told.keys() - {"page", *Metric}:
        raise ValueError("not what our pages send")
    page, found = told.get("page"), {m: told[m] for m in Metric if m in told}
    if not isinstance(page, str) or page not in TYPES.values() or not found:
        raise ValueError("no page, or nothing measured")
    if any(type(value) is not int or not 0 <= value <= LARGEST for value in found.values()):
        raise ValueError("out of bounds")
    return page, found


def boxes(measured: Measured) -> Iterator[str]:
    """The names of the boxes in which these numbers are counted: 'lcp03'."""
    for metric, value in measured.items():
        yield f"{metric}{bisect_left(SCALES[metric].edges, value):02d}"


def in_order(metric: Metric, counts: Mapping[str, int]) -> list[int]:
    """How many are in each box of a number, from the lowest."""
    return [counts.get(f"{metric}{n:02d}", 0) for n in range(len(SCALES[metric].edges) + 1)]


def third_quartile(metric: Metric, counts: Sequence[int]) -> int | None:
    """The value that three of four stay below: as far into its box as the share of that box that
    is needed; one more than the last edge where it lies above all of them; None of nothing."""
    edges, total, passed = SCALES[metric].edges, sum(counts), 0
    for low, high, count in zip((0, *edges), edges, counts, strict=False):
        if count and 4 * (passed + count) >= 3 * total:
            return low + (high - low) * (3 * total - 4 * passed) // (4 * count)
        passed += count
    return edges[-1] + 1 if total else None
