"""Complaints: a number at once, a clock that staff see, each mail once."""

import smtplib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse

from config import clock
from config.errors import Unavailable
from customers import complaint_queries
from customers.complaint_forms import new_ticket
from customers.complaint_links import token_at_once, token_of
from customers.complaint_models import Complaint, ComplaintList
from customers.complaint_rules import About, State, clock_of
from customers.complaint_views import MOST
from customers.errors import ComplaintNotFound, ComplaintOver, TicketTaken
from customers.services import complaining, complaint_erasing, complaint_mails
from customers.services.complaining import MOST_OF_A_DAY
from tests.customers.shoppers import ANANYA, signed_in
from tests.staff import a_browser

WORDS = "The rubber came with a cut in its sponge. Please replace it."


def a_complaint(**given: Any) -> Complaint:
    """A complaint that was raised this moment."""
    fields: dict[str, Any] = {
        "ticket": new_ticket(),
        "person": "ananya@example.in",
        "name": "Ananya Rao",
        "order_id": "TB-7K2M9QX4RD",
        "about": About.GOODS,
        "words": WORDS,
    }
    return complaining.raise_complaint(**fields | given)


def form(**given: str) -> dict[str, str]:
    """What a browser sends."""
    fields = {
        "ticket": new_ticket(),
        "name": "Ananya Rao",
        "email": "Ananya@Example.in",
        "about": "goods",
        "order_id": "",
        "words": WORDS,
    }
    return fields | given


def send_all() -> int:
    return sum(
        complaint_mails.send_of(ticket, now=clock.now())
        for ticket in complaint_mails.tickets_with_mail()
    )


def test_whoever_complains_gets_a_number_a_page_and_a_mail(
    client: Client, mailoutbox: list[Any]
) -> None:
    answer = client.post("/contact", form(), follow=True)
    (found,) = complaint_queries.open_ones()
    page = answer.content.decode()
    assert found.ticket in page
    assert "within 48 hours" in page
    assert (send_all(), send_all()) == (1, 0)
    (mail,) = mailoutbox
    assert mail.to == ["ananya@example.in"]
    for text in (mail.body, mail.alternatives[0].content):
        assert found.ticket in text
        assert "48 hours" in text
        assert token_of(found.ticket) in text


def test_the_form_sent_twice_is_one_complaint(client: Client, mailoutbox: list[Any]) -> None:
    sent = form()
    assert [client.post("/contact", sent).status_code for _ in range(2)] == [302, 302]
    assert len(complaint_queries.open_ones()) == 1
    assert send_all() == 1


def test_a_number_that_is_anothers_is_refused() -> None:
    first = a_complaint()
    with pytest.raises(TicketTaken):
        a_complaint(ticket=first.ticket, person="other@example.in")
    assert complaint_queries.complaint(first.ticket).person == "ananya@example.in"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", ""),
        ("email", "nobody"),
        ("email", ""),
        ("about", "everything"),
        ("words", " \x00 "),
        ("words", "w" * 4001),
        ("words", "\u200d\u200c \u200b"),
        ("order_id", "T" * 61),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(client: Client, field: str, text: str) -> None:
    answer = client.post("/contact", form(**{field: text}))
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert complaint_queries.how_many_open() == 0


def test_the_words_of_a_complaint_are_kept_as_an_indian_script_writes_them(client: Client) -> None:
    client.post("/contact", form(words="शर्\u200dमा\r\n\u202eക\u200c"))
    (found,) = complaint_queries.open_ones()
    assert found.words == "शर्\u200dमा\nക\u200c"


def test_a_strange_ticket_in_the_form_gets_a_number_of_ours(client: Client) -> None:
    client.post("/contact", form(ticket="#complaints"))
    (found,) = complaint_queries.open_ones()
    assert found.ticket.startswith("TC-")


def test_one_network_may_not_fill_the_list(client: Client) -> None:
    forms = [form(email=f"person{n}@example.in") for n in range(MOST + 1)]
    answers = [client.post("/contact", each).status_code for each in forms]
    assert answers == [302] * MOST + [429]
    assert complaint_queries.how_many_open() == MOST


def test_the_page_opens_by_its_link_alone(client: Client) -> None:
    found = a_complaint()
    good = reverse("complaint", args=[token_of(found.ticket)])
    assert client.get(good).status_code == 200
    for bad in (found.ticket, token_of(found.ticket)[:-1] + "x", "~", "#complaints"):
        assert client.get(reverse("complaint", args=[bad])).status_code == 404


def test_the_mail_repeats_nothing_that_a_stranger_wrote(mailoutbox: list[Any]) -> None:
    a_complaint(name="Buy now", words="Cheap pills at https://pills.example")
    send_all()
    (mail,) = mailoutbox
    for text in (mail.subject, mail.body, mail.alternatives[0].content):
        assert "pills" not in text
        assert "Buy now" not in text


def test_a_stranger_may_not_flood_an_address_and_its_owner_may_still_complain(
    client: Client,
) -> None:
    answers = [client.post("/contact", form()).status_code for _ in range(MOST_OF_A_DAY + 1)]
    assert answers == [302] * MOST_OF_A_DAY + [429]
    assert client.post("/contact", form(email="rohit@example.in")).status_code == 302
    signed_in(client)
    assert client.post("/contact", form()).status_code == 302


def test_a_complaint_is_proved_by_a_press_on_the_page_of_its_mail(client: Client) -> None:
    client.post("/contact", form(), follow=True)
    (found,) = complaint_queries.open_ones()
    at_once = reverse("complaint", args=[token_at_once(found.ticket)])
    mailed = reverse("complaint", args=[token_of(found.ticket)])
    assert "Yes, I wrote this" not in client.get(at_once).content.decode()
    assert client.post(at_once).status_code == 404
    assert "Yes, I wrote this" in client.get(mailed).content.decode()
    client.head(mailed)  # as a program does that looks mails through
    assert complaint_queries.open_tickets_of(ANANYA) == []
    assert "Yes, I wrote" not in client.post(mailed, follow=True).content.decode()
    assert complaint_queries.open_tickets_of(ANANYA) == [found.ticket]


def test_whoever_is_signed_in_proves_their_own_and_no_other(client: Client) -> None:
    found = a_complaint()
    at_once = reverse("complaint", args=[token_at_once(found.ticket)])
    signed_in(client, "rohit@example.in")
    assert client.post(at_once).status_code == 404
    signed_in(client)
    assert client.post(at_once).status_code == 302
    assert complaint_queries.open_tickets_of(ANANYA) == [found.ticket]


def test_our_answers_are_shown_to_the_person_and_not_to_whoever_filled_the_form_in(
    client: Client,
) -> None:
    ticket, said = a_complaint().ticket, "Your order TB-7K2M9QX4RD goes to Prabhat Road."
    complaining.answer(ticket, said, by="Sneha")
    at_once, mailed = (
        reverse("complaint", args=[link(ticket)]) for link in (token_at_once, token_of)
    )
    page = client.get(at_once).content.decode()
    assert said not in page
    assert "We have answered by mail." in page
    assert said in client.get(mailed).content.decode()
    signed_in(client, "rohit@example.in")
    assert said not in client.get(at_once).content.decode()
    signed_in(client)
    assert said in client.get(at_once).content.decode()


def test_what_is_gone_is_not_proved() -> None:
    found = a_complaint()
    found.delete()  # as an erasure does
    complaining.prove(found)
    with pytest.raises(ComplaintNotFound):
        complaint_queries.complaint(found.ticket)


def test_whoever_signed_in_has_proved_theirs(client: Client) -> None:
    signed_in(client)
    client.post("/contact", form())
    client.post("/contact", form(email="rohit@example.in"))
    assert len(complaint_queries.open_tickets_of(ANANYA)) == 1
    assert complaint_queries.open_tickets_of("rohit@example.in") == []


def test_erased_are_those_of_before_that_are_settled_or_of_nobody() -> None:
    settled, nobodys = a_complaint(is_proved=True), a_complaint()
    complaining.settle(settled.ticket, by="Sneha")
    moment, later = clock.now(), a_complaint()
    later.update(actions=[Complaint.raised_at.set(moment + timedelta(seconds=1))])
    complaint_erasing.erase_all_of(ANANYA, raised_before=moment)
    assert [each.ticket for each in complaint_queries.all_of(ANANYA)] == [later.ticket]
    assert complaint_mails.tickets_with_mail() == [later.ticket]
    assert complaint_queries.how_many_open() == 1
    assert nobodys.ticket not in complaint_queries.tickets_on(ComplaintList.of(ANANYA))


def test_an_open_one_of_the_person_is_not_erased() -> None:
    ticket = a_complaint(is_proved=True).ticket
    with pytest.raises(Unavailable):
        complaint_erasing.erase_all_of(ANANYA, raised_before=clock.now())
    assert complaint_queries.open_tickets_of(ANANYA) == [ticket]


def test_one_that_was_proved_after_the_erasure_began_does_not_hold_it_up() -> None:
    found, moment = a_complaint(), clock.now()
    found.update(actions=[Complaint.proved_at.set(moment + timedelta(seconds=1))])
    complaint_erasing.erase_all_of(ANANYA, raised_before=moment)
    assert complaint_queries.all_of(ANANYA) == []


def test_nobodys_list_is_left_behind() -> None:
    complaining.settle(a_complaint().ticket, by="Sneha")
    gone = a_complaint()
    gone.delete()  # as DynamoDB does when its time is over
    complaint_erasing.erase_all_of(ANANYA, raised_before=clock.now())
    assert list(ComplaintList.query(ComplaintList.of(ANANYA))) == []


def test_acknowledged_answered_settled_each_is_told_once(mailoutbox: list[Any]) -> None:
    ticket = a_complaint().ticket
    for _ in range(2):
        complaining.acknowledge(ticket, by="Sneha")
        complaining.answer(ticket, "We send a new sheet today.", by="Sneha")
        complaining.settle(ticket, by="Sneha")
    assert (send_all(), send_all()) == (4, 0)
    assert [mail.subject.partition(" (")[0] for mail in mailoutbox] == [
        "We have your complaint",
        "We are looking into your complaint",
        "We have answered your complaint",
        "Your complaint is settled",
    ]
    assert "We send a new sheet today." in mailoutbox[2].body
    assert complaint_queries.how_many_open() == 0
    assert complaint_mails.tickets_with_mail() == []


@pytest.mark.parametrize("state", list(State))
def test_the_mail_says_what_the_page_says(
    client: Client, state: State, mailoutbox: list[Any]
) -> None:
    ticket = a_complaint().ticket
    if state is not State.RAISED:
        complaining.acknowledge(ticket, by="Sneha")
    if state is State.SETTLED:
        complaining.settle(ticket, by="Sneha")
    send_all()
    page = client.get(reverse("complaint", args=[token_of(ticket)])).content.decode()
    headline = mailoutbox[-1].body.splitlines()[0]
    assert f"<h1>{headline}</h1>" in page
    assert f">{headline}</h1>" in mailoutbox[-1].alternatives[0].content


def test_whoever_answers_has_acknowledged() -> None:
    found = complaining.answer(a_complaint().ticket, "We look into it.", by="Sneha")
    assert (found.state, found.acknowledged_by) == (State.ACKNOWLEDGED, "Sneha")


def test_a_settled_complaint_takes_no_answer() -> None:
    ticket = a_complaint().ticket
    complaining.settle(ticket, by="Sneha")
    with pytest.raises(ComplaintOver):
        complaining.answer(ticket, "One more thing.", by="Sneha")


@pytest.mark.server
def test_two_of_us_at_once_acknowledge_once() -> None:
    ticket = a_complaint().ticket
    with ThreadPoolExecutor(4) as staff:
        names = {
            found.acknowledged_by
            for found in staff.map(
                lambda n: complaining.acknowledge(ticket, by=f"Person {n}"), range(4)
            )
        }
    assert len(names) == 1


def test_a_mail_server_that_is_down_delays_and_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    a_complaint()

    def hang_up(self: EmailMultiAlternatives, *_: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({"ananya@example.in": (450, b"later")})

    with monkeypatch.context() as down:
        down.setattr(EmailMultiAlternatives, "send", hang_up)
        assert send_all() == 0
    assert "ananya@example.in" not in caplog.text
    assert (send_all(), len(mailoutbox)) == (1, 1)


def test_a_sender_that_died_is_followed_after_ten_minutes(
    monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]
) -> None:
    ticket, now = a_complaint().ticket, clock.now()

    def dies(self: EmailMultiAlternatives, *_: Any) -> int:
        raise SystemExit(137)

    with monkeypatch.context() as dying:
        dying.setattr(EmailMultiAlternatives, "send", dies)
        with pytest.raises(SystemExit):
            complaint_mails.send_of(ticket, now=now)
    assert complaint_mails.send_of(ticket, now=now + timedelta(minutes=9)) == 0
    assert complaint_mails.send_of(ticket, now=now + timedelta(minutes=11)) == 1
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    ("hours", "acknowledged", "words", "is_overdue"),
    [
        (1, False, "Acknowledge in time", False),
        (40, False, "Acknowledge: due soon", False),
        (48, False, "Acknowledge: overdue", True),
        (49, True, "Settle in time", False),
        (26 * 24, True, "Settle: due soon", False),
        (30 * 24, True, "Settle: overdue", True),
    ],
)
def test_the_clock_runs_as_the_law_says(
    hours: int, acknowledged: bool, words: str, is_overdue: bool
) -> None:
    born = clock.now()
    found = clock_of(
        raised_at=born,
        acknowledged_at=born if acknowledged else None,
        settled_at=None,
        now=born + timedelta(hours=hours),
    )
    assert (found.words, found.is_overdue) == (words, is_overdue)


def test_staff_see_the_oldest_first_and_act_by_buttons(mailoutbox: list[Any]) -> None:
    browser, ticket = a_browser("support"), a_complaint().ticket
    page = browser.get("/staff/customers/complaints/").content.decode()
    assert ticket in page
    assert "(not proved)" in page
    assert "Acknowledge in time" in page
    address = f"/staff/customers/complaints/{ticket}/"
    page = browser.get(address).content.decode()
    assert WORDS in page
    assert "Not proved" in page
    complaining.prove(complaint_queries.complaint(ticket))
    assert "Not proved" not in browser.get(address).content.decode()
    assert browser.post(address + "acknowledgement/").status_code == 302
    assert browser.post(address + "answers/", {"text": ""}).status_code == 422
    assert browser.post(address + "answers/", {"text": "A new sheet goes out."}).status_code == 302
    assert browser.post(address + "settlement/").status_code == 302
    assert send_all() == 4
    assert "No open complaint" in browser.get("/staff/customers/complaints/").content.decode()


def test_a_packer_has_no_business_here() -> None:
    ticket = a_complaint().ticket
    browser = a_browser("packer")
    assert browser.get("/staff/customers/complaints/").status_code == 403
    assert browser.post(f"/staff/customers/complaints/{ticket}/settlement/").status_code == 403
    assert complaint_queries.complaint(ticket).state is State.RAISED


@pytest.mark.parametrize("ticket", ["TC-0000000000", "TC-", "#complaints", "x" * 300])
def test_a_ticket_that_is_none_is_a_404(ticket: str) -> None:
    with pytest.raises(ComplaintNotFound):
        complaint_queries.complaint(ticket)
    address = reverse("staff:customers:complaint", args=[ticket])
    assert a_browser("support").get(address).status_code == 404


def test_the_menu_counts_what_is_open() -> None:
    a_complaint()
    page = a_browser("support").get("/staff/customers/complaints/").content.decode()
    assert '1<span class="visually-hidden"> open</span>' in page


def test_an_owed_mail_of_a_complaint_that_is_gone_leaves_the_list() -> None:
    found = a_complaint()
    found.delete()
    assert send_all() == 0
    assert ComplaintList.get(ComplaintList.MAILS, "#").tickets is None
