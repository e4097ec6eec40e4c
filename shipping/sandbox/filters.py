"""Template tags of the control pages."""

from datetime import UTC, datetime
from typing import Any

from django import template

from config import clock
from config.money import plain_rupees, rupees
from shipping.sandbox.ledger import Record
from shipping.sandbox.wire import INDIA

register = template.Library()
register.filter("rupees", rupees)
register.filter("plain", plain_rupees)

_GOOD = {"captured", "paid", "processed", "won", "delivered", "DELIVERED"}
_BAD = {"failed", "lost", "dropped", "held", "CANCELED", "LOST", "UNDELIVERED"}
_PAGES = (
    ("/", "Payments", ""),
    ("/webhooks", "Webhooks", ""),
    ("/parcels", "Parcels", ""),
    ("/mails", "Mails", "mails"),
    ("/faults", "Faults", "faults"),
    ("/codes", "Codes", ""),
)


@register.filter
def tone(status: str) -> str:
    """The colour of a status."""
    return "good" if status in _GOOD else "bad" if status in _BAD else ""


@register.filter
def clock_time(seconds: float) -> str:
    """Unix seconds as day and time in India."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(INDIA).strftime("%d %b %H:%M:%S")


@register.filter
def ist(text: str) -> str:
    """A moment of the tables as day and time in India."""
    return clock.from_text(text).astimezone(INDIA).strftime("%d %b %H:%M:%S")


@register.filter
def last_scan(scans: list[Record]) -> str:
    """What the newest scan says, and how many there are."""
    newest = scans[-1]
    return f"{newest['activity']}, {newest['location']}, {newest['date']}, scan {len(scans)}"


@register.simple_tag
def act(button: str) -> str:
    """The address that a button posts to."""
    return f"/press/{button}"


@register.inclusion_tag("button.html", name="button")
def button_tag(button: str, label: str, here: str, **fields: Any) -> Record:
    """A form of one button."""
    return {"address": act(button), "label": label, "here": here, "fields": fields.items()}


@register.inclusion_tag("nav.html")
def nav_links(here: str, counts: dict[str, int]) -> Record:
    """The pages, with how much there is on some."""
    return {
        "links": [
            {
                "address": address,
                "name": name,
                "is_here": here == address,
                "count": counts.get(shelf, 0),
            }
            for address, name, shelf in _PAGES
        ]
    }
