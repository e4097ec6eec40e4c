"""Finished pages are kept for seconds, never past a change, and nobody can fill the room."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from catalog import shelf
from catalog.models import Product
from config import dynamo
from config.page_cache import BESIDE, LONGEST, Page, PageCacheMiddleware, Pages, Room, key_of, pages
from config.public_page import public_page
from tests.factories import a_product

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

LIST = "/equipment?category=rubbers"


@pytest.fixture(autouse=True)
def kept(settings: Settings) -> Iterator[None]:
    settings.PAGE_CACHE_SECONDS = 600
    pages.outdate()
    yield
    pages.outdate()


def is_new(answer: "Answer") -> bool:
    """Whether a page was drawn for it."""
    return bool(answer.templates)


def test_a_kept_page_has_the_headers_of_a_new_one_and_a_number_of_its_own() -> None:
    a_product()
    shelf.shelf()  # what is drawn before it is filled is of yesterday
    for packed in ({}, {"Accept-Encoding": "gzip, br"}):
        first, second = (Client().get(LIST, headers=packed) for _ in range(2))
        assert (is_new(first), is_new(second)) == (True, False)
        numbers = [dict(answer.items()).pop("X-Request-Id") for answer in (first, second)]
        assert len({*numbers}) == 2
        unlike = {n for n, text in first.items() if second[n] != text}
        assert ({*first.headers}, unlike) == ({*second.headers}, {"X-Request-Id"})
        assert first.content == second.content
        assert first.resolver_match.view_name == second.resolver_match.view_name == "catalog:list"
        assert ("Content-Encoding" in second) == bool(packed)
    head = Client().head(LIST)
    assert (is_new(head), head.status_code, head.content) == (False, 200, b"")


def test_a_change_by_staff_is_seen_at_the_next_request(client: Client) -> None:
    product = a_product(product_id="one", price=100_00)
    assert "₹100" in client.get("/equipment/one").content.decode()
    product.update(actions=[Product.price.set(123_00)])
    shelf.announce({"one"})
    page = client.get("/equipment/one")
    assert is_new(page)
    assert "₹123" in page.content.decode()
    product.update(actions=[Product.stock.set(0)])
    shelf.touch({"one"})  # a sale
    assert "sold out" in client.get("/equipment/one").content.decode()


def test_a_page_that_was_begun_before_a_change_is_not_kept() -> None:
    room, begun = Pages(), Pages().turn
    key, page = ("http", "shop", "/", "", ""), Page(b"old", {}, "", float("inf"))
    room.outdate()
    room.keep(key, page, turn=begun)
    assert room.plain.get(key) is None
    room.keep(key, page, turn=room.turn)
    assert room.plain.get(key) is page


def test_a_page_is_kept_for_seconds_only(client: Client, settings: Settings) -> None:
    shelf.shelf()
    client.get("/equipment")
    assert not is_new(client.get("/equipment"))
    settings.PAGE_CACHE_SECONDS = -1  # whatever was kept is too old
    assert is_new(client.get("/equipment"))


def test_what_a_page_does_not_read_makes_no_other_page(client: Client) -> None:
    a_product(product_id="one")
    shelf.shelf()
    client.get("/equipment?category=rubbers&in_stock=1")
    for same in ("in_stock=1&category=rubbers", "utm_source=x&category=rubbers&in_stock=1&no=1"):
        assert not is_new(client.get(f"/equipment?{same}")), same
    client.get("/")
    assert not is_new(client.get("/?x=1"))
    for other in (
        "category=blades&in_stock=1",
        "category=rubbers",
        "category=rubbers&in_stock=1&q=x",
    ):
        assert is_new(client.get(f"/equipment?{other}")), other


def test_pages_of_one_person_and_of_a_moment_are_never_kept(client: Client) -> None:
    a_product(product_id="one")
    shelf.shelf()
    client.get("/equipment/one")
    assert is_new(client.get("/equipment/one?pincode=411038"))
    pages.outdate()
    for address in ("/equipment/one?pincode=41", "/cart", "/contact", "/nowhere", "/healthz?x=1"):
        client.get(address)
        assert is_new(again := client.get(address)) or not again.content.startswith(b"<"), address
    assert pages.plain.size == pages.asked.size == 0


def test_files_are_whitenoise_s_own_affair(client: Client) -> None:
    answer = client.get("/static/js/head.js")
    assert (answer.status_code, b"data-head" in answer.getvalue()) == (200, True)
    assert pages.plain.size == 0


def test_made_up_questions_displace_no_page_that_is_asked_for() -> None:
    found = Pages()
    page = Page(b"x" * LONGEST, {}, "", float("inf"))
    front = ("http", "shop", "/", "", "")
    found.keep(front, page, turn=0)
    for number in range(100):
        found.keep(("http", "shop", "/equipment", f"q={number}", ""), page, turn=0)
    assert found.plain.get(front) is page
    assert found.asked.size <= 4 * 1024 * 1024
    found.keep(
        ("http", "shop", "/sitemap.xml", "", ""), Page(b"x" * (LONGEST + 1), {}, "", 0), turn=0
    )
    assert found.plain.size == LONGEST + BESIDE


def test_the_page_that_nobody_asked_for_the_longest_makes_room() -> None:
    room = Room(3 * (BESIDE + 1))
    page = Page(b"x", {}, "", float("inf"))
    for name in ("a", "b", "c"):
        room.put((name,), page)
    room.get(("a",))
    room.put(("d",), page)
    room.put(("d",), page)
    assert [room.get((name,)) is page for name in ("a", "b", "c", "d")] == [True, False, True, True]
    assert room.size == 3 * (BESIDE + 1)


def test_host_and_scheme_are_looked_at_as_ever(client: Client, settings: Settings) -> None:
    shelf.shelf()
    assert client.get("/equipment").status_code == 200
    assert not is_new(client.get("/equipment"))
    assert client.get("/equipment", headers={"Host": "evil.example"}).status_code == 400
    assert is_new(client.get("/equipment", headers={"Host": "127.0.0.1"}))
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert is_new(client.get("/equipment", headers={"X-Forwarded-Proto": "https"}))
    secure = Client()  # its chain of middleware is made now
    settings.SECURE_SSL_REDIRECT = True
    plain = secure.get("/policies/terms")
    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/policies/terms")
    over_https = {"X-Forwarded-Proto": "https"}
    assert secure.get("/policies/terms", headers=over_https).status_code == 200
    assert secure.get("/policies/terms").status_code == 301


def test_only_questions_without_a_body_are_answered_from_the_room() -> None:
    ask = RequestFactory()
    assert key_of(ask.get("/equipment"))
    assert key_of(ask.head("/equipment")) == key_of(ask.get("/equipment"))
    assert key_of(ask.post("/equipment")) is None
    assert key_of(ask.get("/equipment", CONTENT_LENGTH="9999999")) is None
    assert key_of(ask.get("/equipment", headers={"Transfer-Encoding": "chunked"})) is None


def test_an_answer_that_gives_a_cookie_is_not_kept_whatever_it_says_of_itself() -> None:
    @public_page()
    def careless(request: HttpRequest) -> HttpResponse:
        response = HttpResponse("yours")
        response.set_cookie("cart", "mine")
        return response

    ask = PageCacheMiddleware(careless)
    assert ask(RequestFactory().get("/"))["Cache-Control"] == "private, no-store"
    assert pages.plain.size == 0


def test_a_kept_page_is_there_when_the_tables_are_not(client: Client) -> None:
    shelf.shelf()
    client.get("/equipment")
    dynamo.use("http://127.0.0.1:9")
    answer = client.get("/equipment")
    assert (answer.status_code, is_new(answer)) == (200, False)


def test_a_host_spelt_in_another_way_fills_no_room(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    a_product()
    shelf.shelf()
    for host in ("testserver:1", "testserver:2", "TESTSERVER", "testserver."):
        for _ in range(2):
            assert is_new(client.get(LIST, headers={"Host": host})), host
    client.get(LIST)
    assert not is_new(client.get(LIST))


def test_a_public_page_has_no_token_even_for_who_holds_one(client: Client) -> None:
    @public_page()
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse(str(request.META.get("CSRF_COOKIE")))

    request = RequestFactory().get("/", headers={"Host": "testserver"})
    request.META["CSRF_COOKIE"] = "x" * 32
    assert page(request).content == b"None"
