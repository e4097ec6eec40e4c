"""`/metrics`: what the shop counts, as Prometheus reads it, and who may read it."""

import hmac
import ipaddress
import os

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from config.metrics import OURS
from config.metrics_tables import OfTheTables

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # where gunicorn's workers keep their counts together
# What a proxy leaves on a request that it hands on: then the other end is not this machine.
BY_A_PROXY = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-Ip")


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Every count of this machine's web processes, and what the tables tell of the shop. A 404 to
    whoever neither sits on this machine nor knows METRICS_TOKEN."""
    if not may_read(request):
        raise Http404
    counts = OURS
    if os.environ.get(FOLDER):
        counts = CollectorRegistry()
        MultiProcessCollector(counts)  # type: ignore[no-untyped-call]
    of_the_tables = CollectorRegistry()
    of_the_tables.register(OfTheTables())
    body = generate_latest(counts) + generate_latest(of_the_tables)
    return HttpResponse(body, CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    """Whoever shows the token, or asks on this machine itself and not through a proxy on it."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").encode(errors="replace")
        if hmac.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode()):
            return True
    if any(name in request.headers for name in BY_A_PROXY):
        return False
    return _is_here(request.META.get("REMOTE_ADDR", ""))


def _is_here(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
