"""The slips of an order in several boxes: each says which box it is for, and what lies in it."""

import re
from typing import Any

from orders.models import Order
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from tests.calls import counted
from tests.factories import a_product
from tests.orders.benches import SLIPS, a_waiting_order, the_set
from tests.staff import a_browser


def a_boxed_order(*boxes: dict[str, str] | None) -> Order:
    """Two of one thing and one of another, with a parcel for each of these boxes."""
    two, one = a_product(name="Tenergy"), a_product(name="Viscaria")
    order = a_waiting_order((two, 2), (one, 1))
    for contents in boxes:
        add_box(order, contents)
    return order


def add_box(order: Order, contents: dict[str, str] | None, **given: Any) -> None:
    number = len(order.shipment_ids or ()) + 1
    shipment_id = f"{order.order_id}-{number}"
    fields: dict[str, Any] = {"status": ShipmentStatus.PENDING, "contents": contents}
    Shipment(shipment_id, order.order_id, **fields | given).save()
    order.update(actions=[Order.shipment_ids.set((Order.shipment_ids | []).append([shipment_id]))])


def slips(*orders: Order) -> list[str]:
    """What stands on each slip, without its markup."""
    page = a_browser("packer").get(SLIPS, the_set(*orders)).content.decode()
    return [" ".join(re.sub("<[^>]+>", " ", each).split()) for each in page.split("<article")[1:]]


def test_each_box_has_a_slip_with_its_own_contents() -> None:
    first, second = slips(a_boxed_order({"0": "2"}, {"1": "1"}))
    assert "Box 1 of 2: 2 pieces 2 × Butterfly Tenergy" in first  # noqa: RUF001
    assert "Viscaria" not in first
    assert "Box 2 of 2: 1 piece 1 × Butterfly Viscaria" in second  # noqa: RUF001


def test_what_lies_in_no_box_yet_has_a_slip_too() -> None:
    first, rest = slips(a_boxed_order({"0": "1"}))
    assert "Box 1 of 2: 1 piece 1 × Butterfly Tenergy" in first  # noqa: RUF001
    assert "Box 2 of 2: 2 pieces 1 × Butterfly Tenergy" in rest  # noqa: RUF001


def test_one_box_is_the_order() -> None:
    for order in (a_boxed_order(), a_boxed_order(None), a_boxed_order({"0": "2", "1": "1"})):
        (slip,) = slips(order)
        assert "In this order: 3 pieces" in slip
        assert "Box" not in slip


def test_what_was_paid_back_is_not_on_the_slip_of_the_only_box() -> None:
    order = a_boxed_order({"0": "2", "1": "1"})
    order.lines[0].paid_back = 1
    order.update(actions=[Order.lines.set(order.lines)])
    (slip,) = slips(order)
    assert "In this order: 2 pieces" in slip


def test_a_box_that_was_called_off_has_no_slip() -> None:
    order = a_boxed_order({"0": "2"}, {"1": "1"})
    add_box(order, {"0": "2"}, status=ShipmentStatus.CANCELLED)
    assert len(slips(order)) == 2


def test_the_slips_ask_once_for_all_parcels() -> None:
    orders = [a_boxed_order({"0": "2"}, {"1": "1"}) for _ in range(3)]
    with counted() as calls:
        assert len(slips(*orders)) == 6
    assert calls["BatchGetItem"] == 1
