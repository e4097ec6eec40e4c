"""What the checkout offers for a cart and a pincode: when it arrives, and the ways to pay."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from config.errors import TooMany
from config.money import short_rupees
from orders import rules
from orders.cart import Cart
from orders.rules import COD_FEE_PAISE, Totals
from shipping.pincodes import is_army_post, place_of
from shipping.promise_words import Told, told
from shipping.services.enquiring import NoAnswer
from shipping.services.promising import pieces_of, promise_for

ASK = "Say first where it goes: couriers do not collect money everywhere."


@dataclass(frozen=True)
class Ways:
    """`told` is what is said of the pincode, None while there is none; `no_cash` says why the
    courier cannot collect, '' where it can."""

    told: Told | None
    now: Totals
    cash: Totals
    no_cash: str

    @property
    def fee(self) -> str:
        return short_rupees(COD_FEE_PAISE)

    @property
    def promised(self) -> dict[str, str] | None:
        """The promise as an order that is paid now keeps it."""
        return self.promised_for(is_for_cash=False)

    @property
    def promised_cash(self) -> dict[str, str] | None:
        """The promise as an order for cash keeps it: another courier may bring it."""
        return self.promised_for(is_for_cash=True)

    def promised_for(self, *, is_for_cash: bool) -> dict[str, str] | None:
        """The promise as the order keeps it, by how it is paid."""
        promise = self.told.promise if self.told else None
        return promise.as_text(is_cod=is_for_cash) or None if promise else None

    @property
    def shown(self) -> str:
        """The promise as the page sends it back, to be compared: what is shown is what is kept."""
        return self._shown(self.promised)

    @property
    def shown_cash(self) -> str:
        """The same for an order for cash."""
        return self._shown(self.promised_cash)

    def _shown(self, promised: dict[str, str] | None) -> str:
        return " ".join([self.told.pincode, *promised.values()]) if self.told and promised else ""

    def is_news(self, shown: str, *, is_for_cash: bool) -> bool:
        """Whether the person must read these days first: they are later than what the page showed
        for this pincode, or it showed none and no other page comes to say them."""
        promised = self.promised_for(is_for_cash=is_for_cash)
        if self.told is None or promised is None:
            return False
        match shown.split():
            case [pincode, _, latest, _] if pincode == self.told.pincode:
                return promised["to"] > latest
        return is_for_cash

    @property
    def nobody_goes(self) -> str:
        """Why nothing can be sent there; '' where it can."""
        if self.told is None or not self.told.not_served:
            return ""
        pincode = self.told.pincode
        if place_of(pincode) is None and not is_army_post(pincode):
            return f"There is no pincode {pincode}. Please look at the six digits again."
        return self.told.not_served


def ways_of(
    cart: Cart, pincode: str, *, now: datetime, before_asking: Callable[[], None] = lambda: None
) -> Ways:
    """What this cart costs either way, and what is possible at the pincode ('' for none). Where
    `before_asking` says that one network has asked too often, an estimate must do."""
    cash = rules.totals(cart.lines, is_cod=True)
    found = None
    if pincode:
        asking = _or_no_answer(before_asking)
        promise = promise_for(pincode, pieces_of(cart.lines), now=now, before_asking=asking)
        found = told(promise, cart.lines)
    categories = {line.kind for line in cart.lines}
    no_cash = found.no_cash if found else rules.why_no_cod(categories, cash.total_paise) or ASK
    return Ways(found, cart.totals, cash, no_cash)


def _or_no_answer(before_asking: Callable[[], None]) -> Callable[[], None]:
    def asking() -> None:
        try:
            before_asking()
        except TooMany as refusal:
            raise NoAnswer from refusal

    return asking
