"""Links by which people join: mailed, good once, for three days."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.test import Client

from config import clock
from config.errors import ShopError
from customers.errors import WeakPassword
from customers.models import Customer
from customers.rules import Role
from customers.services import inviting, roster
from customers.services.inviting import accept, invite, invited_by, send_again, withdraw
from customers.services.sessions import staff_behind
from customers.services.signing_in import sign_in
from customers.team_errors import (
    ColleagueChanged,
    LinkGone,
    NotYours,
    NotYourself,
    ShutOut,
    TeamIsFull,
)
from customers.team_errors import WorksHereAlready as Already
from customers.team_models import Team
from tests.customers.people import PASSWORD
from tests.staff import a_browser, a_colleague, member_of, read

AISHA = "aisha@thirdball.example"
OWNER = {"role": "owner"}


def aisha() -> Customer:
    return Customer.get(AISHA, AISHA, consistent_read=True)


def asked(role: Role = Role.SUPPORT) -> str:
    """What the link must carry, of an invitation by the owner."""
    return invite(AISHA, role, by=member_of(a_browser("owner")))


def joins(key: str, password: str = PASSWORD) -> Customer:
    return accept(key, name="Aisha Khan", password=password)


def test_who_is_invited_joins_with_name_and_password_and_the_link_is_used_up() -> None:
    key = asked()
    assert aisha().role is None
    assert joins(key).role == "support"
    cookie = sign_in(AISHA, PASSWORD, network="net", device="")
    member = staff_behind(cookie)
    assert member is not None
    assert (member.name, member.role) == ("Aisha Khan", "support")
    assert (aisha().invitation, aisha().expires_at) == (None, None)
    with pytest.raises(LinkGone):
        joins(key)


def test_the_table_holds_no_link_and_another_persons_opens_nothing() -> None:
    key = asked()
    other = invite("other@thirdball.example", Role.PACKER, by=member_of(a_browser("owner")))
    assert key.partition(".")[2] not in str(aisha().serialize())
    mixed = f"{key.partition('.')[0]}.{other.partition('.')[2]}"
    for wrong in (mixed, f"{key}x", key[:-1], "", ".", key.partition(".")[0]):
        with pytest.raises(LinkGone):
            invited_by(wrong)


def test_three_days_later_it_is_over_and_may_be_sent_again() -> None:
    with time_machine.travel("2026-11-23T04:00:00Z", tick=False) as time:
        key = asked()
        time.shift(timedelta(days=3) - timedelta(seconds=1))
        assert invited_by(key).customer_id == AISHA
        time.shift(timedelta(seconds=1))
        with pytest.raises(LinkGone):
            joins(key)
        again = send_again(aisha(), by=member_of(a_browser("owner")))
        assert joins(again).role == "support"


def test_the_newest_link_alone_works_and_a_withdrawn_one_does_not() -> None:
    owner = member_of(a_browser("owner"))
    first = invite(AISHA, Role.PACKER, by=owner)
    second = invite(AISHA, Role.MANAGER, by=owner)
    with pytest.raises(LinkGone):
        joins(first)
    withdraw(aisha(), by=owner)
    withdraw(aisha(), by=owner)
    with pytest.raises(LinkGone):
        joins(second)
    assert [each.customer_id for each in roster.everybody()] == [owner.customer_id]
    assert aisha().role is None


def test_of_two_who_follow_one_link_one_joins(monkeypatch: pytest.MonkeyPatch) -> None:
    key = asked()

    def meanwhile(password: str) -> str:
        monkeypatch.undo()
        joins(key, "another three balls")
        return make_password(password)

    monkeypatch.setattr(inviting, "make_password", meanwhile)
    with pytest.raises(LinkGone):
        joins(key)
    assert sign_in(AISHA, "another three balls", network="net", device="")


def test_a_link_that_was_sent_anew_in_this_moment_is_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    key, owner = asked(), member_of(a_browser("owner"))
    genuine = make_password

    def meanwhile(password: str) -> str:
        send_again(aisha(), by=owner)
        return genuine(password)

    monkeypatch.setattr(inviting, "make_password", meanwhile)
    with pytest.raises(LinkGone):
        joins(key)
    assert aisha().role is None


def test_a_weak_password_leaves_the_link_good() -> None:
    key = asked()
    with pytest.raises(WeakPassword):
        joins(key, "1234567890123")
    assert joins(key).role == "support"


def test_a_shopper_keeps_what_is_theirs_and_an_unknown_address_goes_by_itself() -> None:
    Customer(AISHA, AISHA, phone="+919876543210", address_ids={"a"}).save()
    asked()
    assert aisha().expires_at is None
    joins(send_again(aisha(), by=member_of(a_browser("owner"))))
    assert (aisha().phone, aisha().address_ids) == ("+919876543210", {"a"})
    invite("new@thirdball.example", Role.PACKER, by=member_of(a_browser("owner")))
    new = Customer.get("new@thirdball.example", "new@thirdball.example")
    assert new.expires_at
    assert new.expires_at > clock.now() + timedelta(days=3)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.OWNER])
def test_a_manager_invites_packers_and_support_only(role: Role) -> None:
    manager = member_of(a_browser("manager"))
    with pytest.raises(NotYours):
        invite(AISHA, role, by=manager)
    invite(AISHA, Role.PACKER, by=manager)
    invite("boss@thirdball.example", role, by=member_of(a_browser("owner")))
    boss = Customer.get("boss@thirdball.example", "boss@thirdball.example")
    for act in (send_again, withdraw):
        with pytest.raises(NotYours):
            act(boss, by=manager)


def test_a_manager_does_not_kill_the_link_of_an_owner_by_inviting_anew() -> None:
    key = asked(Role.MANAGER)
    with pytest.raises(NotYours):
        invite(AISHA, Role.PACKER, by=member_of(a_browser("manager")))
    assert joins(key).role == "manager"


def test_who_has_not_seen_the_newest_link_puts_none_in_its_place() -> None:
    manager, owner = member_of(a_browser("manager")), member_of(a_browser("owner"))
    invite(AISHA, Role.PACKER, by=manager)
    seen = aisha()
    key = invite(AISHA, Role.MANAGER, by=owner)
    for act in (send_again, withdraw):
        with pytest.raises(ColleagueChanged):
            act(seen, by=manager)
    assert joins(key).role == "manager"


def test_an_owners_link_that_is_sent_in_this_moment_outlives_a_managers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    manager, keys = member_of(a_browser("manager")), [""]
    Customer(AISHA, AISHA, phone="+919876543210").save()  # a shopper

    def meanwhile(customer_id: str) -> Customer:
        monkeypatch.undo()
        keys[0] = asked(Role.MANAGER)
        return Customer(AISHA, AISHA)

    monkeypatch.setattr("customers.queries.customer", meanwhile)
    with pytest.raises(NotYours):
        invite(AISHA, Role.PACKER, by=manager)
    assert joins(keys[0]).role == "manager"


def test_a_colleague_from_before_there_was_a_list_is_on_it_once_somebody_invites_them() -> None:
    owner, packer = member_of(a_browser("owner")), a_colleague("packer")
    Team(Team.KEY, "#").update(actions=[Team.ids.delete({packer.customer_id})])
    with pytest.raises(Already):
        invite(packer.customer_id, Role.PACKER, by=owner)
    assert packer.customer_id in {each.customer_id for each in roster.everybody()}


def test_who_joins_is_not_shut_out_by_what_was_left_from_before() -> None:
    key = asked()
    aisha().update(actions=[Customer.disabled_at.set(clock.now())])
    assert joins(key).disabled_at is None


def test_a_link_for_a_new_password_lets_nobody_in_who_was_shut_out() -> None:
    owner, packer = member_of(a_browser("owner")), a_colleague("packer")
    key, seen = send_again(read(packer), by=owner), read(packer)
    packer.update(actions=[Customer.disabled_at.set(clock.now())])
    with pytest.raises(ColleagueChanged):
        send_again(seen, by=owner)
    assert joins(key).disabled_at


def test_who_works_here_is_not_invited_but_gets_a_link_for_a_new_password() -> None:
    owner, packer = member_of(a_browser("owner")), a_colleague("packer")
    with pytest.raises(Already):
        invite(packer.customer_id, Role.MANAGER, by=owner)
    with pytest.raises(NotYourself):
        send_again(read(owner), by=owner)
    key = send_again(read(packer), by=owner)
    assert accept(key, name="Rohit Gaikwad", password=PASSWORD).role == "packer"
    packer.update(actions=[Customer.disabled_at.set(clock.now())])
    with pytest.raises(ShutOut):
        send_again(read(packer), by=owner)


def test_who_was_shut_out_or_let_go_meanwhile_has_a_dead_link() -> None:
    owner, packer = member_of(a_browser("owner")), a_colleague("packer")
    key = send_again(read(packer), by=owner)
    packer.update(actions=[Customer.role.set("manager")])
    seen = invited_by(key)
    packer.update(actions=[Customer.role.remove()])
    assert seen.role == "manager"
    with pytest.raises(LinkGone):
        accept_as(seen, key)


def accept_as(seen: Customer, key: str) -> None:
    """Follow the link as the page had read the person a moment before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inviting, "invited_by", lambda key: seen)
        joins(key)


def test_a_team_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = member_of(a_browser("owner"))
    monkeypatch.setattr(inviting, "MOST_COLLEAGUES", 2)
    invite(AISHA, Role.PACKER, by=owner)
    invite(AISHA, Role.PACKER, by=owner)
    with pytest.raises(TeamIsFull):
        invite("more@thirdball.example", Role.PACKER, by=owner)


def test_an_owner_who_was_demoted_meanwhile_invites_nobody() -> None:
    owner = member_of(a_browser("owner"))
    read(owner).update(actions=[Customer.role.set("packer")])
    with pytest.raises(ShopError):
        invite(AISHA, Role.OWNER, by=owner)
    assert [each.role for each in roster.everybody()] == ["packer"]


def link_in_the_mail() -> str:
    (sent,) = mail.outbox
    (address,) = re.findall(r"http://testserver(/\S+)", str(sent.body))
    return str(address)


def test_from_the_page_by_mail_to_the_code_app(client: Client) -> None:
    browser = a_browser("owner", name="Vikram Joshi")
    form = {"email": f" {AISHA.upper()}", "role": "manager"}
    assert browser.post("/staff/team/invitations/", form)["Location"] == "/staff/team/"
    assert mail.outbox[0].subject == "Vikram Joshi invites you to the team of Third Ball"
    page = browser.get("/staff/team/").content.decode()
    assert "Link sent by Vikram Joshi" in page
    address = link_in_the_mail()
    assert client.get(address).status_code == client.get(address).status_code == 200
    (key,) = parse_qs(urlsplit(address).query)["key"]
    typed = {"key": key, "name": "Aisha Khan", "password": PASSWORD, "again": PASSWORD}
    wrong = client.post("/staff/welcome/", typed | {"again": "something else"})
    assert wrong.status_code == 422
    assert client.post("/staff/welcome/", typed)["Location"] == "/staff/"
    assert client.get("/staff/")["Location"] == "/staff/me/code-app/"
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "form",
    [{"email": "no address", "role": "packer"}, {"email": AISHA, "role": "king"}, {"email": AISHA}],
)
def test_what_is_wrong_in_the_form_is_told_and_nobody_is_invited(form: dict[str, str]) -> None:
    answer = a_browser("owner").post("/staff/team/invitations/", form)
    assert answer.status_code == 422
    assert not mail.outbox
    assert len(roster.everybody()) == 1


def test_a_manager_cannot_invite_an_owner_by_changing_the_form() -> None:
    answer = a_browser("manager").post("/staff/team/invitations/", {"email": AISHA} | OWNER)
    assert answer.status_code == 422
    assert not mail.outbox
