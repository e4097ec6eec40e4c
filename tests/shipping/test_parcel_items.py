"""What Shiprocket is told of the goods: one sku once, however often the order says it."""

from orders.models import Line, Order
from orders.rackets import key_of
from orders.rules import Status
from shipping.services.dispatching import dispatch
from shipping.services.parcel_items import items_of
from tests.factories import an_order
from tests.orders.racket_parts import KEY, parts
from tests.shipping.office import Office


def a_line(sku: str, price: int = 500_00) -> Line:
    return Line(name="Rozena", sku=sku, price=price, quantity=9, options={"Colour": "Red"})


def test_a_rubber_on_two_rackets_and_alone_is_one_item_in_the_parcel(office: Office) -> None:
    parts()
    order = an_order(wanted={KEY: 1, key_of(["BL-ST", "RUB-R", "RUB-B"]): 2, "RUB-R": 1})
    paid = [Order.status.set(Status.PROCESSING), Order.payment_status.set("captured")]
    order.update(actions=[*paid, Order.hold_expires_at.remove()])
    dispatch(order.order_id, by="Meera")
    told = {item["sku"]: item for item in office.sent[0]["order_items"]}
    assert {sku: item["units"] for sku, item in told.items()} == {
        "BL-FL": 1,
        "BL-ST": 2,
        "RUB-R": 4,
        "RUB-B": 3,
    }
    assert len(told) == len(office.sent[0]["order_items"])
    assert told["RUB-R"]["name"] == (
        "Butterfly Rozena (Red, 1.9 mm, forehand rubber of racket 1;"
        " Red, 1.9 mm, forehand rubber of racket 2; Red, 1.9 mm)"
    )


def test_one_sku_at_two_prices_is_two_items_with_skus_of_their_own() -> None:
    lines = [a_line("R"), a_line("R", 450_00), a_line("R-2"), a_line("R")]
    items = items_of(lines, {0: 1, 1: 2, 2: 3, 3: 4})
    assert [(each.sku, each.units, each.unit_price_paise) for each in items] == [
        ("R", 5, 500_00),
        ("R-3", 2, 450_00),
        ("R-2", 3, 500_00),
    ]
