"""The demo's staff: accounts that open the door, and are left to whoever has taken them over."""

import pytest

from config import clock
from customers.half_way import HalfWay, proof_of
from customers.rules import Role
from customers.services import roster
from customers.services.accounts import create_staff
from customers.services.code_step import enter
from customers.services.signing_in import sign_in
from customers.team_errors import CodeWanted
from payments.demo.people import STAFF
from payments.demo.phones import shown_by_phones
from payments.demo.team import CODE, hire


def comes_in(email: str, password: str) -> str:
    """The cookie, with the code of the demo's phone where one is wanted."""
    try:
        return sign_in(email, password, network="net", device="Desk")
    except CodeWanted as right:
        half_way = HalfWay(email, proof_of(right.password_hash), "/staff/")
        return enter(half_way, shown_by_phones()[email], network="net", device="Desk")


def test_the_sign_ins_that_are_printed_open_the_door() -> None:
    hire()
    told = [line.split()[:3] for line in hire()]
    assert [role for role, *_ in told] == list(Role)
    assert all(comes_in(email, password) for _, email, password in told)
    assert len(roster.everybody()) == len(STAFF)


def test_owner_and_manager_have_a_phone_and_the_line_says_where_it_is() -> None:
    assert [CODE in line for line in hire()] == [True, True, False, False]
    assert [CODE in line for line in hire()] == [True, True, False, False]
    with pytest.raises(CodeWanted):
        sign_in(STAFF[0].email, STAFF[0].password, network="net", device="Desk")


def test_a_password_that_was_changed_is_kept_and_not_printed() -> None:
    hire()
    owner, mine = STAFF[0], "my own words now"
    create_staff(email=owner.email, role=owner.role, name="", password=mine, now=clock.now())
    said = hire()[0]
    assert owner.password not in said
    assert "(changed since)" in said
    assert comes_in(owner.email, mine)
