"""What a delivery brought and what is paid for it, lent to pages and mails."""

from django import template

from orders.models import Order
from shipping import at_the_door, queries
from shipping.at_the_door import Cash, HandedOver
from shipping.doubt_words import DoubtWords, doubt_of, words_for

register = template.Library()


@register.simple_tag
def cash_of(order: Order, shipment_id: str = "") -> Cash:
    """The cash of an order as its parcels stand now, or that of the parcel that is named; asks
    nothing where it was paid before."""
    parcels = queries.live_of(order) if order.is_cod else []
    return at_the_door.cash_of(order, parcels, shipment_id)


@register.simple_tag
def handed_over(order: Order) -> list[HandedOver]:
    """What was handed over of an order, for a mail."""
    return at_the_door.handed_over(order, queries.live_of(order))


@register.simple_tag
def is_all_handed_over(order: Order, goods: list[HandedOver]) -> bool:
    """Whether that is every piece that was sold."""
    return sum(each.pieces for each in goods) == sum(line.quantity for line in order.lines)


@register.simple_tag
def doubt_about(order: Order, shipment_id: str = "") -> DoubtWords | None:
    """What is said where a delivery of the order, or of the parcel that is named, is not certain to
    be there whole; None where it is."""
    told = [each for each in queries.live_of(order) if shipment_id in {"", each.shipment_id}]
    doubts = [doubt for each in told if (doubt := doubt_of(each))]
    return words_for(doubts[0]) if doubts else None


@register.simple_tag
def beside(order: Order, shipment_id: str) -> str:
    """What has become of the order's other parcels, in a sentence or several."""
    return at_the_door.beside_words(queries.live_of(order), shipment_id)
