"""What may go back: every sum and every piece, without tables."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ShopError
from orders.return_worth import PaidByHand
from payments.errors import GoodsByLine, NothingLeft, NothingWanted, RefundTooMuch, RefundTooSmall
from payments.refund_rules import Paid, RefundStatus, Wanted, left_on, left_paise, plan, rank_of


@dataclass
class Goods:
    price: int = 500_00
    quantity: int = 2
    sku: str | None = "SKU-1"
    returned: int = 0

    @property
    def kept(self) -> int:
        return self.quantity - self.returned


@dataclass
class Given:
    amount: int
    status: str = "processed"
    pieces: dict[str, str] | None = None
    has_delivery: bool | None = None
    standing: str = field(default="lost")


def paid(*lines: Goods, refunds: dict[str, Any] | None = None, **given: Any) -> Paid:
    goods = lines or (Goods(),)
    total = sum(line.price * line.quantity for line in goods) + 79_00
    fields: dict[str, Any] = {"amount_paise": total, "disputes": {}, "holds_stock": True}
    facts: dict[str, Any] = {"payment_id": "pay_1", "lines": goods, "shipping_paise": 79_00}
    return Paid(**facts, refunds=refunds or {}, **fields | given)


@pytest.mark.parametrize(
    ("wanted", "money"),
    [
        (Wanted(is_full=True), 1079_00),
        (Wanted(lines={0: 1}), 500_00),
        (Wanted(lines={0: 2}, with_delivery=True), 1079_00),
        (Wanted(with_delivery=True), 79_00),
        (Wanted(amount_paise=123_45), 123_45),
    ],
)
def test_full_by_line_and_by_amount(wanted: Wanted, money: int) -> None:
    preview = plan(paid(), wanted)
    assert (preview.money_paise, preview.left_after_paise) == (money, 1079_00 - money)
    assert preview.stock == {}


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (Wanted(), NothingWanted),
        (Wanted(lines={0: 1}, amount_paise=5_00), NothingWanted),
        (Wanted(lines={0: 3}), RefundTooMuch),
        (Wanted(lines={0: -1}), RefundTooMuch),
        (Wanted(lines={7: 1}), RefundTooMuch),
        (Wanted(amount_paise=1079_01), RefundTooMuch),
        (Wanted(amount_paise=99), RefundTooSmall),
        (Wanted(amount_paise=0), RefundTooSmall),
        (Wanted(amount_paise=5_00, back_in_stock=True), GoodsByLine),
        (Wanted(with_delivery=True, back_in_stock=True), GoodsByLine),
        (Wanted(amount_paise=-500_00), RefundTooSmall),
    ],
)
def test_what_cannot_go_back(wanted: Wanted, refusal: type[ShopError]) -> None:
    with pytest.raises(refusal):
        plan(paid(), wanted)


def test_a_piece_goes_back_once_and_the_fee_once() -> None:
    before = {"r1": Given(579_00, pieces={"0": "1"}, has_delivery=True)}
    with pytest.raises(RefundTooMuch):
        plan(paid(refunds=before), Wanted(lines={0: 2}))
    assert plan(paid(refunds=before), Wanted(is_full=True)).lines == {0: 1}
    with pytest.raises(NothingWanted):
        plan(paid(refunds=before), Wanted(with_delivery=True))


@pytest.mark.parametrize("status", ["refused", "failed"])
def test_what_was_not_given_may_be_given_again(status: str) -> None:
    before = {"r1": Given(1079_00, status, pieces={"0": "2"}, has_delivery=True)}
    again = Wanted(lines={0: 2}, with_delivery=True)
    assert plan(paid(refunds=before), again).left_after_paise == 0


@pytest.mark.parametrize("status", ["intended", "pending", "processed"])
def test_what_is_on_its_way_counts_as_gone(status: str) -> None:
    with pytest.raises(NothingLeft):
        plan(paid(refunds={"r1": Given(1079_00, status)}), Wanted(amount_paise=1_00))


def test_a_lost_dispute_counts_as_gone_an_open_one_does_not() -> None:
    assert left_paise(1000, {}, {"d": Given(400, standing="lost")}) == 600
    assert left_paise(1000, {}, {"d": Given(400, standing="created")}) == 1000


def test_stock_comes_back_only_if_wanted_and_only_of_what_is_away() -> None:
    full = Wanted(is_full=True, back_in_stock=True)
    assert plan(paid(), full).stock == {0: 2}
    assert plan(paid(Goods(returned=1)), full).stock == {0: 1}
    assert plan(paid(Goods(sku=None)), full).stock == {}
    assert plan(paid(holds_stock=False), full).stock == {}


def test_a_refund_goes_forward_in_this_order() -> None:
    life = ["intended", "refused", "pending", "processed", "failed", "a word of newer code"]
    assert [rank_of(word) for word in life] == [0, 1, 2, 3, 4, 5]


@given(
    st.lists(st.tuples(st.integers(1, 2000_00), st.sampled_from([*RefundStatus])), max_size=8),
    st.integers(-1, 2000_00),
)
def test_never_more_than_was_paid(before: list[tuple[int, str]], asked: int) -> None:
    refunds = {str(n): Given(amount, status) for n, (amount, status) in enumerate(before)}
    gone = sum(a for a, status in before if status not in ("refused", "failed"))
    try:
        preview = plan(paid(refunds=refunds), Wanted(amount_paise=asked))
    except ShopError:
        return
    assert gone + preview.money_paise + preview.left_after_paise == 1079_00
    assert preview.money_paise == asked


def test_what_was_paid_by_hand_never_leaves_less_than_nothing() -> None:
    by_hand = PaidByHand(paise=500)
    lost = {"d": Given(800, standing="lost")}
    assert left_on(Paid("pay_1", 1000, {}, {}, by_hand=by_hand)) == 500
    assert left_on(Paid("pay_1", 1000, {}, lost, by_hand=by_hand)) == 0
