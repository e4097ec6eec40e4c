"""Charts as SVG that the server draws: bars over days, with the same numbers as rows of a table.
Pure. Places are text with one decimal, so that no page depends on a float's last digit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 480, 170
LEFT, TOP, FLOOR = 44, 15, 150
TICKS = 3
FULL = 100  # of a hundred
_NICE = (10, 15, 20, 25, 30, 40, 50, 75, 100)  # tenths of a power of ten
MOST_LABELS = 6


@dataclass(frozen=True)
class Point:
    """A bar: what stands under it, how high it is (None: nothing is known), and it in words."""

    label: str
    value: int | None
    words: str


@dataclass(frozen=True)
class Bar:
    """Where a bar stands, and whether it is the highest."""

    x: str
    y: str
    width: str
    height: str
    words: str
    is_best: bool


@dataclass(frozen=True)
class Mark:
    """A line across, or a word under the bars."""

    at: str
    text_at: str
    words: str


@dataclass(frozen=True)
class Chart:
    """A drawn chart: `key` is the name of its parts in the page."""

    key: str
    title: str
    says: str
    head: str
    bars: Sequence[Bar]
    ticks: Sequence[Mark]
    labels: Sequence[Mark]
    rows: Sequence[Point]


def drawn(
    key: str,
    points: Sequence[Point],
    *,
    title: str,
    says: str,
    head: str,
    axis: Callable[[int], str],
    top: int | None = None,
) -> Chart:
    """The points as bars. `axis` writes a height in words, `top` is how high the chart goes, where
    that does not depend on the bars."""
    highest = max((point.value or 0 for point in points), default=0)
    step = -(-top // TICKS) if top else step_for(highest)
    full = top or step * TICKS
    return Chart(
        key=key,
        title=title,
        says=says,
        head=head,
        bars=_bars(points, full, highest),
        ticks=[_tick(value, full, axis) for value in _heights(step, full)],
        labels=_labels(points),
        rows=points,
    )


def step_for(highest: int) -> int:
    """The least good distance between three lines, the last of which is no lower than this."""
    power = 1
    while True:
        for tenths in _NICE:
            step, rest = divmod(tenths * power, 10)
            if not rest and step * TICKS >= highest:
                return step
        power *= 10


def _heights(step: int, full: int) -> list[int]:
    if full == FULL:
        return [100, 50]
    return [step * times for times in range(TICKS, 0, -1)]


def _bars(points: Sequence[Point], full: int, highest: int) -> list[Bar]:
    room = (WIDTH - LEFT) / max(1, len(points))
    best = next((n for n, point in enumerate(points) if highest and point.value == highest), None)
    return [
        Bar(
            x=_place(LEFT + room * n + room * 0.15),
            y=_place(_height(point.value or 0, full)),
            width=_place(room * 0.7),
            height=_place(FLOOR - _height(point.value or 0, full)),
            words=f"{point.label}: {point.words}",
            is_best=n == best,
        )
        for n, point in enumerate(points)
        if point.value is not None
    ]


def _tick(value: int, full: int, axis: Callable[[int], str]) -> Mark:
    y = _height(value, full)
    return Mark(_place(y), _place(y + 4), axis(value))


def _labels(points: Sequence[Point]) -> list[Mark]:
    """A word under every seventh bar, or fewer where there are many."""
    room = (WIDTH - LEFT) / max(1, len(points))
    every = 7 * max(1, -(-len(points) // (7 * MOST_LABELS)))
    return [
        Mark(_place(LEFT + room * (n + 0.5)), "", point.label)
        for n, point in enumerate(points)
        if n % every == 0
    ]


def _height(value: int, full: int) -> float:
    return FLOOR - (FLOOR - TOP) * value / max(1, full)


def _place(number: float) -> str:
    return f"{number:.1f}"
