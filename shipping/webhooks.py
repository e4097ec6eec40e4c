"""Shiprocket's tracking webhook: checks the word it was given, hands the news on, answers 200."""

import hmac
import json
import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from shipping.services.hearing import hear
from shipping.shiprocket import tracking_from_webhook

log = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def tracking(request: HttpRequest) -> HttpResponse:
    """401 to a stranger, 400 to what is no JSON object, 200 to all else: Shiprocket switches an
    address off that answers otherwise, and its test calls have shapes of their own."""
    if not _knows_the_word(request.headers.get("X-Api-Key", "")):
        return HttpResponse(status=401)
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return HttpResponse(status=400)
    if not isinstance(body, dict):
        return HttpResponse(status=400)
    try:
        news = tracking_from_webhook(body)
    except ValueError:
        log.info("A tracking webhook without an AWB: %s", sorted(body)[:20])
        return HttpResponse(status=200)
    hear(news)
    return HttpResponse(status=200)


def _knows_the_word(given: str) -> bool:
    word = settings.SHIPROCKET_WEBHOOK_TOKEN
    return bool(word) and hmac.compare_digest(given.encode(errors="replace"), word.encode())
