"""The fields of Razorpay's entities, read by name: each is what it must be, or a ValueError."""

import json
import re
from datetime import datetime
from typing import Any, TypeVar

from config import clock

_T = TypeVar("_T")
_ID = re.compile(r"[A-Za-z0-9_]{1,64}", re.ASCII)
MOST_PAISE = 10**15  # more than all of India's money moves in a day; DynamoDB takes 38 digits
LONGEST_TEXT = 500  # signs; what is told on an order must fit into its item sixty times


def entity_in(value: Any) -> dict[str, Any]:
    """An entity; ValueError if it is none."""
    if not isinstance(value, dict):
        raise ValueError(f"an entity was expected, not {value!r}")
    return value


def text(entity: dict[str, Any], name: str) -> str:
    """A text, '' where Razorpay says nothing."""
    value = entity_in(entity).get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{name} is {value!r}, not text")
    return _clean(value[:LONGEST_TEXT])


def _clean(text: str) -> str:
    """Half characters ("\\ud800") are legal in JSON and nowhere else."""
    return text.encode("utf-8", "replace").decode()


def vendor_id(entity: dict[str, Any], name: str) -> str:
    """An id of Razorpay's."""
    value = needed_text(entity, name)
    if not _ID.fullmatch(value):
        raise ValueError(f"{name} is {value[:80]!r}, which is no id")
    return value


def needed_text(entity: dict[str, Any], name: str) -> str:
    """A text that must be there."""
    value = text(entity, name)
    if not value:
        raise ValueError(f"{name} is missing")
    return value


def whole(entity: dict[str, Any], name: str) -> int:
    """A whole number of paise or of seconds."""
    value = entity_in(entity).get(name)
    if type(value) is not int or not 0 <= value <= MOST_PAISE:
        raise ValueError(f"{name} is {value!r}, not a whole number of paise")
    return value


def whole_or(entity: dict[str, Any], name: str, missing: _T) -> int | _T:
    """The same, or `missing` where Razorpay says nothing."""
    return missing if entity.get(name) in (None, "") else whole(entity, name)


def moment(entity: dict[str, Any], name: str) -> datetime:
    """A time, which Razorpay tells in seconds."""
    seconds = whole(entity, name)
    try:
        return clock.from_unix(seconds)
    except (OverflowError, OSError) as error:
        raise ValueError(f"{name} is {seconds}, which is no time") from error


def notes(entity: dict[str, Any]) -> dict[str, str]:
    """The notes, as text."""
    notes = entity.get("notes") or {}  # [] when empty, as PHP writes an empty map
    if not isinstance(notes, dict):
        raise ValueError(f"notes are {notes!r}, not a map")
    return {
        _clean(key): _clean(value) if isinstance(value, str) else json.dumps(value)
        for key, value in notes.items()
    }


def detail(entity: dict[str, Any]) -> dict[str, str]:
    """How it was paid, for people to read. Oddities in it never cost us the payment."""
    card, upi, bank_words = (_inner(entity, name) for name in ("card", "upi", "acquirer_data"))
    found = {
        "last4": card.get("last4"),
        "network": card.get("network"),
        "issuer": card.get("issuer"),
        "type": card.get("type"),
        "bank": entity.get("bank"),
        "wallet": entity.get("wallet"),
        "vpa": entity.get("vpa") or upi.get("vpa"),
        "reference": bank_words.get("rrn") or bank_words.get("bank_transaction_id"),
    }
    return {name: _clean(str(value)) for name, value in found.items() if value}


def _inner(entity: dict[str, Any], name: str) -> dict[str, Any]:
    value = entity.get(name)
    return value if isinstance(value, dict) else {}
