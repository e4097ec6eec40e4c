"""What is known of couriers at a pincode, as if Shiprocket had just been asked."""

from config import clock
from shipping.promises import Offered
from shipping.services import known_couriers, promising
from shipping.services.known_couriers import Known, Where

PUNE = "411038"


def they_go_to(pincode: str = PUNE, *, cod: bool = True, days: int = 3) -> None:
    """One courier goes there, whatever the weight."""
    _know(pincode, Offered(24, "Xpressbees Surface", 68_00, days, cod))


def only_a_slower_one_collects_in(pincode: str = PUNE) -> None:
    """The first courier takes three days and no cash, the next takes cash and seven days."""
    fast = Offered(10, "Delhivery Air", 89_00, 3, allows_cod=False)
    _know(pincode, fast, Offered(24, "Xpressbees Surface", 68_00, 7, allows_cod=True))


def nobody_who_collects_names_days_in(pincode: str = PUNE) -> None:
    """The first courier takes three days and no cash, the next takes cash and does not say."""
    fast = Offered(10, "Delhivery Air", 89_00, 3, allows_cod=False)
    _know(pincode, fast, Offered(24, "India Post", 68_00, None, allows_cod=True))


def nobody_goes_to(pincode: str) -> None:
    """Shiprocket has said that no courier does."""
    _know(pincode)


def _know(pincode: str, *offers: Offered) -> None:
    promising.forget()
    for band in promising.BANDS:
        where = Where(pincode, round(band * 1000))
        known_couriers.keep(where, Known(tuple(offers), clock.now()))
