"""What the payments table tells those who watch the shop (config/metrics_tables.py): the worker,
which is a process of its own, the reconcile, the webhooks, money without an order."""

from collections.abc import Iterator
from datetime import datetime

from config import clock, webhook_health
from config.metrics_tables import Figure
from payments import queries
from payments.models import RazorpayHealth
from payments.services import reconcile_keeping as keeping
from payments.services import worker_mark
from shipping.models import ShiprocketHealth


def figures() -> Iterator[Figure]:
    """Six reads by key. An age that is not there was never begun."""
    now = clock.now()
    yield from _worker(now)
    yield from _reconcile(now)
    for vendor, model in (("razorpay", RazorpayHealth), ("shiprocket", ShiprocketHealth)):
        yield from _webhook(vendor, *webhook_health.read(model, vendor, now)[:2], now)
    unmatched = len(queries.unmatched())
    yield Figure("shop_payments_without_order", "Payments nobody knows the order of.", unmatched)


def _worker(now: datetime) -> Iterator[Figure]:
    work = worker_mark.last_pass()
    if work.at is None:
        return
    age = "Seconds since the worker's last pass ended."
    yield Figure("shop_worker_last_pass_age_seconds", age, _seconds(work.at, now))
    yield Figure("shop_worker_left", "What the last pass left for the next one.", work.left)
    yield Figure("shop_mails_waiting", "Mails that the last pass could not send.", work.mails)
    if work.good_at is not None:
        age = "Seconds since a pass of the worker left nothing undone."
        yield Figure("shop_worker_last_good_pass_age_seconds", age, _seconds(work.good_at, now))
    words = "What the worker has done since it was started."
    for duty, count in sorted(work.did.items()):
        yield Figure("shop_worker_did", words, count, ("duty", duty))


def _reconcile(now: datetime) -> Iterator[Figure]:
    found = keeping.result_of(keeping.book()) or {}
    if isinstance(at := found.get("at"), str):
        age = "Seconds since the last reconcile."
        yield Figure("shop_reconcile_age_seconds", age, _seconds(clock.from_text(at), now))
        is_open = "Lines that the last reconcile could not explain."
        yield Figure("shop_reconcile_open", is_open, len(found.get("open", ())))


def _webhook(
    vendor: str, kept: webhook_health.WebhookHealth | None, failed: int, now: datetime
) -> Iterator[Figure]:
    about = ("vendor", vendor)
    if kept and kept.last_event_at:
        age = "Seconds since the vendor's last webhook."
        yield Figure("shop_webhook_age_seconds", age, _seconds(kept.last_event_at, now), about)
    yield Figure("shop_webhook_failures_today", "Webhooks refused or failed.", failed, about)


def _seconds(moment: datetime, now: datetime) -> float:
    return (now - moment).total_seconds()
