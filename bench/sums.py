"""The arithmetic of the figures: percentiles, medians with their spread, ratios within one run."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median


@dataclass(frozen=True)
class Spread:
    """What several looks at one thing gave: the middle, the lowest and the highest."""

    middle: float
    low: float
    high: float

    def __str__(self) -> str:
        if self.low == self.high:
            return short(self.middle)
        return f"{short(self.middle)} ({short(self.low)} to {short(self.high)})"


def spread(looks: Sequence[float]) -> Spread:
    """The median of the looks, and how far they lie apart."""
    return Spread(median(looks), min(looks), max(looks))


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """Ours to theirs, look by look: each pair was taken side by side, so that a machine that is
    slow for a while is slow for both."""
    return spread([one / other for one, other in zip(ours, theirs, strict=True)])


def percentile(looks: Sequence[float], percent: float) -> float:
    """The smallest look that `percent` of all looks do not exceed (nearest rank)."""
    ranked = sorted(looks)
    return ranked[max(1, ceil(len(ranked) * percent / 100)) - 1]


def short(number: float) -> str:
    """Three digits that count: 1,234 and 56.7 and 0.89."""
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"
