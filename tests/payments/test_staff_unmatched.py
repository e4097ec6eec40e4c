"""Payments whose order nobody knows: a person gives them back, or says why they are right."""

import pytest

from payments.models import Payment
from payments.queries import unmatched
from payments.razorpay import gateway
from payments.rules import UNKNOWN_ORDER
from payments.sandbox.process import RunningSandbox
from payments.services import unmatched as services_unmatched
from payments.services.unmatched import keep
from payments.services.without_order import explain, give_back
from payments.services.working import one_pass
from payments.services.writing import Source
from tests.payments.desk import given_back, text_of
from tests.staff import a_browser

PAYMENTS = "/staff/payments/"
REFUNDS = "/razorpay/v1/payments/*/refund"
WHY = {"reason": "It was paid twice.", "words": ""}
PAGES = ["refund", "explain"]


def a_stray_payment(razorpay: RunningSandbox) -> str:
    """₹499 that came in for an order which is none of ours."""
    opened = gateway().open_order("TB-NOT0FOURS0", 499_00, {})
    razorpay.control("pay", order_id=opened.id, outcome="success", email="who@example.com")
    (news,) = gateway().payments_of(opened.id)
    keep(news, Source(by="Razorpay"))
    return news.id


def kept(payment_id: str) -> Payment:
    return Payment.get(payment_id, UNKNOWN_ORDER, consistent_read=True)


def address(payment_id: str, page: str) -> str:
    return f"{PAYMENTS}unmatched/{payment_id}/{page}/"


def test_each_is_listed_with_what_can_be_done_and_what_that_does(
    razorpay: RunningSandbox,
) -> None:
    payment_id = a_stray_payment(razorpay)
    page = text_of(a_browser().get(PAYMENTS))
    for said in (payment_id, "who@example.com", "Give all of it back", "It is right as it is"):
        assert said in page
    assert "send ₹499.00 to UPI" in page
    assert "count the payment as explained in the books" in page


def test_all_of_it_goes_back_once_and_leaves_the_list(razorpay: RunningSandbox) -> None:
    payment_id, browser = a_stray_payment(razorpay), a_browser(name="Sneha Patil")
    for _ in range(2):
        answer = browser.post(address(payment_id, "refund"), WHY)
        assert (answer.status_code, answer["Location"]) == (302, PAYMENTS)
    assert (given_back(razorpay), unmatched()) == ([499_00], [])
    (refund,) = (kept(payment_id).refunds or {}).values()
    assert (refund.by, refund.reason) == ("Sneha Patil", "It was paid twice.")
    assert "is on its way back" in text_of(browser.get(PAYMENTS))


def test_with_razorpay_down_it_waits_on_the_list(razorpay: RunningSandbox) -> None:
    payment_id, browser = a_stray_payment(razorpay), a_browser()
    razorpay.control("faults", path=REFUNDS, kind="500", times=1)
    page = text_of(browser.post(address(payment_id, "refund"), WHY, follow=True))
    assert "is written down, and sent as soon as Razorpay answers" in page
    assert "Waits for Razorpay" in page
    assert "Give all of it back" not in page
    one_pass()
    assert (given_back(razorpay), unmatched()) == ([499_00], [])


def test_too_little_balance_is_told(razorpay: RunningSandbox) -> None:
    payment_id = a_stray_payment(razorpay)
    razorpay.control("bank", balance_paise=0)
    page = text_of(a_browser().post(address(payment_id, "refund"), WHY, follow=True))
    assert "does not have enough balance" in page
    assert unmatched() == [payment_id]


def test_what_is_right_as_it_is_is_explained_with_a_name(razorpay: RunningSandbox) -> None:
    payment_id, browser = a_stray_payment(razorpay), a_browser(name="Sneha Patil")
    sent = {"why": "A club paid  for the hall.\nAsked Sunil."}
    assert browser.post(address(payment_id, "explain"), sent).status_code == 302
    explained = kept(payment_id).explained or {}
    assert (explained["by"], explained["why"]) == (
        "Sneha Patil",
        "A club paid for the hall. Asked Sunil.",
    )
    assert (given_back(razorpay), unmatched()) == ([], [])


@pytest.mark.parametrize(
    ("page", "sent", "said"),
    [
        ("refund", {"reason": "", "words": ""}, "Choose a reason, or write one."),
        ("refund", {"reason": "Because."}, "Choose one of the reasons in the list."),
        ("explain", {"why": " "}, "Say what this payment is"),
        ("explain", {"why": "x" * 201}, "Say it in 200 signs or fewer."),
    ],
)
def test_nothing_is_done_without_a_good_reason(
    razorpay: RunningSandbox, page: str, sent: dict[str, str], said: str
) -> None:
    payment_id = a_stray_payment(razorpay)
    answer = a_browser().post(address(payment_id, page), sent)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert (given_back(razorpay), unmatched()) == ([], [payment_id])


@pytest.mark.parametrize("page", PAGES)
def test_one_that_has_found_its_order_is_left_to_it(razorpay: RunningSandbox, page: str) -> None:
    payment_id = a_stray_payment(razorpay)
    kept(payment_id).delete()
    answer = a_browser().post(address(payment_id, page), WHY | {"why": "Fine."}, follow=True)
    assert "has found its order meanwhile, and nothing was done" in text_of(answer)
    assert given_back(razorpay) == []


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("role", "status"), [("owner", 302), ("manager", 302), ("support", 403), ("packer", 403)]
)
def test_who_may(razorpay: RunningSandbox, page: str, role: str, status: int) -> None:
    payment_id, browser = a_stray_payment(razorpay), a_browser(role)
    if role != "packer":
        offers = "It is right as it is" in text_of(browser.get(PAYMENTS))
        assert offers == (status == 302)
    sent = WHY | {"why": "Fine."}
    assert browser.post(address(payment_id, page), sent).status_code == status
    assert (unmatched() == []) == (status == 302)


@pytest.mark.parametrize("page", PAGES)
def test_both_are_posts_with_their_token(razorpay: RunningSandbox, page: str) -> None:
    payment_id = a_stray_payment(razorpay)
    strict = a_browser(enforce_csrf_checks=True)
    assert strict.post(address(payment_id, page), WHY | {"why": "Fine."}).status_code == 403
    assert strict.get(address(payment_id, page)).status_code == 405
    assert unmatched() == [payment_id]


def test_a_give_back_outlives_the_order_that_is_found_meanwhile(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment_id = a_stray_payment(razorpay)
    as_read = kept(payment_id)
    razorpay.control("faults", path=REFUNDS, kind="500", times=1)
    give_back(payment_id, reason="Nobody's.", by="Sneha")
    with monkeypatch.context() as stale:
        stale.setattr(services_unmatched, "kept", lambda _: as_read)
        services_unmatched.matched(payment_id)
    assert unmatched() == [payment_id]
    one_pass()
    assert given_back(razorpay) == [499_00]


def test_what_a_colleague_has_explained_is_not_given_back(razorpay: RunningSandbox) -> None:
    payment_id, browser = a_stray_payment(razorpay), a_browser()
    explain(payment_id, why="A stall at the fair.", by="Meera")
    page = text_of(browser.post(address(payment_id, "refund"), WHY, follow=True))
    assert "Meera has said meanwhile" in page
    assert given_back(razorpay) == []


def test_a_give_back_that_razorpay_refuses_is_not_called_on_its_way(
    razorpay: RunningSandbox,
) -> None:
    payment_id, browser = a_stray_payment(razorpay), a_browser()
    razorpay.control(f"payments/{payment_id}/refund", amount=200_00)
    page = text_of(browser.post(address(payment_id, "refund"), WHY, follow=True))
    assert "on its way back" not in page
    assert "Razorpay" in page
