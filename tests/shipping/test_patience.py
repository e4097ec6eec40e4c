"""A press on a page while the worker is at the same order."""

import time
from collections.abc import Callable

import pytest

from config import clock
from orders.models import Order
from shipping import steps
from shipping.errors import BeingDispatched
from shipping.models import Shipment
from shipping.services import patience
from shipping.services.beginning import begin
from shipping.services.leases import claim
from shipping.services.patience import dispatch_patiently
from shipping.steps import Standing, Step
from tests.shipping.bench import a_packed_order, now_of, parcel_of
from tests.shipping.office import Office


def in_other_hands() -> Order:
    """An order whose parcel is begun, and whose first step somebody holds."""
    order = a_packed_order()
    begin(now_of(order), by="Worker")
    claim(parcel_of(order), Step.PARCEL)
    return order


def instead_of_waiting(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: act())


def test_what_is_in_other_hands_is_waited_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = in_other_hands()

    def let_go() -> None:
        word = steps.word(Standing.UNSURE, clock.now())
        parcel_of(order).update(actions=[Shipment.steps[Step.PARCEL].set(word)])

    instead_of_waiting(monkeypatch, let_go)
    assert dispatch_patiently(order.order_id, by="Rohit").tracking_number
    assert len(office.awbs) == 1


def test_the_patience_has_an_end(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    order, pauses = in_other_hands(), []
    instead_of_waiting(monkeypatch, lambda: pauses.append(1))
    monkeypatch.setattr(patience, "LONGEST", patience.PAUSE / 2)
    with pytest.raises(BeingDispatched):
        dispatch_patiently(order.order_id, by="Rohit")
    assert (pauses, office.calls) == ([], [])
