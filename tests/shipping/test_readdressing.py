"""An order's address is changed until a courier has the parcel: by staff and by its customer, once,
with a promise of its own, and never behind the back of a dispatch."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from config.errors import ShopError, TooMany
from orders.errors import BilledElsewhere
from orders.models import Order
from orders.rules import COD, PaymentStatus, Status
from orders.services import invoicing, readdressing
from orders.services.invoicing import invoice_for
from orders.services.readdressing import Receiver, mark_of
from shipping import queries
from shipping.errors import (
    AddressClosed,
    AddressMoved,
    BeingDispatched,
    NoCashThere,
    NotCalledOffYet,
    NotDispatched,
    NotServedThere,
    OrderMovedOn,
)
from shipping.rules import ShipmentStatus
from shipping.services import beginning, parcelling
from shipping.services.beginning import begin
from shipping.services.calling_off import call_off_by_hand
from shipping.services.dispatching import dispatch
from shipping.services.flags import note_half_done
from shipping.services.leases import claim
from shipping.services.readdressing import MOST_CHANGES, change_address, promise_there
from tests.customers.shoppers import ANANYA, signed_in
from tests.factories import ADDRESS, a_buyer, an_order
from tests.payments.couriers import nobody_goes_to, they_go_to
from tests.shipping.bench import a_packed_order, flags, now_of, parcel_of, told
from tests.shipping.office import NO_COURIER, Office
from tests.staff import a_browser

MUMBAI = {
    "addressLine1": "7, Hill Road",
    "city": "Mumbai",
    "state": "Maharashtra",
    "pincode": "400050",
}
MYSURU = {
    "addressLine1": "12, Temple Road",
    "city": "Mysuru",
    "state": "Karnataka",
    "pincode": "570009",
}
SENT = {
    "pincode": "570009",
    "city": "Mysuru",
    "state": "Karnataka",
    "phone": "98450 12345",
    "name": "Nandini Rao",
    "line1": "12, Temple Road",
    "line2": "",
}
PROMISE = {"from": "2026-11-30", "to": "2026-12-02", "source": "courier"}


def to(address: dict[str, str], name: str = "Nandini Rao") -> Receiver:
    return Receiver(name, "+919845012345", address)


def change(order: Order, address: dict[str, str] = MYSURU, **given: Any) -> Order:
    fields = {"seen": mark_of(now_of(order)), "promise": PROMISE, "by": "Meera"} | given
    return change_address(order.order_id, to(address), **fields)


def page_of(order: Order) -> str:
    return f"/staff/shipments/orders/{order.order_id}/address/"


def refused_by_all(office: Office, order: Order) -> None:
    """Registered at Shiprocket, and no courier takes it."""
    office.always["awb"] = NO_COURIER
    with pytest.raises(NotDispatched):
        dispatch(order.order_id, by="Meera")
    office.always.clear()


# --- what is written --------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Status.PENDING, Status.CONFIRMED, Status.PROCESSING])
def test_the_order_goes_to_the_new_address_with_its_promise_its_line_and_one_mail(
    status: Status,
) -> None:
    order = a_packed_order(status=status)
    for _ in range(2):
        change(order)
    present = now_of(order)
    assert present.shipping_address == MYSURU
    assert (present.customer_name, present.promise) == ("Nandini Rao", PROMISE)
    assert (
        told(order, customer=True).count(
            "The address was changed. It arrives Mon 30 Nov – Wed 2 Dec."  # noqa: RUF001 - the page's
        )
        == 1
    )
    (sent,) = mail.outbox
    assert (sent.to, "12, Temple Road" in sent.body) == ([order.customer_email], True)
    assert "Mysuru" not in " ".join(told(order))


def test_each_change_has_a_mail_of_its_own_and_may_be_sent_again() -> None:
    order = a_packed_order()
    change(order)
    change(order, MUMBAI)
    change(order, MYSURU)
    assert sorted(now_of(order).mails or {}) == [f"address_changed/{n}" for n in (1, 2, 3)]
    assert [sent.subject for sent in mail.outbox] == [
        f"Your order {order.order_id} goes to another address"
    ] * 3


def test_an_order_of_the_earlier_system_goes_elsewhere_without_a_mail() -> None:
    order = a_packed_order()
    order.update(
        actions=[Order.mails.remove(), Order.shipment_ids.remove(), Order.timeline.remove()]
    )
    change(order)
    assert (now_of(order).shipping_address, mail.outbox) == (MYSURU, [])


# --- when it is closed ------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Status.SHIPPED, Status.DELIVERED, Status.CANCELLED])
def test_what_is_gone_or_over_stays_where_it_goes(status: Status) -> None:
    order = a_packed_order(status=status)
    with pytest.raises(AddressClosed):
        change(order)
    assert now_of(order).shipping_address == ADDRESS


def test_a_courier_has_it_until_the_parcel_is_called_off(office: Office) -> None:
    order = a_packed_order()
    parcel = dispatch(order.order_id, by="Meera")
    with pytest.raises(AddressClosed):
        change(order)
    call_off_by_hand(parcel.shipment_id, by="Meera")
    change(order, MUMBAI)
    dispatch(order.order_id, by="Meera")
    assert office.sent[-1]["billing_pincode"] == "400050"


def test_what_shiprocket_knows_without_an_awb_is_called_off_and_goes_anew(office: Office) -> None:
    order = a_packed_order()
    refused_by_all(office, order)
    change(order, MUMBAI)
    assert [each.status for each in queries.of_order(now_of(order))] == [ShipmentStatus.CANCELLED]
    assert office.orders[order.order_id]["status"] == "CANCELED"
    dispatch(order.order_id, by="Meera")
    assert [each["billing_pincode"] for each in office.sent] == ["411038", "400050"]
    assert (len(office.awbs), flags(order)) == (1, {})


def test_while_shiprocket_has_not_called_it_off_the_address_stays(office: Office) -> None:
    order = a_packed_order()
    refused_by_all(office, order)
    office.says["cancel"] = (204, {})  # it takes the wish, and has not acted
    with pytest.raises(NotCalledOffYet):
        change(order, MUMBAI)
    assert now_of(order).shipping_address == ADDRESS
    change(order, MUMBAI)
    assert (now_of(order).shipping_address, parcel_of(order).status) == (
        MUMBAI,
        ShipmentStatus.CANCELLED,
    )


def test_a_parcel_that_shiprocket_has_not_heard_of_goes_there_too(office: Office) -> None:
    order = a_packed_order()
    begin(order, by="Meera", courier_id=24)
    change(order, MUMBAI)
    parcel = parcel_of(order)
    assert (parcel.shipping_address, parcel.wanted_courier_id) == (MUMBAI, None)
    dispatch(order.order_id, by="Meera")
    (sent,) = office.sent
    assert (sent["billing_pincode"], sent["billing_customer_name"]) == ("400050", "Nandini Rao")


# --- somebody else at the same moment ---------------------------------------------------------


def test_a_parcel_begun_meanwhile_by_the_old_address_is_refused(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, as_ever = a_packed_order(), note_half_done

    def late(*args: Any) -> None:
        monkeypatch.setattr(beginning, "note_half_done", as_ever)
        change(order, MUMBAI)
        as_ever(*args)

    monkeypatch.setattr(beginning, "note_half_done", late)
    with pytest.raises(OrderMovedOn):
        dispatch(order.order_id, by="Meera")
    assert (now_of(order).shipment_ids, office.sent) == ([], [])
    dispatch(order.order_id, by="Meera")
    assert office.sent[0]["billing_pincode"] == "400050"


def test_a_name_changed_just_before_the_parcel_is_registered_stands_on_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, as_ever = a_packed_order(), claim
    begin(order, by="Meera")

    def late(*args: Any) -> Any:
        change(order, MUMBAI)
        return as_ever(*args)

    monkeypatch.setattr(parcelling, "claim", late)
    dispatch(order.order_id, by="Meera")
    (sent,) = office.sent
    assert (sent["billing_pincode"], sent["billing_customer_name"]) == ("400050", "Nandini Rao")


def test_a_dispatch_begun_while_the_address_is_written_keeps_its_parcel(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, as_ever = a_packed_order(), readdressing.part

    def late(*args: Any, **given: Any) -> str:
        monkeypatch.setattr(readdressing, "part", as_ever)
        dispatch(order.order_id, by="Imran")
        return as_ever(*args, **given)

    monkeypatch.setattr(readdressing, "part", late)
    with pytest.raises(AddressClosed):
        change(order, MUMBAI)
    assert now_of(order).shipping_address == ADDRESS
    assert (len(office.awbs), office.sent[0]["billing_pincode"]) == (1, "411038")


def test_a_parcel_begun_while_the_address_is_written_goes_there_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order, as_ever = a_packed_order(), readdressing.part

    def late(*args: Any, **given: Any) -> str:
        monkeypatch.setattr(readdressing, "part", as_ever)
        begin(order, by="Imran")
        return as_ever(*args, **given)

    monkeypatch.setattr(readdressing, "part", late)
    change(order, MUMBAI)
    assert parcel_of(order).shipping_address == now_of(order).shipping_address == MUMBAI


def test_a_parcel_registered_while_the_address_is_written_keeps_it_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, as_ever = a_packed_order(), readdressing.part
    (parcel,) = begin(order, by="Meera")

    def late(*args: Any, **given: Any) -> str:
        monkeypatch.setattr(readdressing, "part", as_ever)
        parcelling.register(parcel, by="Imran")
        return as_ever(*args, **given)

    monkeypatch.setattr(readdressing, "part", late)
    with pytest.raises(BeingDispatched):
        change(order, MUMBAI)
    assert now_of(order).shipping_address == parcel_of(order).shipping_address == ADDRESS


@pytest.mark.server
def test_two_people_and_a_dispatch_at_once_agree_on_one_address(office: Office) -> None:
    for _ in range(6):
        order = a_packed_order()
        seen = mark_of(order)

        def try_to(act: Any) -> bool:
            try:
                act()
            except ShopError:
                return False
            return True

        acts = [
            lambda order=order, seen=seen: change(order, MUMBAI, seen=seen),
            lambda order=order, seen=seen: change(order, MYSURU, seen=seen),
            lambda order=order: dispatch(order.order_id, by="Imran"),
        ]
        with ThreadPoolExecutor(3) as hands:
            won = list(hands.map(try_to, acts))
        present, live = now_of(order), queries.live_of(now_of(order))
        assert won[0] + won[1] <= 1
        assert all(each.shipping_address == present.shipping_address for each in live)
        assert sum(line.startswith("The address was changed") for line in told(order)) <= 1
        gone = {each["order_id"]: each["billing_pincode"] for each in office.sent}
        for each in live:
            if each.shiprocket_order_id:
                assert gone[each.reference] == (present.shipping_address or {})["pincode"]


def test_the_second_of_two_people_is_told_where_it_goes_now() -> None:
    order = a_packed_order()
    seen = mark_of(order)
    change(order, MUMBAI, seen=seen)
    with pytest.raises(AddressMoved):
        change(order, MYSURU, seen=seen, by="Imran")
    assert now_of(order).shipping_address == MUMBAI


def test_of_two_changes_at_one_moment_one_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    order, as_ever = a_packed_order(), readdressing.part
    order.update(actions=[Order.mails.remove()])

    def late(*args: Any, **given: Any) -> str:
        monkeypatch.setattr(readdressing, "part", as_ever)
        change(order, MUMBAI, by="Imran")
        return as_ever(*args, **given)

    monkeypatch.setattr(readdressing, "part", late)
    with pytest.raises(AddressMoved):
        change(order, MYSURU)
    assert now_of(order).shipping_address == MUMBAI


# --- the bill ---------------------------------------------------------------------------------


def test_once_there_is_a_bill_it_goes_to_the_same_state_only() -> None:
    order = a_packed_order()
    invoice_for(order.order_id)
    with pytest.raises(BilledElsewhere):
        change(order, MYSURU)
    change(order, MUMBAI)
    assert now_of(order).shipping_address == MUMBAI


def test_the_form_says_which_state_the_bill_holds_it_to_before_it_is_sent() -> None:
    order = a_packed_order()
    form = page_of(order)
    assert "is refused" not in a_browser().get(form).content.decode()
    place = invoice_for(order.order_id).place_of_supply
    assert f"its tax is that of {place}" in a_browser().get(form).content.decode()


def test_before_there_is_a_bill_the_tax_follows_the_address() -> None:
    order = a_packed_order()
    change(order, MYSURU)
    bill = invoice_for(order.order_id)
    assert (bill.place_of_supply, bill.is_inter_state) == ("Karnataka", True)


def test_a_bill_is_not_made_of_an_address_that_has_just_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order, as_ever = a_packed_order(), invoicing._made

    def late(*args: Any) -> Any:
        monkeypatch.setattr(invoicing, "_made", as_ever)
        made = as_ever(*args)
        change(order, MYSURU)
        return made

    monkeypatch.setattr(invoicing, "_made", late)
    assert invoice_for(order.order_id).place_of_supply == "Karnataka"


def test_an_address_is_not_changed_behind_a_bill_that_was_just_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order, as_ever = a_packed_order(), readdressing.part

    def late(*args: Any, **given: Any) -> str:
        monkeypatch.setattr(readdressing, "part", as_ever)
        invoice_for(order.order_id)
        return as_ever(*args, **given)

    monkeypatch.setattr(readdressing, "part", late)
    with pytest.raises(BilledElsewhere):
        change(order, MYSURU)


# --- what is possible there -------------------------------------------------------------------


def test_cash_goes_only_where_somebody_collects() -> None:
    order = a_packed_order()
    order.update(actions=[Order.payment_method.set(COD)])
    they_go_to("570009", cod=False)
    with pytest.raises(NoCashThere):
        promise_there(now_of(order), "570009", now=order.created_at)
    they_go_to("570009", cod=True)
    assert promise_there(now_of(order), "570009", now=order.created_at)["source"] == "courier"


def test_nothing_goes_where_nobody_goes_and_the_same_pincode_keeps_its_promise() -> None:
    order = a_packed_order()
    nobody_goes_to("570009")
    for pincode in ("570009", "999999", "000000"):
        with pytest.raises(NotServedThere):
            promise_there(order, pincode, now=order.created_at)
    assert promise_there(order, "411038", now=order.created_at) == (order.promise or {})


def test_a_day_holds_a_few_changes_of_an_order() -> None:
    order = a_packed_order()
    for n in range(MOST_CHANGES):
        change(order, {**MUMBAI, "addressLine1": f"{n + 1}, Hill Road"})
    with pytest.raises(TooMany):
        change(order, MYSURU)
    assert len(mail.outbox) == MOST_CHANGES


def test_a_change_that_is_one_too_many_calls_no_parcel_off(office: Office) -> None:
    order = a_packed_order()
    for n in range(MOST_CHANGES):
        change(order, {**MUMBAI, "addressLine1": f"{n + 1}, Hill Road"})
    refused_by_all(office, order)
    with pytest.raises(TooMany):
        change(order, MUMBAI)
    assert parcel_of(order).status is not ShipmentStatus.CANCELLED
    assert office.orders[order.order_id]["status"] != "CANCELED"


# --- the pages --------------------------------------------------------------------------------


def test_staff_change_it_on_a_page_that_says_what_it_will_do() -> None:
    they_go_to("570009", days=2)
    order, browser = a_packed_order(), a_browser("support", name="Imran Shaikh")
    page = browser.get(page_of(order)).content.decode()
    assert 'value="22, 3rd Cross, 4th Block"' in page
    assert f"mail the new address to {order.customer_email}" in page
    answer = browser.post(page_of(order), SENT | {"seen": ""})
    assert answer["Location"] == f"/staff/orders/{order.order_id}/"
    present = now_of(order)
    assert (present.shipping_address, present.customer_name) == (MYSURU, "Nandini Rao")
    assert (present.timeline or [])[-1].by == "Imran Shaikh"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"pincode": "12"}, "six digits"),
        ({"state": "Kerala"}, "is in Karnataka"),
        ({"line1": "7"}, "house or flat number"),
        ({"name": "🏓"}, "without emoji"),
        ({"seen": "2026-11-23T00:00:00.000Z"}, "Somebody else changed the address"),
        ({"pincode": "999999", "state": "Karnataka"}, "do not"),
    ],
)
def test_what_the_checkout_would_refuse_is_refused_here(given: dict[str, str], words: str) -> None:
    they_go_to("570009", days=2)
    order = a_packed_order()
    answer = a_browser().post(page_of(order), SENT | {"seen": ""} | given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert now_of(order).shipping_address == ADDRESS


def test_later_days_are_shown_before_they_are_promised() -> None:
    they_go_to("570009", days=9)
    order, browser = a_packed_order(), a_browser()
    order.update(actions=[Order.promise.set({**PROMISE, "to": "2026-11-24"})])
    answer = browser.post(page_of(order), SENT | {"seen": ""})
    assert (answer.status_code, "There it arrives" in answer.content.decode()) == (422, True)
    shown = answer.context["sheet"].shown
    assert browser.post(page_of(order), SENT | {"seen": "", "promised": shown}).status_code == 302
    assert (now_of(order).promise or {})["to"] > "2026-11-24"


def test_a_packer_and_a_stranger_change_nothing() -> None:
    order = a_packed_order()
    assert a_browser("packer").post(page_of(order), SENT).status_code == 403
    assert Client().post(page_of(order), SENT).status_code == 302
    assert (
        "Change address"
        not in a_browser("packer").get(f"/staff/orders/{order.order_id}/").content.decode()
    )
    assert a_browser().get("/staff/shipments/orders/TB-0000000000/address/").status_code == 404
    assert now_of(order).shipping_address == ADDRESS


def test_a_closed_address_says_why() -> None:
    order, browser = a_packed_order(status=Status.SHIPPED), a_browser()
    for answer in (browser.get(page_of(order)), browser.post(page_of(order), SENT)):
        assert "A courier has the parcel already." in answer.content.decode()
    assert "Change address" not in browser.get(f"/staff/orders/{order.order_id}/").content.decode()


def test_a_shopper_changes_their_own_order_and_nobody_elses(client: Client) -> None:
    they_go_to("570009", days=2)
    own = an_order(buyer=a_buyer(customer_id=ANANYA))
    own.update(actions=[Order.payment_status.set(PaymentStatus.CAPTURED.value)])
    signed_in(client)
    address = f"/account/orders/{own.order_id}/address"
    assert f'href="{address}"' in client.get(f"/account/orders/{own.order_id}").content.decode()
    assert client.get(address).status_code == 200
    answer = client.post(address, SENT | {"seen": ""})
    assert answer["Location"] == f"/account/orders/{own.order_id}"
    assert now_of(own).shipping_address == MYSURU
    assert (now_of(own).timeline or [])[-1].by == "Customer"
    strangers = an_order()
    for method in (client.get, client.post):
        answer = method(f"/account/orders/{strangers.order_id}/address", SENT)
        assert answer.status_code == 404
    assert now_of(strangers).shipping_address == ADDRESS


def test_the_form_takes_no_field_that_is_not_on_it() -> None:
    they_go_to("570009", days=2)
    order = a_packed_order()
    more = {"status": "delivered", "customer_id": "x@example.com", "total_amount": "1", "by": "Me"}
    assert a_browser().post(page_of(order), SENT | {"seen": ""} | more).status_code == 302
    present = now_of(order)
    assert (present.status, present.total_amount) == (Status.PROCESSING, order.total_amount)
    assert present.customer_id == order.customer_id
