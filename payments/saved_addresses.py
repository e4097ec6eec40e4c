"""The address book of a signed-in shopper at the checkout: addresses are chosen, not typed."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from config.shopper import Shopper, shopper_of
from config.templatetags.shop import telephone
from customers.address_forms import fields_of
from customers.models import Address
from customers.services.address_book import Written, book_of, keep
from orders.services.drafting import Buyer

ANOTHER = "new"  # stands for an address that is typed


@dataclass(frozen=True)
class Saved:
    """Who is signed in, what they have kept, and which of it is ticked: None while an address is
    typed. `is_gone`: what was ticked is not in the book (any more)."""

    shopper: Shopper
    book: list[Address]
    chosen: Address | None
    is_gone: bool

    @property
    def ticked(self) -> str:
        """The value of the radio that is ticked."""
        return self.chosen.address_id if self.chosen else ANOTHER

    def typed(self, given: Mapping[str, str]) -> dict[str, str]:
        """What was typed, by whoever is signed in; where nothing was, the name and the telephone
        that the shop knows."""
        own = {"name": self.shopper.name, "phone": telephone(self.shopper.phone)}
        return {**own, **given, "email": self.shopper.customer_id}

    def meant(self, given: Mapping[str, str]) -> dict[str, str]:
        """The same with the ticked address in the place of what was typed."""
        if self.chosen is None:
            return self.typed(given)
        own, kept = self.typed({}), fields_of(self.chosen)
        person = {key: kept[key] or own[key] for key in ("name", "phone")}
        return {**self.typed(given), **kept, **person, "filled": ""}


def saved_of(request: HttpRequest, wanted: str) -> Saved | None:
    """What a signed-in shopper may choose from, with `wanted` ticked (an address id, ANOTHER, or
    '' for the default); None for a guest."""
    shopper = shopper_of(request)
    if shopper is None:
        return None
    book = book_of(shopper.customer_id)
    found = next((each for each in book if each.address_id == wanted), None)
    is_gone = wanted not in {"", ANOTHER} and found is None
    if found is None and wanted != ANOTHER:
        found = next((each for each in book if each.is_default), None)
    return Saved(shopper, book, found, is_gone)


def keep_typed(shopper: Shopper, buyer: Buyer) -> None:
    """Keep where somebody who is signed in has sent something: here it is sure that it is theirs,
    and the first is the default. Raises what `keep` does."""
    written = Written(name=buyer.name, phone=buyer.phone, place=buyer.address)
    keep(shopper.customer_id, written)
