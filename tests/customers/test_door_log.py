"""What happens at the staff's door stands in the log: who, when, what, and nothing else of them."""

import pyotp
from django.contrib.auth.hashers import make_password
from django.test import Client

from config import clock
from config.acts import Act, key_of_day
from config.staff import ONCE_MORE
from customers.models import Customer
from customers.rules import Role
from customers.services import code_apps, inviting
from tests.customers.people import PASSWORD, a_packer
from tests.staff import SECRET, a_browser, a_colleague, member_of, read

DOOR, CODE = "/staff/sign-in/", "/staff/sign-in/code/"


def lines() -> list[tuple[str, str]]:
    """Today's lines, the oldest first: whose, and what; nothing stands in them besides."""
    found = list(Act.query(key_of_day(clock.now())))
    assert all(line.about in ({}, None) for line in found)
    return [(line.who, line.what.removeprefix("customers:")) for line in found]


def at_the_second_step(person: Customer) -> Client:
    person.update(actions=[Customer.password_hash.set(make_password(PASSWORD))])
    client = Client()
    client.post(DOOR, {"email": person.customer_id, "password": PASSWORD})
    return client


def test_in_and_out_are_two_lines_and_a_wrong_password_none(client: Client) -> None:
    rohit = a_packer().customer_id
    client.post(DOOR, {"email": rohit, "password": "wrong"})
    client.post(DOOR, {"email": rohit, "password": PASSWORD})
    client.post("/staff/sign-out/")
    client.post("/staff/sign-out/")
    assert lines() == [(rohit, "signed-in"), (rohit, "signed-out")]


def test_the_second_step_says_by_what_and_the_fifth_wrong_code() -> None:
    owner = a_colleague("owner")
    codes = code_apps.give(owner.customer_id, SECRET)
    client = at_the_second_step(owner)
    for _ in range(6):
        client.post(CODE, {"code": "000000"})
    assert lines() == [(owner.customer_id, "code-locked")]
    other = a_colleague("owner")
    codes = code_apps.give(other.customer_id, SECRET)
    at_the_second_step(other).post(CODE, {"recovery": codes[0]})
    at_the_second_step(other).post(CODE, {"code": pyotp.TOTP(SECRET).now()})
    assert [what for _, what in lines()][1:] == ["recovery-code-used", "signed-in"]


def test_who_joins_and_who_sets_a_password_by_a_link() -> None:
    owner, typed = member_of(a_browser("owner")), {"password": PASSWORD, "again": PASSWORD}
    aisha = "aisha@thirdball.example"
    key = inviting.invite(aisha, Role.PACKER, by=owner)
    Client().post("/staff/welcome/", {"key": key, "name": "Aisha"} | typed)
    key = inviting.send_again(Customer.get(aisha, aisha), by=owner)
    Client().post("/staff/welcome/", {"key": key, "name": "Aisha"} | typed)
    whats = ["joined", "signed-in", "link-password", "signed-in"]
    assert lines() == [(aisha, what) for what in whats]


def test_five_wrong_passwords_of_who_is_in_are_a_line() -> None:
    browser = a_browser("owner", is_sure=False)
    who, packer = member_of(browser).customer_id, a_colleague("packer")
    for _ in range(5):
        browser.post("/staff/team/invitations/", {"email": packer.email, ONCE_MORE: "wrong"})
    assert lines() == [(who, "proof-locked")]
    assert not read(packer).invitation
