"""The list of shipments: what is in trouble, late, waiting, on its way, and what to do about it."""

import re
from datetime import date, timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from config import clock
from orders.models import Order
from orders.rules import COD, Status
from orders.services.story import flagged
from orders.staff.cursors import cursor_after
from shipping.models import Shipment
from shipping.rules import ShipmentStatus as S
from shipping.services.dispatching import dispatch
from shipping.staff import delivered
from shipping.staff import queries as staff_queries
from shipping.staff.queries import on_the_road
from shipping.staff.road import List
from shipping.webhooks import EAR
from tests.calls import counted
from tests.shipping.bench import a_packed_order, now_of, parcel_of
from tests.shipping.office import NO_COURIER, Office
from tests.shipping.test_staff import a_parcel_at
from tests.staff import a_browser

ROAD = "/staff/shipments/"
TODAY = timezone.localdate()


def road(name: str = "trouble", role: str = "support") -> str:
    answer = a_browser(role).get(ROAD, {"list": name})
    assert answer.status_code == 200
    return str(answer.content.decode())


def promised(order: Order, day: date) -> Order:
    """The order with a promise that ends on this day."""
    kept = {"from": day.isoformat(), "to": day.isoformat(), "source": "courier"}
    order.update(actions=[Order.promise.set(kept)])
    return order


def where(order: Order) -> List:
    (found,) = on_the_road(TODAY).parcels
    assert found.order.order_id == order.order_id
    return found.list_on(TODAY)


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (S.PENDING, List.PICKUP),
        (S.PICKED, List.WAY),
        (S.IN_TRANSIT, List.WAY),
        (S.OUT_FOR_DELIVERY, List.OUT),
        (S.UNDELIVERED, List.TROUBLE),
        (S.RTO_INITIATED, List.TROUBLE),
        (S.RTO_DELIVERED, List.TROUBLE),
    ],
)
def test_every_parcel_on_the_road_stands_on_one_list(status: S, name: List) -> None:
    order = a_parcel_at(status)
    assert where(order) is name
    assert [order.order_id[-4:] in road(each) for each in List].count(True) == 1


def test_trouble_stands_above_what_is_late_and_apart_from_what_moves() -> None:
    a_parcel_at(S.UNDELIVERED, "AWB-TROUBLE")
    promised(a_parcel_at(S.IN_TRANSIT, "AWB-LATE"), TODAY - timedelta(days=1))
    promised(a_parcel_at(S.IN_TRANSIT, "AWB-MOVING"), TODAY)
    page = road()
    assert page.index("AWB-TROUBLE") < page.index("Late, but moving") < page.index("AWB-LATE")
    assert "AWB-MOVING" not in page
    assert "AWB-MOVING" in road("way")
    assert "Sun 22 Nov, 09:14 Reached hub, Kolkata" in page


def test_the_tabs_count() -> None:
    a_parcel_at(S.UNDELIVERED)
    for _ in range(2):
        a_parcel_at(S.OUT_FOR_DELIVERY)
    words = " ".join(road().replace("<", " <").split())
    for tab in ("Trouble", "Late", "Waits for pickup", "On the way", "Out for delivery"):
        number = {"Trouble": 1, "Out for delivery": 2}.get(tab, 0)
        assert f'{tab} <span class="small">{number} </span>' in words


def test_a_courier_who_is_late_by_his_own_estimate_is_late() -> None:
    order = promised(a_parcel_at(S.PENDING), TODAY + timedelta(days=1))
    day = clock.to_text(clock.now() - timedelta(days=2))
    parcel_of(order).update(actions=[Shipment.estimated_delivery.set(day)])
    assert where(order) is List.LATE


def test_a_promise_for_today_is_not_late() -> None:
    assert where(promised(a_parcel_at(S.IN_TRANSIT), TODAY)) is List.WAY


@pytest.mark.parametrize(
    ("status", "act"),
    [
        (S.UNDELIVERED, "Call, then try again"),
        (S.RTO_INITIATED, "Ask the customer"),
        (S.RTO_DELIVERED, "Check goods in"),
    ],
)
def test_each_trouble_has_its_next_act(status: S, act: str) -> None:
    order = a_parcel_at(status)
    page = road()
    assert act in page
    address = f"/staff/orders/{order.order_id}/"
    if status is S.RTO_DELIVERED:
        address = f"/staff/shipments/{order.order_id}-1/goods-in/"
    assert f'href="{address}"' in page


@pytest.mark.parametrize("status", [S.LOST, S.CANCELLED, S.RTO_DELIVERED])
def test_what_has_ended_badly_stays_until_somebody_has_settled_it(status: S) -> None:
    order = a_parcel_at(status, "AWB9")
    parcel_of(order).update(actions=[Shipment.goods_in_at.set(clock.now())])
    said = "Parcel AWB8 is late.\nParcel AWB9 is to be seen to."
    order.update(actions=[flagged(order, "parcel", said, at=clock.now())])
    assert "AWB9" in road()
    order.update(actions=[Order.attention.set([])])
    assert "AWB9" not in road()


def test_a_parcel_of_another_awb_does_not_stay_for_this_flag() -> None:
    order = a_parcel_at(S.CANCELLED, "AWB9")
    order.update(actions=[flagged(order, "parcel", "Parcel AWB91 is lost.", at=clock.now())])
    assert "Nothing is on the road" in road()


def test_parcels_at_their_goal_or_called_off_are_not_on_the_road() -> None:
    a_parcel_at(S.DELIVERED)
    a_parcel_at(S.CANCELLED)
    assert "Nothing is on the road" in road()


def test_a_dispatch_that_is_half_done_is_on_the_road_as_well(office: Office) -> None:
    office.always["awb"] = NO_COURIER
    order, browser = a_packed_order(), a_browser()
    browser.post(f"/staff/shipments/orders/{order.order_id}/dispatch/")
    page = browser.get(ROAD).content.decode()
    assert "no AWB yet" in page
    assert "Not dispatched" in page
    assert order.order_id[-4:] in page


def test_what_is_paid_at_the_door_says_so() -> None:
    order = a_parcel_at(S.UNDELIVERED)
    assert "cash on delivery" not in road()
    order.update(actions=[Order.payment_method.set(COD)])
    assert "cash on delivery" in road()


def test_the_page_says_when_shiprocket_was_last_heard_and_what_failed() -> None:
    assert "Shiprocket has not sent any news yet" in road()
    EAR.forget()
    EAR.heard(lambda: "IN TRANSIT")
    EAR.failed("wrong x-api-key")
    page = road()
    assert "last news from Shiprocket" in page
    assert "1 webhook failed today" in page
    assert "wrong x-api-key" in page


def test_one_manifest_is_for_all_that_waits_for_its_pickup(office: Office) -> None:
    sent = [a_packed_order() for _ in range(3)]
    for order in sent:
        dispatch(order.order_id, by="Rohit")
    assert "Manifest of 3 parcels" in road("pickup")
    answer = a_browser("packer").get(f"{ROAD}manifest/")
    assert (answer.status_code, answer["Location"]) == (302, "https://labels.example/all-3")


def test_the_manifest_is_of_the_page_that_it_was_pressed_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_queries, "PAGE", 2)
    for _ in range(3):
        dispatch(a_packed_order().order_id, by="Rohit")
    browser = a_browser("packer")
    first = browser.get(ROAD, {"list": "pickup"}).content.decode()
    after = unescape(re.findall(r"after=([^\"]+)", first)[-1])
    second = browser.get(f"{ROAD}?list=pickup&after={after}").content.decode()
    (paper,) = re.findall(r'href="([^"]+manifest/[^"]*)"', second)
    assert "Manifest of 1 parcel<" in second
    assert browser.get(unescape(paper))["Location"].startswith("https://labels.example/m")
    assert browser.get(f"{ROAD}manifest/")["Location"] == "https://labels.example/all-2"


def test_where_the_paper_is_not_to_be_had_the_same_page_comes_back(office: Office) -> None:
    after = cursor_after({"orderId": {"S": "x"}}, Status.SHIPPED)
    answer = a_browser().get(f"{ROAD}manifest/", {"after": after})
    assert answer["Location"] == f"{ROAD}?{urlencode({'list': 'pickup', 'after': after})}"
    assert a_browser().get(f"{ROAD}manifest/", {"after": "x"}).status_code == 400


@pytest.mark.parametrize("said", [{"manifest_url": ""}, {"manifest_url": "javascript:x"}])
def test_where_there_is_no_such_paper_the_parcels_are_listed(
    office: Office, said: dict[str, str]
) -> None:
    for order in [a_packed_order() for _ in range(2)]:
        dispatch(order.order_id, by="Rohit")
    office.says["manifests"] = said
    page = a_browser("packer").get(f"{ROAD}manifest/", follow=True).content.decode()
    assert "Print them one by one." in page
    assert page.count("https://labels.example/m") == 2


def test_a_manifest_that_is_no_web_address_is_not_gone_to() -> None:
    order = a_parcel_at(S.PENDING)
    parcel_of(order).update(actions=[Shipment.manifest_url.set("javascript:alert(1)")])
    assert "javascript:" not in road("pickup")
    assert a_browser().get(f"{ROAD}manifest/")["Location"] == f"{ROAD}?list=pickup"


def test_support_has_no_manifest() -> None:
    assert a_browser("support").get(f"{ROAD}manifest/").status_code == 403


def test_a_list_that_there_is_not_is_a_404() -> None:
    assert a_browser().get(ROAD, {"list": "moon"}).status_code == 404


def test_a_cursor_that_is_not_ours_is_a_400() -> None:
    for cursor in ("x", cursor_after({"orderId": {"S": "x"}}, Status.CONFIRMED)):
        assert a_browser().get(ROAD, {"after": cursor}).status_code == 400


def test_the_road_asks_no_more_for_five_parcels_than_for_one() -> None:
    browser, asked = a_browser(), []
    browser.get(ROAD)  # from here on what Shiprocket says of the account is remembered
    for more in (1, 4):
        for _ in range(more):
            a_parcel_at(S.IN_TRANSIT)
        with counted() as calls:
            browser.get(ROAD)
        asked.append(calls.total())
    assert asked[0] == asked[1]


def test_an_order_that_was_delivered_is_off_the_road() -> None:
    order = a_parcel_at(S.UNDELIVERED)
    now_of(order).update(actions=[Order.status.set(Status.DELIVERED)])
    assert "Nothing is on the road" in road()


def test_what_was_delivered_stands_for_thirty_days_with_its_promise() -> None:
    late, old = a_packed_order(), a_packed_order()
    for order, days in ((late, 1), (old, 31)):
        at = clock.now() - timedelta(days=days)
        parcel = Shipment(
            f"{order.order_id}-1",
            order.order_id,
            status=S.DELIVERED,
            tracking_number=f"AWB{days}",
            actual_delivery=clock.to_text(at),
        )
        parcel.save()
        numbers = (Order.shipment_ids | []).append([parcel.shipment_id])
        gone = promised(order, TODAY - timedelta(days=3))
        gone.update(actions=[Order.status.set(Status.DELIVERED), Order.shipment_ids.set(numbers)])
    page = road("delivered")
    assert "AWB1<" in page
    assert "AWB31" not in page
    assert "later than promised" in page


@pytest.mark.parametrize("name", ["trouble", "way", "delivered"])
def test_a_list_of_shipments_asks_the_same_however_many_orders_there_are(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_queries, "PAGE", 4)
    monkeypatch.setattr(delivered, "PAGE", 4)
    status = Status.DELIVERED if name == "delivered" else Status.SHIPPED
    is_there = S.DELIVERED if name == "delivered" else S.IN_TRANSIT
    browser, asked = a_browser(), []
    browser.get(ROAD)  # what is asked of Shiprocket is remembered
    for more in (5, 30):
        for _ in range(more):
            order = a_packed_order()
            Shipment(f"{order.order_id}-1", order.order_id, status=is_there).save()
            ids = Order.shipment_ids.set((Order.shipment_ids | []).append([f"{order.order_id}-1"]))
            order.update(actions=[Order.status.set(status), ids])
        with counted() as calls:
            assert browser.get(ROAD, {"list": name}).status_code == 200
        asked.append(calls)
    assert asked[0] == asked[1]


def test_a_cursor_of_another_list_opens_no_page_of_delivered_parcels() -> None:
    forged = cursor_after({"orderId": {"S": "x"}}, "shipped")
    for after in ("x:y", forged):
        query = {"list": "delivered", "after": after}
        assert a_browser().get(ROAD, query).status_code == 400
