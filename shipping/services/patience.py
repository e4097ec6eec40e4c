"""Dispatch for people at a page: the worker goes on with whatever it finds half done, and may be
at the very order that somebody has just pressed for."""

import time
from collections.abc import Sequence

from shipping.errors import BeingDispatched
from shipping.models import Shipment
from shipping.packing import PackedBox
from shipping.services.dispatching import dispatch

LONGEST = 8.0  # seconds; a courier takes a parcel within one or two
PAUSE = 0.2


def dispatch_patiently(
    order_id: str,
    *,
    by: str,
    boxes: Sequence[PackedBox] | None = None,
    courier_id: int | None = None,
) -> Shipment:
    """`dispatch`; where somebody else is at a step of it, what they make of it. Raises what
    `dispatch` raises, BeingDispatched only after some seconds."""
    deadline = time.monotonic() + LONGEST
    while True:
        try:
            return dispatch(order_id, by=by, boxes=boxes, courier_id=courier_id)
        except BeingDispatched:
            if time.monotonic() + PAUSE > deadline:
                raise
            time.sleep(PAUSE)
