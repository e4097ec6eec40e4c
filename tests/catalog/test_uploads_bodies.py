"""How much a page takes that takes pictures, and from whom."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from catalog import photos, uploads
from tests.catalog.staff_page import a_file, a_picture, address, now_of
from tests.factories import a_product
from tests.staff import a_browser


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
