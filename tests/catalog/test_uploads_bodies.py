"""How much a page takes that takes pictures, and from whom."""

import random
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from catalog import photos, uploads
from catalog.services.merging_edits import unpacked
from catalog.staff.views import LONGEST_BODY
from tests.catalog.staff_page import a_file, a_picture, address, now_of, page_of
from tests.factories import a_product
from tests.staff import a_browser

PARTS = (("name", 60), ("value", 1000))


class Unread:
    """A body that nobody may touch."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("the body was read")

    readline = read


@pytest.mark.parametrize(("role", "status"), [("packer", 403), (None, 302)])
def test_a_large_body_of_who_may_not_send_it_is_never_read(role: str | None, status: int) -> None:
    row = a_product()
    given = {"enforce_csrf_checks": True}
    browser = a_browser(role, **given) if role else Client(**given)  # type: ignore[arg-type]
    browser.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    answer = browser.generic(
        "POST",
        address(row, "pictures/"),
        b"x" * 100_000,
        "multipart/form-data; boundary=x",
        **{"wsgi.input": Unread()},  # type: ignore[arg-type]
    )
    assert answer.status_code == status


def test_a_large_picture_of_who_may_send_it_is_taken() -> None:
    row = a_product()
    noise = a_picture() + b"\0" * 100_000
    files = {"pictures": [a_file(noise)]}
    assert a_browser().post(address(row, "pictures/"), files).status_code == 302
    assert photos.digests(now_of(row).images)


def test_more_than_one_upload_may_be_is_told_before_it_is_read() -> None:
    row = a_product()
    answer = a_browser().post(
        address(row, "pictures/"),
        b"x",
        content_type="multipart/form-data; boundary=x",
        headers={"Content-Length": str(uploads.MOST_BYTES + 1)},
    )
    assert answer.status_code == 413
    assert "15 MB each" in answer.content.decode()


def test_the_longest_product_that_may_be_is_saved() -> None:
    row, browser, letters = a_product(), a_browser(), "".join(map(chr, range(0x905, 0x945)))
    text = "".join(random.Random(1).choices(letters, k=1000))  # noqa: S311 - no secret
    long = {f"s-{n}-{part}": f"{n} {text}"[:most] for n in range(60) for part, most in PARTS}
    page = page_of(row, description=text * 5) | long
    for typed in ({}, {"name": "Other"}):
        answer = browser.post(address(row, "facts/"), page | typed)
        assert answer.status_code == 302
        page = page_of(now_of(row))
    assert len(now_of(row).specs or {}) == 60
    assert unpacked(str(page["seen"])) is not None
    assert browser.post(address(row, "facts/"), {"x": "y" * LONGEST_BODY}).status_code == 413
    assert browser.post(address(row, "stock/"), {"x": "y" * 70_000}).status_code == 413
