"""Shipping's pages for staff: the dispatch button, and who may press it."""

import re

import pytest

from config import clock
from orders.models import Order
from orders.rules import PaymentStatus, Status
from orders.services.story import flagged, told
from shipping import steps
from shipping.models import Scan, Shipment
from shipping.rules import ShipmentStatus
from shipping.templatetags.staff_shipping import event_words
from tests.shipping.bench import a_packed_order, now_of, parcel_of
from tests.shipping.office import NO_COURIER, Office, down
from tests.staff import a_browser


def address(order: Order) -> str:
    return f"/staff/shipments/orders/{order.order_id}/dispatch/"


def a_parcel_at(status: ShipmentStatus, awb: str = "19041892370118", label_url: str = "") -> Order:
    order = a_packed_order(status=Status.SHIPPED)
    shipment_id = f"{order.order_id}-1"
    scan = Scan(at="2026-11-22T03:44:00.000Z", activity="Reached hub", location="Kolkata")
    Shipment(
        shipment_id,
        order.order_id,
        status=status,
        tracking_number=awb,
        courier_name="Delhivery",
        scans=[scan],
        label_url=label_url or None,
    ).save()
    order.update(actions=[Order.shipment_ids.set((Order.shipment_ids | []).append([shipment_id]))])
    return order


def test_dispatch_ships_the_order_and_comes_back_to_it(office: Office) -> None:
    order = a_packed_order()
    answer = a_browser("packer", name="Rohit").post(address(order))
    assert (answer.status_code, answer["Location"]) == (302, f"/staff/orders/{order.order_id}/")
    assert now_of(order).status is Status.SHIPPED
    assert len(office.awbs) == 1


def test_the_order_page_then_shows_awb_steps_and_label(office: Office) -> None:
    order, browser = a_packed_order(), a_browser()
    browser.post(address(order))
    page = browser.get(f"/staff/orders/{order.order_id}/").content.decode()
    parcel = parcel_of(order)
    assert str(parcel.tracking_number) in page
    assert f'href="{parcel.label_url}"' in page
    assert page.count("done ") == 5


def test_what_shiprocket_refuses_is_told_on_the_orders_page(office: Office) -> None:
    office.always["awb"] = NO_COURIER
    order = a_packed_order()
    answer = a_browser().post(address(order), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(f"/staff/orders/{order.order_id}/", 302)]
    assert "No courier serves this pincode" in page
    assert "refused" in page
    assert now_of(order).status is Status.PROCESSING


def test_shiprocket_away_is_a_503_with_a_way_back(office: Office) -> None:
    office.before["create"] = down
    order = a_packed_order()
    answer = a_browser().post(address(order))
    assert answer.status_code == 503
    assert f'href="/staff/orders/{order.order_id}/"' in answer.content.decode()


def test_an_order_not_on_the_bench_is_a_409_that_says_what_to_do(office: Office) -> None:
    order = a_packed_order(status=Status.CONFIRMED)
    answer = a_browser().post(address(order))
    assert answer.status_code == 409
    assert "Start packing first." in answer.content.decode()
    assert office.calls == []


def test_nothing_ships_unpaid(office: Office) -> None:
    order = a_packed_order(payment_status=PaymentStatus.CREATED)
    assert a_browser().post(address(order)).status_code == 409
    assert office.awbs == []


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 302), ("manager", 302), ("packer", 302), ("support", 403)]
)
def test_who_may_dispatch(office: Office, role: str, status: int) -> None:
    assert a_browser(role).post(address(a_packed_order())).status_code == status


def test_dispatch_is_a_post_with_its_token(office: Office) -> None:
    order = a_packed_order()
    assert a_browser().get(address(order)).status_code == 405
    assert a_browser(enforce_csrf_checks=True).post(address(order)).status_code == 403
    assert office.calls == []


def test_one_button_dispatches_with_what_is_chosen_on_the_page(office: Office) -> None:
    page = a_browser().get(f"/staff/orders/{a_packed_order().order_id}/").content.decode()
    buttons = re.findall(r"<button[^>]*>(?:(?!</button>).)*Dispatch[^<]*</button>", page, re.S)
    assert len(buttons) == 1
    assert 'form="dispatch"' in buttons[0]
    form = page[page.index('<form id="dispatch"') :]
    assert 'name="grams"' in form[: form.index("</form>")]


def test_what_was_called_off_is_dispatched_again_from_its_panel(office: Office) -> None:
    order = a_parcel_at(ShipmentStatus.CANCELLED)
    page = a_browser().get(f"/staff/orders/{order.order_id}/").content.decode()
    assert "Dispatch again</button>" in page
    assert 'form="dispatch"' not in page


def test_while_a_parcel_is_asked_back_there_is_nothing_to_press(office: Office) -> None:
    office.always["awb"] = NO_COURIER
    order, browser = a_packed_order(), a_browser()
    browser.post(address(order))
    assert 'form="dispatch"' in browser.get(f"/staff/orders/{order.order_id}/").content.decode()
    asked = steps.word(steps.Standing.DOING, clock.now())
    parcel_of(order).update(actions=[Shipment.steps[steps.Step.CALL_OFF].set(asked)])
    page = browser.get(f"/staff/orders/{order.order_id}/").content.decode()
    assert "has not answered yet" in page
    assert "Dispatch</button>" not in page


def test_the_story_says_how_often_news_came_in_words() -> None:
    assert event_words("tracking in_transit, time 2") == "tracking in transit, 2 times so far"
    assert event_words("payment.captured evt_1") == "webhook payment.captured, event evt_1"


def test_trouble_is_said_once_on_the_orders_page_and_the_story_in_words() -> None:
    order, at = a_parcel_at(ShipmentStatus.UNDELIVERED), clock.now()
    said = "The parcel was not delivered. Call the customer."
    parcel_of(order).update(actions=[Shipment.trouble.set(said)])
    event = "tracking out_for_delivery"
    story = told(now_of(order), "It is near.", by="Shiprocket", at=at, event=event)
    order.update(actions=[flagged(order, "parcel", said, at=at), story])
    path, browser = f"/staff/orders/{order.order_id}/", a_browser()
    page = browser.get(path).content.decode()
    assert page.count(said) == 1
    assert "Shiprocket, tracking out for delivery" in page
    order.update(actions=[Order.attention.set([])])
    assert said in browser.get(path).content.decode()


def test_a_label_that_is_no_web_address_is_no_link() -> None:
    order = a_parcel_at(ShipmentStatus.PENDING, label_url="javascript:alert(1)")
    assert "javascript:" not in a_browser().get(f"/staff/orders/{order.order_id}/").content.decode()
