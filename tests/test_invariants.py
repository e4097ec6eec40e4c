"""The checks themselves: each finds the harm it is there for, and none where all is well."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from catalog.models import Product
from config import clock
from orders.models import AttentionList, Flag, Moment, Order
from orders.rules import Status
from payments.models import Payment, Refund
from payments.services.taking import take_payment
from payments.services.writing import Event, Source
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from tests.factories import a_product, an_opened_order, news_of
from tests.invariants import assert_settled, broken
from tests.watching import Watcher

SOURCE = Source(by="Razorpay")
Ledger = dict[str, list[dict[str, Any]]]


class Scene:
    """An order of two pieces of five, paid; and what the stand-ins would know of it."""

    def __init__(self) -> None:
        self.sku = a_product(stock=5).product_id
        self.order = an_opened_order(wanted={self.sku: 2})
        self.news = news_of(self.order)
        event = Event(id="evt1", kind="payment.captured", body="{}")
        take_payment(self.news, source=Source(by="Razorpay", event=event))
        self.order.refresh()
        self.payment = Payment.get(self.news.id, self.order.order_id)
        self.opened = {"receipt": self.order.order_id, "id": self.order.razorpay_order_id}
        self.entity = {
            "id": self.news.id,
            "amount": self.order.total_amount,
            "currency": "INR",
            "status": "captured",
        }
        heard = {"vendor": "razorpay", "name": "payment.captured", "attempts": [{"status": 200}]}
        self.ledger: Ledger = {
            "orders": [{"entity": self.opened}],
            "payments": [self.entity],
            "refunds": [],
            "events": [{"id": "evt_evt1", **heard}],
            "parcels": [],
            "mails": [],
        }

    def set(self, *actions: Any) -> "Scene":
        """Change the order behind everybody's back."""
        self.order.update(actions=list(actions))
        return self

    def pay(self, *actions: Any) -> "Scene":
        """Change the payment behind everybody's back."""
        self.payment.update(actions=list(actions))
        return self

    def refund(self, **given: Any) -> Refund:
        fields: dict[str, Any] = {
            "amount": 100,
            "key": "refund-1",
            "status": "processed",
            "by": "Meera",
            "reason": "Late",
            "at": clock.now(),
            "gateway_id": "rfnd_1",
        }
        return Refund(**fields | given)

    def keep(self, *refunds: Refund) -> "Scene":
        """Write refunds on the payment, with the sum that goes with them."""
        given = sum(r.amount for r in refunds if r.status in {"pending", "processed"})
        kept = {f"refund-{n}": refund for n, refund in enumerate(refunds, 1)}
        return self.pay(Payment.refunds.set(kept), Payment.amount_refunded.set(given))

    def there(self, **given: Any) -> "Scene":
        """A refund at Razorpay."""
        fields = {"id": "rfnd_1", "amount": 100, "status": "processed", "receipt": "refund-1"}
        return self.add("refunds", fields | {"payment_id": self.news.id} | given)

    def add(self, shelf: str, *records: dict[str, Any]) -> "Scene":
        """Records that the stand-ins have."""
        self.ledger[shelf].extend(records)
        return self

    def parcel(self, number: int = 1, **given: Any) -> "Scene":
        fields: dict[str, Any] = {
            "status": ShipmentStatus.PENDING,
            "reference": self.order.order_id,
            "tracking_number": f"AWB{number}",
        }
        key = f"{self.order.order_id}-{number}"
        Shipment(key, self.order.order_id, **fields | given).save()
        return self

    def broken(self, **how: Any) -> list[str]:
        given: dict[str, Any] = {"received": {self.sku: 5}, "ledger": self.ledger}
        return broken(**given | how)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_paid_order_breaks_nothing(scene: Scene) -> None:
    assert scene.broken(placed=[scene.order.order_id]) == []


HERE: dict[str, tuple[str, Callable[[Scene], object]]] = {
    "a piece too many": (
        "4 here + 2 held, 5 received",
        lambda s: Product(s.sku, "third-ball").update(actions=[Product.stock.add(1)]),
    ),
    "below zero": (
        "-1 here",
        lambda s: Product(s.sku, "third-ball").update(actions=[Product.stock.set(-1)]),
    ),
    "more came back than went": (
        "3 of 2",
        lambda s: s.set(Order.lines[0].returned.set(3)),  # type: ignore[attr-defined]
    ),
    "a line's price": ("lines", lambda s: s.set(Order.subtotal.set(1))),
    "no money": ("without its money", lambda s: s.set(Order.razorpay_payment_id.set("pay_x"))),
    "another amount": ("without its money", lambda s: s.pay(Payment.amount.set(1))),
    "not captured": ("without its money", lambda s: s.pay(Payment.status.set("authorized"))),
    "other money": ("without its money", lambda s: s.pay(Payment.currency.set("USD"))),
    "paid and pending": ("still pending", lambda s: s.set(Order.status.set(Status.PENDING))),
    "cancelled, money kept": (
        "keeps its money",
        lambda s: s.set(Order.status.set(Status.CANCELLED)),
    ),
    "too much given back": (
        "to go back",
        lambda s: s.keep(s.refund(amount=s.order.total_amount + 1)),
    ),
    "a sum that lies": ("noted", lambda s: s.pay(Payment.amount_refunded.set(7))),
    "one refund twice": ("stands here 2 times", lambda s: s.keep(s.refund(), s.refund())),
    "an intent that nobody sends": (
        "nobody will send it",
        lambda s: s.keep(s.refund(status="intended", gateway_id=None)),
    ),
    "two live parcels": ("in live parcels", lambda s: s.parcel(1).parcel(2)),
    "a piece in two lists": (
        "pieces of line 0 in live parcels",
        lambda s: s.parcel(1, contents={"0": "2"}).parcel(2, contents={"0": "1"}),
    ),
    "one AWB twice": (
        "is on 2 parcels",
        lambda s: s.parcel(1).parcel(2, tracking_number="AWB1"),
    ),
    "sent unpaid": (
        "has an AWB",
        lambda s: s.parcel().set(Order.status.set(Status.CANCELLED)),
    ),
    "flagged, not listed": (
        "on no list",
        lambda s: s.set(Order.attention.set([Flag(kind="amount", text="x", at=clock.now())])),
    ),
    "listed, not flagged": (
        "without a flag",
        lambda s: AttentionList(AttentionList.KEY, "#").update(
            actions=[AttentionList.order_ids.add({"TB-1"})]
        ),
    ),
    "of no order": (
        "on no list",
        lambda s: Payment("pay_x", "#unknown", amount=1, status="captured").save(),
    ),
    "one event told twice": (
        "2 times",
        lambda s: s.set(
            Order.timeline.set(
                [Moment(at=clock.now(), text=t, by="R", event="e 1") for t in ("a", "b")]
            )
        ),
    ),
}


@pytest.mark.parametrize("harm", HERE)
def test_a_harm_in_the_tables_is_found(scene: Scene, harm: str) -> None:
    sentence, do = HERE[harm]
    do(scene)
    assert any(sentence in found for found in scene.broken()), scene.broken()


def test_two_orders_on_one_payment_are_found(scene: Scene) -> None:
    other = an_opened_order(wanted={scene.sku: 1})
    other.update(actions=[Order.razorpay_payment_id.set(scene.news.id)])
    assert f"{scene.news.id} pays for two orders" in scene.broken()


def test_an_order_that_was_promised_and_is_gone_is_found(scene: Scene) -> None:
    assert "TB-GONE was placed and is gone" in scene.broken(placed=["TB-GONE"])


def _second(scene: Scene, amount: int | None = None) -> None:
    """Another payment of the order, kept and told to nobody."""
    amount = amount or scene.order.total_amount
    Payment("pay_2", scene.order.order_id, amount=amount, status="captured").save()
    scene.add("payments", scene.entity | {"id": "pay_2", "amount": amount})


THERE: dict[str, tuple[str, Callable[[Scene], object]]] = {
    "two for one receipt": (
        "2 Razorpay orders",
        lambda s: s.add("orders", {"entity": s.opened}),
    ),
    "another amount there": ("there, ", lambda s: s.entity.update(amount=1)),
    "another currency there": ("USD there", lambda s: s.entity.update(currency="USD")),
    "captured only here": ("authorized there", lambda s: s.entity.update(status="authorized")),
    "captured only there": (
        "unknown here",
        lambda s: s.add("payments", s.entity | {"id": "pay_9"}),
    ),
    "a second payment kept": ("neither taken nor given back", _second),
    "a wrong amount, nobody told": ("nobody is told", lambda s: _second(s, 100)),
    "one intent, two refunds": (
        "2 refunds at Razorpay",
        lambda s: s.there().there(id="rfnd_2"),
    ),
    "more given than taken": (
        "given back of",
        lambda s: s.there(amount=s.order.total_amount + 1),
    ),
    "a refund of which it knows nothing": (
        "not at Razorpay",
        lambda s: s.keep(s.refund()),
    ),
    "another sum": ("there 100", lambda s: s.keep(s.refund(amount=99)).there()),
    "ahead of it": ("there 100 pending", lambda s: s.keep(s.refund()).there(status="pending")),
    "a refund made there": ("None here", lambda s: s.there()),
    "behind it": (
        "pending here",
        lambda s: s.keep(s.refund(status="pending")).there(),
    ),
    "never sent": (
        "never sent",
        lambda s: s.keep(s.refund(status="intended", gateway_id=None)),
    ),
    "a word that lies": ("said captured", lambda s: s.keep(s.refund()).there()),
    "an event forgotten": (
        "answered and forgotten",
        lambda s: s.add("events", s.ledger["events"][0] | {"id": "evt_2"}),
    ),
    "one mail twice": (
        "2 times",
        lambda s: s.add(
            "mails", *[{"to": ["a@x"], "subject": "s", "headers": {"Message-ID": "<1@x>"}}] * 2
        ),
    ),
    "two AWBs alive": (
        "in parcels at Shiprocket",
        lambda s: s.parcel().add(
            "parcels",
            *({"reference": s.order.order_id, "awb": awb, "status": "NEW"} for awb in "12"),
        ),
    ),
    "an AWB of nobody": (
        "no parcel of ours",
        lambda s: s.add("parcels", {"reference": "X", "awb": "1", "status": "NEW"}),
    ),
}


@pytest.mark.parametrize("harm", THERE)
def test_a_harm_between_here_and_there_is_found(scene: Scene, harm: str) -> None:
    sentence, do = THERE[harm]
    do(scene)
    assert any(sentence in found for found in scene.broken()), scene.broken()


def test_news_that_is_still_on_its_way_is_no_harm(scene: Scene) -> None:
    scene.there()
    scene.add("payments", scene.entity | {"id": "pay_9"})
    assert scene.broken(is_under_way=True) == []
    assert len(scene.broken()) == 2


BACK: dict[str, tuple[str, Callable[[Scene], object]]] = {
    "order": ("became pending", lambda s: s.set(Order.status.set(Status.PENDING))),
    "another payment": ("razorpay_payment_id", lambda s: s.set(Order.razorpay_payment_id.set("x"))),
    "total": ("became", lambda s: s.set(Order.total_amount.set(1))),
    "story": ("rewritten", lambda s: s.set(Order.timeline.set([]))),
    "mail": ("sent again", lambda s: s.set(Order.mails["confirmed"].remove())),
    "order gone": ("is gone", lambda s: s.order.delete()),
    "payment": ("became authorized", lambda s: s.pay(Payment.status.set("authorized"))),
    "amount": ("became 1", lambda s: s.pay(Payment.amount.set(1))),
    "payment gone": ("is gone", lambda s: s.payment.delete()),
    "refund gone": ("refund-1 of 100 is gone", lambda s: s.keep()),
    "refund back": ("is pending", lambda s: s.keep(s.refund(status="pending"))),
    "refund changed": ("is rfnd_2", lambda s: s.keep(s.refund(gateway_id="rfnd_2"))),
    "parcel": ("delivered became picked", lambda s: s.parcel(status=ShipmentStatus.PICKED)),
    "AWB": ("AWB AWB1 became", lambda s: s.parcel(status="delivered", tracking_number="X")),
    "mark": ("evt1 is gone", lambda s: Payment("#event/evt1", "#").delete()),
}


@pytest.mark.parametrize("harm", BACK)
def test_what_goes_backwards_is_seen_at_the_second_look(scene: Scene, harm: str) -> None:
    scene.parcel(status=ShipmentStatus.DELIVERED)
    scene.keep(scene.refund())
    scene.set(Order.mails["confirmed"].set("2026-11-23T04:00:00.000Z"))
    watcher = Watcher()
    assert watcher.look() == []
    assert watcher.look() == []
    sentence, do = BACK[harm]
    do(scene)
    assert any(sentence in found for found in watcher.look())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (Order.payment_status.set("refunded"), "was sent, said refunded"),
        (
            Order.attention.set([Flag(kind="dispute", text="Disputed", at=clock.now())]),
            "money in question: Disputed",
        ),
    ],
    ids=["given back", "disputed"],
)
def test_what_is_sent_while_its_money_is_in_question_is_seen(
    scene: Scene, change: Any, sentence: str
) -> None:
    watcher = Watcher()
    scene.set(change)
    watcher.look()
    scene.parcel()
    assert any(sentence in found for found in watcher.look())


def test_late_money_may_revive_what_its_hold_had_ended(scene: Scene) -> None:
    watcher = Watcher()
    scene.set(Order.status.set(Status.CANCELLED), Order.cancel_reason.set("hold_ran_out"))
    watcher.look()
    scene.set(Order.status.set(Status.CONFIRMED), Order.cancel_reason.remove())
    watcher.assert_forward()


@pytest.mark.parametrize(
    "change",
    [
        lambda: Order.mails["confirmed"].set(f"sending {clock.to_text(clock.now())}"),
        lambda: Order.hold_expires_at.set(clock.now() - timedelta(hours=1)),
    ],
    ids=["a mail half sent", "a hold that is over"],
)
def test_what_waits_past_its_time_is_found(scene: Scene, change: Any) -> None:
    scene.set(Order.status.set(Status.PENDING), Order.payment_status.set("created"), change())
    with pytest.raises(AssertionError, match=r"half sent|past its time"):
        assert_settled()
