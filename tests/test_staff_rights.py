"""Every address under /staff/ asks for a right that some role has; only the door asks for none."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from customers.rules import RIGHTS

OPEN = {"staff/sign-in/", "staff/sign-out/"}
Page = tuple[str, Callable[..., Any]]


def pages(found: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[Page]:
    """The address, as Django writes it, and the view of each page below `prefix`."""
    for entry in found:
        address = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from pages(entry.url_patterns, address)
        else:
            yield address, entry.callback


def staff_pages() -> list[Page]:
    every = pages(get_resolver("config.urls").url_patterns)
    return [(address, view) for address, view in every if address.startswith("staff/")]


def asked(view: Callable[..., Any]) -> str | None:
    return getattr(view, "staff_right", None)


def test_there_is_a_door() -> None:
    assert {address for address, _ in staff_pages()} >= OPEN


def test_every_staff_page_asks_for_a_right_that_a_role_has() -> None:
    wrong = {a: asked(v) for a, v in staff_pages() if a not in OPEN and asked(v) not in RIGHTS}
    assert not wrong


def test_no_staff_page_hides_elsewhere() -> None:
    every = pages(get_resolver("config.urls").url_patterns)
    assert not [a for a, view in every if asked(view) and not a.startswith("staff/")]


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_sees_a_staff_page_without_signing_in(method: str) -> None:
    for address, _ in staff_pages():
        if address in OPEN or "<" in address:
            continue
        answer = getattr(Client(), method)(f"/{address}")
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/staff/sign-in/"), address
