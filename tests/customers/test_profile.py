"""What shoppers say of themselves."""

import re

import pytest
from django.test import Client

from customers.errors import ProfileChanged
from customers.models import Customer
from customers.services.profile import change_profile
from tests.customers.shoppers import ANANYA, signed_in

PROFILE = "/account/profile"


def ananya() -> Customer:
    return Customer.get(ANANYA, ANANYA)


def version_in(client: Client) -> str:
    page = client.get(PROFILE).content.decode()
    found: list[str] = re.findall(r'name="version" value="(\d+)"', page)
    return found[0]


def says(client: Client, **typed: str) -> int:
    fields = {"name": "Ananya R. Rao", "phone": "098450 54321", "version": "0"}
    return client.post(PROFILE, fields | typed).status_code


def test_name_and_phone_are_kept_clean(client: Client) -> None:
    signed_in(client)
    assert says(client, name="  Ananya   R. Rao ") == 302
    assert (ananya().name, ananya().phone) == ("Ananya R. Rao", "+919845054321")
    page = client.get(PROFILE).content.decode()
    assert "Saved." in page
    assert 'value="Ananya R. Rao"' in page
    assert 'value="98450 54321"' in page
    assert "with us since" in page
    [found] = Customer.by_phone.query("+919845054321")
    assert found.customer_id == ANANYA


def test_both_may_be_taken_away(client: Client) -> None:
    signed_in(client, phone="+919845054321")
    assert says(client, name="", phone=" ") == 302
    assert (ananya().name, ananya().phone) == (None, None)
    assert client.get(PROFILE).status_code == 200


def test_two_at_once_do_not_overwrite_each_other(client: Client) -> None:
    signed_in(client)
    seen = version_in(client)
    assert says(client, version=seen, name="Ananya the first") == 302
    answer = client.post(PROFILE, {"name": "Ananya the second", "phone": "", "version": seen})
    assert answer.status_code == 409
    assert "This was changed meanwhile" in answer.content.decode()
    assert 'value="Ananya the first"' in answer.content.decode()
    assert ananya().name == "Ananya the first"
    assert says(client, version=version_in(client), name="Ananya the second") == 302


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "A" * 61},
        {"name": "Ananya 🏓"},
        {"name": "\u200d\u200c"},
        {"name": "12345"},
        {"phone": "12345"},
        {"phone": "9" * 5000},
        {"phone": "+1 212 555 0100"},
        {"version": ""},
        {"version": "-1"},
        {"version": "x"},
        {"version": "9" * 39},
    ],
)
def test_what_is_not_right_is_told_and_changes_nothing(
    client: Client, typed: dict[str, str]
) -> None:
    signed_in(client)
    assert says(client, **typed) == 422
    assert (ananya().name, ananya().phone) == ("Ananya Rao", None)


@pytest.mark.parametrize("name", ["शर्\u200dमा", "ന്\u200d അനന്യ", "క్\u200cష"])
def test_a_name_in_an_indian_script_is_kept_as_it_is_written(client: Client, name: str) -> None:
    signed_in(client)
    assert says(client, name=name) == 302
    assert ananya().name == name


def test_what_steers_a_screen_is_taken_out_of_a_name(client: Client) -> None:
    signed_in(client)
    assert says(client, name="Ananya\u202eRao\u2066\ufeff") == 302
    assert ananya().name == "Ananya Rao"


def test_the_address_and_what_else_is_kept_cannot_be_sent_along(client: Client) -> None:
    signed_in(client)
    assert says(client, email="other@example.in", role="owner", customer_id="x@y.in") == 302
    assert (ananya().email, ananya().role) == (ANANYA, None)
    assert Customer.count() == 1


def test_a_person_erased_in_this_moment_is_not_brought_back_by_the_form() -> None:
    with pytest.raises(ProfileChanged):
        change_profile(ANANYA, name="Ananya", phone="", version_seen=0)
    assert Customer.count() == 0
