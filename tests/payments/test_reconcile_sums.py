"""Headline, rows and lists of a reconcile speak of the same money, each rupee once."""

import io
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command

from config import clock
from config.errors import ShopError
from payments.models import Payment, Refund
from payments.razorpay import gateway
from payments.reconcile.books import Sums
from payments.reconcile.printing import headline
from payments.sandbox.process import RunningSandbox
from payments.services import mending
from payments.services.mending import IN_VAIN
from payments.services.reconcile_keeping import keep_result
from payments.services.reconciling import Period
from payments.services.reconciling import reconcile as compare
from tests.payments.books import fresh, paid_there, reconcile, rules, taken
from tests.staff import a_browser

PAGE = "/staff/payments/reconcile/"


def page(*, is_applied: bool = False) -> str:
    whole = Period(clock.now() - timedelta(days=30))
    keep_result(compare(whole, by="Test", is_applied=is_applied))
    return a_browser().get(PAGE).content.decode()


def paise_of(lines: Iterable[dict[str, Any]]) -> int:
    return sum(line["amount_paise"] for line in lines)


def unknown_there(payment_id: str, order_id: str = "#unknown", **given: Any) -> Payment:
    """Money that stands here and of which Razorpay knows nothing; some of it is to go back."""
    refund = Refund(
        amount=500_00,
        key=f"refund-{payment_id}-1",
        status="intended",
        by="Meera",
        reason="Nobody's.",
        at=clock.now(),
    )
    row = Payment(
        payment_id, order_id, amount=500_00, status="captured", created_at=clock.now(), **given
    )
    row.refunds = {refund.key: refund}
    row.save()
    return row


def a_bit_of_everything(razorpay: RunningSandbox) -> None:
    paid_there(razorpay)
    paid_there(razorpay, outcome="authorize")
    order, payment_id = paid_there(razorpay)
    taken(order, payment_id)
    made = razorpay.control(f"payments/{payment_id}/refund", amount=100_00)
    compare(Period(clock.now() - timedelta(days=1)), by="Test", is_applied=True)
    razorpay.control(f"refunds/{made['id']}/fail")
    paid_there(razorpay, amount=1_00)
    unknown_there("pay_NotThere000001")


def test_lists_come_to_the_sums_and_count_as_many(razorpay: RunningSandbox) -> None:
    a_bit_of_everything(razorpay)
    _, said = reconcile("--apply")
    for standing in ("open", "explained"):
        inside, beside = said["sums"][standing], said["beside"][standing]
        for name, kinds in (("payments", ("payment", "order")), ("refunds", ("refund",))):
            listed = [line for line in said[standing] if line["kind"] in kinds]
            assert len(listed) == inside[name] + beside[name]
        paise = [each[name] for each in (inside, beside) for name in each if name[-5:] == "paise"]
        assert paise_of(said[standing]) == sum(paise)
    assert said["open_paise"] == paise_of(said["open"]) == (1_00 + 100_00 + 500_00)
    assert rules(said["explained"]) == ["authorised"]


def test_what_razorpay_does_not_have_is_one_line_with_nothing_to_send(
    razorpay: RunningSandbox,
) -> None:
    unknown_there("pay_NotThere000001")
    code, said = reconcile("--apply")
    assert (code, rules(said["open"]), said["open_paise"]) == (1, ["not_at_razorpay"], 500_00)
    assert said["mended"] == []
    assert "₹500 beside Razorpay&#x27;s books" in page()


def test_an_order_whose_payment_razorpay_does_not_have_is_said_once(
    razorpay: RunningSandbox,
) -> None:
    order, payment_id = paid_there(razorpay)
    taken(order, payment_id)
    confirmed = fresh(order)
    razorpay.control("reset")
    assert confirmed.status == "confirmed"
    _, said = reconcile()
    assert (rules(said["open"]), said["open_paise"]) == (["not_at_razorpay"], order.total_amount)


def test_the_inner_word_for_no_order_is_never_told(razorpay: RunningSandbox) -> None:
    unknown_there("pay_NotThere000001")
    opened = gateway().open_order("ELSEWHERE-5", 500_00, {})
    razorpay.control("pay", order_id=opened.id, method="upi")
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("reconcile", "--apply", stdout=out)
    assert "#unknown" not in out.getvalue() + page() + str(reconcile()[1])


def test_page_and_command_begin_with_the_same_headline(razorpay: RunningSandbox) -> None:
    a_bit_of_everything(razorpay)
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("reconcile", stdout=out)
    first = out.getvalue().splitlines()[1]
    assert first.startswith("Open: ₹1 of ₹")
    assert first.endswith("received and ₹600 beside Razorpay's books")
    for address in (PAGE, "/staff/payments/"):
        assert first.replace("'", "&#x27;") in a_browser().get(address).content.decode()


def test_a_mend_in_vain_is_told_on_its_line(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = gateway().open_order("ELSEWHERE-6", 500_00, {})
    razorpay.control("pay", order_id=opened.id, method="upi")
    assert f"(tried: {IN_VAIN})" in page(is_applied=True)
    paid_there(razorpay)
    down = dict.fromkeys(mending.MENDS, _refuses)
    monkeypatch.setattr(mending, "MENDS", down)
    assert "(tried: Not today.)" in page(is_applied=True)


def _refuses(_: object) -> None:
    raise ShopError("Not today.")


def test_the_sentence_above_the_button_is_whole(razorpay: RunningSandbox) -> None:
    paid_there(razorpay)
    assert "By this result: take the payment (1). What a person must do is left alone." in page()


def test_dollars_are_listed_as_dollars_and_count_with_nothing(razorpay: RunningSandbox) -> None:
    _, payment_id = paid_there(razorpay, currency="USD")
    razorpay.control(f"payments/{payment_id}/refund", amount=1_00)
    text = page(is_applied=True)
    _, said = reconcile("--apply")
    assert (said["sums"]["all"]["given_paise"], said["open_paise"]) == (0, 0)
    assert "<b>USD " in text
    assert "Open: 1 of another currency" in text


@pytest.mark.parametrize(
    ("sums", "lines", "said"),
    [
        ((Sums(), Sums(), Sums()), 0, "No money came in or went back"),
        (
            (Sums(2, 300_00, 1, 50_00), Sums(), Sums()),
            0,
            "₹300 received and ₹50 given back: all matched or explained",
        ),
        (
            (Sums(2, 300_00, 1, 50_00), Sums(1, 100_00, 1, 50_00), Sums()),
            2,
            "Open: ₹100 of ₹300 received and ₹50 of ₹50 given back",
        ),
    ],
)
def test_a_headline_has_the_numbers_of_the_rows(
    sums: tuple[Sums, Sums, Sums], lines: int, said: str
) -> None:
    assert headline(*sums, lines=lines) == said
