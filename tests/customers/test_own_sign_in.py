"""A colleague's own sign-in: devices, password, code app, recovery codes."""

import re
from typing import TYPE_CHECKING

import pyotp
import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from config import clock
from customers.code_app import new_recovery_codes, recovery_digest
from customers.models import Customer
from customers.services import code_apps, inviting, own_sign_in, sessions
from customers.services.sessions import staff_behind
from customers.services.shopper_sessions import shopper_behind
from customers.services.signing_in import sign_in
from customers.team_errors import CodeAppChanged, LinkGone
from tests.customers.people import PASSWORD
from tests.customers.shoppers import a_session
from tests.staff import SECRET, a_browser, member_of, read

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

NEW = "four bats and a red net"
CODE_APP = "/staff/me/code-app/"


@pytest.fixture
def browser() -> Client:
    """A packer's, whose password is known."""
    opened = a_browser("packer")
    hashed = make_password(PASSWORD)
    read(member_of(opened)).update(actions=[Customer.password_hash.set(hashed)])
    return opened


def elsewhere(browser: Client, device: str = "Firefox on Linux") -> str:
    """The cookie of another sign-in of the same person."""
    return sessions.begin(read(member_of(browser)), device=device, now=clock.now())


def changes(browser: Client, **typed: str) -> "Answer":
    return browser.post("/staff/me/password/", {"old": PASSWORD, "new": NEW, "again": NEW} | typed)


def test_e4_a_new_password_ends_every_other_sign_in(browser: Client) -> None:
    other, shopper = elsewhere(browser), a_session(read(member_of(browser)))
    assert changes(browser)["Location"] == "/staff/me/"
    assert (staff_behind(other), shopper_behind(shopper)) == (None, None)
    who = member_of(browser).customer_id
    assert sign_in(who, NEW, network="net", device="")
    stored = read(member_of(browser)).password_hash or ""
    assert stored.startswith("argon2$argon2id$")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"old": "wrong"}, "That is not your password. 4 tries left"),
        ({"again": "something else"}, "not the same"),
        ({"new": "1234567890123", "again": "1234567890123"}, "too common"),
        ({"new": "short", "again": "short"}, "at least 12 characters"),
        ({"new": "", "again": ""}, "required"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_changes(
    browser: Client, typed: dict[str, str], words: str
) -> None:
    other, before = elsewhere(browser), read(member_of(browser)).password_hash
    answer = changes(browser, **typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert staff_behind(other) is not None
    assert read(member_of(browser)).password_hash == before


def test_the_fifth_wrong_old_password_ends_this_session_alone(browser: Client) -> None:
    other = elsewhere(browser)
    for _ in range(4):
        assert changes(browser, old="wrong").status_code == 422
    assert changes(browser, old="wrong")["Location"].startswith("/staff/sign-in/")
    assert changes(browser)["Location"].startswith("/staff/sign-in/")
    assert staff_behind(other) is not None


def test_a_new_password_kills_a_mailed_link_and_a_mailed_link_ends_every_session(
    browser: Client,
) -> None:
    owner, packer = member_of(a_browser("owner")), read(member_of(browser))
    key = inviting.send_again(packer, by=owner)
    changes(browser)
    with pytest.raises(LinkGone):
        inviting.invited_by(key)
    other = elsewhere(browser)
    key = inviting.send_again(read(packer), by=owner)
    inviting.accept(key, name="Rohit", password=PASSWORD)
    assert (staff_behind(other), browser.get("/staff/me/").status_code) == (None, 302)


def test_a_sign_in_begun_while_the_password_changes_is_ended_by_it(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []

    def meanwhile(password: str) -> str:
        begun.append(elsewhere(browser))
        return make_password(password)

    monkeypatch.setattr(own_sign_in, "make_password", meanwhile)
    changes(browser)
    assert [staff_behind(cookie) for cookie in begun] == [None]


def test_my_devices_are_listed_and_end_one_by_one_or_all_but_this(browser: Client) -> None:
    one, other = elsewhere(browser), elsewhere(browser, "Safari on iPhone")
    page = browser.get("/staff/me/").content.decode()
    assert page.count('name="key"') == 3
    assert "Safari on iPhone" in page
    strangers = a_browser("packer")
    for key in re.findall(r'name="key" value="(\w+)"', page):
        strangers.post("/staff/me/devices/end/", {"key": key})
    assert all(map(staff_behind, (one, other)))
    browser.post("/staff/me/devices/end-others/")
    assert [staff_behind(each) for each in (one, other)] == [None, None]
    (mine,) = read(member_of(browser)).sessions or {}
    browser.post("/staff/me/devices/end/", {"key": mine})
    assert browser.get("/staff/me/").status_code == 302


def secret_on(page: str) -> tuple[str, str]:
    """The key that the page shows, and its ticket."""
    key = re.findall(r"<code[^>]*>([A-Z2-7 ]+)</code>", page)[0].replace(" ", "")
    return key, re.findall(r'name="ticket" value="([^"]+)"', page)[0]


def test_an_app_is_set_up_by_its_picture_and_first_code_and_shows_ten_codes_once() -> None:
    browser = a_browser("packer")
    page = browser.get(CODE_APP).content.decode()
    secret, ticket = secret_on(page)
    assert "<svg" in page
    assert "style=" not in page
    answer = browser.post(CODE_APP, {"ticket": ticket, "code": pyotp.TOTP(secret).now()})
    codes = re.findall(r"<code>([0-9A-Z]{4}-[0-9A-Z]{4})</code>", answer.content.decode())
    assert len(set(codes)) == 10
    person = read(member_of(browser))
    assert (person.totp_secret, len(person.recovery_codes or ())) == (secret, 10)
    assert person.totp_last_step
    assert codes[0] not in browser.get("/staff/me/").content.decode()


def test_a_wrong_first_code_keeps_the_picture_and_another_persons_ticket_is_none() -> None:
    browser, other = a_browser("packer"), a_browser("packer")
    secret, ticket = secret_on(browser.get(CODE_APP).content.decode())
    answer = browser.post(CODE_APP, {"ticket": ticket, "code": "000000"})
    assert answer.status_code == 422
    assert secret_on(answer.content.decode()) == (secret, ticket)
    typed = {"ticket": ticket, "code": pyotp.TOTP(secret).now()}
    for wrong in ({"ticket": "mine"}, {"ticket": ""}):
        assert browser.post(CODE_APP, typed | wrong).status_code == 422
    assert other.post(CODE_APP, typed).status_code == 422
    for each in (browser, other):
        assert read(member_of(each)).totp_secret is None


def test_new_recovery_codes_end_those_before_and_belong_to_an_app() -> None:
    browser = a_browser("manager")
    first = browser.post("/staff/me/recovery-codes/").content.decode()
    before = read(member_of(browser)).recovery_codes or set()
    assert first.count("<code>") == len(before) == 10
    browser.post("/staff/me/recovery-codes/")
    assert not before & set(read(member_of(browser)).recovery_codes or ())
    assert a_browser("packer").post("/staff/me/recovery-codes/").status_code == 409


@pytest.mark.parametrize("is_app", [True, False])
def test_of_two_presses_at_once_one_writes_and_shows_the_codes_that_count(
    is_app: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, shown = member_of(a_browser("manager")).customer_id, []
    code_apps.renew_recovery_codes(who)

    def meanwhile() -> list[str]:
        monkeypatch.undo()
        shown.extend(code_apps.renew_recovery_codes(who))
        return new_recovery_codes()

    monkeypatch.setattr("customers.services.code_apps.new_recovery_codes", meanwhile)
    with pytest.raises(CodeAppChanged):
        code_apps.give(who, SECRET) if is_app else code_apps.renew_recovery_codes(who)
    stored = Customer.get(who, who).recovery_codes
    assert stored == {recovery_digest(who, code) for code in shown}


def test_app_and_codes_wait_for_the_password() -> None:
    browser = a_browser("manager", is_sure=False)
    secret, ticket = secret_on(browser.get(CODE_APP).content.decode())
    typed = {"ticket": ticket, "code": pyotp.TOTP(secret).now()}
    for address in (CODE_APP, "/staff/me/recovery-codes/"):
        assert "once more" in browser.post(address, typed).content.decode()
    person = read(member_of(browser))
    assert (person.totp_secret, person.recovery_codes) == (SECRET, None)
