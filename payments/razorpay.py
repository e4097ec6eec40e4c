"""The Razorpay client: what we ask of the gateway, in our words, on the official SDK."""

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

import requests
from django.conf import settings
from razorpay.errors import BadRequestError, GatewayError, ServerError

from payments.razorpay_entities import (
    GatewayOrder,
    GatewayPayment,
    GatewayRefund,
    Unreadable,
    items_of,
    order_from,
    payment_from,
    readable_in,
    refund_from,
)
from payments.razorpay_paging import every_entry
from payments.razorpay_wire import RazorpayDown, RazorpayRefused, Sdk, checked, refuse, session_to
from payments.signatures import payment_signature, same, webhook_signature_is_right

__all__ = [
    "GatewayOrder",
    "GatewayPayment",
    "GatewayRefund",
    "Razorpay",
    "RazorpayDown",
    "RazorpayRefused",
    "gateway",
    "order_from",
    "payment_from",
    "payment_signature",
    "refund_from",
    "webhook_signature_is_right",
]

log = logging.getLogger(__name__)
_T = TypeVar("_T")
Listed = Iterator[_T | Unreadable]  # a long list, page by page


class Razorpay:
    """Orders, payments and refunds at Razorpay. Nothing but a page of a list is tried twice in
    here; every call ends within the time-outs (connect, read; seconds) or with one of the two
    errors above."""

    def __init__(
        self,
        session: requests.Session,
        base_url: str,
        *,
        key_id: str,
        key_secret: str,
        timeout: tuple[float, float] = (2, 5),
    ) -> None:
        self._key_secret = key_secret
        self._sdk = Sdk(session, base_url, (key_id, key_secret), timeout)

    def open_order(self, receipt: str, amount_paise: int, notes: Mapping[str, str]) -> GatewayOrder:
        """Open an order in rupees, captured automatically; the same receipt twice is the same
        order, and another amount for a known receipt is refused."""
        wanted = {
            "amount": amount_paise,
            "currency": "INR",
            "receipt": receipt,
            "unique_receipt": True,
            "notes": dict(notes),
            "payment": {
                "capture": "automatic",
                "capture_options": {
                    # Minutes. Late money is captured too: we revive or refund (design 4).
                    "automatic_expiry_period": 3 * 24 * 60,
                    "manual_expiry_period": 5 * 24 * 60,
                    "refund_speed": "normal",
                },
            },
        }
        opened = self._call(order_from, self._sdk.order.create, wanted)
        if (opened.receipt, opened.amount_paise) != (receipt, amount_paise):
            raise RazorpayRefused(f"{opened.id} is open for {opened.amount_paise} paise")
        return opened

    def order_by_receipt(self, receipt: str) -> GatewayOrder | None:
        """The oldest order with this receipt, or None: heals an order whose answer was lost."""
        found = self._list(order_from, self._sdk.order.all, {"receipt": receipt, "count": 100})
        ours = [order for order in found if order.receipt == receipt]
        return min(ours, key=lambda order: order.created_at, default=None)

    def order(self, order_id: str) -> GatewayOrder:
        """The order as Razorpay has it now."""
        return self._call(order_from, self._sdk.order.fetch, checked(order_id))

    def payments_of(self, order_id: str) -> list[GatewayPayment]:
        """Every attempt to pay this order, failed ones too."""
        return self._list(payment_from, self._sdk.order.payments, checked(order_id))

    def payment(self, payment_id: str) -> GatewayPayment:
        """The payment as Razorpay has it now."""
        ask = self._sdk.payment.fetch
        return self._call(payment_from, ask, checked(payment_id), {"expand[]": "card"})

    def refund(
        self, payment_id: str, amount_paise: int, key: str, receipt: str, notes: Mapping[str, str]
    ) -> GatewayRefund:
        """Give paise back. The same `key` (10 or more of A-Z a-z 0-9 _ -) with the same arguments
        is the same refund, however often it is asked."""
        wanted = {
            "amount": amount_paise,
            "speed": "normal",
            "receipt": receipt,
            "notes": dict(notes),
        }
        once = {"X-Refund-Idempotency": key}
        return self._call(
            refund_from, self._sdk.payment.refund, checked(payment_id), wanted, headers=once
        )

    def refund_of_id(self, refund_id: str) -> GatewayRefund:
        """The refund as Razorpay has it now; it names its payment."""
        return self._call(refund_from, self._sdk.refund.fetch, checked(refund_id))

    def refunds_of(self, payment_id: str) -> list[GatewayRefund]:
        """Every refund of this payment, up to Razorpay's hundred a page."""
        ask = self._sdk.payment.fetch_multiple_refund
        return self._list(refund_from, ask, checked(payment_id), {"count": 100})

    def orders_between(self, begin: datetime, end: datetime) -> Listed[GatewayOrder]:
        """Every order opened from `begin` to `end`, both included, newest first; one may come
        twice if others are opened meanwhile, and one that does not read as documented comes as
        Unreadable."""
        return self._all(order_from, self._sdk.order.all, begin, end)

    def payments_between(self, begin: datetime, end: datetime) -> Listed[GatewayPayment]:
        """Every attempt to pay that was begun from `begin` to `end`, as `orders_between`."""
        return self._all(payment_from, self._sdk.payment.all, begin, end)

    def refunds_between(self, begin: datetime, end: datetime) -> Listed[GatewayRefund]:
        """Every refund made from `begin` to `end`, as `orders_between`."""
        return self._all(refund_from, self._sdk.refund.all, begin, end)

    def payment_signature_is_right(self, order_id: str, payment_id: str, signature: str) -> bool:
        """Whether Razorpay signed this pair. `order_id` must come from our table, never from the
        browser; the signature says nothing of amount or status."""
        right = payment_signature(self._key_secret, order_id, payment_id)
        return bool(self._key_secret) and same(right, signature)

    def _list(self, read: Callable[[dict[str, Any]], _T], ask: Any, *args: Any) -> list[_T]:
        return self._call(lambda reply: items_of(reply, read), ask, *args)

    def _all(
        self, read: Callable[[dict[str, Any]], _T], ask: Any, begin: datetime, end: datetime
    ) -> Listed[_T]:
        def page(wanted: dict[str, int]) -> list[_T | Unreadable]:
            return self._call(lambda reply: readable_in(reply, read), ask, wanted)

        return every_entry(page, begin, end)

    def _call(self, read: Callable[[dict[str, Any]], _T], ask: Any, *args: Any, **kw: Any) -> _T:
        try:
            return read(ask(*args, **kw))
        except BadRequestError as error:
            refuse(str(error), error)
        except (GatewayError, ServerError) as error:
            raise RazorpayDown from error
        except (ValueError, TypeError, AttributeError) as error:
            log.exception("Razorpay's answer does not read as documented")
            raise RazorpayDown from error


@lru_cache(maxsize=1)
def gateway() -> Razorpay:
    """The client that the settings describe, one for the process."""
    return _client((2, 5))


def hurried_gateway() -> Razorpay:
    """The same, for a person who can do without the answer: it is not waited for long."""
    return _client((1, 2))


def _client(timeout: tuple[float, float]) -> Razorpay:
    address = settings.RAZORPAY_BASE_URL.rstrip("/")
    return Razorpay(
        session_to(address),
        address,
        key_id=settings.RAZORPAY_KEY_ID,
        key_secret=settings.RAZORPAY_KEY_SECRET,
        timeout=timeout,
    )
