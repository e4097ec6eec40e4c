"""What needs a person, flag by flag: the sentence, what to do next, and where it is done."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from orders.models import Flag, Order
from orders.return_rules import RETURN_FLAG
from orders.rules import (
    AMOUNT_FLAG,
    DISPUTE_FLAG,
    DISPUTE_LOST_FLAG,
    REFUND_FAILED_FLAG,
    REFUND_FLAG,
    REFUNDED_THERE_FLAG,
    SET_ASIDE_FLAG,
    WENT_ANYWAY_FLAG,
)

MONEY, PARCELS, TOP = "#money", "#ship", ""
_END_OF_SENTENCE = re.compile(r"(?<=[.!?”])\s+(?=[A-Z“₹])")


@dataclass(frozen=True)
class Way:
    """How a kind of flag is shown, and where on the order's page it is mended."""

    icon: str
    button: str
    place: str = TOP


_OTHER = Way("flag", "Look")
_WAYS: dict[str, Way] = {
    AMOUNT_FLAG: Way("circle-question-mark", "Compare", MONEY),
    REFUND_FLAG: Way("hand-coins", "See refund", MONEY),
    "refund_by_hand": Way("hand-coins", "See payment", MONEY),
    REFUND_FAILED_FLAG: Way("hand-coins", "Give back again", MONEY),
    REFUNDED_THERE_FLAG: Way("hand-coins", "Compare", MONEY),
    DISPUTE_FLAG: Way("gavel", "See dispute", MONEY),
    DISPUTE_LOST_FLAG: Way("gavel", "See dispute", MONEY),
    SET_ASIDE_FLAG: Way("package-x", "See goods"),
    "stock": Way("boxes", "Count in"),
    "dispatch": Way("map-pin-off", "Choose courier", PARCELS),
    "parcel": Way("phone-off", "See parcel", PARCELS),
    "call_off": Way("truck", "See parcel", PARCELS),
    WENT_ANYWAY_FLAG: Way("truck", "See parcel", PARCELS),
    RETURN_FLAG: Way("undo-2", "Answer", "#h-returns"),
    "gst_rate": Way("percent", "See goods"),
    "old_front_end": Way("circle-question-mark", "Check"),
}


@dataclass(frozen=True)
class Call:
    """A flag of an order for whoever has to see to it."""

    order: Order
    said: str
    todo: str
    way: Way
    at: datetime

    @property
    def url(self) -> str:
        """The place where it is mended."""
        return reverse("staff:orders:detail", args=[self.order.order_id]) + self.way.place


def calls_of(order: Order) -> list[Call]:
    """What the order needs a person for, flag by flag."""
    return [_call(order, flag) for flag in order.attention or []]


def _call(order: Order, flag: Flag) -> Call:
    said, todo = parted(flag.text)
    return Call(order, said, todo, _WAYS.get(flag.kind, _OTHER), flag.at)


def parted(text: str) -> tuple[str, str]:
    """What happened and what to do: the first sentence of a flag, and the rest of it."""
    first, *rest = _END_OF_SENTENCE.split(text, maxsplit=1)
    return first, " ".join(" ".join(rest).split())
