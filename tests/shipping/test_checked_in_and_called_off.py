"""Of two parcels one comes back and is checked in, and the other is called off: what is left to
send is what the second held."""

from shipping.models import Shipment
from shipping.packing import still_in, uncovered
from shipping.queries import live_of
from shipping.rules import ShipmentStatus
from shipping.services.goods_in import check_in
from tests.shipping.bench import now_of
from tests.shipping.office import Office
from tests.shipping.test_tracking import as_it_is, tell
from tests.shipping.test_tracking_parcels import two_parcels


def one_is_back(*, sound: int) -> tuple[Shipment, Shipment]:
    first, second = two_parcels()
    tell(first, 42, 9, 10)
    check_in(first.shipment_id, first.order_id, {0: sound}, by="Meera")
    return as_it_is(first), second


def test_what_the_called_off_parcel_held_is_to_be_sent(office: Office) -> None:
    _, second = one_is_back(sound=1)
    assert uncovered(now_of(second), live_of(now_of(second))) == {}
    second.update(actions=[Shipment.status.set(ShipmentStatus.CANCELLED)])
    assert uncovered(now_of(second), live_of(now_of(second))) == {0: 1}


def test_what_waits_for_its_courier_keeps_its_pieces(office: Office) -> None:
    first, second = one_is_back(sound=1)
    assert still_in(now_of(first), second, [first]) == {0: 1}


def test_what_came_back_broken_is_not_sent_again(office: Office) -> None:
    _, second = one_is_back(sound=0)
    assert uncovered(now_of(second), live_of(now_of(second))) == {}
