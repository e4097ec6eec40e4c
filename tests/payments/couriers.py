"""What is known of couriers at a pincode, as if Shiprocket had just been asked."""

from config import clock
from shipping.promises import Offered
from shipping.services import known_couriers, promising
from shipping.services.known_couriers import Known, Where

PUNE = "411038"


def they_go_to(pincode: str = PUNE, *, cod: bool = True, days: int = 3) -> None:
    """One courier goes there, whatever the weight."""
    _know(pincode, Offered(24, "Xpressbees Surface", 68_00, days, cod))


def nobody_goes_to(pincode: str) -> None:
    """Shiprocket has said that no courier does."""
    _know(pincode)


def _know(pincode: str, *offers: Offered) -> None:
    promising.forget()
    for band in promising.BANDS:
        where = Where(pincode, round(band * 1000))
        known_couriers.keep(where, Known(tuple(offers), clock.now()))
