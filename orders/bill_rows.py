"""What a bill lists: the order's lines at the rates of the day they were sold, and what was charged
beside them."""

from datetime import date

from django.conf import settings

from catalog import gst
from catalog.errors import ProductNotFound
from catalog.gst import Goods
from catalog.models import Product
from catalog.queries import product
from config import clock
from orders import tax
from orders.errors import NoRate
from orders.models import Line, Order
from orders.tax import Item

UNTAXED = "0"


def items_of(order: Order, *, is_taxed: bool) -> list[Item]:
    """The rows of the order's bill before their tax is worked out; they sum to what the order
    costs. Not `is_taxed`: the shop is not registered for GST, and its bill bears none (rule 49).
    Raises NoRate."""
    day = gst.day_of(order.created_at)
    goods = [_item(line, day, is_taxed=is_taxed) for line in order.lines]
    if not goods:
        if is_taxed:
            raise NoRate("goods that nobody wrote down")
        goods = [Item("Goods", None, gst.PLAIN_UNIT, 1, UNTAXED, 0)]
    charges = [("Delivery", order.shipping_fee or 0), ("Cash on delivery", order.cod_fee or 0)]
    return tax.made_to_sum(tax.with_charges(goods, charges), order.total_amount)


def rate_today(goods: Goods, price_paise: int) -> str | None:
    """The rate at which a product is sold now, at this price a piece, as cart and order show it;
    None where nobody knows one, and in a shop that is not registered for GST."""
    if not settings.SHOP_GSTIN:
        return None
    return gst.rate_of(goods, price_paise, gst.day_of(clock.now()))


def _item(line: Line, day: date, *, is_taxed: bool) -> Item:
    hsn, rate = line.hsn, line.gst_rate if is_taxed else UNTAXED
    if rate is None:
        hsn, rate = _by_the_table(line, day)
    return Item(
        name=f"{line.name}, {line.choice}" if line.choice else line.name,
        hsn=hsn,
        unit=gst.unit_of(hsn),
        quantity=line.quantity,
        rate=rate,
        gross_paise=line.total_paise,
    )


def _by_the_table(line: Line, day: date) -> tuple[str | None, str]:
    """HSN and rate of a line that the earlier system wrote without. Raises NoRate."""
    goods = _product_of(line)
    if goods is not None:
        hsn, rate = line.hsn or goods.hsn, gst.rate_of(goods, line.price, day)
    else:
        hsn = line.hsn
        rate = gst.rate_on(day, hsn=hsn, price_paise=line.price)
    if rate is None:
        raise NoRate(line.name)
    return hsn, rate


def _product_of(line: Line) -> Product | None:
    try:
        return product(line.product_id or line.old_id or "")
    except ProductNotFound:
        return None
