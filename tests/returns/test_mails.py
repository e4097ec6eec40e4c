"""Each step of a return is told by one mail, however late, and however old the order is."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from pytest_django import Settings

from config import clock
from orders.models import Order
from orders.services.answering import call_for_a_person, decline
from orders.services.checking_in import Count, check_in
from orders.services.return_writing import write_step
from payments.services.return_by_hand import pay_by_hand
from payments.services.return_duties import returns
from shipping.services.return_parcels import accept_by_post, withdraw
from tests.returns.goods_back import SENT, a_delivered_order, a_wish, asked, fresh, listed


def an_old_order() -> Order:
    """Placed two months ago, and delivered just now."""
    order = a_delivered_order()
    long_ago = clock.now() - timedelta(days=60)
    order.update(
        actions=[
            Order.created_at.set(long_ago),
            Order.mails.set({"confirmed": SENT, "delivered": SENT}),
        ]
    )
    return fresh(order)


def told() -> list[tuple[str, str]]:
    """Subject and text of what the worker sends now."""
    mail.outbox.clear()
    for act in returns(clock.now()):
        act()
    return [(str(each.subject), str(each.body)) for each in mail.outbox]


def paid_by_hand(order: Order, paise: int = 500_00) -> None:
    pay_by_hand(order.order_id, "R1", reference="UTR123456", paise=paise, by="Sneha")


def test_each_step_has_a_mail_of_its_own_and_only_one() -> None:
    order = an_old_order()
    asked(order)
    ((subject, text),) = told()
    assert subject == f"You asked for a return of your order {order.order_id}"
    assert "₹500.00 goes back to you" in text
    assert (told(), listed()) == ([], ({order.order_id}, set()))
    accept_by_post(order.order_id, "R1", words="With pleasure.", by="Sneha")
    ((subject, text),) = told()
    assert "We take your return" in subject
    assert "1 Court Road" in text
    assert "With pleasure." in text
    check_in(order.order_id, "R1", Count({0: 0}, {0: 0}, "It was played."), by="Sneha")
    ((subject, text),) = told()
    assert "Nothing is paid back for it. It was played." in text
    assert (told(), listed()) == ([], (set(), set()))


def test_a_no_is_told_with_its_words() -> None:
    order = an_old_order()
    asked(order)
    told()
    decline(order.order_id, "R1", words="The rubber is cut.", by="Sneha")
    ((_, text),) = told()
    assert "We cannot take return R1: The rubber is cut." in text


def test_cash_is_told_before_and_after_it_is_paid() -> None:
    order = an_old_order()
    order.update(actions=[Order.payment_method.set("cod")])
    asked(order, a_wish(upi="ananya@okbank"))
    accept_by_post(order.order_id, "R1", words="", by="Sneha")
    check_in(order.order_id, "R1", Count({0: 1}, {0: 0}), by="Sneha")
    paid_by_hand(order)
    texts = [text for _, text in told()]
    assert len(texts) == 4
    assert any("₹500.00 was paid to you" in text for text in texts)
    assert not any("ananya@okbank" in text for text in texts)


def test_the_html_says_the_same_and_escapes() -> None:
    order = an_old_order()
    asked(order)
    decline(order.order_id, "R1", words="<b>No</b>", by="Sneha")
    told()
    (sent,) = [each for each in mail.outbox if "About" in each.subject]
    html = str(sent.message())
    assert "&lt;b&gt;No&lt;/b&gt;" in html


def test_a_mail_server_that_is_down_delays_and_loses_nothing(settings: Settings) -> None:
    order = an_old_order()
    asked(order)
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert told() == []
    assert listed()[1] == {order.order_id}
    settings.EMAIL_BACKEND = works
    assert len(told()) == 1
    assert listed()[1] == set()


def test_a_return_is_told_though_all_money_went_back() -> None:
    order = an_old_order()
    asked(order)
    order.update(actions=[Order.payment_status.set("refunded")])
    assert [subject for subject, _ in told()] == [
        f"You asked for a return of your order {order.order_id}"
    ]
    assert (told(), listed()[1]) == ([], set())


def test_what_was_paid_before_its_check_was_told_is_not_called_nothing() -> None:
    order = an_old_order()
    order.update(actions=[Order.payment_method.set("cod")])
    asked(order, a_wish(upi="ananya@okbank"))
    accept_by_post(order.order_id, "R1", words="", by="Sneha")
    check_in(order.order_id, "R1", Count({0: 1}, {0: 0}), by="Sneha")
    paid_by_hand(order)
    by_subject = dict(told())
    checked = by_subject[f"We have checked your return of order {order.order_id}"]
    assert "₹500.00 goes to your UPI address" in checked
    assert not any("Nothing is paid back" in str(each.message()) for each in mail.outbox)


def test_goods_by_post_are_not_said_to_be_fetched_once_they_are_here() -> None:
    order = an_old_order()
    asked(order)
    accept_by_post(order.order_id, "R1", words="", by="Sneha")
    check_in(order.order_id, "R1", Count({0: 0}, {0: 0}, "It was played."), by="Sneha")
    accepted = dict(told())[f"We take your return of order {order.order_id}"]
    assert "How it stands now: Checked; nothing is paid back." in accepted
    assert not any("Please send" in str(each.message()) for each in mail.outbox)
    assert "goes back to you" not in accepted
    assert not any("A courier fetches" in str(each.message()) for each in mail.outbox)


def test_of_a_return_that_is_withdrawn_nothing_is_asked_any_more() -> None:
    order = an_old_order()
    asked(order)
    accept_by_post(order.order_id, "R1", words="", by="Sneha")
    withdraw(order.order_id, order.customer_id, "R1")
    assert (told(), listed(), fresh(order).mails) == (
        [],
        (set(), set()),
        {"confirmed": SENT, "delivered": SENT},
    )


def test_a_mail_that_is_claimed_while_the_goods_are_kept_stays_claimed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order, name = an_old_order(), "shipping.services.return_parcels.write_step"
    asked(order)
    claim = f"sending {clock.to_text(clock.now())}"

    def after_the_claim(*args: Any, **named: Any) -> None:
        monkeypatch.setattr(name, write_step)
        order.update(actions=[Order.mails["return_asked/R1"].set(claim)])
        write_step(*args, **named)

    monkeypatch.setattr(name, after_the_claim)
    withdraw(order.order_id, order.customer_id, "R1")
    assert (fresh(order).mails or {})["return_asked/R1"] == claim


def test_a_mail_that_somebody_was_sending_does_not_ask_for_withdrawn_goods() -> None:
    order = an_old_order()
    asked(order)
    accept_by_post(order.order_id, "R1", words="", by="Sneha")
    long_ago = clock.to_text(clock.now() - timedelta(hours=1))
    claims = dict.fromkeys(("return_asked/R1", "return_accepted/R1"), f"sending {long_ago}")
    order.update(actions=[Order.mails.set((order.mails or {}) | claims)])
    withdraw(order.order_id, order.customer_id, "R1")
    texts = [text for _, text in told()]
    assert len(texts) == 2
    assert all("How it stands now: Withdrawn." in text for text in texts)
    assert not any("goes back to you" in str(each.message()) for each in mail.outbox)


def test_a_payment_of_razorpays_that_a_person_made_up_for_is_told() -> None:
    order = an_old_order()
    asked(order)
    accept_by_post(order.order_id, "R1", words="", by="Sneha")
    check_in(order.order_id, "R1", Count({0: 1}, {0: 0}), by="Sneha")
    call_for_a_person(order.order_id, "R1", "Razorpay refused it.", by="Sneha")
    told()
    paid_by_hand(order, 499_00)
    ((subject, text),) = told()
    assert subject == f"Your return of order {order.order_id} is paid back"
    assert "₹499.00 was paid to you" in text


def test_a_return_that_is_closed_with_nothing_to_pay_is_not_told_as_paid() -> None:
    order = an_old_order()
    order.update(actions=[Order.payment_method.set("cod")])
    asked(order, a_wish(upi="ananya@okbank"))
    accept_by_post(order.order_id, "R1", words="", by="Sneha")
    check_in(order.order_id, "R1", Count({0: 1}, {0: 0}), by="Sneha")
    told()
    paid_by_hand(order, 0)
    assert told() == []
