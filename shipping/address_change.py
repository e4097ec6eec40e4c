"""The page on which the address of an order is changed, the same for its customer and for staff:
what was sent is tried, and what is wrong with it comes back on the form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from config import clock
from config.errors import ShopError
from config.templatetags.shop import telephone
from orders import queries
from orders.arrival import arrival_words, last_day
from orders.errors import OrderNotFound
from orders.models import Order
from orders.services.readdressing import Receiver, mark_of
from shipping.errors import NoCashThere, NotServedThere
from shipping.place_form import PlaceForm
from shipping.services.readdressing import change_address, promise_there, why_closed


@dataclass(frozen=True)
class Sheet:
    """The page: the order, its form, and why it is closed ('' while it is open). `shown` are the
    later days that the page has said, as it sends them back; `is_done`: the order goes there."""

    order: Order
    form: PlaceForm
    closed: str = ""
    shown: str = ""
    is_done: bool = False

    @property
    def seen(self) -> str:
        """Which address the page shows."""
        return mark_of(self.order)


def first_sheet(order: Order) -> Sheet:
    """The form with the address as it is."""
    return Sheet(order, PlaceForm(initial=_present(order)), why_closed(order))


def tried(
    order: Order,
    given: Mapping[str, str],
    *,
    by: str,
    before_asking: Callable[[], None] = lambda: None,
) -> Sheet:
    """The address changed as it was sent, or the form with what is wrong. Later days than the order
    was promised are shown first, and meant only if they are sent back. Raises OrderNotFound."""
    form = PlaceForm(given)
    if not form.is_valid():
        return Sheet(order, form, why_closed(order))
    got = form.cleaned_data
    try:
        promise = promise_there(order, got["pincode"], now=clock.now(), before_asking=before_asking)
        shown = _days(got["pincode"], promise)
        if _is_later(order, promise) and given.get("promised") != shown:
            words = f"There it arrives {arrival_words(promise)}. If that suits, send it once more."
            form.add_error(None, words)
            return Sheet(order, form, why_closed(order), shown)
        to = Receiver(got["name"], got["phone"], form.as_kept())
        changed = change_address(
            order.order_id, to, seen=given.get("seen", ""), promise=promise, by=by
        )
    except OrderNotFound:
        raise
    except ShopError as refusal:
        is_of_place = isinstance(refusal, NoCashThere | NotServedThere)
        form.add_error("pincode" if is_of_place else None, str(refusal))
        present = queries.order(order.order_id)
        return Sheet(present, form, why_closed(present))
    return Sheet(changed, form, is_done=True)


def _present(order: Order) -> dict[str, str]:
    """The order's address as the form shows it; the earlier system named its parts otherwise."""
    address: dict[str, Any] = order.shipping_address or {}
    pincode = address.get("pincode") or address.get("zip") or ""
    street = address.get("addressLine1") or address.get("address") or address.get("line1")
    area = [address.get("addressLine2") or "", address.get("landmark") or ""]
    return {
        "name": order.customer_name or address.get("name") or "",
        "phone": telephone(order.customer_phone or address.get("phone") or ""),
        "pincode": pincode,
        "filled": pincode,
        "city": address.get("city") or "",
        "state": address.get("state") or "",
        "line1": street or "",
        "line2": ", ".join(text for text in area if text),
    }


def _is_later(order: Order, promise: Mapping[str, str]) -> bool:
    before, there = last_day(order.promise), last_day(promise)
    return before is not None and there is not None and there > before


def _days(pincode: str, promise: Mapping[str, str]) -> str:
    return " ".join([pincode, *promise.values()])
