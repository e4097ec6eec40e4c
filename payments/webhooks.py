"""Razorpay's door: who knocks, and what is answered (razorpay.md 5)."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from payments.services.intake import NotAnEvent, take_in
from payments.signatures import webhook_signature_is_right

log = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def razorpay(request: HttpRequest) -> HttpResponse:
    """400 to a stranger and to what is no event, 200 once the event is dealt with; anything else
    makes them call again."""
    signature = request.headers.get("X-Razorpay-Signature", "")
    secrets = settings.RAZORPAY_WEBHOOK_SECRETS
    if not webhook_signature_is_right(request.body, signature, secrets):
        log.warning("A webhook with a wrong signature was refused")
        return HttpResponse("wrong signature", "text/plain", status=400)
    try:
        take_in(request.body, event_id=request.headers.get("x-razorpay-event-id", "")[:64])
    except NotAnEvent as refusal:
        return HttpResponse(str(refusal), "text/plain", status=400)
    return HttpResponse("ok", "text/plain")
