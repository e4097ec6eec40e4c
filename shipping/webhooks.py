"""Shiprocket's tracking webhook: checks the word it was given, hands the news on, answers 200."""

import hmac
import json
import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from pynamodb.exceptions import PynamoDBException

from config import metrics
from config.errors import Unavailable
from config.webhook_health import Ear
from shipping.models import ShiprocketHealth
from shipping.services.hearing import hear
from shipping.shiprocket import tracking_from_webhook

log = logging.getLogger(__name__)
EAR = Ear(ShiprocketHealth, "shiprocket")
WRONG_WORD = "wrong x-api-key: a stranger, or SHIPROCKET_WEBHOOK_TOKEN is not Shiprocket's"


@csrf_exempt
@require_POST
def tracking(request: HttpRequest) -> HttpResponse:
    """401 to a stranger, 400 to what is no JSON object, 200 to all else: Shiprocket switches an
    address off that answers otherwise, and its test calls have shapes of their own."""
    if "X-Api-Key" not in request.headers and not request.body:
        return HttpResponse(status=401)  # a knock, nothing to tell of
    if not _knows_the_word(request.headers.get("X-Api-Key", "")):
        EAR.failed(WRONG_WORD)
        metrics.heard("shiprocket", "tracking", "refused")
        return HttpResponse(status=401)
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        EAR.failed("the word was right, but the body is no JSON object")
        metrics.heard("shiprocket", "tracking", "no event")
        return HttpResponse(status=400)
    _take_in(body)
    metrics.heard("shiprocket", "tracking", "taken")
    EAR.heard(lambda: str(body.get("current_status") or "a call without a status"))
    return HttpResponse(status=200)


def _take_in(body: dict[str, Any]) -> None:
    try:
        news = tracking_from_webhook(body)
    except ValueError:
        log.info("A tracking webhook without an AWB: %s", sorted(body)[:20])
        return
    try:
        hear(news)
    except (Unavailable, PynamoDBException):
        EAR.failed("the tables did not answer in time; the worker asks Shiprocket itself")
        metrics.heard("shiprocket", "tracking", "later")
        raise


def _knows_the_word(given: str) -> bool:
    words = (settings.SHIPROCKET_WEBHOOK_TOKEN, settings.SHIPROCKET_OLDER_TOKEN)
    said = given.encode(errors="replace")
    return any(word and hmac.compare_digest(said, word.encode()) for word in words)
