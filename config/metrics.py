"""What the shop counts of itself, for Prometheus. Every label has few values, whatever strangers
send: names of views, tables, operations and outcomes, never an address, an id or a person."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from prometheus_client import CollectorRegistry, Counter, Histogram

OURS = CollectorRegistry()
STATIC, NO_VIEW = "static", "none"
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
_QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_FAR = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10)

_requests = Counter(
    "shop_requests", "Answers by view, method and class of status.", ["view", "method", "status"],
    registry=OURS,
)  # fmt: skip
_request_seconds = Histogram(
    "shop_request_seconds", "How long answers took.", ["view"], registry=OURS, buckets=_QUICK
)
_shed = Counter("shop_shed", "Requests sent away with 503: too many wait.", registry=OURS)
_dynamodb_calls = Counter(
    "shop_dynamodb_calls", "What DynamoDB was asked.", ["operation", "table", "outcome"],
    registry=OURS,
)  # fmt: skip
_dynamodb_retries = Counter(
    "shop_dynamodb_retries", "Calls sent again by the client.", ["operation"], registry=OURS
)
_dynamodb_seconds = Histogram(
    "shop_dynamodb_seconds", "How long DynamoDB took.", ["operation"], registry=OURS, buckets=_QUICK
)
_vendor_calls = Counter(
    "shop_vendor_calls", "Calls to Razorpay and Shiprocket.", ["vendor", "outcome"], registry=OURS
)
_vendor_seconds = Histogram(
    "shop_vendor_seconds", "How long they took.", ["vendor"], registry=OURS, buckets=_FAR
)
_webhooks = Counter(
    "shop_webhooks", "Webhooks that came in.", ["vendor", "kind", "outcome"], registry=OURS
)
_mails = Counter("shop_mails", "Mails by what became of them.", ["outcome"], registry=OURS)
_passes = Counter("shop_worker_passes", "Passes of this worker.", ["kind"], registry=OURS)
_pass_seconds = Histogram(
    "shop_worker_pass_seconds", "How long passes took.", ["kind"], registry=OURS,
    buckets=(0.1, 0.5, 1, 5, 15, 60, 180),
)  # fmt: skip
_done = Counter("shop_worker_done", "What passes did, by duty.", ["duty"], registry=OURS)
_troubles = Counter("shop_worker_troubles", "What passes left for the next one.", registry=OURS)


@lru_cache(maxsize=4096)
def _request_count(view: str, method: str, status: str) -> Counter:
    return _requests.labels(view, method, status)


@lru_cache(maxsize=1024)
def _request_watch(view: str) -> Histogram:
    return _request_seconds.labels(view)


def answered(request: HttpRequest, status: int, seconds: float) -> None:
    """A request was answered."""
    view = _view_of(request, status)
    method = request.method if request.method in METHODS else "other"
    _request_count(view, str(method), f"{status // 100}xx").inc()
    _request_watch(view).observe(seconds)


def sent_away() -> None:
    """A request was answered with 503 before any thread had it."""
    _shed.inc()


def _view_of(request: HttpRequest, status: int) -> str:
    """The name of the view. Whatever answers ahead of the views (static files, a page that is kept
    whole) is named by its address; only good answers are looked up, so no stranger fills this."""
    if match := request.resolver_match:
        return match.view_name
    if request.path_info.startswith(settings.STATIC_URL):
        return STATIC
    return _view_at(request.path_info) if status < 400 else NO_VIEW


@lru_cache(maxsize=2048)
def _view_at(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return NO_VIEW


@contextmanager
def asking_dynamodb(
    operation: str, asked: Mapping[str, Any]
) -> Iterator[Callable[[str, int], None]]:
    """Around one call; what is yielded takes how it went, and how often it was sent again."""
    outcome, again, began = "no answer", 0, time.perf_counter()

    def went(how: str, retries: int) -> None:
        nonlocal outcome, again
        outcome, again = how, retries

    try:
        yield went
    finally:
        _dynamodb_call(operation, table_of(asked), outcome).inc()
        _dynamodb_watch(operation).observe(time.perf_counter() - began)
        if again:
            _dynamodb_retries.labels(operation).inc(again)


@lru_cache(maxsize=1024)
def _dynamodb_call(operation: str, table: str, outcome: str) -> Counter:
    return _dynamodb_calls.labels(operation, table, outcome)


@lru_cache(maxsize=64)
def _dynamodb_watch(operation: str) -> Histogram:
    return _dynamodb_seconds.labels(operation)


def table_of(asked: Mapping[str, Any]) -> str:
    """The table that a call is about, 'several' for those over more than one."""
    names = {asked["TableName"]} if "TableName" in asked else set(asked.get("RequestItems", ()))
    for part in asked.get("TransactItems", ()):
        names |= {act["TableName"] for act in part.values()}
    return names.pop() if len(names) == 1 else "several" if names else NO_VIEW


def asked_vendor(vendor: str, outcome: str, seconds: float) -> None:
    """Razorpay or Shiprocket was asked."""
    _vendor_calls.labels(vendor, outcome).inc()
    _vendor_seconds.labels(vendor).observe(seconds)


def outcome_of_status(status: int) -> str:
    """What a vendor's answer means: ok, refused (by a rule of theirs), busy or down."""
    if status == 429:
        return "busy"
    return "ok" if status < 400 else "refused" if status < 500 else "down"


def heard(vendor: str, kind: str, outcome: str) -> None:
    """A webhook came; `kind` is one of the vendor's own words that we know, or 'other'."""
    _webhooks.labels(vendor, kind, outcome).inc()


def mailed(*, is_out: bool) -> None:
    """A mail was handed to the mail server, or waits for the next try."""
    _mails.labels("sent" if is_out else "waits").inc()


def passed(done: Mapping[str, int], troubles: int, *, is_thorough: bool, seconds: float) -> None:
    """The worker has made a pass."""
    kind = "thorough" if is_thorough else "quick"
    _passes.labels(kind).inc()
    _pass_seconds.labels(kind).observe(seconds)
    _troubles.inc(troubles)
    for duty, count in done.items():
        if count:
            _done.labels(duty).inc(count)
