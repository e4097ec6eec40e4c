"""What the customer's tracking page shows of the parcel."""

from datetime import timedelta

from django.template import Context, Template

from config import clock
from orders.models import Order
from orders.progress import progress_of
from shipping.models import Scan, Shipment
from shipping.rules import ShipmentStatus
from tests.shipping.bench import a_packed_order, a_parcel, now_of
from tests.shipping.office import Office


def panel(order: Order) -> str:
    pieces = ("tracking_panel", "tracking_next", "tracking_scans")
    parts = "".join(f"{{% include 'shipping/{piece}.html' %}}" for piece in pieces)
    page = Template("{% load shipping %}{% way_of order progress as way %}" + parts)
    return page.render(Context({"order": order, "progress": progress_of(order)})).strip()


def a_scanned_parcel(*scans: Scan) -> Order:
    parcel = a_parcel()
    parcel.update(
        actions=[
            Shipment.scans.set(list(scans)),
            Shipment.status.set(ShipmentStatus.IN_TRANSIT),
            Shipment.estimated_delivery.set("2026-11-28T10:00:00.000Z"),
        ]
    )
    return now_of(parcel)


def a_scan(hours: int, **given: str) -> Scan:
    at = clock.to_text(clock.now() - timedelta(hours=hours))
    return Scan(**{"at": at, "status": "In Transit", "location": f"Hub {hours}"} | given)


def test_there_is_nothing_to_show_before_the_awb() -> None:
    assert panel(a_packed_order()) == ""


def test_the_panel_names_courier_awb_and_day(office: Office) -> None:
    order = a_scanned_parcel()
    assert "Delhivery" in panel(order)
    assert office.awbs[0] in panel(order)
    assert "Saturday 28 November" in panel(order)


def test_scans_stand_newest_first_and_empty_ones_are_left_out(office: Office) -> None:
    html = panel(a_scanned_parcel(a_scan(3), a_scan(2, status="NA"), a_scan(1)))
    assert "Hub 2" not in html
    assert html.index("Hub 1") < html.index("Hub 3")


def test_the_couriers_own_words_are_not_shown(office: Office) -> None:
    html = panel(a_scanned_parcel(a_scan(1, activity="Ramesh, MobileNo: 9963133564")))
    assert "99631" not in html


def test_what_a_courier_writes_is_never_markup(office: Office) -> None:
    html = panel(a_scanned_parcel(a_scan(1, location="<script>x</script>")))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
