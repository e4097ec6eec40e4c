"""Every address under /account is its signed-in shopper's alone, save the door and the papers."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.staff_pages import pages

OPEN = {
    "account/sign-in",
    "account/sign-in/code",
    "account/sign-in/code/again",
    "account/sign-out",
    "account/data/erasing",  # read by somebody who is not known any more; it names nobody
    # The browser that placed an order may have its papers without a sign-in.
    "account/orders/<str:order_id>/bill.pdf",
    "account/orders/<str:order_id>/credit-note/<slug:number>.pdf",
}


def account_pages() -> list[tuple[str, Callable[..., Any]]]:
    every = pages(get_resolver("config.urls").url_patterns)
    return [(page.pattern, page.view) for page in every if page.pattern.startswith("account")]


def test_what_is_open_is_there() -> None:
    assert {address for address, _ in account_pages()} >= OPEN


def test_every_page_of_the_account_is_its_shoppers_alone() -> None:
    guarded = {a for a, view in account_pages() if getattr(view, "is_for_shoppers", False)}
    assert {a for a, _ in account_pages()} - guarded == OPEN


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_sees_the_account_without_signing_in(method: str) -> None:
    for address, _ in account_pages():
        if address in OPEN or "<" in address:
            continue
        answer = getattr(Client(), method)(f"/{address}")
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/account/sign-in"), address
        assert answer["Cache-Control"] == "no-store", address
