"""Goods that came back: sound pieces go in stock once, and the refund is proposed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from catalog.models import Product
from config import clock
from orders.models import Order
from orders.reasons import CAME_BACK
from orders.rules import COD, PaymentStatus, Status
from orders.services import moving
from orders.services.attending import settle
from orders.services.story import flagged
from payments.services.working import one_pass
from shipping.errors import ShipmentNotFound
from shipping.goods_back import MoreThanCameBack
from shipping.models import Shipment
from shipping.rules import ShipmentStatus as S
from shipping.services import goods_in
from shipping.services.coming_back import end_if_nothing_is_left
from shipping.services.goods_in import NotBack, check_in
from shipping.staff.queries import parcel_by_id
from tests.calls import counted
from tests.factories import stock_of
from tests.shipping.bench import a_parcel, flags, now_of, told
from tests.shipping.office import Office
from tests.shipping.test_tracking import as_it_is, tell
from tests.shipping.test_tracking_parcels import two_parcels
from tests.staff import a_browser


def a_parcel_that_came_back() -> Shipment:
    """Two pieces of one thing, sent and back with us; three more lie on the shelf."""
    parcel = a_parcel()
    return tell(parcel, 42, 9, 10)


def on_shelf(parcel: Shipment) -> int:
    return stock_of(now_of(parcel).lines[0].sku or "")


def count(parcel: Shipment, sound: int, by: str = "Meera") -> bool:
    return check_in(parcel.shipment_id, parcel.order_id, {0: sound}, by=by)


def test_sound_pieces_go_back_in_stock_and_the_refund_is_proposed(office: Office) -> None:
    parcel = a_parcel_that_came_back()
    assert flags(parcel)["parcel"].startswith(f"Parcel {parcel.tracking_number} is back with us.")
    assert count(parcel, 2)
    order = now_of(parcel)
    assert (on_shelf(parcel), order.lines[0].returned) == (5, 2)
    assert as_it_is(parcel).goods_in_at is not None
    assert as_it_is(parcel).trouble is None
    assert "Refund the customer" in flags(parcel)["parcel"]
    assert "2 of 2 pieces sound and back in stock." in told(parcel)[-1]
    assert (order.timeline or [])[-1].by == "Meera"


def test_a_second_count_changes_nothing(office: Office) -> None:
    parcel = a_parcel_that_came_back()
    assert [count(parcel, 2), count(parcel, 2), count(parcel, 1)] == [True, False, False]
    assert (on_shelf(parcel), now_of(parcel).lines[0].returned) == (5, 2)


def test_what_is_damaged_stays_out_of_stock_and_is_claimed(office: Office) -> None:
    parcel = a_parcel_that_came_back()
    count(parcel, 1)
    assert (on_shelf(parcel), now_of(parcel).lines[0].returned) == (4, 1)
    assert "Claim 1 from the courier." in flags(parcel)["parcel"]


def test_nothing_sound_puts_nothing_back(office: Office) -> None:
    parcel = a_parcel_that_came_back()
    assert count(parcel, 0)
    assert (on_shelf(parcel), now_of(parcel).lines[0].returned) == (3, None)


@pytest.mark.parametrize("sound", [3, -1])
def test_more_than_was_sent_cannot_come_back(office: Office, sound: int) -> None:
    parcel = a_parcel_that_came_back()
    with pytest.raises(MoreThanCameBack):
        count(parcel, sound)
    assert (on_shelf(parcel), as_it_is(parcel).goods_in_at) == (3, None)


@pytest.mark.parametrize("ids", [(42,), (42, 9), (42, 7), (42, 12), (8,)])
def test_a_parcel_that_is_not_back_is_not_checked_in(office: Office, ids: tuple[int, ...]) -> None:
    parcel = tell(a_parcel(), *ids)
    with pytest.raises(NotBack):
        count(parcel, 2)
    assert (on_shelf(parcel), as_it_is(parcel).goods_in_at) == (3, None)


def test_an_order_that_was_to_be_paid_at_the_door_needs_nothing_more(office: Office) -> None:
    parcel = a_parcel()
    unpaid = PaymentStatus.CREATED.value
    now_of(parcel).update(actions=[Order.payment_method.set(COD), Order.payment_status.set(unpaid)])
    tell(parcel, 42, 9, 10)
    count(parcel, 2)
    assert (flags(parcel), on_shelf(parcel)) == ({}, 5)


def test_an_order_that_was_refunded_on_the_way_needs_nothing_more(office: Office) -> None:
    parcel = a_parcel_that_came_back()
    now_of(parcel).update(actions=[Order.payment_status.set(PaymentStatus.REFUNDED.value)])
    count(parcel, 2)
    assert flags(parcel) == {}


def test_pieces_that_a_refund_put_back_do_not_come_back_again(office: Office) -> None:
    parcel = a_parcel_that_came_back()
    now_of(parcel).update(actions=[Order.lines[0]["returned"].set(1)])
    with pytest.raises(MoreThanCameBack):
        count(parcel, 2)
    count(parcel, 1)
    assert (on_shelf(parcel), now_of(parcel).lines[0].returned) == (4, 2)


def test_a_cancelled_order_has_its_stock_back_already(office: Office) -> None:
    parcel = a_parcel_that_came_back()
    now_of(parcel).update(actions=[Order.status.set(Status.CANCELLED)])
    assert count(parcel, 2)
    assert (on_shelf(parcel), now_of(parcel).lines[0].returned) == (3, None)


def test_goods_of_a_product_that_is_gone_are_for_a_person_to_count(office: Office) -> None:
    parcel = a_parcel_that_came_back()
    line = now_of(parcel).lines[0]
    Product(line.product_id, line.seller_id).delete()
    assert count(parcel, 2)
    assert "Count in by hand" in flags(parcel)["parcel"]
    assert as_it_is(parcel).goods_in_at is not None


def test_late_news_after_the_check_in_changes_nothing(office: Office) -> None:
    parcel = a_parcel_that_came_back()
    count(parcel, 2)
    before, said = as_it_is(parcel).updated_at, told(parcel)
    for ids in ((42, 9), (42, 9, 10), (42,)):
        tell(parcel, *ids)
    assert (as_it_is(parcel).status, told(parcel)) == (S.RTO_DELIVERED, said)
    assert (as_it_is(parcel).updated_at, on_shelf(parcel)) == (before, 5)


def test_one_of_two_parcels_came_back_and_the_order_is_over(office: Office) -> None:
    first, second = two_parcels()
    tell(first, 7)
    tell(second, 42, 9, 10)
    assert now_of(first).status is Status.SHIPPED
    with pytest.raises(MoreThanCameBack):
        count(second, 2)
    count(second, 1)
    order = now_of(first)
    assert (order.status, order.lines[0].returned) == (Status.DELIVERED, 1)
    assert order.collected_at is None


def test_the_other_order_of_the_news_ends_the_same_way(office: Office) -> None:
    first, second = two_parcels()
    tell(second, 42, 9, 10)
    count(second, 1)
    assert now_of(first).status is Status.SHIPPED
    tell(first, 7)
    assert now_of(first).status is Status.DELIVERED


def test_the_other_parcels_trouble_stays_on_the_flag(office: Office) -> None:
    first, second = two_parcels()
    now_of(first).update(actions=[Order.payment_method.set(COD)])
    tell(first, 42, 21)
    tell(second, 42, 9, 10)
    count(second, 1)
    assert flags(first)["parcel"] == as_it_is(first).trouble


def test_a_refund_that_begins_meanwhile_is_not_written_over(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel = a_parcel_that_came_back()
    write: Callable[..., None] = goods_in._write
    seen: list[int] = []

    def then_a_piece_is_put_back(*args: object, **given: object) -> None:
        if not seen:
            seen.append(1)
            now_of(parcel).update(actions=[Order.lines[0]["returned"].set(1)])
        write(*args, **given)

    monkeypatch.setattr(goods_in, "_write", then_a_piece_is_put_back)
    with pytest.raises(MoreThanCameBack):
        count(parcel, 2)
    assert (on_shelf(parcel), as_it_is(parcel).goods_in_at) == (3, None)


def test_who_checks_in_a_moment_later_writes_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel = a_parcel()
    now_of(parcel).update(actions=[Order.payment_method.set(COD)])
    tell(parcel, 42, 9, 10)
    now_of(parcel).update(actions=[Order.attention.set([])])
    write: Callable[..., None] = goods_in._write
    first = [Shipment.goods_in_at.set(clock.now())]

    def then_another_has_done_it(*args: object, **given: object) -> None:
        if first:
            parcel.update(actions=[first.pop()])
        write(*args, **given)

    monkeypatch.setattr(goods_in, "_write", then_another_has_done_it)
    said = told(parcel)
    assert not count(parcel, 0)
    assert told(parcel) == said


@pytest.mark.server
def test_two_people_who_count_at_once_put_it_back_once(office: Office) -> None:
    parcel = a_parcel_that_came_back()
    with ThreadPoolExecutor(4) as people:
        done = list(people.map(lambda n: count(parcel, 2, by=f"Person {n}"), range(4)))
    assert sorted(done) == [False, False, False, True]
    assert (on_shelf(parcel), now_of(parcel).lines[0].returned) == (5, 2)


# --- the end of an order that nobody has ---------------------------------------------------------


def test_an_order_to_be_paid_at_the_door_is_over_when_its_goods_are_in(office: Office) -> None:
    parcel = a_parcel()
    unpaid = PaymentStatus.CREATED.value
    now_of(parcel).update(actions=[Order.payment_method.set(COD), Order.payment_status.set(unpaid)])
    tell(parcel, 42, 9, 10)
    a_browser("packer", name="Rohit").post(page_of(parcel), {"line_0": "2"})
    order = now_of(parcel)
    assert (order.status, order.cancel_reason) == (Status.CANCELLED, CAME_BACK)
    assert (on_shelf(parcel), order.lines[0].to_send) == (5, 0)
    assert told(parcel, customer=True)[-1].endswith("Nothing was charged.")


def test_a_broken_piece_of_it_is_in_no_count_once_the_claim_is_settled(office: Office) -> None:
    parcel = a_parcel()
    now_of(parcel).update(actions=[Order.payment_method.set(COD)])
    tell(parcel, 42, 9, 10)
    count(parcel, 1)
    assert not end_if_nothing_is_left(now_of(parcel), by="Worker")
    settle(parcel.order_id, "parcel", by="Meera")
    assert [one_pass().done["ended orders"] for _ in range(2)] == [1, 0]
    line = now_of(parcel).lines[0]
    assert (on_shelf(parcel), line.kept - line.to_send) == (4, 1)


def test_a_paid_order_is_over_when_its_money_is_back_too(office: Office) -> None:
    parcel = a_parcel_that_came_back()
    count(parcel, 2)
    settle(parcel.order_id, "parcel", by="Meera")
    assert not end_if_nothing_is_left(now_of(parcel), by="Worker")
    now_of(parcel).update(actions=[Order.payment_status.set(PaymentStatus.REFUNDED.value)])
    assert [one_pass().done["ended orders"] for _ in range(2)] == [1, 0]
    assert now_of(parcel).status is Status.CANCELLED


def test_a_lost_parcel_ends_its_order_only_when_somebody_has_settled_it(office: Office) -> None:
    parcel = tell(a_parcel(), 42, 12)
    now_of(parcel).update(actions=[Order.payment_status.set(PaymentStatus.REFUNDED.value)])
    assert not end_if_nothing_is_left(now_of(parcel), by="Worker")
    settle(parcel.order_id, "parcel", by="Meera")
    assert end_if_nothing_is_left(now_of(parcel), by="Worker")
    assert on_shelf(parcel) == 3


@pytest.mark.parametrize("ids", [(42,), (42, 21), (42, 9), (42, 9, 10), (42, 7)])
def test_an_order_whose_parcel_is_not_over_is_not_ended(
    office: Office, ids: tuple[int, ...]
) -> None:
    parcel = a_parcel()
    now_of(parcel).update(actions=[Order.payment_method.set(COD)])
    tell(parcel, *ids)
    now_of(parcel).update(actions=[Order.attention.set([])])
    before = now_of(parcel).status
    assert not end_if_nothing_is_left(now_of(parcel), by="Worker")
    assert now_of(parcel).status is before


def test_an_order_of_which_one_parcel_was_delivered_is_not_cancelled(office: Office) -> None:
    first, second = two_parcels()
    now_of(first).update(actions=[Order.payment_method.set(COD)])
    tell(second, 42, 9, 10)
    count(second, 1)
    assert not end_if_nothing_is_left(now_of(first), by="Worker")
    tell(first, 7)
    assert now_of(first).status is Status.DELIVERED


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Something happens once, after the order was read and before its end is written."""
    part, done = moving.part, list[int]()

    def first_that(*args: Any, **given: Any) -> None:
        if not done:
            done.append(1)
            act()
        part(*args, **given)

    monkeypatch.setattr(moving, "part", first_that)


def test_a_flag_that_is_raised_meanwhile_keeps_the_order_open(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_settled_order()
    raised = flagged(order, "parcel", "Parcel 1 is to be seen to.", at=clock.now())
    meanwhile(monkeypatch, lambda: order.update(actions=[raised]))
    assert not end_if_nothing_is_left(order, by="Worker")
    assert now_of(order).status is Status.SHIPPED


def test_money_that_comes_back_meanwhile_keeps_the_order_open(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, failed = a_settled_order(), Order.payment_status.set("partially_refunded")
    meanwhile(monkeypatch, lambda: order.update(actions=[failed]))
    assert not end_if_nothing_is_left(order, by="Worker")
    assert now_of(order).status is Status.SHIPPED


def test_a_parcel_that_is_begun_meanwhile_keeps_the_order_open(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_settled_order()
    third = f"{order.order_id}-2"
    begun = Order.shipment_ids.set((Order.shipment_ids | []).append([third]))

    def begin() -> None:
        Shipment(third, order.order_id, status=S.PENDING).save()
        order.update(actions=[begun])

    meanwhile(monkeypatch, begin)
    assert not end_if_nothing_is_left(order, by="Worker")
    assert now_of(order).status is Status.SHIPPED


def test_pieces_that_come_back_meanwhile_are_counted_right(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_settled_order(sound=0)
    meanwhile(monkeypatch, lambda: order.update(actions=[Order.lines[0]["paid_back"].set(1)]))
    assert end_if_nothing_is_left(order, by="Worker")
    assert now_of(order).lines[0].paid_back == 2


def a_settled_order(*, sound: int = 2) -> Order:
    """A paid order whose goods and money are back, with nothing left to do."""
    parcel = a_parcel_that_came_back()
    count(parcel, sound)
    settle(parcel.order_id, "parcel", by="Meera")
    refunded = Order.payment_status.set(PaymentStatus.REFUNDED.value)
    now_of(parcel).update(actions=[refunded])
    return now_of(parcel)


# --- the page ------------------------------------------------------------------------------------


def page_of(parcel: Shipment) -> str:
    return f"/staff/shipments/{parcel.shipment_id}/goods-in/"


def test_the_page_offers_all_pieces_and_leads_to_the_refund(office: Office) -> None:
    parcel, browser = a_parcel_that_came_back(), a_browser("manager")
    now_of(parcel).update(actions=[Order.razorpay_payment_id.set("pay_1")])
    form = browser.get(page_of(parcel)).content.decode()
    assert 'name="line_0" value="2"' in form
    answer = browser.post(page_of(parcel), {"line_0": "2"}, follow=True)
    assert answer.redirect_chain == [(page_of(parcel), 302)]
    assert f'href="/staff/payments/orders/{parcel.order_id}/pay_1/refund/"' in str(answer.content)
    assert on_shelf(parcel) == 5


@pytest.mark.parametrize("text", ["3", "-1", "", "many", "1.5"])
def test_a_wrong_number_is_told_at_its_field(office: Office, text: str) -> None:
    parcel = a_parcel_that_came_back()
    answer = a_browser().post(page_of(parcel), {"line_0": text})
    assert answer.status_code == 422
    assert "Write from 0 to 2." in answer.content.decode()
    assert as_it_is(parcel).goods_in_at is None


def test_pressed_twice_the_page_says_so(office: Office) -> None:
    parcel, browser = a_parcel_that_came_back(), a_browser("packer")
    for _ in range(2):
        answer = browser.post(page_of(parcel), {"line_0": "2"}, follow=True)
    assert "It was checked in before" in answer.content.decode()
    assert on_shelf(parcel) == 5


def test_a_parcel_on_its_way_cannot_be_checked_in_by_its_address(office: Office) -> None:
    parcel = tell(a_parcel(), 42)
    browser = a_browser()
    assert "has not come back yet" in browser.get(page_of(parcel)).content.decode()
    assert browser.post(page_of(parcel), {"line_0": "2"}).status_code == 409
    assert on_shelf(parcel) == 3


@pytest.mark.parametrize("shipment_id", ["TB-NOSUCH-1", "#token", "#half-done", "x" * 3000])
def test_an_unknown_parcel_is_a_404(shipment_id: str) -> None:
    address = f"/staff/shipments/{shipment_id}/goods-in/".replace("#", "%23")
    browser = a_browser()
    assert [browser.get(address).status_code, browser.post(address).status_code] == [404, 404]


def test_an_endless_address_is_not_asked_for() -> None:
    with counted() as calls, pytest.raises(ShipmentNotFound):
        parcel_by_id("x" * 3000)
    assert calls.total() == 0


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 302), ("manager", 302), ("packer", 302), ("support", 403)]
)
def test_who_may_check_goods_in(office: Office, role: str, status: int) -> None:
    parcel = a_parcel_that_came_back()
    assert a_browser(role).post(page_of(parcel), {"line_0": "2"}).status_code == status
    assert (as_it_is(parcel).goods_in_at is not None) is (status == 302)


def test_a_form_without_its_token_is_refused(office: Office) -> None:
    parcel = a_parcel_that_came_back()
    browser = a_browser(enforce_csrf_checks=True)
    assert browser.post(page_of(parcel), {"line_0": "2"}).status_code == 403
    assert as_it_is(parcel).goods_in_at is None


def test_a_parcel_of_another_order_is_not_found(office: Office) -> None:
    mine, other = a_parcel_that_came_back(), a_parcel()
    with pytest.raises(ShipmentNotFound):
        check_in(mine.shipment_id, other.order_id, {0: 2}, by="Meera")
