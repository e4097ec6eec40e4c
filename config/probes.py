"""What machines ask of a process: is it up, is it ready, what does it count. Answered ahead of all
that is for people: no cookie is read, nobody is counted, and the Host may be a bare address, which
is how balancers and Prometheus ask."""

import logging
import threading
import time
from collections.abc import Callable

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.utils.cache import add_never_cache_headers
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.dynamo import tables_answer

log = logging.getLogger(__name__)
Respond = Callable[[HttpRequest], HttpResponse]
PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
GOOD_FOR = 2.0  # seconds
_lock = threading.Lock()
_seen: tuple[float, str] | None = None


class ProbeMiddleware:
    """Answers the three addresses itself, before the Host is looked at."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in PATHS:
            return self.get_response(request)
        match = request.resolver_match = resolve(request.path_info)
        try:
            response: HttpResponse = match.func(request)
        except Http404:
            refused = HttpResponse("Not found\n", "text/plain", 404)
            add_never_cache_headers(refused)
            return refused
        return response


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process is up; asks nobody."""
    return HttpResponse("ok\n", "text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the tables answer and the catalogue can be shown, else 503 and what is missing."""
    if missing := _missing_now():
        return HttpResponse(f"{missing}\n", "text/plain", 503)
    return HttpResponse("ok\n", "text/plain")


def forget() -> None:
    """As in a new process."""
    global _seen  # noqa: PLW0603 - of this process
    _seen = None


def _missing_now() -> str:
    """One look every two seconds, however many ask."""
    global _seen  # noqa: PLW0603 - of this process
    with _lock:
        if _seen is None or time.monotonic() - _seen[0] > GOOD_FOR:
            found = _missing()
            _seen = (time.monotonic(), found)
        return _seen[1]


def _missing() -> str:
    if not tables_answer():
        return "DynamoDB does not answer"
    rooms = (getattr(app, "ready_when", "") for app in apps.get_app_configs())
    return next((said for name in rooms if name and (said := import_string(name)())), "")
