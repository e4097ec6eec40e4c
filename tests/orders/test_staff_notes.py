"""Notes that staff write on an order: who may, once, nothing pushed out, nothing left after an
erasure, and a story that says who told each line."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from config import clock
from config.raw_items import stored
from orders.errors import NoRoomForNote, TooManyNotes
from orders.models import Moment, Order
from orders.rules import MOST_NOTES, NOTE, TIMELINE_LENGTH, Status
from orders.services import noting
from orders.services.forgetting import NOTE_ERASED, forgotten, traces_in
from orders.services.noting import add_note, notes_of
from orders.services.story import told
from tests.factories import an_order
from tests.staff import a_browser


def now_of(order: Order) -> Order:
    order.refresh(consistent_read=True)
    return order


def address(order: Order, noun: str = "") -> str:
    return f"/staff/orders/{order.order_id}/{noun}"


def fill(order: Order, lines: int, *, event: str | None = None) -> None:
    """So many lines in the story, the first of them the order's own."""
    more = [
        Moment(at=clock.now(), text=f"Line {n}.", by="Worker", event=event, is_internal=True)
        for n in range(1, lines)
    ]
    order.update(actions=[Order.timeline.set([*(order.timeline or [])[:1], *more])])


def test_a_note_stands_on_the_page_with_its_writer_and_no_customer_reads_it() -> None:
    order, browser = an_order(), a_browser("support", name="Imran Shaikh")
    words = "Rings the bell twice.\r\nDog <b>bites</b>."
    answer = browser.post(address(order, "notes/"), {"text": words})
    assert (answer.status_code, answer["Location"]) == (302, address(order))
    (note,) = notes_of(now_of(order))
    assert (note.by, note.is_internal) == ("Imran Shaikh", True)
    page = browser.get(address(order)).content.decode()
    assert "Rings the bell twice.<br>Dog &lt;b&gt;bites&lt;/b&gt;." in page


@pytest.mark.parametrize("text", ["", "  \r\n ", "\u200e\u2066", "x" * 501, "a\0b"])
def test_a_note_that_says_nothing_or_too_much_comes_back_with_why(text: str) -> None:
    order = an_order()
    answer = a_browser().post(address(order, "notes/"), {"text": text})
    assert answer.status_code == 422
    assert 'id="note_text_error"' in answer.content.decode()
    assert notes_of(now_of(order)) == []


def test_a_packer_reads_notes_and_writes_none() -> None:
    order, packer = an_order(), a_browser("packer")
    add_note(order.order_id, "Both from one batch.", by="Meera")
    page = packer.get(address(order)).content.decode()
    assert "Both from one batch." in page
    assert "Add a note" not in page
    assert packer.post(address(order, "notes/"), {"text": "Mine."}).status_code == 403
    assert len(notes_of(now_of(order))) == 1


def test_a_note_on_an_unknown_order_is_a_404() -> None:
    for order_id in ("TB-0000000000", "%23attention"):
        answer = a_browser().post(f"/staff/orders/{order_id}/notes/", {"text": "Who?"})
        assert answer.status_code == 404


@pytest.mark.server
def test_a_note_that_is_pressed_five_times_side_by_side_is_one() -> None:
    order = an_order()
    with ThreadPoolExecutor(5) as hands:
        list(hands.map(lambda _: add_note(order.order_id, "Call.", by="Meera"), range(5)))
    assert [note.text for note in notes_of(now_of(order))] == ["Call."]
    add_note(order.order_id, "Call.", by="Imran")
    assert len(notes_of(now_of(order))) == 2


def test_an_order_keeps_a_few_notes_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    order = an_order()
    for n in range(MOST_NOTES):
        add_note(order.order_id, f"Note {n}.", by="Meera")
    with pytest.raises(TooManyNotes):
        add_note(order.order_id, "One more.", by="Meera")
    assert notes_of(now_of(order))[0].text == f"Note {MOST_NOTES - 1}."
    answer = a_browser().post(address(order, "notes/"), {"text": "One more."})
    assert (answer.status_code, "keeps 10 notes" in answer.content.decode()) == (422, True)


def test_a_note_pushes_nothing_out_of_a_full_story() -> None:
    order = an_order()
    fill(order, TIMELINE_LENGTH)
    with pytest.raises(NoRoomForNote):
        add_note(order.order_id, "One more.", by="Meera")
    assert len(now_of(order).timeline or []) == TIMELINE_LENGTH


def test_in_a_full_story_the_oldest_note_makes_room_before_any_fact() -> None:
    order = an_order()
    fill(order, TIMELINE_LENGTH - 2)
    add_note(order.order_id, "First note.", by="Meera")
    add_note(order.order_id, "Second note.", by="Meera")
    for text in ("₹500 received.", "Shipped.", "Delivered."):
        order.update(actions=[told(now_of(order), text, by="Worker", at=clock.now())])
    lines = [line.text for line in now_of(order).timeline or []]
    assert len(lines) == TIMELINE_LENGTH
    assert lines[0].startswith("Order placed.")
    assert (lines[1], lines[-3:]) == ("Line 2.", ["₹500 received.", "Shipped.", "Delivered."])
    assert "Second note." not in lines


def test_an_order_of_the_earlier_system_takes_a_note() -> None:
    order = an_order()
    order.update(actions=[Order.timeline.remove()])
    add_note(order.order_id, "From the old shop.", by="Meera")
    assert [note.text for note in notes_of(now_of(order))] == ["From the old shop."]


def test_a_line_told_between_reading_and_writing_is_not_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order, as_ever = an_order(), told

    def late(*args: object, **given: object) -> object:
        monkeypatch.setattr(noting, "told", as_ever)
        add_note(order.order_id, "Call.", by="Meera")  # the other press, a moment earlier
        return as_ever(*args, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(noting, "told", late)
    add_note(order.order_id, "Call.", by="Meera")
    assert len(notes_of(now_of(order))) == 1


def test_an_erasure_empties_the_notes() -> None:
    order = an_order()
    add_note(order.order_id, "Her brother Vikram takes it, 98765 43210.", by="Meera")
    order.update(actions=[Order.status.set(Status.DELIVERED)])
    present = stored(Order, order.order_id, order.customer_id) or {}
    kept = forgotten(present, traces_in(order), customer_id="erased-x", now=clock.now())
    note = kept["timeline"]["L"][-1]["M"]
    assert (note["text"], note["event"]) == ({"S": NOTE_ERASED}, {"S": NOTE})
    assert "Vikram" not in str(kept)


def test_the_story_says_who_told_each_line_and_by_which_event() -> None:
    order = an_order()
    lines = [("Razorpay", "payment.captured evt_9"), ("Worker", None), ("Sneha Patil", None)]
    for by, event in lines:
        line = told(now_of(order), "Something.", by=by, at=clock.now(), event=event)
        order.update(actions=[line])
    page = a_browser().get(address(order)).content.decode()
    for words in (
        "Checkout, by the customer",
        "Razorpay, webhook payment.captured, event evt_9",
        "The worker, by itself",
        "Sneha Patil</div>",
    ):
        assert words in page
