"""The tracking page: where the parcel is in words, when it comes, and what happens next."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from config import clock
from orders.links import token_of
from orders.models import Order
from orders.rules import COD, Status
from shipping.expecting import day_words
from shipping.models import Scan, Shipment
from shipping.rules import ShipmentStatus as S
from shipping.scan_words import place_words
from tests.factories import an_order
from tests.shipping.bench import a_packed_order, a_parcel, now_of
from tests.shipping.office import Office
from tests.shipping.test_tracking import as_it_is, tell
from tests.shipping.test_tracking_parcels import two_parcels

TODAY = timezone.localdate()


def page(order: Order | Shipment) -> str:
    answer = Client().get(f"/track/{token_of(order.order_id)}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def heading(order: Order | Shipment) -> str:
    return page(order).partition("<h1>")[2].partition("</h1>")[0]


def expect(parcel: Shipment, days: int) -> str:
    """The courier thinks of a day, so many from now; how it is written."""
    at = clock.now() + timedelta(days=days)
    parcel.update(actions=[Shipment.estimated_delivery.set(clock.to_text(at))])
    return day_words(timezone.localdate(at))


def promise(parcel: Shipment, days: int, source: str = "courier") -> str:
    day = TODAY + timedelta(days=days)
    kept = {"from": day.isoformat(), "to": day.isoformat(), "source": source}
    now_of(parcel).update(actions=[Order.promise.set(kept)])
    return day_words(day)


@pytest.mark.parametrize(
    ("ids", "words", "then"),
    [
        ((42,), "On the way", "before coming"),
        ((42, 18), "On the way", "before coming"),
        ((42, 17), "Out for delivery", "Somebody should be there"),
        ((42, 17, 21), "The courier could not hand it over", "call us or write to us"),
        ((42, 9), "On its way back to us", "that we send it again, or your money back"),
        ((42, 9, 10), "Back with us", "We check the goods."),
        ((42, 12), "Lost on the way", "We claim it from the courier"),
        ((42, 25), "Damaged on the way", "We are sorry"),
    ],
)
def test_each_state_has_its_words_and_what_happens_next(
    office: Office, ids: tuple[int, ...], words: str, then: str
) -> None:
    parcel = a_parcel()
    tell(parcel, *ids)
    assert heading(parcel) == words
    assert then in page(parcel)


def test_before_the_pickup_it_says_when_the_courier_comes_for_it(office: Office) -> None:
    parcel = a_parcel()
    at = clock.now() + timedelta(days=1)
    parcel.update(actions=[Shipment.pickup_at.set(at)])
    assert heading(parcel).startswith("Packed, waiting for the courier")
    assert f"warehouse in Pune on {day_words(timezone.localdate(at))}." in page(parcel)


def test_a_delivered_order_says_when(office: Office) -> None:
    parcel = a_parcel()
    tell(parcel, 42, 7)
    day = day_words(timezone.localdate(clock.from_text(as_it_is(parcel).actual_delivery or "")))
    assert heading(parcel) == f"Delivered on {day}"
    assert "within 7 days" in page(parcel)


def test_goods_that_were_checked_in_say_so(office: Office) -> None:
    parcel = a_parcel()
    tell(parcel, 42, 9, 10).update(actions=[Shipment.goods_in_at.set(clock.now())])
    assert "We have checked the goods in." in page(parcel)


def test_the_couriers_day_is_in_the_heading(office: Office) -> None:
    parcel = a_parcel()
    day = expect(tell(parcel, 42), 3)
    assert heading(parcel) == f"On the way, arriving {day}"


def test_a_day_that_is_today_is_called_so(office: Office) -> None:
    parcel = a_parcel()
    expect(tell(parcel, 42, 17), 0)
    assert heading(parcel) == "Out for delivery, arriving today"


def test_a_later_day_than_promised_is_admitted(office: Office) -> None:
    parcel = a_parcel()
    promised = promise(parcel, 2)
    day = expect(tell(parcel, 42), 4)
    assert f"We promised {promised}; the courier now says {day}. We are sorry." in page(parcel)


def test_an_earlier_day_than_promised_needs_no_word(office: Office) -> None:
    parcel = a_parcel()
    promise(parcel, 4)
    day = expect(tell(parcel, 42), 2)
    assert heading(parcel) == f"On the way, arriving {day}"
    assert "We promised" not in page(parcel)


def test_a_day_that_is_over_is_no_day(office: Office) -> None:
    parcel = a_parcel()
    promised = promise(parcel, -1)
    expect(tell(parcel, 42), -1)
    assert heading(parcel) == "On the way, but late"
    assert f"It was to be with you by {promised}. We see this too" in page(parcel)


def test_without_the_couriers_day_the_promise_counts(office: Office) -> None:
    parcel = a_parcel()
    promise(parcel, 3)
    tell(parcel, 42)
    assert heading(parcel).startswith("On the way, arriving ")


def test_courier_awb_box_and_a_way_to_call_us_stand_beside_it(office: Office) -> None:
    parcel = a_parcel()
    said = page(parcel)
    for text in ("Delhivery", str(parcel.tracking_number), "1 box, ", "Call us about this parcel"):
        assert text in said


def test_cash_to_have_ready_is_said_until_it_comes_back(office: Office) -> None:
    parcel = a_parcel()
    now_of(parcel).update(actions=[Order.payment_method.set(COD)])
    tell(parcel, 42)
    assert "to the courier at the door" in page(parcel)
    tell(parcel, 42, 9)
    assert "to the courier at the door" not in page(parcel)
    assert "You have paid nothing" in page(parcel)


def test_two_parcels_stand_each_with_its_goods_and_scans(office: Office) -> None:
    first, second = two_parcels()
    tell(first, 42, 7)
    tell(second, 42, 18)
    said = page(first)
    assert heading(first) == "1 of 2 parcels delivered"
    for parcel in (first, second):
        assert str(parcel.tracking_number) in said
    assert said.count("every scan</h2>") == 2
    assert said.count("<dt>Inside</dt>") == 2
    assert "Call us about these parcels" in said


def test_the_parcel_in_trouble_is_in_the_heading(office: Office) -> None:
    first, second = two_parcels()
    tell(first, 42)
    tell(second, 42, 21)
    assert heading(first) == "Parcel 2 of 2: the courier could not hand it over"


def test_a_parcel_that_was_called_off_is_not_shown(office: Office) -> None:
    first, second = two_parcels()
    tell(second, 8)
    assert str(second.tracking_number) not in page(first)
    assert "Parcel 1 of" not in page(first)


def test_before_a_parcel_there_is_the_orders_own_state() -> None:
    assert heading(a_packed_order()) == "Being packed in Pune"


def test_a_cancelled_order_says_so_whatever_its_parcel_does(office: Office) -> None:
    parcel = a_parcel()
    now_of(parcel).update(actions=[Order.status.set(Status.CANCELLED)])
    assert heading(parcel) == "Cancelled"
    assert "<h2>Courier</h2>" not in page(parcel)


def test_numbers_that_only_we_understand_are_not_shown(office: Office) -> None:
    parcel = tell(a_parcel(), 42)
    at = clock.to_text(clock.now())
    hidden = [Scan(at=at, status="MOON LANDING", status_id="999", location="Moon_Base")]
    hidden += [Scan(at=at, status="Manifest Generated", status_id="5", location="Pune_Desk")]
    parcel.update(actions=[Shipment.scans.set([*(parcel.scans or []), *hidden])])
    said = page(parcel)
    for word in ("MOON", "Moon", "Manifest", "Desk"):
        assert word not in said
    assert "Picked up by the courier" in said


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Pune_Shivajinagar_D (Maharashtra)", "Pune, Shivajinagar"),
        ("Bhiwandi_Mega_GW", "Bhiwandi, Mega"),
        ("Kolkata hub", "Kolkata hub"),
        ("Ravi 98450 12345", "Ravi"),
        ("", ""),
    ],
)
def test_places_are_named_without_codes_and_numbers(raw: str, shown: str) -> None:
    assert place_words(raw) == shown


def test_nobodys_street_name_or_telephone_is_on_the_page(office: Office) -> None:
    parcel = a_parcel()
    tell(parcel, 42)
    said = page(parcel)
    for private in ("22, 3rd Cross", "Ananya", "9845012345", "98450 12345", "buyer"):
        assert private not in said
    assert "98••• ••345" in said


@pytest.mark.parametrize("forge", ["{id}", "{id}~x", "{id}~{other}", "", "x" * 3000, "%00"])
def test_a_link_that_we_did_not_sign_opens_nothing(forge: str) -> None:
    mine, other = an_order(), an_order()
    signature = token_of(other.order_id).partition("~")[2]
    token = forge.format(id=mine.order_id, other=signature)
    assert Client().get(f"/track/{token}").status_code == 404


def test_a_parcel_of_the_earlier_system_opens_as_well(office: Office) -> None:
    parcel = a_parcel()
    parcel.update(
        actions=[
            Shipment.parcel.remove(),
            Shipment.steps.remove(),
            Shipment.scans.remove(),
            Shipment.estimated_delivery.set("27 November"),
        ]
    )
    assert as_it_is(parcel).status is S.PENDING
    assert "1 box" in page(parcel)
