"""The demo's staff: accounts that open the door, and are left to whoever has taken them over."""

from config import clock
from customers.rules import Role
from customers.services.accounts import create_staff
from customers.services.signing_in import sign_in
from payments.demo.people import STAFF
from payments.demo.team import hire


def test_the_sign_ins_that_are_printed_open_the_door() -> None:
    hire()
    told = [line.split() for line in hire()]
    assert [role for role, *_ in told] == list(Role)
    for _, email, password in told:
        assert sign_in(email, password, network="net", device="Desk")


def test_a_password_that_was_changed_is_kept_and_not_printed() -> None:
    hire()
    owner, mine = STAFF[0], "my own words now"
    create_staff(email=owner.email, role=owner.role, name="", password=mine, now=clock.now())
    said = hire()[0]
    assert owner.password not in said
    assert "(changed since)" in said
    assert sign_in(owner.email, mine, network="net", device="Desk")
