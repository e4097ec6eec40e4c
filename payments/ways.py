"""What the checkout offers for a cart and a pincode: when it arrives, and the ways to pay."""

from dataclasses import dataclass
from datetime import datetime

from config.money import short_rupees
from orders import rules
from orders.cart import Cart
from orders.rules import COD_FEE_PAISE, Totals
from shipping.pincodes import place_of
from shipping.promises import Promise
from shipping.services.promising import pieces_of, promise_for

ASK = "Write your pincode first: not every courier collects money."
NOT_NOW = "Our courier does not answer just now, so we cannot say whether it collects money there."


@dataclass(frozen=True)
class Ways:
    """`promise` is None while there is no pincode; `no_cash` says why the courier cannot collect,
    '' where it can."""

    promise: Promise | None
    now: Totals
    cash: Totals
    no_cash: str

    @property
    def fee(self) -> str:
        return short_rupees(COD_FEE_PAISE)

    @property
    def promised(self) -> dict[str, str] | None:
        """The promise as the order keeps it."""
        return self.promise.as_text() or None if self.promise else None

    @property
    def shown(self) -> str:
        """The promise as the page sends it back, to be compared: what is shown is what is kept."""
        if self.promise is None or self.promised is None:
            return ""
        return " ".join([self.promise.pincode, *self.promised.values()])

    def is_news(self, shown: str, *, is_for_cash: bool) -> bool:
        """Whether the person must read these days first: they are later than what the page showed
        for this pincode, or it showed none and the next page is too late to say it."""
        if self.promise is None or self.promise.latest is None:
            return False
        match shown.split():
            case [pincode, _, latest, _] if pincode == self.promise.pincode:
                return self.promise.latest.isoformat() > latest
        return is_for_cash

    @property
    def nobody_goes(self) -> str:
        """Why nothing can be sent there; '' where it can."""
        if self.promise is None or self.promise.is_served:
            return ""
        pincode = self.promise.pincode
        if place_of(pincode) is None:
            return f"There is no pincode {pincode}. Please look at the six digits again."
        return f"We do not deliver to {pincode} yet."


def ways_of(cart: Cart, pincode: str, *, now: datetime) -> Ways:
    """What this cart costs either way, and what is possible at the pincode ('' for none)."""
    cash = rules.totals(cart.lines, is_cod=True)
    promise = promise_for(pincode, pieces_of(cart.lines), now=now) if pincode else None
    categories = {line.product.category for line in cart.lines}
    no_cash = rules.why_no_cod(categories, cash.total_paise) or _why_not_there(promise)
    return Ways(promise, cart.totals, cash, no_cash)


def _why_not_there(promise: Promise | None) -> str:
    if promise is None:
        return ASK
    if promise.allows_cod:
        return ""
    if promise.is_estimate:
        return NOT_NOW
    return f"No courier collects money at {promise.pincode}."
