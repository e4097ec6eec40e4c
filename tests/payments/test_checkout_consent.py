"""At the checkout nothing is ticked beforehand, and nothing but a tick is an agreement."""

import pytest
from django.test import Client

from config.errors import Unavailable
from customers.models import Customer
from customers.services import consent
from payments.sandbox.process import RunningSandbox
from tests.customers.shoppers import signed_in
from tests.factories import a_product
from tests.payments.test_checkout import fill, orders, the_form

WHO = "ananya@example.com"


@pytest.fixture(autouse=True)
def ananya(client: Client) -> None:
    signed_in(client, WHO)


def kept() -> list[dict[str, str]]:
    return [each.consent for each in Customer.query(WHO) if each.consent]


def test_nothing_is_ticked_beforehand(client: Client) -> None:
    fill(client, a_product().product_id)
    page = client.get("/checkout").content.decode()
    assert 'name="consent"' in page
    box = page[page.index('name="consent"') :].partition(">")[0]
    assert "checked" not in box
    assert "required" not in box


def test_an_order_without_a_tick_agrees_to_nothing(
    client: Client, razorpay: RunningSandbox
) -> None:
    fill(client, a_product().product_id)
    assert client.post("/checkout", the_form(client)).status_code == 302
    assert kept() == []


def test_a_tick_is_kept_with_purpose_and_time(client: Client, razorpay: RunningSandbox) -> None:
    fill(client, a_product().product_id)
    client.post("/checkout", the_form(client, consent="offers"))
    (found,) = kept()
    assert found["offers"].startswith("given 20")


def test_a_refused_form_keeps_the_tick_and_agrees_to_nothing(client: Client) -> None:
    fill(client, a_product().product_id)
    answer = client.post("/checkout", the_form(client, consent="offers", pincode="1"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "checked" in page[page.index('name="consent"') :].partition(">")[0]
    assert kept() == []


def test_an_agreement_that_cannot_be_written_costs_no_order(
    client: Client, razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise Unavailable("busy")

    monkeypatch.setattr(consent, "give", busy)
    fill(client, a_product().product_id)
    assert client.post("/checkout", the_form(client, consent="offers")).status_code == 302
    assert len(orders()) == 1


def test_what_was_agreed_to_is_not_asked_again(client: Client) -> None:
    consent.give(WHO, ["offers"])
    fill(client, a_product().product_id)
    assert 'name="consent"' not in client.get("/checkout").content.decode()


def test_a_guest_agrees_in_nobodys_name(razorpay: RunningSandbox) -> None:
    guest = Client()
    fill(guest, a_product().product_id)
    assert 'name="consent"' not in guest.get("/checkout").content.decode()
    assert guest.post("/checkout", the_form(guest, consent="offers")).status_code == 302
    assert len(orders()) == 1
    assert kept() == []


def test_the_checkout_says_what_is_done_with_the_address(client: Client) -> None:
    fill(client, a_product().product_id)
    assert 'href="/policies/privacy">privacy policy</a>' in client.get("/checkout").content.decode()


def test_consent_brings_nobody_back_who_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Customer.get(WHO, WHO)
    gone.delete()
    monkeypatch.setattr(consent, "customer", lambda _: gone)
    with pytest.raises(Unavailable):
        consent.give(WHO, ["offers"])
    assert Customer.count() == 0
