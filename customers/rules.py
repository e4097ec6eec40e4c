"""What a good e-mail, telephone number and address are, and what each role may do. Pure."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from customers.errors import NotAnEmail, NotAPhone, NotAPincode, NotAState, UnknownRole

GUEST = "guest"  # the customer of the earlier system's orders that came without an e-mail
FREE_TRIES = 5
FIRST_WAIT = timedelta(minutes=15)
LONGEST_WAIT = timedelta(hours=1)

# No `#`, no `/`: keys that begin with `#` are bookkeeping items.
_EMAIL = re.compile(
    r"(?=.{3,254}\Z)(?=[^@]{1,64}@)"
    r"[a-z0-9!$%&'*+=?^_`{|}~-]+(?:\.[a-z0-9!$%&'*+=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})"
)
_PINCODE = re.compile(r"[1-9][0-9]{5}")
_CALLABLE = {
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
}

# Name of a state or union territory → its GST code.
STATES = {
    "Andaman and Nicobar Islands": "35",
    "Andhra Pradesh": "37",
    "Arunachal Pradesh": "12",
    "Assam": "18",
    "Bihar": "10",
    "Chandigarh": "04",
    "Chhattisgarh": "22",
    "Dadra and Nagar Haveli and Daman and Diu": "26",
    "Delhi": "07",
    "Goa": "30",
    "Gujarat": "24",
    "Haryana": "06",
    "Himachal Pradesh": "02",
    "Jammu and Kashmir": "01",
    "Jharkhand": "20",
    "Karnataka": "29",
    "Kerala": "32",
    "Ladakh": "38",
    "Lakshadweep": "31",
    "Madhya Pradesh": "23",
    "Maharashtra": "27",
    "Manipur": "14",
    "Meghalaya": "17",
    "Mizoram": "15",
    "Nagaland": "13",
    "Odisha": "21",
    "Puducherry": "34",
    "Punjab": "03",
    "Rajasthan": "08",
    "Sikkim": "11",
    "Tamil Nadu": "33",
    "Telangana": "36",
    "Tripura": "16",
    "Uttar Pradesh": "09",
    "Uttarakhand": "05",
    "West Bengal": "19",
}
_STATE_BY_WORDS = {name.casefold(): name for name in STATES} | {
    "new delhi": "Delhi",
    "nct of delhi": "Delhi",
    "orissa": "Odisha",
    "pondicherry": "Puducherry",
    "uttaranchal": "Uttarakhand",
}


class Role(StrEnum):
    OWNER = "owner"
    MANAGER = "manager"
    PACKER = "packer"
    SUPPORT = "support"


_O, _M, _P, _S = Role
RIGHTS: dict[str, frozenset[Role]] = {
    "orders.see": frozenset({_O, _M, _P, _S}),
    "orders.pack": frozenset({_O, _M, _P}),
    "orders.edit": frozenset({_O, _M, _S}),  # address, notes, mails again
    "orders.create": frozenset({_O, _M, _S}),
    "orders.cancel": frozenset({_O, _M}),
    "orders.returns": frozenset({_O, _M, _S}),
    "products.see": frozenset({_O, _M, _P, _S}),
    "products.stock": frozenset({_O, _M, _P}),
    "products.edit": frozenset({_O, _M}),
    "products.import": frozenset({_O, _M}),
    "shipments.see": frozenset({_O, _M, _P, _S}),
    "shipments.dispatch": frozenset({_O, _M, _P}),
    "payments.see": frozenset({_O, _M, _S}),
    "payments.refund": frozenset({_O, _M}),
    "payments.reconcile": frozenset({_O, _M}),
    "papers.see": frozenset({_O, _M}),
    "customers.see": frozenset({_O, _M, _P, _S}),
    "customers.edit": frozenset({_O, _M, _S}),  # notes
    "customers.data": frozenset({_O, _M}),  # export, erase
    "complaints": frozenset({_O, _M, _S}),
    "team.manage": frozenset({_O, _M}),  # of packers and support
    "team.rule": frozenset({_O}),  # of managers, and roles
    "log.see": frozenset({_O, _M}),
    "self": frozenset({_O, _M, _P, _S}),  # one's own sign-in
}


def rights_of(role: str | None) -> frozenset[str]:
    """What a role may do; nothing for no role or one we do not know."""
    return frozenset(right for right, roles in RIGHTS.items() if role in roles)


def role_of(text: str) -> Role:
    """Read a role; UnknownRole names the ones there are."""
    try:
        return Role(text.strip().lower())
    except ValueError:
        raise UnknownRole(", ".join(Role)) from None


def customer_id_of(text: str) -> str:
    """The customer's key: the e-mail address trimmed, NFKC, lower-cased; NotAnEmail otherwise."""
    address = unicodedata.normalize("NFKC", text).strip().lower()
    if not _EMAIL.fullmatch(address):
        raise NotAnEmail
    return address


def phone_of(text: str) -> str:
    """An Indian mobile or landline as E.164: '098765 43210' is '+919876543210'."""
    try:
        number = phonenumbers.parse(text[:40], "IN")
    except NumberParseException:
        raise NotAPhone from None
    if number.country_code != 91 or not phonenumbers.is_valid_number(number):
        raise NotAPhone
    if phonenumbers.number_type(number) not in _CALLABLE:
        raise NotAPhone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def pincode_of(text: str) -> str:
    """Six digits, written together: '411 005' is '411005'."""
    digits = "".join(text.split())
    if not _PINCODE.fullmatch(digits):
        raise NotAPincode
    return digits


def state_of(text: str) -> str:
    """A state or union territory under its present name, whatever case or older name it had."""
    words = " ".join(text.replace("&", " and ").split()).casefold()
    if words not in _STATE_BY_WORDS:
        raise NotAState
    return _STATE_BY_WORDS[words]


def address_id_of(customer_id: str, address: Mapping[str, str]) -> str:
    """The same for the same customer and place, however it was typed; a landmark is only a hint."""
    place = ("addressLine1", "addressLine2", "city", "state", "pincode")
    lines = [customer_id, *(_plain(address.get(key) or "") for key in place)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def wait_after(tries: int) -> timedelta:
    """How long an e-mail address waits after so many wrong passwords: it doubles, up to an hour."""
    if tries < FREE_TRIES:
        return timedelta(0)
    return min(FIRST_WAIT * (1 << min(tries - FREE_TRIES, 10)), LONGEST_WAIT)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", folded.replace("_", " ")))
