"""The charts over the days of a period, each with its sentence and its rows."""

from collections.abc import Callable, Sequence

from config.charts import FULL, Chart, Point, drawn
from config.money import short_rupees
from orders.day_rules import Figures
from orders.staff.figures import Sales, tenths

LAKH, THOUSAND = 1_00_000, 1_000


def revenue_chart(sales: Sales) -> Chart:
    """What was sold day by day, in whole rupees."""
    points = _points(sales, lambda f: f.revenue // 100, lambda f: short_rupees(f.revenue))
    says = _says("Sold per day", points)
    return drawn("sold", points, title="Sold", says=says, head="Sold", axis=rupees_axis)


def charts_of(sales: Sales) -> list[Chart]:
    """All the charts over days, the most asked first."""
    return [revenue_chart(sales), *_of_orders(sales), *_of_the_road(sales)]


def _of_orders(sales: Sales) -> list[Chart]:
    paid = _points(sales, lambda f: f.paid, lambda f: f"{f.paid} of {f.placed} placed")
    of_100 = _points(sales, lambda f: f.paid_of_100, lambda f: _percent(f.paid_of_100))
    says = _says("Of a hundred orders placed on a day, how many were paid", of_100)
    return [
        drawn(
            "orders",
            paid,
            title="Orders paid",
            says=_says("Orders paid per day", paid),
            head="Paid",
            axis=str,
        ),
        drawn(
            "conversion",
            of_100,
            title="Of 100 placed, paid",
            says=says,
            head="Paid of 100",
            axis=str,
            top=FULL,
        ),
    ]


def _of_the_road(sales: Sales) -> list[Chart]:
    road = _points(sales, lambda f: f.tenths_of_days, lambda f: tenths(f.tenths_of_days) or "–")  # noqa: RUF001
    kept = _points(sales, lambda f: f.kept_of_100, _kept_words)
    says = _says("Of a hundred promises, how many were kept, by the day of the order", kept)
    return [
        drawn(
            "road",
            road,
            title="Days to deliver",
            says=_says("Days from order to delivery, by the day of the order", road),
            head="Days",
            axis=tenths_axis,
        ),
        drawn("kept", kept, title="Promises kept", says=says, head="Kept", axis=str, top=FULL),
    ]


def tenths_axis(number: int) -> str:
    return f"{number / 10:g} d"


def rupees_axis(rupees: int) -> str:
    """'₹15 k', '₹2.5 L'."""
    if rupees >= LAKH:
        return f"₹{rupees / LAKH:g} L"
    return f"₹{rupees / THOUSAND:g} k" if rupees >= THOUSAND else f"₹{rupees}"


def _points(
    sales: Sales, value: Callable[[Figures], int | None], words: Callable[[Figures], str]
) -> list[Point]:
    return [
        Point(f"{each.day.day} {each.day:%b}", value(each.figures), words(each.figures))
        if each.counted_at
        else Point(f"{each.day.day} {each.day:%b}", None, "not counted yet")
        for each in sales.span.days
    ]


def _says(what: str, points: Sequence[Point]) -> str:
    """The chart in a sentence, for those who do not see it."""
    if not points:
        return f"{what}."
    best = max(points, key=lambda point: point.value or 0)
    over = f"{what}, from {points[0].label} to {points[-1].label}."
    return f"{over} Highest: {best.words} on {best.label}." if best.value else over


def _percent(number: int | None) -> str:
    return "–" if number is None else f"{number} %"  # noqa: RUF001 - a dash, not a minus


def _kept_words(figures: Figures) -> str:
    due = figures.kept + figures.missed
    return f"{figures.kept} of {due}" if due else "–"  # noqa: RUF001 - a dash, not a minus
