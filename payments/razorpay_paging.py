"""Razorpay's long lists, page by page."""

import itertools
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TypeVar

from payments.razorpay_wire import RazorpayDown

_T = TypeVar("_T")
PAGE = 100  # the most that Razorpay lists at once (razorpay.md 0)


def every_entry(
    ask: Callable[[dict[str, int]], list[_T]], begin: datetime, end: datetime
) -> Iterator[_T]:
    """What `ask` lists from `begin` to `end`, both included, until a page is not full. New entries
    push older ones on to later pages, so none is passed over."""
    period = {"from": int(begin.timestamp()), "to": int(end.timestamp()), "count": PAGE}
    for skip in itertools.count(0, PAGE):
        page = _page(ask, period | {"skip": skip})
        yield from page
        if len(page) < PAGE:
            return


def _page(ask: Callable[[dict[str, int]], list[_T]], wanted: dict[str, int]) -> list[_T]:
    """One page, asked for once more if Razorpay did not answer: reading changes nothing."""
    try:
        return ask(wanted)
    except RazorpayDown:
        return ask(wanted)
