"""Sales figures on the staff pages, lent to the pages of every room."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import template

from catalog.queries import on_shelf_by_sku
from config import clock
from orders.day_queries import days_until, pieces_sold
from orders.day_rules import best_of, day_of
from orders.staff import figure_charts, figures

register = template.Library()
MOST_SOLD = 12
LATELY = 30  # days


@dataclass(frozen=True)
class Seller:
    """Something that sold well; `width` is its bar, of a hundred."""

    name: str
    choice: str
    product_id: str
    pieces: int
    width: int


@register.simple_tag
def sales_of(days: str = "") -> figures.Sales:
    """The sales of the period that the address asks for."""
    return figures.sales_of(figures.period_in(days), clock.now())


@register.inclusion_tag("orders/staff/sales_card.html")
def sales_card(sales: figures.Sales) -> dict[str, Any]:
    """The sales in brief, with one chart."""
    return {"sales": sales, "chart": figure_charts.revenue_chart(sales), "periods": figures.PERIODS}


@register.simple_tag
def periods() -> tuple[int, ...]:
    """The numbers of days that may be asked for."""
    return figures.PERIODS


@register.inclusion_tag("orders/staff/sales_charts.html")
def sales_charts(sales: figures.Sales) -> dict[str, Any]:
    """Every chart, and what sold best."""
    sold = pieces_sold(each.day for each in sales.span.days)
    return {"sales": sales, "charts": figure_charts.charts_of(sales), "best": best_sellers(sold)}


@register.simple_tag
def sold_lately() -> Counter[str]:
    """The pieces of each sku sold in the last thirty days, today included."""
    return pieces_sold(days_until(day_of(clock.now()), LATELY))


def best_sellers(sold: Counter[str]) -> list[Seller]:
    """What sold most, by the names of today; what is off the shelf goes by its sku."""
    best = best_of(sold, MOST_SOLD)
    found, most = on_shelf_by_sku(sku for sku, _ in best), max((n for _, n in best), default=1)
    rows = []
    for sku, pieces in best:
        product, variant = found.get(sku, (None, None))
        name = f"{product.brand} {product.name}" if product else sku
        rows.append(
            Seller(
                name=name,
                choice=variant.choice if variant else "not on sale now",
                product_id=product.product_id if product else "",
                pieces=pieces,
                width=max(1, pieces * 100 // most),
            )
        )
    return rows
