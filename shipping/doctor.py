"""What the doctor asks of Shiprocket: does it let us in, does it know our warehouse, is there money
for labels, and does it send us its news?"""

from datetime import timedelta

import requests
from django.conf import settings
from pynamodb.exceptions import PynamoDBException

from config import clock, webhook_health
from config.doctor.answers import Answer, Check, fault, ok, unseen, warn
from config.doctor.place import ask, is_live
from config.money import short_rupees
from orders.models import Order
from orders.rules import Status
from shipping.models import ShiprocketHealth
from shipping.services import wallet as purse
from shipping.shiprocket import Shiprocket, ShiprocketDown, ShiprocketRefused
from shipping.shiprocket_entities import place_named
from shipping.shiprocket_token import TokenInMemory
from shipping.shiprocket_wire import LoginRefused

WHERE = "at Shiprocket, Settings, Pickup Addresses"
QUIET = timedelta(days=2)


def login() -> Answer:
    """Shiprocket takes our e-mail and password; the warehouse is known, its phone verified."""
    wanted = settings.SHIPROCKET_PICKUP_LOCATION
    try:
        places = _fresh().pickup_locations()
    except LoginRefused:
        mend = "See SHIPROCKET_EMAIL and SHIPROCKET_PASSWORD: those of an API user, no person's."
        return fault("Shiprocket does not let us in.", mend)
    except ShiprocketDown:
        return fault("Shiprocket does not answer.", "See SHIPROCKET_BASE_URL and the network.")
    except ShiprocketRefused as refusal:
        return fault(f"Shiprocket says: {refusal.reason}", "See the API user's rights there.")
    place = place_named(wanted, places)
    if place is None:
        known = ", ".join(sorted(each.name.strip() for each in places)) or "none"
        mend = f"Set SHIPROCKET_PICKUP_LOCATION to one of: {known}. Or add it {WHERE}."
        return fault(f"No pickup location is named {wanted.strip()}.", mend)
    if not place.is_phone_verified:
        return fault("The phone of the warehouse is not verified.", f"Verify it {WHERE}.")
    return ok(f"Let in; {place.name.strip()} is known, in {place.pincode}.")


def _fresh() -> Shiprocket:
    """A client that really signs in: the shared token says nothing of today's password."""
    return Shiprocket(
        requests.Session(),
        settings.SHIPROCKET_BASE_URL,
        settings.SHIPROCKET_EMAIL,
        settings.SHIPROCKET_PASSWORD,
        TokenInMemory(),
        timeout=(3, 5),
    )


def money() -> Answer:
    """There is money for the labels of what waits."""
    try:
        found = purse.wallet()
    except PynamoDBException as error:
        return unseen(f"The tables do not answer: {type(error).__name__}.")
    if found.balance_paise is None:
        return unseen("Shiprocket does not tell its balance.")
    left = f"{short_rupees(found.balance_paise)} are left at Shiprocket"
    if found.is_low:
        needed = short_rupees(found.needed_paise)
        return warn(f"{left}; what waits takes {needed}.", "Recharge the wallet today.")
    return ok(f"{left}.")


def door() -> Answer:
    """The webhook's address is there, and strangers are sent away."""
    try:
        reply = ask("POST", f"{settings.SITE_URL}/shipping/tracking/webhook")
    except requests.RequestException as error:
        return fault(f"The site does not answer: {type(error).__name__}.", "See Site.")
    if reply.status_code == 401:
        return ok("It is there, and strangers get a 401.")
    mend = "A proxy or firewall before the shop must let POST through to it."
    return fault(f"A stranger's call is answered with {reply.status_code}, not 401.", mend)


def news() -> Answer:
    """Shiprocket tells of parcels while parcels are on their way."""
    now = clock.now()
    try:
        kept, today, yesterday = webhook_health.read(ShiprocketHealth, "shiprocket", now)
        on_its_way = next(iter(Order.by_status.query(Status.SHIPPED, limit=1)), None)
    except PynamoDBException as error:
        return unseen(f"The tables do not answer: {type(error).__name__}.")
    mend = "At Shiprocket, Settings, API, Webhooks: our address /shipping/tracking/webhook, token."
    heard = kept.last_event_at if kept else None
    if on_its_way and (heard is None or now - heard > QUIET):
        when = f"since {heard:%d %b}" if heard else "ever"
        silent = warn if is_live() else unseen  # parcels of the demo have no courier
        return silent(f"Parcels are on their way, but no news came {when}.", mend)
    if today + yesterday:
        why = (kept.last_failure if kept else "") or "the log says why"
        return warn(f"{today} failed today, {yesterday} yesterday; the last: {why}.", mend)
    if heard is None:
        return unseen("No parcel is on its way, and none was told of.")
    return ok(f"Last heard on {heard:%d %b at %H:%M} UTC.")


CHECKS = (
    Check("Shiprocket", login),
    Check("Wallet", money),
    Check("Tracking door", door),
    Check("Tracking news", news),
)
