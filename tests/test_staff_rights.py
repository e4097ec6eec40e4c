"""Every address under /staff/ asks for a right that some role has; only the door asks for none."""

import pytest
from django.test import Client
from django.urls import get_resolver

from customers.rules import RIGHTS
from tests.config.test_acts import staff_patterns
from tests.staff_pages import OPEN, guarded_pages, pages, staff_pages
from tests.staff_rights_table import EXPECTED


def test_there_is_a_door() -> None:
    assert {page.pattern for page in staff_pages()} >= OPEN


def test_every_staff_page_asks_for_a_right_that_a_role_has() -> None:
    assert not {page.pattern: page.right for page in guarded_pages() if page.right not in RIGHTS}


def test_each_page_asks_for_the_right_that_is_written_down_for_it() -> None:
    found = {
        name + "*" * view.callback.asks_password: view.callback.staff_right  # type: ignore[attr-defined]
        for name, view in staff_patterns()
    }
    assert found == EXPECTED


def test_no_staff_page_hides_elsewhere() -> None:
    every = pages(get_resolver("config.urls").url_patterns)
    assert not [page for page in every if page.right and not page.pattern.startswith("staff/")]


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_sees_a_staff_page_without_signing_in(method: str) -> None:
    client = Client()
    for page in guarded_pages():
        answer = getattr(client, method)(page.address())
        assert answer.status_code == 302, page
        assert answer["Location"].startswith("/staff/sign-in/"), page
