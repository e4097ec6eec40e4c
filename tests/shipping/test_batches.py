"""Many orders dispatched at one press: one that fails stops no other, none goes twice, and it does
not matter who drives the batch or who dies over it."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine

from config import clock
from config.acts import Act, key_of_day
from orders.models import Order
from orders.rules import DISPUTE_FLAG, PaymentStatus, Status
from shipping.batches import LEASE, Outcome
from shipping.models import Batch, BatchResult, Shipment
from shipping.services import batching
from shipping.services.batch_keeping import (
    BatchNotFound,
    batch,
    begin,
    begun,
    claim,
    free_order,
    write_result,
)
from shipping.services.batching import dispatch_next, finish_begun
from shipping.services.calling_off import call_off_by_hand
from shipping.services.dispatching import dispatch
from tests.orders.benches import raise_flag
from tests.shipping.bench import a_packed_order, now_of, parcel_of
from tests.shipping.office import NO_COURIER, NO_LABEL, NO_WALLET, Killed, Office, down, kill
from tests.staff import a_browser

BATCHES = "/staff/shipments/batches/"
ALL_LABELS = "/staff/shipments/labels/all/"


def a_batch(*orders: Order, press: str = "PRESS") -> Batch:
    return begin([order.order_id for order in orders], by="Sneha", press=press)[0]


def drive(begun_batch: Batch) -> Batch:
    """Go on until nothing is left; the batch at its end."""
    while dispatch_next(begun_batch.batch_id) is not None:
        pass
    return batch(begun_batch.batch_id)


def outcomes(present: Batch) -> Counter[str]:
    return Counter(result.outcome.value for result in present.results.values())


def address(begun_batch: Batch, noun: str = "") -> str:
    return f"{BATCHES}{begun_batch.batch_id}/{noun}"


@contextmanager
def later(time: timedelta) -> Iterator[None]:
    with time_machine.travel(clock.now() + time, tick=True):
        yield


def test_twenty_orders_of_which_three_fail(office: Office) -> None:
    orders = [a_packed_order(status=Status.CONFIRMED) for _ in range(20)]
    held, unpaid, refused = orders[3], orders[9], orders[15]
    raise_flag(held, DISPUTE_FLAG, "Ask the bank.")
    unpaid.update(actions=[Order.payment_status.set(PaymentStatus.FAILED.value)])
    begun_batch = a_batch(*orders)
    while free_order(batch(begun_batch.batch_id), clock.now()) != refused.order_id:
        dispatch_next(begun_batch.batch_id)
    office.says["create"] = (422, {"message": "Phone number is too short", "status_code": 422})
    ended = drive(begun_batch)
    assert outcomes(ended) == {"sent": 17, "not_sent": 3}
    assert ended.results[held.order_id].text == "Ask the bank."
    assert ended.results[unpaid.order_id].text == "It is not paid."
    assert "Phone number is too short" in ended.results[refused.order_id].text
    assert len(set(office.awbs)) == len(office.awbs) == 17
    assert begun() == []


def test_what_may_not_go_has_its_reason_before_anything_is_tried(office: Office) -> None:
    held = a_packed_order()
    raise_flag(held, DISPUTE_FLAG, "Ask the bank.")
    present, _ = begin([held.order_id, "TB-NONE"], by="Sneha", press="P")
    assert present.is_over
    assert present.results["TB-NONE"].text == "There is no such order."
    assert dispatch_next(present.batch_id) is None
    assert office.calls == []
    assert begun() == []


def test_an_order_that_waits_to_be_packed_is_taken_to_the_bench_first(office: Office) -> None:
    order = a_packed_order(status=Status.CONFIRMED)
    drive(a_batch(order))
    assert now_of(order).status is Status.SHIPPED
    by = {line.text: line.by for line in now_of(order).timeline or []}
    assert by["We are packing your order."] == "Sneha"


def test_the_same_press_is_the_same_batch_and_another_choice_is_another() -> None:
    one, two = a_packed_order(), a_packed_order()
    first = a_batch(one, two)
    assert a_batch(one, two).batch_id == first.batch_id
    assert a_batch(one).batch_id != first.batch_id
    assert a_batch(one, two, press="OTHER").batch_id != first.batch_id


def test_a_second_press_does_not_begin_anew_what_is_done(office: Office) -> None:
    order = a_packed_order()
    drive(a_batch(order))
    assert outcomes(a_batch(order)) == {"sent": 1}
    assert len(office.awbs) == 1


def test_what_is_held_back_after_the_press_stays_where_it_is(office: Office) -> None:
    order = a_packed_order(status=Status.CONFIRMED)
    begun_batch = a_batch(order)
    raise_flag(order, DISPUTE_FLAG, "Ask the bank.")
    assert outcomes(drive(begun_batch)) == {"not_sent": 1}
    assert now_of(order).status is Status.CONFIRMED
    assert office.calls == []


@pytest.mark.server
def test_two_drivers_at_once_dispatch_each_order_once(office: Office) -> None:
    orders = [a_packed_order() for _ in range(8)]
    begun_batch = a_batch(*orders)
    with ThreadPoolExecutor(4) as drivers:
        list(drivers.map(drive, [begun_batch] * 4))
    assert outcomes(batch(begun_batch.batch_id)) == {"sent": 8}
    assert office.calls.count("create") == office.calls.count("awb") == 8
    assert len(set(office.awbs)) == 8


def test_of_two_who_read_the_same_only_one_claims_the_order() -> None:
    order, now = a_packed_order(), clock.now()
    seen = a_batch(order)
    assert claim(seen, order.order_id, now)
    assert not claim(seen, order.order_id, now + timedelta(seconds=1))


def test_an_order_with_a_result_is_not_claimed_again(office: Office) -> None:
    order = a_packed_order()
    seen = a_batch(order)
    drive(seen)
    stale = batch(seen.batch_id)
    assert not claim(stale, order.order_id, clock.now() + 2 * LEASE)


def test_killed_in_the_middle_the_worker_finishes_it(office: Office) -> None:
    orders = [a_packed_order() for _ in range(3)]
    begun_batch = a_batch(*orders)
    dispatch_next(begun_batch.batch_id)
    office.after["awb"] = kill
    with pytest.raises(Killed):
        dispatch_next(begun_batch.batch_id)
    assert finish_begun() == 1  # the third; the second is still in the dead one's hands
    with later(LEASE):
        assert finish_begun() == 1
    assert outcomes(batch(begun_batch.batch_id)) == {"sent": 3}
    assert len(set(office.awbs)) == len(office.awbs) == 3
    assert begun() == []


def test_what_was_called_off_meanwhile_is_not_sent_again_by_a_take_over(office: Office) -> None:
    order = a_packed_order()
    begun_batch, at = a_batch(order), clock.now()
    assert claim(begun_batch, order.order_id, at)
    parcel = dispatch(order.order_id, by="Sneha")  # killed before the result was written
    call_off_by_hand(parcel.shipment_id, by="Meera")
    with later(LEASE):
        assert finish_begun() == 1
    assert outcomes(batch(begun_batch.batch_id)) == {"not_sent": 1}
    assert len(office.awbs) == 1


def test_what_the_earlier_system_shipped_is_not_said_to_be_called_off(office: Office) -> None:
    order = a_packed_order()
    begun_batch = a_batch(order)
    order.update(actions=[Order.status.set(Status.SHIPPED)])
    ended = drive(begun_batch)
    assert ended.results[order.order_id].text == "It is shipped already."


def test_the_result_of_one_who_was_taken_over_is_not_written(office: Office) -> None:
    order = a_packed_order()
    begun_batch, at = a_batch(order), clock.now()
    assert claim(begun_batch, order.order_id, at)
    with later(LEASE):
        dispatch_next(begun_batch.batch_id)
    told = batch(begun_batch.batch_id).results[order.order_id].text
    stale = BatchResult(outcome=Outcome.NOT_SENT, text="Late.", at=at)
    write_result(begun_batch, order.order_id, stale, claimed_at=at)
    assert batch(begun_batch.batch_id).results[order.order_id].text == told


def test_the_worker_does_no_more_at_a_pass_than_it_was_told(office: Office) -> None:
    begun_batch = a_batch(*[a_packed_order() for _ in range(3)])
    assert finish_begun(most=2) == 2
    assert len(batch(begun_batch.batch_id).results) == 2
    assert finish_begun() == 1
    assert finish_begun() == 0


def test_while_shiprocket_is_silent_the_worker_stops_at_the_first_and_loses_nothing(
    office: Office,
) -> None:
    orders = [a_packed_order() for _ in range(2)]
    begun_batch = a_batch(*orders)
    office.before["create"] = down
    assert finish_begun() == 1
    waiting = batch(begun_batch.batch_id).results[orders[0].order_id]
    assert waiting.outcome is Outcome.WAITS
    assert now_of(orders[0]).shipment_ids
    assert finish_begun() == 1


def test_a_mistake_of_ours_stops_no_other(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = a_packed_order(), a_packed_order()

    def falls_over(order_id: str, *, by: str) -> object:
        if order_id == broken.order_id:
            raise KeyError("lengthCm")
        return dispatch(order_id, by=by)

    monkeypatch.setattr(batching, "dispatch_patiently", falls_over)
    ended = drive(a_batch(broken, sound))
    assert outcomes(ended) == {"sent": 1, "not_sent": 1}
    assert "lengthCm" in caplog.text
    assert "lengthCm" not in ended.results[broken.order_id].text


def test_a_batch_goes_after_thirty_days() -> None:
    begun_batch = a_batch(a_packed_order())
    assert begun_batch.expires_at - clock.now() > timedelta(days=29)
    Batch(begun_batch.key, "#").delete()
    with pytest.raises(BatchNotFound):
        batch(begun_batch.batch_id)
    assert finish_begun() == 0
    assert begun() == []


def test_one_press_begins_it_and_its_page_goes_on_step_by_step(office: Office) -> None:
    orders, browser = [a_packed_order() for _ in range(2)], a_browser("packer", name="Rohit")
    chosen = {"orders": [order.order_id for order in orders], "press": "P"}
    there = browser.post(BATCHES, chosen)["Location"]
    page = browser.get(there).content.decode()
    assert "0 of 2 tried" in page
    assert "csrfmiddlewaretoken" in page[page.index("data-batch=") :]
    assert '<noscript><meta http-equiv="refresh"' in page
    page = browser.post(f"{there}next/", follow=True).content.decode()
    assert "1 dispatched" in page
    page = browser.post(f"{there}next/", follow=True).content.decode()
    assert "2 dispatched" in page
    assert "refresh" not in page
    assert "Print 2 labels" in page
    assert {now_of(order).status for order in orders} == {Status.SHIPPED}


def test_its_page_names_what_was_left_and_why_and_what_was_sent_and_how(office: Office) -> None:
    sent, refused = a_packed_order(), a_packed_order()
    begun_batch = a_batch(sent, refused)
    dispatch_next(begun_batch.batch_id)
    office.always["awb"] = NO_COURIER
    dispatch_next(begun_batch.batch_id)
    page = a_browser().get(address(begun_batch)).content.decode()
    assert "1 dispatched, 1 not" in page
    assert "No courier serves this pincode" in page
    assert f'href="/staff/orders/{refused.order_id}/"' in page
    assert str(parcel_of(sent).tracking_number) in page
    assert f'href="{parcel_of(sent).label_url}"' in page


def test_what_another_dispatched_meanwhile_counts_as_sent(office: Office) -> None:
    order = a_packed_order()
    raise_flag(order, DISPUTE_FLAG, "Ask the bank.")
    begun_batch = a_batch(order)
    order.update(actions=[Order.attention.set([])])
    drive(a_batch(order, press="AGAIN"))
    assert "1 dispatched</h2>" in a_browser().get(address(begun_batch)).content.decode()


def test_the_labels_page_has_a_link_for_each_label_and_says_what_has_none(office: Office) -> None:
    sent, waiting = a_packed_order(), a_packed_order()
    drive(a_batch(sent))
    page = a_browser("packer").get(
        "/staff/shipments/labels/", {"orders": f"{sent.order_id},{waiting.order_id}"}
    )
    text = page.content.decode()
    assert f'href="{parcel_of(sent).label_url}"' in text
    assert "No label yet" in text


def test_one_press_prints_all_labels_on_one_paper(office: Office) -> None:
    sent, browser = [a_packed_order() for _ in range(2)], a_browser("packer")
    drive(a_batch(*sent))
    office.says["label"] = {"label_created": 1, "label_url": "https://labels.example/all.pdf"}
    answer = browser.get(ALL_LABELS, {"orders": ",".join(order.order_id for order in sent)})
    assert (answer.status_code, answer["Location"]) == (302, "https://labels.example/all.pdf")


def test_a_single_label_is_not_asked_for_again(office: Office) -> None:
    order = a_packed_order()
    drive(a_batch(order))
    office.calls.clear()
    answer = a_browser("packer").get(ALL_LABELS, {"orders": order.order_id})
    assert answer["Location"] == parcel_of(order).label_url
    assert office.calls == []


def test_a_label_that_is_no_web_address_is_not_gone_to(office: Office) -> None:
    order = a_packed_order()
    drive(a_batch(order))
    parcel_of(order).update(actions=[Shipment.label_url.set("javascript:alert(1)")])
    answer = a_browser("packer").get(ALL_LABELS, {"orders": order.order_id})
    assert answer["Location"] == f"/staff/shipments/labels/?orders={order.order_id}"


@pytest.mark.parametrize("said", [NO_LABEL, {"label_created": 1, "label_url": "javascript:x"}])
def test_where_there_is_no_such_paper_the_labels_are_listed(
    office: Office, said: dict[str, object]
) -> None:
    sent, browser = [a_packed_order() for _ in range(2)], a_browser("packer")
    drive(a_batch(*sent))
    office.says["label"] = said
    answer = browser.get(
        ALL_LABELS, {"orders": ",".join(order.order_id for order in sent)}, follow=True
    )
    page = answer.content.decode()
    assert "Print them one by one." in page
    assert all(f'href="{parcel_of(order).label_url}"' in page for order in sent)


def test_what_was_refused_can_be_tried_again_at_one_press(office: Office) -> None:
    order, held = a_packed_order(), a_packed_order()
    raise_flag(held, DISPUTE_FLAG, "Ask the bank.")
    begun_batch = a_batch(order, held)
    office.says["awb"] = NO_WALLET
    drive(begun_batch)
    page = a_browser().get(address(begun_batch)).content.decode()
    assert "Try 1 again" in page
    assert f'name="orders" value="{order.order_id}"' in page
    assert outcomes(drive(a_batch(order, press="AGAIN"))) == {"sent": 1}


def test_the_log_has_a_batch_once_with_what_may_go() -> None:
    browser, good, held = a_browser("packer"), a_packed_order(), a_packed_order()
    raise_flag(held, DISPUTE_FLAG, "Ask the bank.")
    for press, ids in (("P", [good, held]), ("P", [good, held]), ("Q", [held])):
        chosen = {"orders": [order.order_id for order in ids], "press": press}
        assert browser.post(BATCHES, chosen).status_code == 302
    (line,) = Act.query(key_of_day(clock.now()))
    assert (line.what, (line.about or {})["orders"]) == ("shipping:pack:batches", good.order_id)


def test_nothing_chosen_begins_nothing() -> None:
    answer = a_browser().post(BATCHES, {"press": "P"}, follow=True)
    assert "Tick the orders first." in answer.content.decode()
    assert begun() == []


@pytest.mark.server
def test_what_cannot_be_a_batchs_key_is_a_404() -> None:
    assert a_browser().get(f"{BATCHES}{'a' * 3000}/").status_code == 404


def test_an_unknown_batch_is_a_404() -> None:
    assert a_browser().get(f"{BATCHES}nothing/").status_code == 404
    assert a_browser().post(f"{BATCHES}nothing/next/").status_code == 404


def test_support_neither_begins_a_batch_nor_drives_one(office: Office) -> None:
    order = a_packed_order()
    begun_batch, browser = a_batch(order), a_browser("support")
    assert browser.post(BATCHES, {"orders": order.order_id}).status_code == 403
    assert browser.post(address(begun_batch, "next/")).status_code == 403
    assert browser.get(address(begun_batch)).status_code == 403
    assert office.calls == []


@pytest.mark.parametrize("path", [ALL_LABELS, "/staff/shipments/labels/"])
def test_support_prints_no_labels(path: str) -> None:
    assert a_browser("support").get(path, {"orders": "TB-1"}).status_code == 403
