"""A parcel that was handed over in part, or only as far as the courier says: the doubt goes by the
courier's word that it was whole or by a person's, and by no other news."""

from typing import Any

import pytest
from django.test import Client

from orders.models import Order
from orders.rules import Status
from orders.services.attending import settle
from orders.staff.words import order_money_look
from shipping import at_the_door, queries
from shipping.models import Shipment
from shipping.rules import Doubt
from shipping.services import closing, doubts, hearing
from shipping.services.dispatching import dispatch
from shipping.services.doubts import MoreThanItCosts, NoDoubt, say_collected
from tests.orders.benches import raise_flag
from tests.shipping.bench import flags, now_of, told
from tests.shipping.office import Office
from tests.shipping.test_cash_at_the_door import (
    FIRST,
    SECOND,
    TOTAL,
    at_home,
    both_texts,
    desk,
    pair,
)
from tests.shipping.test_cash_parcels import on_the_bench
from tests.shipping.test_parcel_mails import send
from tests.shipping.test_tracking import as_it_is, news, tell
from tests.staff import a_browser

__all__ = ["pair"]
ASK = f"Ask how much of {SECOND} the courier collected."


@pytest.fixture
def in_doubt(pair: tuple[Shipment, Shipment]) -> tuple[Shipment, Shipment]:
    """The order of two parcels is over, and of the second's ₹500 nobody knows what was paid."""
    tell(pair[0], 42, 7)
    tell(pair[1], 42, 23)
    return pair


def sums(parcel: Shipment) -> tuple[Status, int | None, bool]:
    order = now_of(parcel)
    return order.status, order.collected, order.collected_at is not None


def note(parcel: Shipment, amount: str, role: str = "packer") -> Any:
    address = f"/staff/shipments/{parcel.shipment_id}/collected/"
    return a_browser(role).post(address, {"amount": amount}, follow=True)


@pytest.mark.parametrize("later", [(9,), (9, 46), (9, 46, 10), (12,)])
def test_news_of_the_rest_that_comes_back_lifts_no_doubt(
    in_doubt: tuple[Shipment, Shipment], client: Client, later: tuple[int, ...]
) -> None:
    parcel = in_doubt[1]
    tell(parcel, 42, 23, *later)
    assert as_it_is(parcel).doubt is Doubt.IN_PART
    assert "was delivered, and now the courier says" in flags(parcel)["parcel"]
    assert ASK in flags(parcel)["parcel"]
    assert sums(parcel) == (Status.DELIVERED, None, False)
    page = at_home(client, parcel)
    assert f"{TOTAL} paid in cash" not in page
    assert "<dt>Ask what was collected of</dt><dd>₹500</dd>" in desk(parcel)


def test_a_later_delivery_closes_no_sum_over_a_doubt_with_other_news(
    pair: tuple[Shipment, Shipment],
) -> None:
    for later in ((), (9,), (9, 46)):
        tell(pair[0], 42, 23, *later)
    tell(pair[1], 42, 7)
    assert sums(pair[0]) == (Status.DELIVERED, None, False)


@pytest.mark.parametrize("doubtful", [23, 26])
def test_a_true_delivery_lifts_the_doubt_and_notes_the_money(
    pair: tuple[Shipment, Shipment], doubtful: int
) -> None:
    tell(pair[0], 42, 7)
    tell(pair[1], 42, doubtful)
    parcel = tell(pair[1], 42, doubtful, 7)
    assert (parcel.doubt, parcel.trouble, flags(parcel)) == (None, None, {})
    assert sums(parcel) == (Status.DELIVERED, 1_128_00, True)
    assert told(parcel, customer=True)[-1] == (
        f"The courier says now that all of parcel 2 of 2 was delivered. {SECOND} collected by the"
        " courier."
    )


def test_a_true_delivery_told_twice_is_told_once(in_doubt: tuple[Shipment, Shipment]) -> None:
    for _ in range(3):
        tell(in_doubt[1], 42, 23, 7)
    assert sum("says now" in line for line in told(in_doubt[1])) == 1


def test_the_doubt_told_again_is_no_certainty(in_doubt: tuple[Shipment, Shipment]) -> None:
    assert tell(in_doubt[1], 42, 23).doubt is Doubt.IN_PART
    assert tell(in_doubt[1], 42, 23, 26).doubt is Doubt.IN_PART


def test_an_old_word_of_a_delivery_lifts_no_doubt(in_doubt: tuple[Shipment, Shipment]) -> None:
    assert tell(in_doubt[1], 7).doubt is Doubt.IN_PART


def test_what_is_posted_to_us_lifts_a_doubt_only_when_shiprocket_says_it_too(
    in_doubt: tuple[Shipment, Shipment], office: Office
) -> None:
    parcel = in_doubt[1]
    posted = news(parcel, 42, 23, 7)
    hearing.hear(posted)
    assert as_it_is(parcel).doubt is Doubt.IN_PART
    office.tracked[parcel.tracking_number or ""] = {
        "track_status": 1,
        "shipment_status": 7,
        "shipment_track": [{"awb_code": parcel.tracking_number, "current_status": ""}],
        "shipment_track_activities": None,
    }
    hearing.hear(posted)
    assert as_it_is(parcel).doubt is None


def test_the_other_parcels_lines_stay_on_the_flag_when_a_doubt_is_lifted(
    pair: tuple[Shipment, Shipment],
) -> None:
    tell(pair[0], 42, 21)
    tell(pair[1], 42, 23)
    tell(pair[1], 42, 23, 7)
    assert flags(pair[0])["parcel"] == as_it_is(pair[0]).trouble


def test_a_doubt_that_is_lifted_before_the_end_is_in_the_sum_of_the_end(
    pair: tuple[Shipment, Shipment],
) -> None:
    tell(pair[0], 42, 23)
    tell(pair[0], 42, 23, 7)
    assert sums(pair[0]) == (Status.SHIPPED, None, False)
    tell(pair[1], 42, 7)
    assert sums(pair[0]) == (Status.DELIVERED, 1_128_00, True)


# --- a person says what was collected -------------------------------------------------------------


def test_what_a_person_was_told_settles_the_doubt(
    in_doubt: tuple[Shipment, Shipment], client: Client
) -> None:
    parcel = in_doubt[1]
    assert "Noted: the courier collected ₹200.50." in note(parcel, "200.50").content.decode()
    assert (as_it_is(parcel).doubt, as_it_is(parcel).collected) == (Doubt.IN_PART, 200_50)
    assert sums(parcel) == (Status.DELIVERED, 828_50, True)
    assert "₹828.50 paid in cash to the courier." in at_home(client, parcel)
    assert "<h1>Parcel 2 of 2: delivered in part on" in at_home(client, parcel)
    said = "The courier collected ₹200.50 of ₹500.00 for parcel"
    assert said in told(parcel)[-1]
    assert said not in " ".join(told(parcel, customer=True))


@pytest.mark.parametrize(
    ("status_id", "paise", "doubt"),
    [(26, 500_00, None), (26, 499_99, Doubt.UNCONFIRMED), (23, 500_00, Doubt.IN_PART)],
)
def test_who_paid_all_of_a_parcel_has_it_unless_it_came_in_part(
    pair: tuple[Shipment, Shipment], status_id: int, paise: int, doubt: Doubt | None
) -> None:
    tell(pair[1], 42, status_id)
    assert say_collected(pair[1].shipment_id, paise, by="Meera").doubt is doubt


def test_a_true_delivery_after_a_persons_word_changes_no_sum(
    in_doubt: tuple[Shipment, Shipment],
) -> None:
    parcel = in_doubt[1]
    say_collected(parcel.shipment_id, 200_00, by="Meera")
    assert tell(parcel, 42, 23, 7).doubt is None
    assert sums(parcel) == (Status.DELIVERED, 828_00, True)
    assert told(parcel)[-1] == "The courier says now that all of parcel 2 of 2 was delivered."


def test_staff_read_the_sum_that_was_noted(in_doubt: tuple[Shipment, Shipment]) -> None:
    note(in_doubt[1], "0")
    page = desk(in_doubt[1])
    assert "<dt>Collected</dt><dd>₹628</dd>" in page
    assert "<dt>Not collected</dt><dd>₹500</dd>" in page
    assert "Ask what" not in page
    assert 'name="amount" inputmode' not in page
    look = order_money_look(now_of(in_doubt[1]))
    assert look
    assert look.word == "Cash part collected"


def test_the_flag_asks_no_more_for_what_was_noted_and_still_for_the_goods(
    in_doubt: tuple[Shipment, Shipment],
) -> None:
    tell(in_doubt[0], 42, 7, 9)
    before = flags(in_doubt[1])["parcel"]
    note(in_doubt[1], "500")
    assert flags(in_doubt[1])["parcel"] == before.replace(f" {ASK}", "")
    settle(in_doubt[1].order_id, "parcel", by="Meera")
    assert flags(in_doubt[1]) == {}


def test_what_is_noted_on_the_way_is_in_the_sum_of_the_end(
    pair: tuple[Shipment, Shipment],
) -> None:
    tell(pair[0], 42, 26)
    say_collected(pair[0].shipment_id, 100_00, by="Meera")
    assert sums(pair[0]) == (Status.SHIPPED, None, False)
    tell(pair[1], 42, 7)
    assert sums(pair[0]) == (Status.DELIVERED, 600_00, True)


def test_the_sum_waits_for_the_last_doubt(pair: tuple[Shipment, Shipment]) -> None:
    for parcel in pair:
        tell(parcel, 42, 23)
    say_collected(pair[0].shipment_id, 600_00, by="Meera")
    assert sums(pair[0]) == (Status.DELIVERED, None, False)
    say_collected(pair[1].shipment_id, 500_00, by="Meera")
    assert sums(pair[0]) == (Status.DELIVERED, 1_100_00, True)


@pytest.mark.parametrize("amount", ["", "much", "-5", "1.005", "1e3", "9" * 21, "500.01"])
def test_an_amount_that_is_none_changes_nothing(
    in_doubt: tuple[Shipment, Shipment], amount: str
) -> None:
    reply = note(in_doubt[1], amount)
    assert reply.status_code == 200
    assert "Noted" not in reply.content.decode()
    assert as_it_is(in_doubt[1]).doubt is Doubt.IN_PART


def test_no_more_is_noted_than_the_courier_was_to_collect(
    in_doubt: tuple[Shipment, Shipment],
) -> None:
    with pytest.raises(MoreThanItCosts):
        say_collected(in_doubt[1].shipment_id, 500_01, by="Meera")


def test_what_is_known_is_not_said_again(in_doubt: tuple[Shipment, Shipment]) -> None:
    with pytest.raises(NoDoubt):
        say_collected(in_doubt[0].shipment_id, 1, by="Meera")
    say_collected(in_doubt[1].shipment_id, 500_00, by="Meera")
    with pytest.raises(NoDoubt):
        say_collected(in_doubt[1].shipment_id, 1, by="Meera")
    assert as_it_is(in_doubt[1]).collected == 500_00


def test_nothing_is_noted_of_an_order_that_was_paid_before(
    in_doubt: tuple[Shipment, Shipment],
) -> None:
    now_of(in_doubt[1]).update(actions=[Order.payment_method.set("upi")])
    assert 'name="amount" inputmode' not in desk(in_doubt[1])
    with pytest.raises(NoDoubt):
        say_collected(in_doubt[1].shipment_id, 0, by="Meera")


def test_only_those_who_dispatch_say_what_was_collected(
    in_doubt: tuple[Shipment, Shipment],
) -> None:
    assert note(in_doubt[1], "1", "support").status_code == 403
    assert as_it_is(in_doubt[1]).doubt is Doubt.IN_PART


def test_a_parcel_that_there_is_not_is_a_404(office: Office) -> None:
    address = "/staff/shipments/TB-0000000000-1/collected/"
    assert a_browser("owner").post(address, {"amount": "1"}).status_code == 404


def once_before(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, act: Any) -> None:
    """Something happens once, just before this function of ours is called."""
    as_ever, done = getattr(module, name), list[int]()

    def first(*args: Any, **given: Any) -> Any:
        if not done:
            done.append(1)
            act()
        return as_ever(*args, **given)

    monkeypatch.setattr(module, name, first)


def test_two_doubts_settled_at_once_leave_a_sum(
    pair: tuple[Shipment, Shipment], monkeypatch: pytest.MonkeyPatch
) -> None:
    for parcel in pair:
        tell(parcel, 42, 23)
    settle(pair[0].order_id, "parcel", by="Meera")
    other = lambda: say_collected(pair[1].shipment_id, 500_00, by="Ravi")  # noqa: E731
    once_before(monkeypatch, doubts, "sum_up", other)
    say_collected(pair[0].shipment_id, 628_00, by="Meera")
    assert sums(pair[0]) == (Status.DELIVERED, 1_128_00, True)


def test_of_two_who_say_it_at_once_the_first_is_believed(
    in_doubt: tuple[Shipment, Shipment], monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel = in_doubt[1]
    settle(parcel.order_id, "parcel", by="Meera")
    first = lambda: say_collected(parcel.shipment_id, 100_00, by="Ravi")  # noqa: E731
    once_before(monkeypatch, doubts, "sum_up", first)
    with pytest.raises(NoDoubt):
        say_collected(parcel.shipment_id, 200_00, by="Meera")
    assert sums(parcel) == (Status.DELIVERED, 728_00, True)


def test_a_flag_that_is_raised_while_a_doubt_is_settled_stays(
    in_doubt: tuple[Shipment, Shipment], monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel = in_doubt[1]
    raised = lambda: raise_flag(now_of(parcel), "refund_due", "Money goes back.")  # noqa: E731
    once_before(monkeypatch, doubts, "sum_up", raised)
    say_collected(parcel.shipment_id, 200_00, by="Meera")
    assert set(flags(parcel)) == {"parcel", "refund_due"}


def test_a_doubt_that_is_settled_while_the_order_is_closed_is_in_its_sum(
    pair: tuple[Shipment, Shipment], monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(pair[0], 42, 23)
    settle(pair[0].order_id, "parcel", by="Meera")
    quicker = lambda: say_collected(pair[0].shipment_id, 600_00, by="Meera")  # noqa: E731
    once_before(monkeypatch, closing, "doubts_as_read", quicker)
    tell(pair[1], 42, 7)
    assert sums(pair[0]) == (Status.DELIVERED, 1_100_00, True)


def test_an_order_that_is_closed_while_its_doubt_is_settled_gets_its_sum(
    pair: tuple[Shipment, Shipment], monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(pair[0], 42, 23)
    settle(pair[0].order_id, "parcel", by="Meera")
    once_before(monkeypatch, doubts, "sum_up", lambda: tell(pair[1], 42, 7))
    say_collected(pair[0].shipment_id, 600_00, by="Meera")
    assert sums(pair[0]) == (Status.DELIVERED, 1_100_00, True)


def test_a_person_who_was_quicker_than_the_couriers_word_is_believed(
    in_doubt: tuple[Shipment, Shipment], monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel = in_doubt[1]
    person = lambda: say_collected(parcel.shipment_id, 10_00, by="Meera")  # noqa: E731
    once_before(monkeypatch, queries, "order_of", person)
    tell(parcel, 42, 23, 7)
    assert sums(parcel) == (Status.DELIVERED, 638_00, True)
    assert sum("collected by the courier" in line for line in told(parcel)) == 1


# --- what the customer reads ----------------------------------------------------------------------


def test_beside_a_parcel_that_is_there_no_more_is_said_of_one_in_doubt(
    in_doubt: tuple[Shipment, Shipment],
) -> None:
    both = [as_it_is(each) for each in in_doubt]
    said = at_the_door.beside_words(both, in_doubt[0].shipment_id)
    assert said == "The other parcel is said to be delivered."


@pytest.fixture
def one(office: Office, mailoutbox: list[Any]) -> Shipment:
    """A parcel that is all of an order for cash, after its first mails."""
    parcel = dispatch(on_the_bench().order_id, by="Meera")
    tell(parcel, 42)
    send()
    mailoutbox.clear()
    return parcel


@pytest.mark.parametrize(
    ("status_id", "words", "line"),
    [
        (23, "Delivered in part", "Your parcel was delivered in part, says the courier."),
        (26, "Said to be delivered", "The courier counts your parcel as delivered."),
    ],
)
def test_a_delivery_in_doubt_is_told_as_one(
    one: Shipment, client: Client, mailoutbox: list[Any], status_id: int, words: str, line: str
) -> None:
    tell(one, 42, status_id)
    page = at_home(client, one)
    assert f"<h1>{words} on" in page
    assert "call us or write to us." in page
    assert told(one, customer=True)[-1] == line
    send()
    (mail,) = mailoutbox
    assert mail.subject == f"Delivery of your order {one.order_id}"
    for text in both_texts(mail):
        assert f"{words}: your order {one.order_id}" in text
        assert "was delivered" not in text
        assert "is with you." not in text.replace("for certain that it is with you.", "")
        assert "paid in cash" not in text


def test_once_the_doubt_is_lifted_it_is_delivered(one: Shipment, client: Client) -> None:
    tell(one, 42, 26)
    tell(one, 42, 26, 7)
    assert "<h1>Delivered on" in at_home(client, one)
    assert f"{TOTAL} paid in cash" in at_home(client, one)


def test_of_two_parcels_the_page_names_the_one_in_doubt(
    in_doubt: tuple[Shipment, Shipment], client: Client, mailoutbox: list[Any]
) -> None:
    page = at_home(client, in_doubt[0])
    assert "<h1>Parcel 2 of 2: delivered in part on" in page
    assert f"{FIRST} paid in cash" in page
    mailoutbox.clear()
    send()
    mail = next(each for each in mailoutbox if each.subject.startswith("Delivery of your"))
    assert all("Delivered in part: your order" in text for text in both_texts(mail))


def test_the_mail_of_one_parcel_in_doubt_does_not_say_that_it_is_there(
    pair: tuple[Shipment, Shipment], mailoutbox: list[Any]
) -> None:
    mailoutbox.clear()
    tell(pair[0], 42, 23)
    send()
    (mail,) = mailoutbox
    for text in both_texts(mail):
        assert "Delivered in part: a parcel of your order" in text
        assert "The courier says that it is with you." not in text
