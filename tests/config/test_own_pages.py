"""Forms without a token are taken from pages of our own only."""

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.factories import a_product
from tests.staff_pages import pages

# Each has a guard of its own: a signature, a body that is all it trusts, or nothing to guard.
OF_MACHINES = {
    *("payment/webhook", "payment/callback", "payment/create-order"),
    *("shipping/tracking/webhook", "vitals"),
}
HERE = "http://testserver"
TAKEN = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Origin": HERE},
    {"Origin": HERE, "Referer": "http://evil.example/"},
    {"Referer": f"{HERE}/equipment/one"},
]
REFUSED = [
    {},
    *({"Sec-Fetch-Site": site, "Origin": HERE} for site in ("cross-site", "same-site", "none", "")),
    {"Origin": "null"},
    {"Origin": "https://testserver"},
    {"Origin": "http://testserver.evil.example"},
    {"Origin": "http://evil.example", "Referer": f"{HERE}/equipment/one"},
    {"Referer": "http://evil.example/?testserver"},
    {"Referer": "http://[evil"},
]
FORMS = ["/cart/add", "/racket-builder/add", "/back-in-stock?sku=gone"]


def sends(address: str, said: dict[str, str]) -> int:
    browser = Client(enforce_csrf_checks=True)
    return browser.post(
        address, {"sku": "one", "email": "ravi@example.in"}, headers=said
    ).status_code


@pytest.mark.parametrize("address", FORMS)
def test_a_form_of_a_public_page_is_taken_from_our_own_pages_only(address: str) -> None:
    a_product(product_id="one")
    a_product(product_id="gone", stock=0)
    assert {sends(address, said) for said in TAKEN} == {302}
    for said in REFUSED:
        assert sends(address, said) == 403, said


def test_whoever_is_refused_is_told_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/cart/add", {"sku": "one"})
    assert "Open the page in the shop, and send it from there." in answer.content.decode()
    assert not answer.cookies


def test_no_form_goes_without_a_token_that_has_no_guard_of_its_own() -> None:
    exempt = {
        page.pattern: hasattr(page.view, "is_from_our_pages")
        for page in pages(get_resolver("config.urls").url_patterns)
        if getattr(page.view, "csrf_exempt", False)
    }
    assert {pattern for pattern, is_guarded in exempt.items() if not is_guarded} == OF_MACHINES
    assert {f"/{pattern}" for pattern, is_guarded in exempt.items() if is_guarded} == {
        address.partition("?")[0] for address in FORMS
    }
