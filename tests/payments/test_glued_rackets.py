"""A racket that may be glued: its parts never lie on the shelf as new again, and until it is with
its customer it is paid back as a whole."""

import pytest

from orders.errors import WrongMoment
from orders.models import Order
from orders.return_errors import NotReturnable
from orders.return_rules import Reason
from orders.rules import Status
from orders.services import cancelling
from orders.services.checking_in import Count, check_in
from orders.services.returning import put_back
from payments.errors import RacketTorn
from payments.refund_rules import Wanted
from payments.sandbox.process import RunningSandbox
from payments.services.cancelling import cancel_order
from payments.services.refunding import preview
from shipping.goods_back import Count as CameIn
from shipping.goods_back import came_back, todo_after
from shipping.models import Shipment
from shipping.services.return_parcels import accept_by_post
from shipping.staff.road_forms import GoodsInForm
from tests.factories import an_order, stock_of
from tests.invariants import assert_invariants
from tests.orders.racket_parts import KEY, parts
from tests.payments.desk import a_sold_order, address, fresh, text_of
from tests.returns.goods_back import a_wish, asked
from tests.staff import a_browser

RECEIVED = {"BL-FL": 9, "BL-ST": 9, "RUB-R": 9, "RUB-B": 9}
CHECK_IN = "/staff/payments/orders/{}/returns/{}/check-in/"
WHOLE = {0: 1, 1: 1, 2: 1}


def a_racket(razorpay: RunningSandbox, to: Status, **alone: int) -> Order:
    """A racket that is paid for and stands there, with other goods beside it."""
    parts()
    return a_sold_order(razorpay, to=to, wanted={KEY: 1, **alone})


def stocks() -> list[int]:
    return [stock_of("BL-FL", "blade"), stock_of("RUB-R", "rubber"), stock_of("RUB-B", "rubber")]


def test_a_cancel_on_the_bench_leaves_the_rackets_parts_to_a_person(
    razorpay: RunningSandbox,
) -> None:
    order = a_racket(razorpay, Status.PROCESSING, **{"RUB-R": 2})
    page = text_of(a_browser().get(f"/staff/orders/{order.order_id}/"))
    assert "put 3 pieces of rackets in no count" in page
    assert "put 2 pieces back in stock" in page
    cancel_order(order.order_id, reason="You asked us to.", by="Sneha")
    assert stocks() == [8, 8, 8]
    flags = {flag.kind: flag.text for flag in fresh(order).attention or []}
    assert "1 of BL-FL, 1 of RUB-R, 1 of RUB-B" in flags["stock"]
    assert_invariants(received=RECEIVED)


def test_a_cancel_before_the_bench_puts_every_part_back(razorpay: RunningSandbox) -> None:
    order = a_racket(razorpay, Status.CONFIRMED)
    cancel_order(order.order_id, reason="You asked us to.", by="Sneha")
    assert stocks() == [9, 9, 9]
    assert "stock" not in {flag.kind for flag in fresh(order).attention or []}
    assert_invariants(received=RECEIVED)


def test_packing_that_begins_meanwhile_is_not_taken_for_loose_parts(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_racket(razorpay, Status.CONFIRMED)

    def begins(*args: object, **kwargs: object) -> None:
        fresh(order).update(actions=[Order.status.set(Status.PROCESSING)])
        put_back(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(cancelling, "put_back", begins)
    with pytest.raises(WrongMoment):
        cancel_order(order.order_id, reason="You asked us to.", by="Sneha")
    assert stocks() == [8, 8, 8]


@pytest.mark.parametrize("to", [Status.CONFIRMED, Status.PROCESSING, Status.SHIPPED])
def test_before_delivery_no_part_of_a_racket_is_paid_back_alone(
    razorpay: RunningSandbox, to: Status
) -> None:
    order = a_racket(razorpay, to, **{"RUB-R": 1})
    payment = order.razorpay_payment_id or ""
    with pytest.raises(RacketTorn):
        preview(order.order_id, payment, Wanted(lines={1: 1}))
    assert preview(order.order_id, payment, Wanted(lines={3: 1})).money_paise == 500_00
    planned = preview(order.order_id, payment, Wanted(lines=WHOLE, back_in_stock=True))
    assert planned.money_paise == 2_000_00
    assert planned.stock == (WHOLE if to == Status.CONFIRMED else {})
    answer = a_browser().post(
        address(order), {"line_1": "1", "act": "preview", "reason": "It arrived damaged."}
    )
    assert "paid back as a whole" in text_of(answer)


def test_after_delivery_a_faulty_part_is_paid_back_and_goes_on_no_shelf(
    razorpay: RunningSandbox,
) -> None:
    order = a_racket(razorpay, Status.DELIVERED)
    payment = order.razorpay_payment_id or ""
    planned = preview(order.order_id, payment, Wanted(lines={1: 1}, back_in_stock=True))
    assert (planned.money_paise, planned.stock) == (500_00, {})
    assert 'name="stock"' not in text_of(a_browser().get(f"/staff/orders/{order.order_id}/"))


def test_no_part_of_a_returned_racket_goes_to_the_shelf(razorpay: RunningSandbox) -> None:
    order = a_racket(razorpay, Status.DELIVERED)
    number = asked(order, a_wish(pieces=WHOLE, reason=Reason.FAULTY, photos=("a.jpg",)))
    accept_by_post(order.order_id, number, words="", by="Sneha")
    page = text_of(a_browser().get(CHECK_IN.format(order.order_id, number)))
    assert "good_0" in page
    assert "sound_0" not in page
    with pytest.raises(NotReturnable, match="does not go in stock again"):
        check_in(order.order_id, number, Count(good=WHOLE, sound={1: 1}), by="Sneha")
    assert check_in(order.order_id, number, Count(good=WHOLE, sound={}), by="Sneha")
    assert stocks() == [8, 8, 8]


def test_of_a_racket_that_was_never_delivered_nothing_is_sound_unless_said() -> None:
    parts()
    order = an_order(wanted={KEY: 1, "RUB-B": 2})
    order.update(actions=[Order.status.set(Status.SHIPPED), Order.payment_status.set("captured")])
    parcel = Shipment(f"{order.order_id}-1", order.order_id)
    offered = came_back(order, parcel)
    form = GoodsInForm(offered)
    assert [form[f"line_{place}"].initial for place in range(4)] == [0, 0, 0, 2]
    count = CameIn(parcel, offered, {3: 1}, frozenset())
    assert "1 of 2 pieces sound and back in stock." in count.text
    assert "Claim 1 from the courier. Put the glued rackets aside." in todo_after(order, count)
