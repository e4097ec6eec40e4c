"""News from outside, for Today: how the webhooks, the worker and the wallet are doing."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from config import clock
from config.money import short_rupees
from payments.services import health, worker_mark
from payments.services.health import Health
from shipping.services.wallet import USUAL_FREIGHT_PAISE, wallet

QUIET_HOOK = "No event yet. Is the webhook on?"


@dataclass(frozen=True)
class News:
    """One line: who, what was heard last, and what to think of it."""

    name: str
    said: str
    words: str
    is_well: bool


def news_of(waiting: int, *, hook: Health | None) -> list[News]:
    """Both webhooks, the worker and the wallet; `waiting` orders are to be sent, `hook` is how
    Razorpay's does, None for those who do not see payments."""
    now = clock.now()
    hooks = [hook, health.of_shiprocket(now)] if hook else [health.of_shiprocket(now)]
    return [*(_hook(each, now) for each in hooks), _worker(now), _wallet(waiting)]


def _hook(hook: Health, now: datetime) -> News:
    if hook.last_event_at is None:
        return News(hook.vendor, "", QUIET_HOOK, is_well=False)
    words = f"{hook.failures_today} failed today, {hook.failures_yesterday} yesterday"
    return News(
        name=hook.vendor,
        said=f"last event {_time(hook.last_event_at, now)}",
        words="It may have been switched off; see above." if hook.trouble else words,
        is_well=not (hook.trouble or hook.failures_today),
    )


def _worker(now: datetime) -> News:
    work = worker_mark.last_pass()
    if work.at is None:
        return News("Worker", "", "Not seen yet. Start it: manage.py worker.", is_well=False)
    said = f"last pass {_time(work.at, now)}"
    if work.stands_still(now):
        return News("Worker", said, "It stands still. Start it: manage.py worker.", is_well=False)
    left = f"{work.left} left for the next pass" if work.left else "Nothing left undone"
    return News("Worker", said, left, is_well=not work.left)


def _wallet(waiting: int) -> News:
    purse = wallet(waiting)
    if purse.balance_paise is None:
        return News("Shiprocket wallet", "", "Shiprocket does not say just now.", is_well=True)
    labels = purse.balance_paise // USUAL_FREIGHT_PAISE
    words = "Recharge it today." if purse.is_low else f"About {labels} labels"
    left = f"{short_rupees(purse.balance_paise)} left"
    return News("Shiprocket wallet", left, words, is_well=not purse.is_low)


def _time(moment: datetime, now: datetime) -> str:
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    return f"{local:%H:%M}" if local.date() == today else f"{local.day} {local:%b}, {local:%H:%M}"
