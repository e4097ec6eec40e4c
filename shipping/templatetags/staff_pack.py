"""Words on the pages of the packing bench."""

from datetime import date, datetime, timedelta

from django import template
from django.forms import BoundField
from django.utils import timezone

from config import clock
from orders.models import Order
from orders.rules import SET_ASIDE_FLAG
from orders.staff.picking import Crate
from orders.staff.words import Look
from shipping.models import Shipment
from shipping.staff.pack_again import CrateAgain
from shipping.staff.pack_forms import Filled
from shipping.staff.pack_page import Bench
from shipping.staff.slips import slips_of

register = template.Library()
register.simple_tag(slips_of)
_MEASURES = {
    "grams": "Weight on the scale",
    "length_cm": "Length",
    "breadth_cm": "Width",
    "height_cm": "Height",
}


@register.filter
def seconds(time: timedelta) -> str:
    """'48 seconds', '3 min 20 s'."""
    whole = round(time.total_seconds())
    if whole < 100:
        return f"{whole} second{'' if whole == 1 else 's'}"
    return f"{whole // 60} min {whole % 60} s"


@register.filter
def arrives(parcel: Shipment, order: Order) -> str:
    """'Thu 26 Nov' as the courier says, else what the customer was promised."""
    if parcel.estimated_delivery and (day := _day(parcel.estimated_delivery)):
        return _short(day)
    promised = _day((order.promise or {}).get("to", ""))
    return f"promised {_short(promised)}" if promised else "–"  # noqa: RUF001 - a dash, not a minus


@register.filter
def charge(filled: Filled) -> str:
    """'28 × 22 × 6 ÷ 5000 = 0.74 kg by volume, so couriers charge 1 kg.'"""  # noqa: RUF002
    box = filled.box
    if box is None:
        return ""
    sides = f"{box.length_cm} × {box.breadth_cm} × {box.height_cm}"  # noqa: RUF001
    by_volume = f"{sides} ÷ 5000 = {_kilograms(filled.volume_grams)} by volume"
    charged = _kilograms(filled.charged_grams)
    if filled.volume_grams <= box.grams:
        return f"{by_volume}; couriers go by the scale and charge {charged}."
    return f"{by_volume}, so couriers charge {charged}."


@register.filter
def measure_label(field: BoundField) -> str:
    """What stands over a field of a box."""
    return _MEASURES[field.name]


@register.filter
def crate_look(crate: Crate, bench: Bench) -> Look:
    """The badge of a crate: done, on the table, set aside, left out, or waiting."""
    if crate.is_sent:
        return Look("Done", "check", "bg-green-lt")
    if isinstance(crate, CrateAgain) and not crate.here:
        return Look("Waiting", "clock", "bg-secondary-lt")
    if any(flag.kind == SET_ASIDE_FLAG for flag in crate.order.attention or []):
        return Look("Set aside", "package-x", "bg-red-lt")
    if crate.why_not:
        return Look("Left out", "circle-x", "bg-red-lt")
    if bench.table and bench.table.order.order_id == crate.order.order_id:
        return Look("Packing", "package-open", "bg-orange-lt")
    return Look("Waiting", "clock", "bg-secondary-lt")


@register.filter
def first_parcel(crate: Crate, bench: Bench) -> Shipment | None:
    """The first parcel of a crate's order that has an AWB."""
    return next(iter(bench.parcels.get(crate.order.order_id, ())), None)


def _kilograms(grams: int) -> str:
    """'0.74 kg', '1 kg'."""
    whole, part = divmod(-(-grams // 10), 100)
    return f"{whole}.{part:02d} kg" if part else f"{whole} kg"


def _day(text: str) -> date | None:
    try:
        found: datetime = clock.from_text(text)
    except ValueError:
        return None
    return timezone.localtime(found).date() if "T" in text or " " in text else found.date()


def _short(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"
