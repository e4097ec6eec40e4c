"""The payments of past orders: what Razorpay is to know of them, and our items of what it then
says. Nothing is written here."""

import hashlib
from collections.abc import Mapping
from typing import Any

from orders.models import Order
from payments.demo.past.order_items import CALLING_OFF, NOTING, PAYING, WHY, give_back, take_money
from payments.demo.past.sales import Outcome, Sale
from payments.demo.people import MANAGER
from payments.models import Payment, Refund
from payments.razorpay_entities import GatewayPayment, payment_from
from payments.refund_rules import RefundStatus
from payments.rules import RECEIVED
from payments.services.opening import opened_item

Told = Mapping[str, Any]


def id_of(kind: str, order_id: str) -> str:
    """Razorpay's id of something of this order, the same each time."""
    return f"{kind}_{hashlib.sha256(f'{kind} of {order_id}'.encode()).hexdigest()[:14]}"


def fact_of(sale: Sale, order: Order) -> Told:
    """What Razorpay is to know of an order that was not for cash."""
    attempts = [] if sale.outcome is Outcome.UNPAID else [_attempt(sale, order)]
    return {
        "id": id_of("order", sale.order_id),
        "receipt": sale.order_id,
        "amount": order.total_amount,
        "at": int(sale.at.timestamp()),
        "payments": attempts,
    }


def _attempt(sale: Sale, order: Order) -> Told:
    told = {
        "id": id_of("pay", sale.order_id),
        "method": sale.method,
        "email": sale.buyer.customer_id,
        "contact": sale.buyer.phone,
        "is_paid": sale.outcome is not Outcome.FAILED,
        "at": int((sale.at + PAYING).timestamp()),
    }
    if sale.outcome is not Outcome.CALLED_OFF:
        return told
    back = {
        "id": id_of("rfnd", sale.order_id),
        "receipt": _key(sale)[:40],
        "at": int((sale.at + CALLING_OFF + NOTING).timestamp()),
    }
    return {**told, "refund": back}


def opening_of(sale: Sale, order: Order) -> Payment:
    """The item under the Razorpay order's own id; the order knows that id from now on."""
    order.razorpay_order_id = id_of("order", sale.order_id)
    item = opened_item(order, order.razorpay_order_id)
    item.created_at = sale.at
    return item


def payment_of(sale: Sale, order: Order, told: dict[str, Any]) -> Payment:
    """Our item of the payment that Razorpay tells; the order is as it makes it."""
    news = payment_from(told)
    item = _item(news, order)
    if news.status not in RECEIVED:
        order.payment_status = news.status
        return item
    item.captured_at = sale.at + PAYING
    order.payment_method = news.method
    take_money(order, payment_id=news.id, at=sale.at + PAYING)
    if sale.outcome is Outcome.CALLED_OFF:
        at, key = sale.at + CALLING_OFF, _key(sale)
        give_back(order, key=key, at=at)
        item.amount_refunded = order.total_amount
        item.refunds = {
            key: Refund(
                amount=order.total_amount,
                key=key,
                status=RefundStatus.PROCESSED.value,
                by=MANAGER,
                reason=WHY,
                at=at,
                gateway_id=id_of("rfnd", sale.order_id),
            )
        }
    return item


def _item(news: GatewayPayment, order: Order) -> Payment:
    return Payment(
        news.id,
        order.order_id,
        razorpay_order_id=news.order_id,
        razorpay_payment_id=news.id,
        customer_id=order.customer_id,
        amount=news.amount_paise,
        currency=news.currency,
        status=news.status,
        method=news.method,
        email=news.email,
        contact=news.contact,
        failure_reason=news.error_description or None,
        fee=news.fee_paise,
        tax=news.tax_paise,
        detail=news.detail,
        created_at=news.created_at,
    )


def _key(sale: Sale) -> str:
    return f"refund-{id_of('pay', sale.order_id)}-1"
