"""The door to the staff's pages, and what stands behind it."""

import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client, override_settings
from pynamodb.exceptions import GetError

from config import dynamo
from customers import middleware
from customers.models import Customer
from tests.customers.people import PASSWORD, a_packer, sign_out_everywhere, signed_in

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.urls("tests.customers.urls")
ROHIT = "rohit@thirdball.example"
SIGN_IN = "/staff/sign-in/"
PACK, REFUND = "/staff/probe/pack/", "/staff/probe/refund/"


def at_work(role: str = "packer") -> Client:
    """A browser in which somebody of this role has signed in."""
    a_packer(role=role)
    client = Client()
    assert comes_in(client).status_code == 302
    return client


def comes_in(client: Client, **typed: str) -> "Answer":
    return client.post(SIGN_IN, {"email": ROHIT, "password": PASSWORD} | typed)


def test_who_is_not_signed_in_is_asked_to_and_led_back(client: Client) -> None:
    answer = client.get(PACK + "?page=2")
    assert answer.status_code == 302
    assert answer["Location"] == f"{SIGN_IN}?next=%2Fstaff%2Fprobe%2Fpack%2F%3Fpage%3D2"
    assert answer["Cache-Control"] == "no-store"
    page = client.get(answer["Location"])
    assert 'value="/staff/probe/pack/?page=2"' in page.content.decode()


def test_a_post_by_nobody_does_nothing_and_leads_to_the_day(client: Client) -> None:
    assert client.post(REFUND)["Location"] == SIGN_IN


def test_signing_in_leads_to_the_page_that_was_wanted(client: Client) -> None:
    a_packer()
    assert comes_in(client, next=PACK)["Location"] == PACK
    answer = client.get(PACK)
    assert answer.content == b"Rohit Gaikwad, packer"
    assert answer["Cache-Control"] == "no-store"
    assert client.get(SIGN_IN)["Location"] == "/staff/"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/staff/",
        "//evil.example/staff/",
        "/staff//evil.example/../../..//evil.example",
        "/\\evil.example",
        "javascript:alert(1)//staff/",
        "/equipment",
        "/staff/sign-in/?next=/staff/",
        "/staff/\r\nX-Evil: 1",
        "",
    ],
)
def test_a_redirect_stays_among_the_staff_pages(client: Client, wanted: str) -> None:
    a_packer()
    led_to = comes_in(client, next=wanted)["Location"]
    assert led_to.startswith("/staff/")
    assert not led_to.startswith(SIGN_IN)
    assert not {"\r", "\n", "\\"} & set(led_to)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client) -> None:
    a_packer()
    cookie = comes_in(client).cookies["staff"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert (cookie["domain"], cookie["max-age"]) == ("", 43200)
    assert PASSWORD not in cookie.value


@override_settings(IS_HTTPS=True, STAFF_COOKIE_NAME="__Host-staff")
def test_over_https_the_cookie_is_bound_to_this_host(client: Client) -> None:
    a_packer()
    cookie = comes_in(client).cookies["__Host-staff"]
    assert cookie["secure"]
    assert cookie["path"] == "/"


def test_a_planted_cookie_is_replaced_and_never_becomes_a_session(client: Client) -> None:
    a_packer()
    planted = signed_in().partition(".")[0] + ".planted-by-a-stranger"
    client.cookies["staff"] = planted
    comes_in(client)
    assert client.cookies["staff"].value != planted
    client.cookies["staff"] = planted
    assert client.get(PACK).status_code == 302


def test_signing_in_again_ends_the_session_before(client: Client) -> None:
    a_packer()
    comes_in(client)
    before = client.cookies["staff"].value
    comes_in(client)
    client.cookies["staff"] = before
    assert client.get(PACK).status_code == 302


def test_signing_out_kills_a_copy_of_the_cookie() -> None:
    client = at_work()
    copied = client.cookies["staff"].value
    answer = client.post("/staff/sign-out/")
    assert answer["Location"] == SIGN_IN
    assert answer.cookies["staff"]["max-age"] == 0
    client.cookies["staff"] = copied
    assert client.get(PACK).status_code == 302


def test_signing_out_is_never_a_link() -> None:
    client = at_work()
    assert client.get("/staff/sign-out/").status_code == 405
    assert client.get(PACK).status_code == 200


def test_a_right_that_the_role_lacks_is_a_403_in_words() -> None:
    client = at_work("packer")
    answer = client.post(REFUND)
    assert answer.status_code == 403
    assert "Your role does not include this" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_a_role_taken_away_or_given_counts_at_once() -> None:
    client = at_work("packer")
    app = Customer.totp_secret.set("JBSWY3DPEHPK3PXP")
    Customer(ROHIT, ROHIT).update(actions=[Customer.role.set("manager"), app])
    assert client.post(REFUND).status_code == 200
    Customer(ROHIT, ROHIT).update(actions=[Customer.role.remove()])
    assert client.post(REFUND).status_code == 302


def test_ended_sessions_are_out_at_the_next_request() -> None:
    client = at_work()
    sign_out_everywhere(ROHIT)
    assert client.get(PACK).status_code == 302


def test_a_form_without_its_csrf_token_is_refused() -> None:
    a_packer("meera@thirdball.example", role="owner")
    client = Client(enforce_csrf_checks=True)
    client.cookies["staff"] = signed_in("meera@thirdball.example")
    assert client.post(REFUND).status_code == 403
    assert client.post("/staff/sign-out/").status_code == 403
    assert comes_in(client).status_code == 403


def test_the_form_with_its_csrf_token_works_and_the_token_is_changed() -> None:
    a_packer()
    client = Client(enforce_csrf_checks=True)
    page = client.get(SIGN_IN).content.decode()
    [token] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    before = client.cookies["csrf"].value
    assert comes_in(client, csrfmiddlewaretoken=token).status_code == 302
    assert client.cookies["csrf"].value != before


def test_a_wrong_password_is_told_without_repeating_it(client: Client) -> None:
    a_packer()
    answer = comes_in(client, password="my other secret")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "That e-mail and password do not belong together." in page
    assert "4 tries left, then this address waits 15 minutes." in page
    assert f'value="{ROHIT}"' in page
    assert "my other secret" not in page


def test_too_many_tries_are_told_how_long_to_wait(client: Client) -> None:
    for _ in range(5):
        last = comes_in(client, password="wrong")
    assert "This address now waits 15 minutes." in last.content.decode()
    answer = comes_in(client)
    assert answer.status_code == 429
    assert 890 <= int(answer["Retry-After"]) <= 901
    assert "Too many tries. Please wait" in answer.content.decode()


def test_the_network_is_counted_by_its_own_address(client: Client) -> None:
    for n in range(30):
        comes_in(client, email=f"somebody{n}@example.in")
    assert comes_in(client, email="another@example.in").status_code == 429
    elsewhere = client.post(
        SIGN_IN,
        {"email": "another@example.in", "password": "wrong"},
        headers={"X-Forwarded-For": "203.0.113.9"},
    )
    assert elsewhere.status_code == 422


@pytest.mark.parametrize("typed", [{"email": ""}, {"password": ""}, {"email": "a" * 5000}])
def test_what_is_missing_is_told_at_its_field(client: Client, typed: dict[str, str]) -> None:
    answer = comes_in(client, **typed)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_a_shop_page_reads_no_staff_item() -> None:
    client = at_work()
    dynamo.use("http://127.0.0.1:9")
    assert client.get("/probe/shop").content == b"bats"


@pytest.fixture
def unanswered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The table does not answer; how often it was asked."""
    asked: list[str] = []

    def does_not_answer(cookie: str) -> None:
        asked.append(cookie)
        raise GetError("no answer")

    monkeypatch.setattr(middleware, "staff_behind", does_not_answer)
    return asked


def test_a_table_that_does_not_answer_is_asked_once_and_lets_nobody_in(
    client: Client, unanswered: list[str]
) -> None:
    client.cookies["staff"] = "anything"
    answer = client.get(PACK)
    assert answer.status_code == 503
    assert "One moment, please" in answer.content.decode()
    assert len(unanswered) == 1
