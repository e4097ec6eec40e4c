"""How the webhooks of Razorpay and Shiprocket are doing, for the staff pages."""

from dataclasses import dataclass
from datetime import datetime

from config import webhook_health
from config.webhook_health import WebhookHealth
from orders.models import Order
from orders.rules import Status
from payments.health_rules import may_be_switched_off
from payments.models import RazorpayHealth
from shipping.models import ShiprocketHealth

SOLD = (Status.CONFIRMED, Status.PROCESSING, Status.SHIPPED, Status.DELIVERED)
SWITCHED_OFF = (
    "Razorpay may have switched us off: money came in since its last event, and no event told of"
    " it. Open Razorpay's dashboard, Account & Settings, Webhooks: if ours is disabled, enable it."
    " Then run the reconcile and apply its mends, so that what was missed is caught up."
)
NEVER_HEARD = (
    "Money came in, but Razorpay has never sent an event. Open Razorpay's dashboard, Account &"
    " Settings, Webhooks: our address there is /payment/webhook, its secret the one in"
    " RAZORPAY_WEBHOOK_SECRET. Then run the reconcile and apply its mends."
)


@dataclass(frozen=True)
class Health:
    """One webhook. `trouble` is what to do now, '' if nothing."""

    vendor: str
    last_event_at: datetime | None
    last_event: str
    last_failure_at: datetime | None
    last_failure: str
    failures_today: int
    failures_yesterday: int
    trouble: str = ""


def of_razorpay(now: datetime) -> Health:
    """Razorpay's webhook, and whether Razorpay may have switched it off: by key and by index."""
    kept, today, yesterday = webhook_health.read(RazorpayHealth, "razorpay", now)
    heard_at = kept.last_event_at if kept else None
    trouble = SWITCHED_OFF if heard_at else NEVER_HEARD
    if not may_be_switched_off(last_event_at=heard_at, newest_sale_at=newest_sale_at(), now=now):
        trouble = ""
    return _health("Razorpay", kept, today, yesterday, trouble)


def of_shiprocket(now: datetime) -> Health:
    """Shiprocket's webhook; where it is silent the worker asks by itself."""
    kept, today, yesterday = webhook_health.read(ShiprocketHealth, "shiprocket", now)
    return _health("Shiprocket", kept, today, yesterday, "")


def newest_sale_at() -> datetime | None:
    """When the newest order was placed that is paid: one index read for each status."""
    newest = (_newest(status) for status in SOLD)
    return max((moment for moment in newest if moment is not None), default=None)


def _newest(status: Status) -> datetime | None:
    found = Order.by_status.query(status, scan_index_forward=False, limit=1)
    return next((order.created_at for order in found), None)


def _health(
    vendor: str, kept: WebhookHealth | None, today: int, yesterday: int, trouble: str
) -> Health:
    return Health(
        vendor=vendor,
        last_event_at=kept.last_event_at if kept else None,
        last_event=(kept.last_event if kept else None) or "",
        last_failure_at=kept.last_failure_at if kept else None,
        last_failure=(kept.last_failure if kept else None) or "",
        failures_today=today,
        failures_yesterday=yesterday,
        trouble=trouble,
    )
