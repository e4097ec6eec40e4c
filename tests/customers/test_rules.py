"""What counts as an e-mail, a telephone number, a PIN code and a state; what roles may do."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from config.errors import ShopError
from customers.errors import NotAnEmail, NotAPhone, NotAPincode, NotAState, UnknownRole
from customers.rules import (
    RIGHTS,
    STATES,
    Role,
    address_id_of,
    customer_id_of,
    phone_of,
    pincode_of,
    rights_of,
    role_of,
    state_of,
    wait_after,
)

HOME = {
    "addressLine1": "12, Prabhat Road",
    "addressLine2": "Flat 3",
    "city": "Pune",
    "state": "Maharashtra",
    "pincode": "411004",
}


@pytest.mark.parametrize("typed", ["  Asha.Rao@Example.IN ", "\uff41sha.rao@example.in"])
def test_an_email_has_one_spelling(typed: str) -> None:
    assert customer_id_of(typed) == "asha.rao@example.in"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "asha",
        "asha@",
        "@example.in",
        "asha@example",
        "a b@example.in",
        "asha@@example.in",
        "asha..rao@example.in",
        ".asha@example.in",
        "asha@-example.in",
        "asha@example.in\n.org",
        "🏓@example.in",
        "#throttle/x@example.in",
        "asha@example.123",
        "a" * 65 + "@example.in",
        "a@" + "b." * 130 + "in",
        "a" * 10_000,
    ],
)
def test_what_is_no_email_is_told(typed: str) -> None:
    with pytest.raises(NotAnEmail):
        customer_id_of(typed)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("098765 43210", "+919876543210"),
        ("+91-98765-43210", "+919876543210"),
        ("9876543210", "+919876543210"),
        ("020 2567 8901", "+912025678901"),
    ],
)
def test_a_phone_is_kept_as_e164(typed: str, stored: str) -> None:
    assert phone_of(typed) == stored


@pytest.mark.parametrize(
    "typed", ["", "12345", "0000000000", "+1 212 555 0100", "1800 11 4000", "9" * 5000, "phone"]
)
def test_what_is_no_indian_phone_is_told(typed: str) -> None:
    with pytest.raises(NotAPhone):
        phone_of(typed)


def test_a_pincode_is_six_digits() -> None:
    assert pincode_of(" 411 005 ") == "411005"
    for typed in ["41100", "4110055", "011005", "٤١١٠٠٥", "41100a", ""]:
        with pytest.raises(NotAPincode):
            pincode_of(typed)


def test_a_state_has_its_present_name() -> None:
    assert state_of(" jammu & KASHMIR ") == "Jammu and Kashmir"
    assert state_of("Orissa") == "Odisha"
    with pytest.raises(NotAState):
        state_of("Texas")


def test_every_gst_code_stands_for_one_state() -> None:
    assert len(set(STATES.values())) == len(STATES) == 36
    assert STATES["Maharashtra"] == "27"


@pytest.mark.parametrize("read", [customer_id_of, phone_of, pincode_of, state_of, role_of])
def test_every_refusal_is_a_sentence(read: Callable[[str], str]) -> None:
    with pytest.raises(ShopError) as refusal:
        read("?")
    assert str(refusal.value).endswith(".")


def test_the_same_place_typed_otherwise_is_the_same_address() -> None:
    again = HOME | {"addressLine1": " 12  prabhat road.", "city": "PUNE", "landmark": "Near ILS"}
    assert address_id_of("a@example.in", HOME) == address_id_of("a@example.in", again)


@pytest.mark.parametrize("change", [{"addressLine2": "Flat 4"}, {"pincode": "411005"}])
def test_another_place_is_another_address(change: dict[str, str]) -> None:
    assert address_id_of("a@example.in", HOME) != address_id_of("a@example.in", HOME | change)


def test_an_address_belongs_to_one_customer() -> None:
    assert address_id_of("a@example.in", HOME) != address_id_of("b@example.in", HOME)


def test_the_owner_may_do_everything_and_a_stranger_nothing() -> None:
    assert rights_of(Role.OWNER) == set(RIGHTS)
    assert rights_of(None) == rights_of("guest") == rights_of("") == frozenset()


def test_packers_touch_no_money_and_support_packs_nothing() -> None:
    assert not rights_of("packer") & {"payments.see", "payments.refund", "products.edit"}
    assert "payments.see" in rights_of("support")
    assert not rights_of("support") & {"orders.pack", "shipments.dispatch", "payments.refund"}


def test_a_role_is_one_of_four() -> None:
    assert role_of(" Packer ") is Role.PACKER
    with pytest.raises(UnknownRole, match="owner, manager, packer, support"):
        role_of("admin")


def test_the_wait_grows_up_to_an_hour() -> None:
    minutes = [wait_after(tries) / timedelta(minutes=1) for tries in (0, 4, 5, 6, 7, 8, 500)]
    assert minutes == [0, 0, 15, 30, 60, 60, 60]
