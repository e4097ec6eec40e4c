"""Public pages are the same bytes for everybody; all other pages are kept by nobody."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from config.public_page import FOR_ALL
from tests.customers.shoppers import signed_in
from tests.factories import a_product
from tests.orders.racket_parts import KEY, parts
from tests.staff import a_browser
from tests.staff_pages import pages

PAGES = {
    *("", "equipment", "equipment/suggest", "equipment/compare", "equipment/seen"),
    *("equipment/<str:product_id>", "racket-builder", "policies/<slug:name>"),
    *("sitemap.xml", "robots.txt"),
}
FILES = {
    *("pictures/<str:product_id>/<slug:view>.svg", "photos/<str:digest>/<int:size>.<str:kind>"),
    *("cards/<str:product_id>.jpg", "card.jpg", "racket-builder/picture.svg"),
}
BUILT = "/racket-builder?blade=BL-FL&fh=RUB-R&bh=RUB-B"
ADDRESSES = [
    *("/", "/equipment", "/equipment?category=rubbers&in_stock=1", "/equipment?q=rozena"),
    *(
        "/equipment/suggest?q=roz",
        "/equipment/compare?id=blade&id=rubber",
        "/equipment/seen?id=one",
    ),
    *("/equipment/one", "/equipment/one?sku=one", "/equipment/gone", "/racket-builder", BUILT),
    *(f"/policies/{name}" for name in ("shipping", "refunds", "privacy", "terms")),
    *("/sitemap.xml", "/robots.txt"),
]
OWN = [
    *("/cart", "/checkout", "/account", "/account/sign-in", "/contact", "/order-success"),
    *("/back-in-stock?sku=gone", f"{BUILT}&edit={KEY}", "/equipment/one?pincode=411038"),
    *(
        "/track/x",
        "/staff/",
        "/staff/sign-in/",
        "/nowhere",
        "/equipment/nowhere",
        "/shipping/promise",
    ),
]


@pytest.fixture(autouse=True)
def goods() -> None:
    parts()
    a_product(product_id="one")
    a_product(product_id="gone", stock=0)


def a_shopper() -> Client:
    """Somebody signed in, with a cart, a pincode, and something yet to be told."""
    client = Client()
    signed_in(client)
    client.cookies["pincode"] = "411038"
    client.post("/cart/add", {"sku": "one", "quantity": "2"})
    return client


def test_no_page_is_for_everybody_but_these() -> None:
    every = list(pages(get_resolver("config.urls").url_patterns))
    assert {page.pattern for page in every if hasattr(page.view, "public")} == PAGES
    client = Client()
    for page in every:
        if not page.pattern.startswith("staff/") and page.pattern not in PAGES | FILES:
            said = client.get(page.address())["Cache-Control"]
            assert "no-store" in said or "no-cache" in said, page.pattern
            assert "public" not in said, page.pattern


def test_a_public_page_is_the_same_bytes_for_everybody() -> None:
    stranger, shopper, staff = Client(), a_shopper(), a_browser("owner")
    for address in ADDRESSES:
        answers = [client.get(address) for client in (stranger, shopper, staff)]
        assert {answer.status_code for answer in answers} == {200}, address
        assert len({answer.content for answer in answers}) == 1, address
        assert b"csrfmiddlewaretoken" not in answers[0].content, address
        for answer in answers:
            assert not answer.cookies, address
            assert answer["Cache-Control"].startswith("public, max-age="), address
            assert answer["Vary"] == "Accept-Encoding", address


def test_what_a_page_does_not_read_changes_no_byte_of_it(client: Client) -> None:
    """So that a page drawn for one such address may be given to all."""
    for address in ADDRESSES:
        if "racket-builder" not in address:  # which leads from there to the address it reads
            more = f"{address}{'&' if '?' in address else '?'}utm_source=<b>x</b>&x=%00"
            assert client.get(more).content == client.get(address).content, address
    turned = client.get("/equipment?in_stock=1&category=rubbers").content
    assert turned == client.get("/equipment?category=rubbers&in_stock=1").content


def test_all_other_pages_are_kept_by_nobody() -> None:
    for client in (Client(), a_shopper()):
        for address in OWN:
            said = client.get(address)["Cache-Control"]
            assert "public" not in said, address
            assert "no-store" in said or said == "private, no-cache", address


def test_a_browser_that_has_the_page_is_told_that_it_is_the_same(client: Client) -> None:
    page = client.get("/equipment")
    assert page["Cache-Control"] == FOR_ALL
    again = client.get("/equipment", headers={"If-None-Match": f'"other", {page["ETag"]}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", page["ETag"])
    of_the_body = {"Content-Length", "Content-Type", "X-Request-Id"}
    assert {*again.headers} >= {*page.headers} - of_the_body
    assert again["Content-Security-Policy"] == page["Content-Security-Policy"]
    head = client.head("/equipment")
    assert (head.status_code, head["ETag"], head.content) == (200, page["ETag"], b"")
    a_product()
    from catalog import shelf

    shelf.forget()
    changed = client.get("/equipment", headers={"If-None-Match": page["ETag"]})
    assert (changed.status_code, changed["ETag"] == page["ETag"]) == (200, False)


def test_what_is_to_be_told_waits_for_a_page_of_their_own() -> None:
    shopper = a_shopper()
    assert "is in your cart" not in shopper.get("/equipment/one").content.decode()
    assert "is in your cart" in shopper.get("/cart").content.decode()
    assert "is in your cart" not in shopper.get("/cart").content.decode()


def test_the_small_cookie_says_how_many_pieces_and_whether_somebody_is_signed_in() -> None:
    client, name = Client(), settings.HEAD_COOKIE_NAME
    assert name not in client.get("/cart").cookies
    told = client.post("/cart/add", {"sku": "one", "quantity": "2"}).cookies[name]
    assert (told.value, told["httponly"], told["samesite"], told["path"]) == ("2.0", "", "Lax", "/")
    signed_in(client)
    client.get("/cart")
    assert client.cookies[name].value == "2.1"
    client.cookies[name] = "99.1"
    assert name not in client.get("/equipment").cookies  # of a public page, nobody is given any
    client.get("/nowhere")
    assert client.cookies[name].value == "2.1"
    assert client.post("/account/sign-out").cookies[name].value == ""


def test_pages_of_their_own_show_the_count_without_scripts() -> None:
    page = a_shopper().get("/cart").content.decode()
    assert "Cart, 2 items" in page
    assert '<span class="vh" data-account>Account</span>' in page
    page = Client().get("/equipment/one").content.decode()
    assert '<span class="vh" data-cart-words>Cart</span>' in page
    assert f'data-head="{settings.HEAD_COOKIE_NAME}"' in page
