"""A request is read as UTF-8, whatever it says of itself."""

import encodings
import io
from collections.abc import Callable
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from pytest_django import Settings

from catalog import shelf
from config.page_cache import pages
from config.wsgi import application
from tests.factories import a_product


def ask(path: str, query: str = "", **more: str) -> tuple[int, bytes]:
    environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "localhost"}
    environ |= {"wsgi.input": io.BytesIO(), **more}
    setup_testing_defaults(environ)
    said: list[str] = []

    def start(status: str, *_: Any) -> Callable[[bytes], object]:
        said.append(status)
        return lambda piece: None

    page = b"".join(application(environ, start))
    return int(said[0][:3]), page


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "latin-1", "rot13", "undefined", "hex"])
def test_no_charset_changes_the_page_that_is_kept_for_all(settings: Settings, charset: str) -> None:
    settings.PAGE_CACHE_SECONDS = 600
    a_product()
    shelf.shelf()
    query = "category=rubbers&q=Ten%2BAGE-ergy%C3%A9"
    pages.outdate()
    plain = ask("/equipment", query)
    pages.outdate()
    assert ask("/equipment", query, CONTENT_TYPE=f"text/plain; charset={charset}") == plain
    assert ask("/equipment", query) == plain


def test_a_charset_that_there_is_none_of_is_no_error_of_ours_and_is_not_kept() -> None:
    before = len(encodings._cache)
    for number in range(9):
        kind = f"text/plain; charset=no-such-{number}"
        assert ask("/about", CONTENT_TYPE=kind)[0] != 500
        assert ask("/about", CONTENT_TYPE=kind.replace("charset=", "charset*=x''%41"))[0] != 500
    assert len(encodings._cache) == before
