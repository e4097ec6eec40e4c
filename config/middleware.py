"""What happens to every request: a number to find it by, a limit to its body, and a page for each
way the shop says no."""

import logging
import re
import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from pynamodb.exceptions import PynamoDBException

from config import staff
from config.errors import ShopError
from config.logs import about, know_order
from config.network import by_our_own_proxy
from config.shopper import shopper_of, sign_in_address
from config.uploads import limit_of
from config.views import refusal, refusal_for

log = logging.getLogger(__name__)
Respond = Callable[[HttpRequest], HttpResponse]
_GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_LENGTH = re.compile(r"[0-9]{1,15}")


class RequestIdMiddleware:
    """Gives each request an id that stands in the log, the answer's header and the error page: the
    one that our own proxy gave it, else a new one (of a stranger's choice it would point at another
    request's lines). Ours begins with a letter, and so never looks like a card or a telephone."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        if not (_GIVEN_ID.fullmatch(given) and by_our_own_proxy(request)):
            given = ""
        number = given or f"r{secrets.token_hex(8)}"
        request.request_id = number  # type: ignore[attr-defined]
        with about(request=number):
            response = self.get_response(request)
        response["X-Request-Id"] = number
        return response

    def process_view(self, request: HttpRequest, view: Respond, args: Any, kwargs: Any) -> None:
        """The order that an address names stands in each line of the request as well."""
        know_order(kwargs.get("order_id"))


class BodyLimitMiddleware:
    """Answers 413 to a body over 64 KB, and 411 to one that comes in chunks without saying how
    long it is, before a byte of it is read; config/gunicorn.py then hangs up. Where photos and
    files are taken, who may send them may send more."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return refusal(request, 411, "Send the body whole, with a Content-Length.")
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not _LENGTH.fullmatch(length):
            return refusal(request, 400, "The request does not say how long it is.")
        if int(length) > settings.USUAL_BODY:
            most, words = limit_of(request, settings.USUAL_BODY)
            if int(length) > most:
                return refusal(request, 413, words)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Respond, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """A stranger's large body is not read: who it is from is known by now, and the check of
        the form's token, which reads it, comes later."""
        length = int(request.META.get("CONTENT_LENGTH") or "0")
        if length <= settings.USUAL_BODY:
            return None
        right: str | None = getattr(view, "staff_right", None)
        if right is None:
            return None if shopper_of(request) is not None else redirect(sign_in_address(request))
        member: staff.StaffMember | None = getattr(request, "staff", None)
        if not member:
            return redirect(staff.sign_in_address(request))
        return None if member.may(right) else refusal(request, 403, "")


class RefusalMiddleware:
    """Turns a refusal that no view caught into its page: 404, 409, 429 or 503. A table that does
    not answer is a 503 as well: the person may try again, and nothing was half done."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            page = refusal(request, 405, "")
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, ShopError):
            return refusal_for(request, error)
        if isinstance(error, PynamoDBException):
            log.error("DynamoDB did not answer", exc_info=error)
            return refusal(request, 503, "", retry_after=5)
        return None
