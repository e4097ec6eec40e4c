"""A batch: orders that are dispatched at one press, one after the other. Pure: no tables."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

KEPT = timedelta(days=30)
LEASE = timedelta(minutes=3)  # longer than a dispatch takes: whoever held the order is gone


class Outcome(StrEnum):
    SENT = "sent"
    NOT_SENT = "not_sent"
    WAITS = "waits"  # Shiprocket does not answer; the worker goes on with what was begun


def batch_id_of(press: str, order_ids: Sequence[str]) -> str:
    """The same for the same press on the same orders, so that a repeat is no second batch."""
    named = "\n".join([press, *order_ids])
    return hashlib.sha256(named.encode()).hexdigest()[:16]
