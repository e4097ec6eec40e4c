"""What the customers' room holds about one person, for that person to read: everything but what
opens doors."""

from collections.abc import Iterable
from typing import Any

from config.raw_items import Item, as_plain, stored
from customers import complaint_queries
from customers.complaint_models import Complaint
from customers.models import Address, Customer

_DOORS = frozenset(
    ["passwordHash", "totpSecret", "totpLastStep", "recoveryCodes", "signInCode", "invitation"]
)
_SECRET = _DOORS | {"notes", "version"}  # notes are what our people write for each other
_OURS = frozenset({"mails", "acknowledgedBy", "settledBy", "expiresAt"})


def known(customer_id: str) -> list[Customer]:
    """The person's item, as a list of one or none."""
    return list(Customer.batch_get([(customer_id, customer_id)], consistent_read=True))


def addresses_of(customer_id: str) -> list[Address]:
    """The addresses that the person keeps."""
    ids = {each for item in known(customer_id) for each in item.address_ids or ()}
    found = Address.batch_get(sorted(ids), consistent_read=True) if ids else ()
    return [address for address in found if address.customer_id == customer_id]


def about_person(customer_id: str) -> dict[str, Any]:
    """The person, consent and sign-ins, addresses and complaints, as plain values under the names
    of the tables."""
    item = stored(Customer, customer_id, customer_id) or {}
    person = plain(item, without=_SECRET)
    if "sessions" in person:  # their names are digests of what opens them
        person["sessions"] = list(person["sessions"].values())
    addresses = [stored(Address, each.address_id) or {} for each in addresses_of(customer_id)]
    return {
        "customer": person,
        "addresses": [plain(each) for each in addresses],
        "complaints": [_complaint(each.key) for each in complaint_queries.all_of(customer_id)],
    }


def plain(item: Item, *, without: Iterable[str] = ()) -> dict[str, Any]:
    """An item as plain values, but for some of its attributes."""
    return {name: as_plain(held) for name, held in item.items() if name not in {*without}}


def _complaint(key: str) -> dict[str, Any]:
    found = plain(stored(Complaint, key, "#") or {}, without=_OURS)
    found["ticket"] = str(found.pop("customerId", "")).removeprefix(Complaint.PREFIX)
    found.pop("email", None)
    found["answers"] = [
        {"at": each["at"], "text": each["text"]} for each in found.get("answers", [])
    ]
    return found
