"""What the doctor asks of Razorpay, of the worker and of the books."""

from datetime import timedelta

import requests
from django.conf import settings
from pynamodb.exceptions import PynamoDBException

from config import clock
from config.doctor.answers import Answer, Check, fault, ok, unseen, warn
from config.doctor.place import ask
from payments.services import health, worker_mark
from payments.services import reconcile_keeping as keeping

STALE = timedelta(hours=30)  # the worker reconciles once a day
START = "Start it (manage.py worker, as a service); its log says why it stopped."


def keys() -> Answer:
    """Razorpay takes our keys; one order is asked for, nothing is made."""
    address = f"{settings.RAZORPAY_BASE_URL.rstrip('/')}/v1/orders?count=1"
    pair = (settings.RAZORPAY_KEY_ID, settings.RAZORPAY_KEY_SECRET)
    try:
        reply = ask("GET", address, auth=pair)
    except requests.RequestException as error:
        mend = "See RAZORPAY_BASE_URL and the network."
        return fault(f"Razorpay does not answer: {type(error).__name__}.", mend)
    if reply.status_code == 401:
        mend = "See RAZORPAY_KEY_ID and RAZORPAY_KEY_SECRET: both of one key, and not revoked."
        return fault("Razorpay does not accept our keys.", mend)
    if reply.status_code != 200:
        mend = "See status.razorpay.com, and the account's own notices."
        return fault(f"Razorpay answers {reply.status_code}.", mend)
    kind = "live" if settings.RAZORPAY_KEY_ID.startswith("rzp_live_") else "test"
    return ok(f"Our {kind} keys are accepted.")


def door() -> Answer:
    """The webhook's address is there, and what is not signed is sent away."""
    try:
        reply = ask("POST", f"{settings.SITE_URL}/payment/webhook")
    except requests.RequestException as error:
        return fault(f"The site does not answer: {type(error).__name__}.", "See Site.")
    if reply.status_code == 400:
        return ok("It is there, and what is not signed gets a 400.")
    mend = "A proxy or firewall before the shop must let POST through to it."
    return fault(f"A call without a signature is answered with {reply.status_code}, not 400.", mend)


def news() -> Answer:
    """Razorpay tells of payments while payments are made."""
    try:
        found = health.of_razorpay(clock.now())
    except PynamoDBException as error:
        return unseen(f"The tables do not answer: {type(error).__name__}.")
    if found.trouble:
        return fault("Money came in that no event told of.", found.trouble)
    if found.failures_today:
        mend = "If the secret was changed, list old and new in RAZORPAY_WEBHOOK_SECRET."
        return warn(f"{found.failures_today} failed today: {found.last_failure}.", mend)
    if found.last_event_at is None:
        return unseen("No event yet, and no money that one should have told of.")
    return ok(f"Last heard on {found.last_event_at:%d %b at %H:%M} UTC.")


def worker() -> Answer:
    """A pass ended minutes ago, and left nothing."""
    try:
        work, now = worker_mark.last_pass(), clock.now()
    except PynamoDBException as error:
        return unseen(f"The tables do not answer: {type(error).__name__}.")
    if work.at is None:
        return fault("The worker was never seen.", START)
    if work.stands_still(now):
        minutes = int((now - work.at).total_seconds() // 60)
        return fault(f"The worker's last pass was {minutes} minutes ago.", START)
    if work.left or work.mails:
        said = f"The last pass left {work.left} things and {work.mails} mails for the next."
        return warn(said, "The worker's log says what waits, and for whom.")
    return ok("The last pass was a moment ago, and left nothing.")


def books() -> Answer:
    """The last reconcile is of today or yesterday, and every rupee is explained."""
    try:
        kept = keeping.book()
    except PynamoDBException as error:
        return unseen(f"The tables do not answer: {type(error).__name__}.")
    found, mend = keeping.result_of(kept), "Run manage.py reconcile --apply."
    if kept.trouble:
        return fault(f"The last reconcile stopped: {kept.trouble}", mend)
    if found is None:
        return unseen("No reconcile was made yet; the worker makes one each day after 04:00.", mend)
    if clock.now() - clock.from_text(found["at"]) > STALE:
        return warn(f"The last reconcile was made at {found['at']}.", mend)
    if found.get("is_open"):
        said = f"{len(found.get('open', ()))} lines are open."
        return fault(said, "Payments, Reconcile says what to do with each.")
    return ok("Every rupee of the last reconcile is explained.")


CHECKS = (
    Check("Razorpay", keys),
    Check("Payment door", door),
    Check("Payment news", news),
    Check("Worker", worker),
    Check("Reconcile", books),
)
