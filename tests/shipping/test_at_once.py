"""Two parcels of an order that get their AWBs at one moment: none is called off for the other."""

from typing import Any

import pytest
from pynamodb.expressions.update import Action

from orders.models import Order
from orders.rules import PaymentStatus
from shipping import queries
from shipping.errors import OrderMovedOn
from shipping.models import Shipment
from shipping.services import flags, handing_over
from shipping.services.beginning import begin
from shipping.services.handing_over import take_awb
from shipping.services.parcelling import register
from tests.shipping.bench import a_packed_order, now_of
from tests.shipping.office import Office
from tests.shipping.test_several_parcels import TWO, boxes, live


def two_registered() -> tuple[Order, Shipment, Shipment]:
    order = a_packed_order()
    one, two = (register(each, by="Meera") for each in begin(order, by="Meera", boxes=boxes(*TWO)))
    return order, one, two


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Any) -> None:
    """Once, between the read of the order and the write of an AWB."""
    as_ever = flags.calm_sent

    def late(*args: Any) -> Any:
        monkeypatch.setattr(handing_over, "calm_sent", as_ever)
        act()
        return as_ever(*args)

    monkeypatch.setattr(handing_over, "calm_sent", late)


def test_a_parcel_that_lost_the_race_to_another_keeps_its_awb(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, one, two = two_registered()
    meanwhile(monkeypatch, lambda: take_awb(one, by="Imran"))
    take_awb(two, by="Meera")
    assert sorted(each.tracking_number or "" for each in live(order)) == sorted(office.awbs)
    assert len(office.awbs) == 2
    assert "cancel_awb" not in office.calls


def test_an_awb_of_an_order_whose_money_went_back_meanwhile_is_called_off(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, one, _ = two_registered()
    gone: list[Action] = [Order.payment_status.set(PaymentStatus.REFUNDED.value)]
    meanwhile(monkeypatch, lambda: now_of(order).update(actions=gone))
    with pytest.raises(OrderMovedOn):
        take_awb(one, by="Meera")
    assert "cancel_awb" in office.calls
    assert queries.live_of(now_of(order))[0].tracking_number is None
