"""The racket builder keeps what was chosen, counts what the cart takes, and is one page to all."""

import html
import re

import pytest
from django.conf import settings
from django.test import Client

from catalog import shelf
from catalog.build_parts import parts_of
from catalog.models import Product
from orders.build_steps import PAGE
from orders.buying_again import buy_again
from orders.cart import Cart
from orders.rackets import key_of
from tests.factories import a_product, an_order
from tests.orders.racket_parts import KEY, THREE, near, parts

BUILD = {"blade": "BL-FL", "fh": "RUB-R", "bh": "RUB-B"}
ADDRESS = "/racket-builder?blade=BL-FL&fh=RUB-R&bh=RUB-B"


def page_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def chosen(page: str, step: str) -> list[str]:
    return re.findall(rf'<input type="radio" name="{step}" value="([^"]+)" checked>', page)


def listed(page: str, step: str) -> list[str]:
    return re.findall(rf'<input type="radio" name="{step}" value="([^"]+)"', page)


def wall(count: int = PAGE + 6) -> None:
    """So many more rubbers, named before the first."""
    for n in range(count):
        variants = {f"WALL-{n:02}": {"stock": 5, "options": {"Colour": "Red"}}}
        a_product(product_id=f"wall-{n:02}", name=f"A wall {n:02}", specs=THREE, variants=variants)


def test_the_chosen_part_stays_chosen_on_every_page_and_search_of_an_opened_step(
    client: Client,
) -> None:
    parts()
    wall()
    opened = f"{ADDRESS}&show=fh"
    for more in ("", "&page=2", "&q=wall", "&q=wall&for=wall&page=2", "&q=nothing+has+this"):
        page = page_of(client, opened + more)
        assert chosen(page, "fh") == ["RUB-R"], more
    assert "Nothing else here has these words." in page
    assert "Page 2 of 2" in page_of(client, f"{opened}&page=2")
    assert "Page 1 of 2" in page_of(client, f"{opened}&q=wall&page=2")


def test_an_opened_step_keeps_its_order_and_page_whatever_is_chosen(client: Client) -> None:
    parts()
    wall()
    before = listed(page_of(client, f"{ADDRESS}&show=fh"), "fh")
    other = ADDRESS.replace("RUB-R", before[5])
    after = listed(page_of(client, f"{other}&show=fh"), "fh")
    assert [sku for sku in before if sku != "RUB-R"] == after
    second = page_of(client, f"{other}&show=fh&page=2")
    assert '<input type="hidden" name="page" value="2">' in second
    assert chosen(second, "fh") == [before[5]]


def test_too_few_for_the_edited_line_and_the_rest_of_the_cart_shows_a_way_out(
    client: Client,
) -> None:
    parts(red=3)
    near(stock=2)
    client.post("/cart/add", {"sku": KEY, "quantity": "2"})
    client.post("/cart/add", {"sku": "RUB-R", "quantity": "2"})
    cart = page_of(client, "/cart")
    assert "a racket in your cart takes some of them" in cart
    assert "net banking or wallet. A racket that we glue is paid for before it is sent." in cart
    page = page_of(client, f"{ADDRESS}&edit={KEY}")
    assert "Only 1 is left of the forehand rubber" in page
    assert "for 2 rackets and the rest of your cart" in page
    assert "fh=NEAR-R" in page
    assert 'id="add-racket"' not in page
    assert 'id="add-racket"' in page_of(client, ADDRESS)


def test_a_changed_racket_stands_where_it_stood_and_a_second_press_changes_nothing(
    client: Client,
) -> None:
    parts()
    client.post("/racket-builder/add", BUILD)
    client.post("/cart/add", {"sku": "RUB-R", "quantity": "1"})
    changed = BUILD | {"blade": "BL-ST", "edit": KEY}
    for _ in range(2):
        client.post("/racket-builder/add", changed)
        page = page_of(client, "/cart")
        assert "2 lines, 2 items" in page
        assert page.index("Racket: Viscaria") < page.index('value="RUB-R"')


def test_two_rackets_that_become_one_are_added_up(client: Client) -> None:
    parts()
    other = key_of(["BL-ST", "RUB-R", "RUB-B"])
    client.post("/cart/add", {"sku": KEY, "quantity": "2"})
    client.post("/cart/add", {"sku": other, "quantity": "1"})
    client.post("/racket-builder/add", BUILD | {"blade": "BL-ST", "edit": KEY})
    assert "1 line, 3 items" in page_of(client, "/cart")


def test_a_racket_takes_the_place_of_a_racket_and_of_nothing_else(client: Client) -> None:
    parts()
    client.post("/cart/add", {"sku": "RUB-R", "quantity": "1"})
    client.post("/racket-builder/add", BUILD | {"edit": "RUB-R"})
    assert "2 lines, 2 items" in page_of(client, "/cart")


def test_on_a_phone_the_bar_says_why_a_racket_cannot_be_bought(client: Client) -> None:
    parts()
    page = page_of(client, ADDRESS.replace("RUB-B", "RUB-R"))
    bar = page[page.index('class="stick build-bar"') :]
    assert "Neither side is black." in bar
    assert 'href="#said"' in bar
    assert 'id="said"' in page


def test_an_illegal_racket_comes_with_the_same_rubbers_made_legal(client: Client) -> None:
    parts()
    page = page_of(client, ADDRESS.replace("RUB-B", "RUB-R"))
    said = page[page.index('id="said"') : page.index("</ul>", page.index('id="said"'))]
    links = [html.unescape(link) for link in re.findall(r'href="([^"]+)"', said)]
    assert len(links) == 2
    for link in links:
        assert "We cannot build this one." not in page_of(client, link)
    Product("rubber", "third-ball").update(actions=[Product.variants["RUB-B"]["stock"].set(0)])
    shelf.look_again({"rubber"})
    said = page_of(client, ADDRESS.replace("RUB-B", "RUB-R"))
    assert "Choose another colour or thickness on one side." in said


def test_all_rackets_are_one_page_to_search_engines_and_a_sent_link_names_its_parts(
    client: Client,
) -> None:
    assert "racket-builder" not in page_of(client, "/sitemap.xml")
    parts()
    shelf.forget()
    page = page_of(client, ADDRESS)
    assert f'<link rel="canonical" href="{settings.SITE_URL}/racket-builder">' in page
    assert '<meta property="og:title" content="Viscaria with Rozena">' in page
    assert "og:url" in page
    assert f"<loc>{settings.SITE_URL}/racket-builder</loc>" in page_of(client, "/sitemap.xml")


def test_the_parts_of_a_shelf_are_worked_out_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts()
    page_of(client, ADDRESS)
    known = parts_of(shelf.shelf())
    page_of(client, f"{ADDRESS}&show=fh")
    assert parts_of(shelf.shelf()) is known
    shelf.forget()
    assert parts_of(shelf.shelf()) is not known


def test_a_racket_that_became_illegal_waits_in_the_cart_with_its_rule(client: Client) -> None:
    parts()
    client.post("/racket-builder/add", BUILD)
    red = {"Colour": "Red", "Thickness": "1.9 mm"}
    turned = Product.variants["RUB-B"]["options"].set(red)
    Product("rubber", "third-ball").update(actions=[turned])
    shelf.look_again({"rubber"})
    page = page_of(client, "/cart")
    assert "Neither side is black." in page
    assert "Mend the marked line" in page
    assert client.get("/checkout").status_code == 302


def test_buying_a_racket_again_tells_its_price_of_then_and_now() -> None:
    parts()
    order = an_order(wanted={KEY: 1})
    assert buy_again(Cart({}), order).repriced == []
    dearer = Product.variants["RUB-B"]["price"].set(600)
    Product("rubber", "third-ball").update(actions=[dearer])
    shelf.look_again({"rubber"})
    assert buy_again(Cart({}), order).repriced == [
        "the racket with Viscaria, ₹2,000 then and ₹2,100 now"
    ]
