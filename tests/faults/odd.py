"""Odd things, and how to put them into what is sent to the three open addresses."""

import itertools
import json
from collections.abc import Iterator
from typing import Any

from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.faults import report

CALLBACK, WEBHOOK, CREATE = "/payment/callback", "/payment/webhook", "/payment/create-order"
OPEN = (CALLBACK, WEBHOOK, CREATE)
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"
_numbers = itertools.count(1)

ODD: list[Any] = [
    *(None, True, "", "\x00", "\ud800", "x" * 5000, "٣", "../..", "#event/1", "\u202e", "=1+1"),
    *(0, -1, 1.5, 10**18, 10**40, -(10**40), float("inf"), float("nan"), 1e308),
    *([], {}, [[]], ["x"], {"S": "x"}, {"$ne": 1}, [{}] * 50),
]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
FEW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def post(address: str, raw: bytes, content_type: str, **headers: str) -> int:
    """From a network of one's own, so that the throttle is not what answers."""
    n = next(_numbers)
    given_headers = {"X-Forwarded-For": f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}", **headers}
    report.tried("bad input", 1)
    reply = Client().post(address, raw, content_type=content_type, headers=given_headers)
    return reply.status_code


def is_refused(status: int) -> bool:
    return 400 <= status < 500


def paths_in(value: Any, so_far: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value."""
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for key, each in inner:
        yield (*so_far, key)
        yield from paths_in(each, (*so_far, key))


def with_odd(value: Any, path: tuple[Any, ...], odd: Any) -> Any:
    """A copy that has something odd in one place."""
    copy = json.loads(json.dumps(value))
    place = copy
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = odd
    return copy
