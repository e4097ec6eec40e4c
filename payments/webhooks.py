"""Razorpay's door: who knocks, and what is answered (razorpay.md 5)."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from pynamodb.exceptions import PynamoDBException

from config import metrics
from config.errors import Unavailable
from config.logs import about
from config.webhook_health import Ear
from payments.models import RazorpayHealth
from payments.services.intake import TAKEN, NotAnEvent, take_in
from payments.signatures import webhook_signature_is_right

log = logging.getLogger(__name__)
EAR = Ear(RazorpayHealth, "razorpay")
WRONG_SIGNATURE = "wrong signature: a stranger, or RAZORPAY_WEBHOOK_SECRET is not the dashboard's"


@csrf_exempt
@require_POST
def razorpay(request: HttpRequest) -> HttpResponse:
    """400 to a stranger and to what is no event, 200 once the event is dealt with; anything else
    makes them call again."""
    signature = request.headers.get("X-Razorpay-Signature", "")
    if not signature and not request.body:
        return HttpResponse("no event", "text/plain", status=400)  # a knock, nothing to tell of
    secrets = settings.RAZORPAY_WEBHOOK_SECRETS
    if not webhook_signature_is_right(request.body, signature, secrets):
        log.warning("A webhook with a wrong signature was refused")
        EAR.failed(WRONG_SIGNATURE)
        metrics.heard("razorpay", "unsigned", "refused")
        return HttpResponse("wrong signature", "text/plain", status=400)
    event_id = request.headers.get("x-razorpay-event-id", "")[:64]
    try:
        with about(event=event_id or "-"):
            kind = take_in(request.body, event_id=event_id)
    except NotAnEvent as refusal:
        EAR.failed(f"signed, but no event: {refusal}")
        metrics.heard("razorpay", "other", "no event")
        return HttpResponse(str(refusal), "text/plain", status=400)
    except (Unavailable, PynamoDBException):
        EAR.failed("the tables did not answer in time; Razorpay sends it again")
        metrics.heard("razorpay", "other", "later")
        raise
    EAR.heard(lambda: kind)
    metrics.heard("razorpay", kind if kind in TAKEN else "other", "taken")
    return HttpResponse("ok", "text/plain")
