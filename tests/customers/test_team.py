"""What colleagues do to each other's accounts, and what they may not."""

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.test import Client

from config import clock
from config.errors import ShopError
from config.staff import StaffMember
from customers.models import Customer
from customers.rules import RIGHTS, Role, rights_of
from customers.services import inviting, roster, sessions, team
from customers.services.sessions import staff_behind
from customers.services.team import change_role, let_go, let_in, shut_out, take_code_app
from customers.team_errors import ActorChanged, ColleagueChanged, NotHereYet, NotYours, NotYourself
from tests.calls import counted
from tests.staff import a_browser, a_colleague, member_of, read

Act = Callable[..., None]
EVERY_ACT: dict[str, Act] = {
    "shut out": shut_out,
    "let in": let_in,
    "take the app": take_code_app,
    "let go": let_go,
    "role": partial(change_role, role=Role.SUPPORT),
    "sign out": team.end_sessions,
    "sign one out": partial(team.end_session, key="any"),
}


def as_member(person: Customer) -> StaffMember:
    role = person.role or ""
    return StaffMember(person.customer_id, person.name or "", role, rights_of(role))


def signed_in(person: Customer) -> str:
    return sessions.begin(read(person), device="pytest", now=clock.now())


def page_of(person: Customer, act: str = "") -> str:
    return f"/staff/team/{roster.member_id_of(person.customer_id)}/{act}"


@pytest.mark.parametrize("act", EVERY_ACT.values(), ids=EVERY_ACT)
def test_nobody_does_it_to_themselves(act: Act) -> None:
    owner = a_colleague("owner")
    with pytest.raises(NotYourself):
        act(read(owner), by=as_member(owner))
    assert read(owner).serialize() == owner.serialize()


@pytest.mark.parametrize("act", EVERY_ACT.values(), ids=EVERY_ACT)
@pytest.mark.parametrize(
    ("who", "whom"),
    [("manager", "owner"), ("manager", "manager"), ("packer", "packer"), ("support", "packer")],
)
def test_only_owners_touch_managers_and_owners(act: Act, who: str, whom: str) -> None:
    actor, person = a_colleague(who), a_colleague(whom)
    before = read(person).serialize()
    with pytest.raises(NotYours):
        act(read(person), by=as_member(actor))
    assert read(person).serialize() == before


@pytest.mark.parametrize("act", EVERY_ACT.values(), ids=EVERY_ACT)
def test_who_is_only_invited_is_told_of_and_left_as_they_are(act: Act) -> None:
    owner = as_member(a_colleague("owner"))
    inviting.invite("aisha@thirdball.example", Role.PACKER, by=owner)
    person = Customer.get("aisha@thirdball.example", "aisha@thirdball.example")
    with pytest.raises(NotHereYet):
        act(person, by=owner)
    assert read(person).serialize() == person.serialize()


@pytest.mark.parametrize(
    ("act", "is_in"),
    [
        (shut_out, False),
        (let_go, False),
        (take_code_app, False),
        (team.end_sessions, False),
        (partial(change_role, role=Role.PACKER), False),
        (let_in, True),
    ],
)
def test_e4_the_old_cookie_is_dead_at_the_next_request(act: Act, is_in: bool) -> None:
    owner, person = a_colleague("owner"), a_colleague("manager")
    cookie = signed_in(person)
    act(read(person), by=as_member(owner))
    assert (staff_behind(cookie) is not None) is is_in


def test_who_is_shut_out_keeps_everything_for_the_day_they_are_let_in() -> None:
    owner, person = a_colleague("owner"), a_colleague("packer")
    shut_out(read(person), by=as_member(owner))
    shut_out(read(person), by=as_member(owner))
    assert read(person).disabled_at
    let_in(read(person), by=as_member(owner))
    found = read(person)
    assert (found.disabled_at, found.role, found.password_hash) == (None, "packer", "unused")


def test_who_leaves_is_a_shopper_and_on_the_list_no_more() -> None:
    owner, person = a_colleague("owner"), a_colleague("manager")
    person.update(actions=[Customer.phone.set("+919876543210")])
    let_go(read(person), by=as_member(owner))
    found = read(person)
    assert (found.role, found.password_hash, found.totp_secret) == (None, None, None)
    assert (found.name, found.phone) == ("Sneha Patil", "+919876543210")
    assert [each.customer_id for each in roster.everybody()] == [owner.customer_id]


def test_only_the_rights_of_this_moment_count() -> None:
    owner, person = a_colleague("owner"), a_colleague("packer")
    acting = as_member(owner)
    owner.update(actions=[Customer.role.set("packer")])
    with pytest.raises(ActorChanged):
        shut_out(read(person), by=acting)
    owner.update(actions=[Customer.role.set("owner"), Customer.disabled_at.set(clock.now())])
    with pytest.raises(ActorChanged):
        let_go(read(person), by=acting)
    assert read(person).disabled_at is None


def test_a_manager_cannot_shut_out_who_has_just_become_one() -> None:
    manager, person = a_colleague("manager"), a_colleague("packer")
    seen = read(person)
    person.update(actions=[Customer.role.set("manager")])
    with pytest.raises(ColleagueChanged):
        shut_out(seen, by=as_member(manager))


@pytest.mark.server
@pytest.mark.parametrize("act", [shut_out, let_go, partial(change_role, role=Role.PACKER)])
def test_of_two_owners_who_end_each_other_at_once_one_stays(act: Act) -> None:
    one, other = a_colleague("owner"), a_colleague("owner")
    both = threading.Barrier(2)

    def ends(actor: Customer, person: Customer) -> bool:
        seen = read(person)
        both.wait(5)
        try:
            act(seen, by=as_member(actor))
        except ShopError:
            return False
        return True

    with ThreadPoolExecutor(2) as crowd:
        assert sum(crowd.map(ends, [one, other], [other, one])) == 1
    owners = [p for p in (read(one), read(other)) if p.role == "owner" and not p.disabled_at]
    assert len(owners) == 1


def test_the_page_shows_who_works_here_and_the_rights_as_they_are() -> None:
    browser = a_browser("owner", name="Vikram Joshi")
    packer = a_colleague("packer", name="Rohit Gaikwad")
    shut_out(read(packer), by=member_of(browser))
    page = browser.get("/staff/team/").content.decode()
    assert re.findall(r"<b class=\"fw-semibold\">([^<]+)</b>", page) == [
        "Vikram Joshi (you)",
        "Rohit Gaikwad",
    ]
    assert "Shut out" in page
    assert page.count('aria-label="yes"') == sum(len(roles) for roles in RIGHTS.values())


def test_the_page_reads_the_list_and_the_people_on_it_however_many_customers() -> None:
    browser = a_browser("owner")
    for n in range(30):
        Customer(f"shopper{n}@example.in", f"shopper{n}@example.in").save()
    with counted() as calls:
        assert browser.get("/staff/team/").status_code == 200
    assert calls["BatchGetItem"] == 1
    assert calls["Scan"] == 0


def test_a_press_on_a_page_ends_the_session_and_says_so() -> None:
    browser, packer = a_browser("manager"), a_colleague("packer", name="Rohit Gaikwad")
    cookie = signed_in(packer)
    (key,) = read(packer).sessions or {}
    assert key in browser.get(page_of(packer)).content.decode()
    answer = browser.post(page_of(packer, "sessions/ended/"), {"key": key}, follow=True)
    assert "Rohit Gaikwad is signed out on that device." in answer.content.decode()
    assert staff_behind(cookie) is None


def test_a_manager_is_told_that_an_owner_is_not_theirs() -> None:
    browser, owner = a_browser("manager"), a_colleague("owner", name="Vikram Joshi")
    page = browser.get(page_of(owner)).content.decode()
    assert "Only an owner changes an owner or a manager." in page
    assert page.count("<form") == 2  # search and sign-out
    answer = browser.post(page_of(owner, "shut-out/"), follow=True)
    assert "Only an owner may do this." in answer.content.decode()
    assert read(owner).disabled_at is None


@pytest.mark.parametrize("act", ["", "shut-out/", "link/", "leaving/"])
def test_a_shopper_is_no_colleague(act: str) -> None:
    browser, shopper = a_browser("owner"), Customer("ann@example.in", "ann@example.in")
    shopper.save()
    for who in (shopper, Customer("no@example.in", "no@example.in")):
        answer = browser.post(page_of(who, act)) if act else browser.get(page_of(who))
        assert answer.status_code == 404
        assert "Nobody of the team" in answer.content.decode()


@pytest.mark.parametrize("role", ["owner", "manager"])
def test_without_its_code_app_a_role_sees_nothing_but_the_page_to_set_it_up(role: str) -> None:
    browser = a_browser(role)
    who = member_of(browser).customer_id
    Customer(who, who).update(actions=[Customer.totp_secret.remove()])
    for address in ("/staff/", "/staff/orders/", "/staff/me/", "/staff/team/"):
        assert browser.get(address)["Location"] == "/staff/me/code-app/", address
    assert browser.post("/staff/me/password/")["Location"] == "/staff/me/code-app/"
    assert browser.get("/staff/me/code-app/").status_code == 200


@pytest.mark.parametrize("role", ["packer", "support"])
def test_other_roles_may_do_without(role: str) -> None:
    assert a_browser(role).get("/staff/me/").status_code == 200


def test_an_unsure_browser_changes_no_colleague() -> None:
    packer = a_colleague("packer")
    browser: Client = a_browser("owner", is_sure=False)
    for act in ("shut-out/", "leaving/", "role/", "link/", "code-app/off/", "sessions/ended/"):
        answer = browser.post(page_of(packer, act), {"role": "owner"})
        assert "Your password, once more" in answer.content.decode()
    assert read(packer).serialize() == packer.serialize()
