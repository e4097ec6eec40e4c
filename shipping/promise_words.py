"""What a page says about a pincode: the day, the charge, and whether money is collected. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from config.money import short_rupees
from orders import rules
from orders.cart_lines import CartLine
from shipping.pincodes import Place, is_army_post, place_of
from shipping.promises import Promise, leaves_on

ESTIMATE = "This is an estimate: no courier names a day just now."


@dataclass(frozen=True)
class Told:
    """A promise in words for some goods; before there is a pincode, the day on which they leave.
    `error` is what is wrong with a pincode that is none."""

    pincode: str = ""
    place: Place | None = None
    promise: Promise | None = None
    leaves: str = ""
    charge_paise: int = 0
    no_cash: str = ""
    error: str = ""

    @property
    def is_served(self) -> bool:
        return self.promise is not None and self.promise.is_served

    @property
    def is_estimate(self) -> bool:
        return self.promise is not None and self.promise.is_estimate

    @property
    def days(self) -> str:
        """'Thursday 26 November', or 'Thursday 26 to Saturday 28 November'; '' where not served."""
        if self.promise is None or self.promise.earliest is None or self.promise.latest is None:
            return ""
        return span(self.promise.earliest, self.promise.latest)

    @property
    def by(self) -> str:
        """The last of the days; '' where not served."""
        latest = self.promise.latest if self.promise else None
        return day(latest) if latest else ""

    @property
    def charge(self) -> str:
        return f"delivery {short_rupees(self.charge_paise)}" if self.charge_paise else "free"

    @property
    def cash(self) -> str:
        """Whether the price may be paid at the door, as a sentence; the day where it is another."""
        if self.no_cash:
            return self.no_cash
        text = f"Cash on delivery for {short_rupees(rules.COD_FEE_PAISE)}"
        by = f", then it arrives by {self.cash_by}" if self.cash_by else ""
        return f"{text}{by}{', an estimate' if self.is_cash_estimate else ''}."

    @property
    def cash_by(self) -> str:
        """The last of the days with cash on delivery, if there is more to say of it than of `by`:
        another day, or an estimate; '' else, and where there is no cash."""
        latest = self.promise.for_cash().latest if self.promise and not self.no_cash else None
        said = day(latest) if latest else ""
        return "" if said == self.by and not self.is_cash_estimate else said

    @property
    def is_cash_estimate(self) -> bool:
        """Whether only the days with cash on delivery are an estimate: no courier who collects
        names any, though others do."""
        if self.promise is None or self.promise.is_estimate or self.no_cash:
            return False
        return self.promise.for_cash().is_estimate

    @property
    def not_served(self) -> str:
        """Why nothing can be sent there, as a sentence; '' where it can or nobody asked."""
        if self.promise is None or self.promise.is_served:
            return ""
        if is_army_post(self.pincode):
            return f"Couriers do not go to army post offices such as {self.pincode}."
        return f"We do not deliver to {self.pincode} yet."

    @property
    def text(self) -> str:
        """All of it in one line."""
        if not self.is_served:
            return self.error or self.not_served
        said = f"{self.days}, {self.charge}. {self.cash}"
        return f"{said} {ESTIMATE}" if self.is_estimate else said


def told(promise: Promise, lines: Sequence[CartLine]) -> Told:
    """What is said of a promise for these lines."""
    return Told(
        pincode=promise.pincode,
        place=place_of(promise.pincode),
        promise=promise,
        charge_paise=rules.totals(lines).shipping_paise,
        no_cash=_why_no_cash(promise, lines),
    )


def told_nothing(now: datetime, *, pincode: str = "", error: str = "") -> Told:
    """What is said before there is a pincode, or where the one given is none."""
    return Told(pincode=pincode, leaves=day(leaves_on(now)), error=error)


def day(when: date) -> str:
    """'Thursday 26 November'."""
    return f"{when:%A} {when.day} {when:%B}"


def span(first: date, last: date) -> str:
    """Two days in as few words as they need."""
    if first == last:
        return day(last)
    is_one_month = (first.year, first.month) == (last.year, last.month)
    begin = f"{first:%A} {first.day}" if is_one_month else day(first)
    return f"{begin} to {day(last)}"


def _why_no_cash(promise: Promise, lines: Iterable[CartLine]) -> str:
    chosen = list(lines)
    total = rules.totals(chosen, is_cod=True).total_paise
    reason = rules.why_no_cod({line.kind for line in chosen}, total)
    if reason or promise.allows_cod:
        return reason or ""
    if promise.is_estimate:
        return "Whether you can pay at the door is not known just now."
    return "No cash on delivery there."
