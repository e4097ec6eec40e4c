""" "Erase me": nothing that says who it was is left, and the books still add up."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from pynamodb.expressions.update import Action

from config import clock
from customers.errors import ErasureHasBegun, WorksHere
from customers.models import Address, Customer, Session
from customers.services import complaining, erasing
from orders import queries as order_queries
from orders.models import Flag, Order
from orders.rules import Status
from orders.services import mailing
from payments import queries
from payments.models import EventMark, Payment, Refund
from payments.rules import UNKNOWN_ORDER
from payments.services import privacy, without_order
from payments.services.intake import take_in
from shipping.models import Batch, Scan, Shipment
from shipping.rules import ShipmentStatus
from tests.customers.test_complaints import a_complaint
from tests.factories import a_payment_entity, a_product, an_event
from tests.invariants import assert_invariants
from tests.payments.forgetting_me import (
    WHO,
    a_delivered_order,
    a_paid_order,
    fresh,
    is_known,
    left_of,
    the_worker,
)


def test_nothing_of_the_person_is_left_in_any_table(mailoutbox: list[Any]) -> None:
    order = a_delivered_order()
    assert left_of()
    assert privacy.ask(WHO) == []
    the_worker()
    assert left_of() == []
    assert not is_known()
    assert fresh(order).erased_at is not None
    assert erasing.under_way() == []
    assert mailoutbox[-1].subject == "Your data were erased"
    assert mailoutbox[-1].to == [WHO]


def test_the_order_is_still_found_by_its_number_with_goods_sums_and_state() -> None:
    order = a_delivered_order()
    privacy.ask(WHO)
    the_worker()
    left = order_queries.order(order.order_id)
    assert left.customer_id.startswith("erased-")
    assert (left.total_amount, left.status) == (order.total_amount, Status.DELIVERED)
    assert [line.name for line in left.lines] == [line.name for line in order.lines]
    assert left.shipping_address == {"state": "Maharashtra"}
    assert left.invoice is not None
    assert left.invoice.buyer == {"state": "Maharashtra"}


def test_news_of_its_payment_still_finds_the_order() -> None:
    order = a_delivered_order()
    privacy.ask(WHO)
    the_worker()
    left = fresh(order)
    opened = queries.opened(order.razorpay_order_id or "")
    paid = queries.payment(order.razorpay_payment_id or "")
    assert opened is not None
    assert paid is not None
    assert opened.customer_id == paid.customer_id == left.customer_id
    assert (paid.amount, paid.status, paid.email) == (order.total_amount, "captured", None)
    assert_invariants()


def test_late_news_brings_nothing_of_the_person_back() -> None:
    order = a_delivered_order()
    privacy.ask(WHO)
    the_worker()
    late = a_payment_entity(order, id=order.razorpay_payment_id, contact="+919845067890")
    take_in(an_event("order.paid", late), event_id="evt_late")
    take_in(an_event("payment.captured", late | {"id": "pay_other"}), event_id="evt_other")
    refund = {
        "id": "rfnd_1",
        "entity": "refund",
        "payment_id": order.razorpay_payment_id,
        "amount": 100,
        "currency": "INR",
        "status": "processed",
        "receipt": None,
        "created_at": 1_795_000_000,
    }
    take_in(an_event("refund.processed", late, refund={"entity": refund}), event_id="evt_refund")
    dispute = {
        "id": "disp_1",
        "payment_id": order.razorpay_payment_id,
        "amount": 100,
        "reason_code": "goods_not_received",
        "phase": "chargeback",
        "respond_by": 1_795_900_000,
    }
    body = an_event("payment.dispute.created", late, dispute={"entity": dispute})
    take_in(body, event_id="evt_dispute")
    assert left_of() == []
    for name in ("late", "other", "refund", "dispute"):
        assert EventMark.get(f"#event/evt_{name}", "#").body == "erased"


def test_what_no_model_names_is_kept_without_the_person() -> None:
    order = a_delivered_order()
    raw: Any = Order._get_connection().connection
    raw.dispatch(
        "UpdateItem",
        {
            "TableName": Order.Meta.table_name,
            "Key": {"orderId": {"S": order.order_id}, "customerId": {"S": WHO}},
            "UpdateExpression": "SET legacy = :m",
            "ExpressionAttributeValues": {
                ":m": {"M": {"score": {"N": "7"}, "note": {"S": "Ananya called from 98450 67890"}}}
            },
        },
    )
    privacy.ask(WHO)
    the_worker()
    left = fresh(order)
    reply = raw.dispatch(
        "GetItem",
        {
            "TableName": Order.Meta.table_name,
            "Key": {"orderId": {"S": left.order_id}, "customerId": {"S": left.customer_id}},
        },
    )
    assert reply["Item"]["legacy"]["M"]["score"] == {"N": "7"}
    assert reply["Item"]["legacy"]["M"]["note"] == {"S": "… called from …"}


OPEN: list[tuple[str, list[Action]]] = [
    ("is not finished", [Order.status.set(Status.SHIPPED)]),
    (
        "waits for one of us",
        [Order.attention.set([Flag(kind="dispute", text="The bank asks.", at=clock.now())])],
    ),
]


@pytest.mark.parametrize(("words", "actions"), OPEN, ids=[words for words, _ in OPEN])
def test_what_is_open_holds_the_erasure_until_it_is_over(words: str, actions: list[Action]) -> None:
    order = a_delivered_order()
    order.update(actions=actions)
    (sentence,) = privacy.ask(WHO)
    assert words in sentence
    the_worker()
    assert is_known()
    fresh(order).update(actions=[Order.status.set(Status.DELIVERED), Order.attention.set([])])
    the_worker()
    assert left_of() == []


def test_a_refund_on_its_way_holds_it() -> None:
    order = a_delivered_order()
    order.update(actions=[Order.given_back.set({"K1": "₹100.00"})])
    paid = queries.payment(order.razorpay_payment_id or "")
    assert paid is not None
    paid.update(actions=[Payment.refunds.set({"K1": a_refund("pending")})])
    assert "refund on its way" in privacy.ask(WHO)[0]
    paid.update(actions=[Payment.refunds.set({"K1": a_refund("processed")})])
    assert privacy.what_holds(WHO) == []


def test_what_comes_up_after_it_began_holds_the_rest_of_it() -> None:
    order = a_delivered_order()
    privacy.ask(WHO)
    flag = Flag(kind="dispute", text="The bank asks.", at=clock.now())
    order.update(actions=[Order.attention.set([flag])])
    the_worker()
    assert fresh(order).customer_id == WHO
    assert is_known()
    order.update(actions=[Order.attention.set([])])
    the_worker()
    assert left_of() == []


def a_refund(status: str) -> Refund:
    return Refund(
        amount=100_00, key="K1", status=status, by="Sneha", reason="Asked", at=clock.now()
    )


def test_an_open_complaint_holds_it_and_a_settled_one_goes() -> None:
    a_delivered_order()
    ticket = a_complaint(person=WHO, name="Ananya Raghunathan", is_proved=True).ticket
    assert privacy.ask(WHO) == [f"Complaint {ticket} is not settled."]
    complaining.settle(ticket, by="Sneha")
    the_worker()
    assert left_of() == []


def test_the_wish_can_be_taken_back_while_it_waits() -> None:
    a_paid_order()
    assert privacy.ask(WHO)
    erasing.withdraw(WHO)
    the_worker()
    assert erasing.erasure_of(WHO) is None
    assert is_known()


def test_what_has_begun_cannot_be_taken_back() -> None:
    a_delivered_order()
    privacy.ask(WHO)
    with pytest.raises(ErasureHasBegun):
        erasing.withdraw(WHO)
    assert erasing.erasure_of(WHO) is not None


def test_every_sign_in_is_dead_at_once() -> None:
    a_delivered_order()
    now = clock.now()
    session = Session(kind="shopper", started_at=now, seen_at=now)
    Customer(WHO, WHO).update(actions=[Customer.sessions.set({"digest": session})])
    privacy.ask(WHO)
    assert Customer.get(WHO, WHO).sessions is None


def test_whoever_works_here_is_refused() -> None:
    a_delivered_order()
    Customer(WHO, WHO).update(actions=[Customer.role.set("packer")])
    with pytest.raises(WorksHere):
        privacy.ask(WHO)
    assert erasing.under_way() == []


def test_a_role_given_meanwhile_stops_it() -> None:
    order = a_paid_order()
    privacy.ask(WHO)
    Customer(WHO, WHO).update(actions=[Customer.role.set("packer")])
    order.update(actions=[Order.status.set(Status.DELIVERED)])
    the_worker()
    assert is_known()
    assert fresh(order).customer_id == WHO


def test_others_are_left_alone() -> None:
    theirs = a_delivered_order("rohit@example.in")
    a_delivered_order()
    privacy.ask(WHO)
    the_worker()
    assert fresh(theirs).customer_email == "rohit@example.in"
    assert is_known("rohit@example.in")
    assert len(list(Address.scan())) == 1


def test_who_comes_back_later_is_somebody_new() -> None:
    a_delivered_order()
    privacy.ask(WHO)
    the_worker()
    new = a_paid_order()
    the_worker()
    assert fresh(new).customer_id == WHO
    assert is_known()
    assert len(privacy.ask(WHO)) == 1


def test_what_was_ordered_after_it_began_stays() -> None:
    a_delivered_order()
    privacy.ask(WHO)
    new = a_paid_order()
    the_worker()
    assert fresh(new).customer_id == WHO
    assert fresh(new).customer_name == "Ananya Raghunathan"


def test_a_dear_bill_keeps_its_name_as_tax_law_wants_it() -> None:
    dear = a_product(price=90_000_00, stock=2)
    order = a_delivered_order(wanted={dear.product_id: 1})
    privacy.ask(WHO)
    the_worker()
    left = fresh(order)
    assert left.invoice is not None
    assert left.invoice.buyer["name"] == "Ananya Raghunathan"
    assert (left.customer_name, left.customer_email) == (None, None)


def test_mails_that_were_owed_are_dropped(mailoutbox: list[Any]) -> None:
    order = a_delivered_order()
    order.update(actions=[mailing.owe("undelivered/TB-1", at=clock.now())])
    privacy.ask(WHO)
    the_worker()
    assert "undelivered/TB-1" not in (fresh(order).mails or {})
    the_worker()
    assert mailoutbox[-1].subject == "Your data were erased"


def test_a_guest_order_of_the_earlier_system_goes_too() -> None:
    a_delivered_order()
    Order(
        "order_Old1",
        "guest",
        status=Status.DELIVERED,
        lines=[],
        total_amount=100_00,
        customer_name="Ananya Raghunathan",
        customer_email="Ananya.Raghunathan@Example.in",
        created_at=clock.now() - timedelta(days=100),
    ).save()
    Address(
        "old-address",
        customer_id=WHO,
        name="Ananya",
        address_line1="Malhar",
        city="Pune",
        state="Maharashtra",
        pincode="411004",
    ).save()
    privacy.ask(WHO)
    the_worker()
    assert left_of() == []


def test_a_payment_that_nobody_could_match_holds_it_until_it_is_settled() -> None:
    a_delivered_order()
    entity = a_payment_entity(a_paid_order("rohit@example.in"), order_id=None, email=WHO)
    take_in(an_event("payment.captured", entity), event_id="evt_nobody")
    privacy.ask(WHO)
    the_worker()
    assert left_of(WHO)
    assert len(erasing.under_way()) == 1


def test_a_payment_of_nobody_that_was_explained_is_scrubbed() -> None:
    a_delivered_order()
    entity = a_payment_entity(a_paid_order("rohit@example.in"), order_id=None, email=WHO)
    take_in(an_event("payment.captured", entity), event_id="evt_nobody")
    without_order.explain(entity["id"], why="A friend of Ananya paid.", by="Sneha")
    privacy.ask(WHO)
    the_worker()
    assert left_of(WHO) == []
    kept = Payment.get(entity["id"], UNKNOWN_ORDER)
    assert kept.amount == entity["amount"]
    assert (kept.explained or {})["why"] == "A friend of … paid."


def test_a_batch_still_leads_to_the_order() -> None:
    order, theirs = a_delivered_order(), a_delivered_order("rohit@example.in")
    both = [order, theirs]
    batch = Batch(
        f"{Batch.PREFIX}B1",
        "#",
        order_ids=[each.order_id for each in both],
        customer_ids={each.order_id: each.customer_id for each in both},
        by="Sneha",
        started_at=clock.now(),
        claims={},
        results={},
        expires_at=clock.now() + timedelta(days=1),
    )
    batch.save()
    privacy.ask(WHO)
    the_worker()
    keys = Batch.get(f"{Batch.PREFIX}B1", "#").customer_ids
    assert keys == {
        order.order_id: fresh(order).customer_id,
        theirs.order_id: "rohit@example.in",
    }
    assert left_of(WHO) == []


def test_a_parcel_keeps_its_way_and_loses_the_address() -> None:
    order = a_delivered_order()
    Shipment(
        f"{order.order_id}-1",
        order.order_id,
        status=ShipmentStatus.DELIVERED,
        tracking_number="AWB1",
        customer_id=WHO,
        shipping_address=order.shipping_address,
        label_url="https://labels.example/1.pdf",
        scans=[Scan(at="2026-11-20 10:00", activity="Given to Ananya Raghunathan")],
    ).save()
    ids: Any = [f"{order.order_id}-1"]
    order.update(actions=[Order.shipment_ids.set(ids)])
    privacy.ask(WHO)
    the_worker()
    (left,) = Shipment.query(f"{order.order_id}-1")
    assert (left.tracking_number, left.label_url) == ("AWB1", None)
    assert left.customer_id == fresh(order).customer_id
    assert left.shipping_address == {"state": "Maharashtra"}
    assert left.scans is not None
    assert left.scans[0].activity == "Given to …"
    assert left_of() == []


def test_who_comes_back_before_the_last_mail_is_out_stays(
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
        a_paid_order()
        the_worker(1)
    the_worker()
    assert is_known()
    assert erasing.under_way() == []


def test_an_address_of_somebody_else_is_not_taken_along() -> None:
    a_delivered_order("rohit@example.in")
    (theirs,) = Address.scan()
    a_delivered_order()
    Customer(WHO, WHO).update(actions=[Customer.address_ids.add({theirs.address_id})])
    privacy.ask(WHO)
    the_worker()
    assert [each.address_id for each in Address.scan()] == [theirs.address_id]
