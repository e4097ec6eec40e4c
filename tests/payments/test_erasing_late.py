"""Erasures that meet what came before them, and people who come back while one is under way."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives
from pynamodb.models import Model

from config import clock
from config.errors import Unavailable
from config.raw_items import Swap, stored, swap
from customers import complaint_queries
from customers import queries as queries_of_people
from customers.errors import ErasureHasBegun
from customers.models import Customer
from customers.privacy_models import Erasure, ErasuresUnderWay, digest_of
from customers.privacy_words import Traces
from customers.services import erasing, erasure_steps, removing
from customers.services.erasing import Moved
from orders.models import Order
from orders.rules import Status
from payments import queries
from payments.models import Dispute, EventMark, Payment
from payments.services import privacy
from payments.services.intake import take_in
from payments.services.working import one_pass
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from tests.calls import counted
from tests.customers.test_complaints import a_complaint
from tests.factories import a_payment_entity, an_event
from tests.payments.forgetting_me import (
    ADDRESS,
    WHO,
    a_delivered_order,
    a_paid_order,
    is_known,
    left_of,
    the_worker,
)
from tests.payments.test_erasing import a_refund
from tests.payments.test_erasing_killed import dying


def a_person() -> str:
    """Somebody whom the shop knows, and who ordered nothing."""
    Customer(WHO, WHO, created_at=clock.now() - timedelta(days=9)).save()
    return WHO


def an_old_order(order_id: str, email: str) -> Order:
    """Of the earlier system, by a guest; it names no parcel."""
    order = Order(
        order_id,
        "guest",
        status=Status.DELIVERED,
        lines=[],
        total_amount=100_00,
        customer_email=email,
        created_at=clock.now() - timedelta(days=100),
    )
    order.save()
    return order


def an_old_parcel(order_id: str, **given: str) -> Shipment:
    """Of the earlier system: it names its order, and nobody."""
    parcel = Shipment(
        f"ship-{order_id}",
        order_id,
        status=ShipmentStatus.DELIVERED,
        tracking_number=f"AWB{order_id}",
        shipping_address=ADDRESS | {"name": "Ananya Raghunathan"} | given,
    )
    parcel.save()
    return parcel


def put_raw(model: type[Model], key: tuple[str, str], **held: str) -> None:
    """Texts as the earlier system left them."""
    before = stored(model, *key) or {}
    swap([Swap(model, before, before | {name: {"S": text} for name, text in held.items()})])


@pytest.mark.parametrize("born", ["March 2024", "1709968542123"])
def test_what_has_an_odd_time_is_of_before(born: str) -> None:
    an_old_order("order_Odd", WHO)
    put_raw(Order, ("order_Odd", "guest"), createdAt=born)
    privacy.ask(a_person())
    the_worker()
    assert left_of(WHO) == []


def test_parcels_of_the_earlier_system_lose_their_address() -> None:
    an_old_order("order_Old1", WHO)
    an_old_parcel("order_Old1", phone="9123456780")
    an_old_parcel("order_Gone", phone="+919845067890")
    for number, text in enumerate([", ".join(ADDRESS.values()), json.dumps(ADDRESS)]):
        an_old_order(f"order_Text{number}", WHO)
        parcel = an_old_parcel(f"order_Text{number}")
        put_raw(Shipment, (parcel.shipment_id, parcel.order_id), shippingAddress=text)
    a_delivered_order()
    privacy.ask(WHO)
    the_worker()
    assert left_of() == []
    assert left_of("9123456780") == []


def test_a_parcel_of_somebody_else_keeps_it() -> None:
    an_old_order("order_Theirs", "rohit@example.in")
    theirs = an_old_parcel("order_Theirs", phone="+919845067890")
    nobodys = an_old_parcel("order_Gone", name="Rohit Sen", phone="+919811111111")
    new = an_old_parcel(a_delivered_order("rohit@example.in").order_id, name="Rohit Sen")
    new.update(actions=[Shipment.customer_id.set("rohit@example.in")])
    a_delivered_order()
    privacy.ask(WHO)
    the_worker()
    for parcel in (theirs, nobodys, new):
        (left,) = Shipment.query(parcel.shipment_id)
        assert left.shipping_address == parcel.shipping_address


def test_who_asks_for_a_code_while_it_runs_is_left_to_sign_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_delivered_order()
    privacy.ask(WHO)

    def hang_up(self: EmailMultiAlternatives, *_: Any) -> int:
        raise OSError("no route")

    with monkeypatch.context() as down:
        down.setattr(EmailMultiAlternatives, "send", hang_up)
        the_worker(1)
    assert not is_known()
    born = Customer.expires_at.set(clock.now() + timedelta(days=1))
    Customer(WHO, WHO).update(actions=[born])
    the_worker()
    assert is_known()
    assert erasing.under_way() == []


def test_who_asks_for_a_code_in_the_very_moment_of_the_end_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Customer(WHO, WHO).save()
    found = queries_of_people.customer(WHO)
    born = Customer.expires_at.set(clock.now() + timedelta(days=1))
    Customer(WHO, WHO).update(actions=[born])  # another pass deleted, and the person asked
    monkeypatch.setattr(queries_of_people, "customer", lambda _: found)
    with pytest.raises(Unavailable):
        removing.erase_person(WHO, born_before=clock.now())
    assert is_known()


def test_the_last_mail_is_tried_however_long_something_held_it_up(mailoutbox: list[Any]) -> None:
    a_delivered_order()
    privacy.ask(WHO)
    one_pass(now=clock.now() + timedelta(days=4))
    assert mailoutbox[-1].subject == "Your data were erased"


def test_asking_again_puts_a_lost_wish_back_on_the_list() -> None:
    a_paid_order()
    privacy.ask(WHO)
    ErasuresUnderWay(ErasuresUnderWay.KEY, "#").delete()
    assert erasing.under_way() == []
    privacy.ask(WHO)
    assert erasing.under_way() == [digest_of(WHO)]


def test_a_wish_of_this_moment_is_not_taken_off_the_list() -> None:
    a_paid_order()
    privacy.ask(WHO)
    erasing.take_off(digest_of(WHO))  # somebody had read before that there was none
    assert erasing.under_way() == [digest_of(WHO)]


def test_a_wish_leaves_together_with_its_place_on_the_list() -> None:
    a_paid_order()
    privacy.ask(WHO)
    with dying(at=99) as writes:
        erasing.withdraw(WHO)
    assert writes == ["TransactWriteItems"]
    assert erasing.under_way() == []


def test_the_end_is_one_write_and_safe_to_repeat() -> None:
    a_paid_order()
    privacy.ask(WHO)
    wish = erasing.erasure_of(WHO)
    assert wish is not None
    erasing.begin(wish, now=clock.now())
    with dying(at=99) as writes:
        erasure_steps.finish(wish, now=clock.now())
    assert writes == ["TransactWriteItems"]
    assert erasing.under_way() == []
    privacy.ask(WHO)
    erasure_steps.finish(wish, now=clock.now())  # somebody slow, of the erasure before
    assert erasing.under_way() == [digest_of(WHO)]


def copy(wish: Erasure) -> Erasure:
    """The wish as somebody else read it in the same moment."""
    return Erasure(wish.key, "#", person=WHO, asked_at=wish.asked_at, begun_at=wish.begun_at)


def two_wishes() -> tuple[Erasure, Erasure]:
    """One that is over, as somebody slow still has it in hand, and the next of the same person."""
    a_person()
    privacy.ask(WHO)
    slow = erasing.erasure_of(WHO)
    assert slow is not None
    erasure_steps.finish(copy(slow), now=clock.now())
    with time_machine.travel(clock.now() + timedelta(days=1)):
        a_paid_order()
        privacy.ask(WHO)
    wish = erasing.erasure_of(WHO)
    assert wish is not None
    return slow, wish


def test_somebody_slow_of_the_erasure_before_changes_nothing_of_the_next() -> None:
    slow, wish = two_wishes()
    before, again = stored(Erasure, wish.key, "#"), copy(slow)
    with pytest.raises(Moved):
        erasure_steps.keep_traces(again, Traces.of(emails=[WHO]))
    with pytest.raises(Moved):
        erasure_steps.sweep_on(slow, "orders", "")
    assert not erasure_steps.note_mail(slow, "sending", seen=None)
    Erasure(wish.key, "#").update(actions=[Erasure.begun_at.set(clock.now())])
    erasure_steps.finish(slow, now=clock.now())
    Erasure(wish.key, "#").update(actions=[Erasure.begun_at.remove()])
    slow.begun_at = None
    erasing.begin(slow, now=clock.now())
    assert stored(Erasure, wish.key, "#") == before


def test_somebody_slow_takes_back_no_wish_but_the_one_they_saw(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slow, wish = two_wishes()
    with monkeypatch.context() as behind:
        behind.setattr(erasing, "erasure_of", lambda _: slow)
        with pytest.raises(ErasureHasBegun):
            erasing.withdraw(WHO)
        assert erasing.under_way() == [wish.digest]
        behind.setattr(erasing, "erasure_of", lambda _: wish)
        for _ in range(2):  # pressed twice at once
            erasing.withdraw(WHO)
    assert erasing.under_way() == []


def test_a_wish_of_the_very_moment_in_which_the_last_one_ended_is_a_new_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    privacy.ask(a_person())
    seen = erasing.erasure_of(WHO)
    assert seen is not None
    erasure_steps.finish(seen, now=clock.now())
    look, stale = erasing.by_digest, [seen]
    monkeypatch.setattr(erasing, "by_digest", lambda each: stale.pop() if stale else look(each))
    assert erasing.ask(WHO).done_at is None


def test_a_complaint_of_a_stranger_in_the_persons_name_holds_nothing_up() -> None:
    a_delivered_order()
    a_complaint(person=WHO, name="Ananya Raghunathan")
    assert privacy.ask(WHO) == []
    the_worker()
    assert left_of() == []


def test_a_complaint_raised_after_it_began_stays() -> None:
    a_delivered_order()
    privacy.ask(WHO)
    ticket = a_complaint(person=WHO, is_proved=True).ticket
    the_worker()
    assert erasing.under_way() == []
    assert complaint_queries.open_tickets_of(WHO) == [ticket]


def test_the_words_with_a_refund_go_and_its_reason_stays() -> None:
    order = a_delivered_order()
    paid = queries.payment(order.razorpay_payment_id or "")
    assert paid is not None
    said = a_refund("processed")
    said.reason = "You asked for it: it comes too late. “I leave on Friday”"
    paid.update(actions=[Payment.refunds.set({"K1": said})])
    privacy.ask(WHO)
    the_worker()
    left = queries.payment(paid.payment_id)
    assert left is not None
    (refund,) = (left.refunds or {}).values()
    assert refund.reason == "You asked for it: it comes too late."
    assert (refund.amount, refund.by) == (100_00, "Sneha")


def test_an_open_dispute_holds_it_even_where_its_flag_was_settled() -> None:
    order = a_delivered_order()
    paid = queries.payment(order.razorpay_payment_id or "")
    assert paid is not None
    dispute = Dispute(amount=100, standing="under_review", at=clock.now())
    paid.update(actions=[Payment.disputes.set({"disp_1": dispute})])
    assert privacy.ask(WHO) == [f"Order {order.order_id} is disputed at a bank."]
    the_worker()
    wish = erasing.erasure_of(WHO)
    assert wish is not None
    assert wish.begun_at is None
    dispute.standing = "won"
    paid.update(actions=[Payment.disputes.set({"disp_1": dispute})])
    the_worker()
    assert left_of() == []


def test_what_holds_it_is_asked_of_many_orders_at_once_and_told_in_five_sentences() -> None:
    orders = [a_delivered_order() for _ in range(6)]
    with counted() as asked:
        assert privacy.what_holds(WHO) == []
    assert (asked["Query"], asked["BatchGetItem"]) == (1, 1)
    for order in orders:
        order.update(actions=[Order.status.set(Status.SHIPPED)])
    assert len(privacy.what_holds(WHO)) == privacy.MOST_REASONS == 5


def test_a_payment_that_nobody_could_match_holds_it_before_it_begins() -> None:
    a_delivered_order()
    theirs = a_paid_order("rohit@example.in")
    entity = a_payment_entity(theirs, order_id=None, email=WHO.title())
    take_in(an_event("payment.captured", entity), event_id="evt_nobody")
    other = a_payment_entity(theirs, order_id=None, email="mini@example.in", id="pay_Other")
    take_in(an_event("payment.captured", other), event_id="evt_other")
    assert privacy.ask(WHO) == [f"Payment {entity['id']} waits for one of us to find its order."]
    erasing.withdraw(WHO)


def test_others_lose_what_is_the_persons_and_keep_their_own() -> None:
    """A friend paid for the person once, and typed the person's address for an order of theirs."""
    contact = {"contact": "+919811111111"}
    order, theirs = a_delivered_order(), a_paid_order("rohit@example.in")
    friend = a_payment_entity(order, id="pay_Friend", status="failed", **contact)
    take_in(an_event("payment.failed", friend), event_id="evt_friend")
    typed = a_payment_entity(theirs, id="pay_Typed", email=WHO, status="failed", **contact)
    take_in(an_event("payment.failed", typed), event_id="evt_typed")
    privacy.ask(WHO)
    the_worker()
    left, body = Payment.get("pay_Typed", theirs.order_id), _event("evt_typed")
    assert (left.email, left.contact) == (None, contact["contact"])
    assert (left.customer_id, left.detail) == ("rohit@example.in", {"vpa": "ananya@okbank"})
    assert WHO not in body
    assert json.loads(body)["payload"]["payment"]["entity"]["amount"] == typed["amount"]
    assert _event("evt_friend") == "erased"


def test_events_of_what_was_ordered_after_it_began_stay() -> None:
    a_delivered_order()
    privacy.ask(WHO)
    new = a_paid_order()
    the_worker()
    assert WHO in _event(f"evt_{new.order_id}")


def _event(name: str) -> str:
    return EventMark.get(f"#event/{name}", "#").body


def test_events_of_others_keep_what_they_said() -> None:
    order, theirs = a_delivered_order(), a_paid_order("rohit@example.in")
    paid = queries.payment(order.razorpay_payment_id or "")
    assert paid is not None
    paid.update(actions=[Payment.email.set("void@razorpay.com")])
    entity = a_payment_entity(theirs, id="pay_theirs", email="void@razorpay.com", contact="")
    take_in(an_event("payment.failed", entity), event_id="evt_theirs")
    privacy.ask(WHO)
    the_worker()
    assert "void@razorpay.com" in EventMark.get("#event/evt_theirs", "#").body


def test_what_is_looked_for_is_gathered_once() -> None:
    a_delivered_order()
    privacy.ask(WHO)
    first, slow = erasing.erasure_of(WHO), erasing.erasure_of(WHO)
    assert first is not None
    assert slow is not None
    erasure_steps.keep_traces(first, Traces.of(emails=[WHO], phones=["9845067890"]))
    erasure_steps.keep_traces(slow, Traces.of(emails=[WHO]))
    assert slow.traces == {WHO, "9845067890"}
