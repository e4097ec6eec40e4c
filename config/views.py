"""Error pages: each way the shop says no, in words."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from config.errors import Conflict, NotFound, ShopError, TooMany, Unavailable

log = logging.getLogger(__name__)

TITLES = {
    400: "We did not understand that",
    403: "This page is not for you",
    404: "Out! This page is off the table",
    405: "That does not work here",
    409: "Something has changed meanwhile",
    411: "We cannot tell how long that is",
    413: "That is too large",
    415: "That is not the kind we take",
    422: "That cannot be done",
    429: "Too many tries",
    500: "That was our fault",
    503: "One moment, please",
}
TEXTS = {
    400: "The request was not complete or not well formed. Go back, and try once more.",
    403: "You may have been signed out, or the form was open for too long. Go back, load the page"
    " again and send it once more.",
    404: "The address may be old or mistyped. Search for what you were after.",
    405: "The page exists, but not for this kind of request.",
    413: "The shop takes up to 64 KB in one form.",
    500: "Something broke on our side. Nothing was charged twice and no order was lost. Please try"
    " again in a minute.",
    503: "The shop is busy or being looked after. Nothing was lost; please try again in a moment.",
}


def refusal(
    request: HttpRequest,
    status: int,
    text: str,
    *,
    title: str = "",
    retry_after: int | None = None,
) -> HttpResponse:
    """The page, or for a machine the JSON, that says no in words."""
    text = text or TEXTS.get(status, "")
    if wants_json(request):
        response: HttpResponse = JsonResponse(
            {"success": False, "error": text, "requestId": getattr(request, "request_id", "")},
            status=status,
        )
    else:
        named = title or TITLES[status]
        context: dict[str, Any] = {"title": named, "text": text, "status": status}
        template = "staff/error.html" if request.path.startswith("/staff/") else "error.html"
        response = _page(request, template, context, status)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def refusal_for(request: HttpRequest, error: ShopError) -> HttpResponse:
    """The page, or JSON, for a refusal that no view showed on its own form."""
    match error:
        case NotFound():
            return refusal(request, 404, str(error))
        case TooMany():
            return refusal(request, 429, str(error), retry_after=error.retry_after)
        case Unavailable():
            log.warning("Unavailable: %s", error.__cause__ or error)
            return refusal(request, 503, str(error), retry_after=5)
        case Conflict():
            return refusal(request, 409, str(error), title=error.title)
        case _:
            return refusal(request, 422, str(error))


def wants_json(request: HttpRequest) -> bool:
    """Whether the other end is a program: it sent JSON, or asks for nothing but JSON."""
    return request.content_type == "application/json" or (
        request.headers.get("Accept", "").startswith("application/json")
    )


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int
) -> HttpResponse:
    try:
        return render(request, template, context, status=status)
    except Exception:
        log.exception("The error page itself failed")
        return HttpResponse(f"{context['title']}. {context['text']}", "text/plain", status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(request, 400, "")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(request, 403, "")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return refusal(request, 403, "")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(request, 404, "")


def server_error(request: HttpRequest) -> HttpResponse:
    return refusal(request, 500, "")
