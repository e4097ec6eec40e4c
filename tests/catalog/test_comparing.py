"""Two to four side by side, what goes with a thing, and what a browser has looked at."""

import pytest
from django.test import Client

from catalog.comparing import NOT_SAID, compared, rows
from catalog.goes_with import goes_with
from catalog.rules import Category
from config import dynamo
from tests.catalog.reading import text_of
from tests.catalog.shelves import a_shelf, a_variant, on_shelf
from tests.factories import a_product


def test_what_differs_is_marked_and_what_one_lacks_is_a_dash() -> None:
    fast = on_shelf(specs={"Speed": "9.1", "Surface": "Smooth", "Sponge": "Soft"})
    slow = on_shelf(specs={"speed": "6.0", "surface": "Smooth"})
    found = {row.name: row for row in rows([fast, slow])}
    assert found["Speed"].cells == [("9.1", 91), ("6.0", 60)]
    assert [name for name, row in found.items() if row.differs] == ["Speed", "Sponge"]
    assert found["Sponge"].cells[1] == (NOT_SAID, None)


def test_options_are_compared_by_all_that_is_offered() -> None:
    sizes = (a_variant("A", Size="S"), a_variant("B", Size="XL"))
    found = {row.name: row for row in rows([on_shelf(variants=sizes), on_shelf()])}
    assert [text for text, _ in found["Size"].cells] == [
        "S–XL",  # noqa: RUF001 - a range's dash
        NOT_SAID,
    ]


def test_each_is_taken_once_four_at_most_and_what_is_gone_is_counted() -> None:
    goods = {product.product_id: product for product in (on_shelf() for _ in range(5))}
    ids = [*goods, next(iter(goods)), "gone"]
    asked = compared(goods, ids)
    assert [p.product_id for p in asked.products] == list(goods)[:4]
    assert (asked.lost, asked.too_many) == (1, True)
    assert compared(goods, ["", " ", next(iter(goods))]).lost == 0
    assert compared(goods, [f"made-up-{n}" for n in range(500)]).lost == 4


def test_only_differences_is_in_the_address_and_leads_back(client: Client) -> None:
    a_product(product_id="a", specs={"Speed": "9.1", "Surface": "Smooth"})
    a_product(product_id="b", specs={"Speed": "6.0", "Surface": "Smooth"})
    page = client.get("/equipment/compare?id=a&id=b").content.decode()
    assert 'href="/equipment/compare?id=a&amp;id=b&amp;only=differences"' in page
    assert "Surface" in page
    short = client.get("/equipment/compare?id=a&id=b&only=differences").content.decode()
    assert "Surface" not in short
    assert 'href="/equipment/compare?id=a&amp;id=b"' in short
    assert 'href="/equipment/compare?id=b&amp;only=differences"' in short  # without the first
    assert "noindex" in page


@pytest.mark.parametrize("query", ["", "?id=a", "?id=", "?id=%00", "?id=a&id=a", "?id=x&only=%ff"])
def test_fewer_than_two_get_a_page_that_says_how(client: Client, query: str) -> None:
    a_product(product_id="a")
    assert "Tick two to four things" in text_of(client, f"/equipment/compare{query}")


def test_a_list_has_a_tick_on_each_card_that_belongs_to_the_form(client: Client) -> None:
    a_product(product_id="a")
    page = client.get("/equipment").content.decode()
    assert 'name="id" value="a" form="compare"' in page
    assert '<form id="compare"' in page
    assert "data-compare" not in client.get("/").content.decode()  # no form, no tick


def test_a_blade_goes_with_rubbers_and_glue_in_stock_of_its_own_brand_first() -> None:
    blade = on_shelf(category=Category.BLADES, brand="Stiga", price=4_000_00)
    sold_out = (a_variant("S", stock=0),)
    goods = [
        on_shelf(name="Other", brand="Yasaka", price=4_000_00),
        on_shelf(name="Own", brand="Stiga", price=1_000_00),
        on_shelf(name="Own, none left", brand="Stiga", variants=sold_out),
        on_shelf(name="Club glue", category=Category.ACCESSORIES),
        on_shelf(name="Rubber cleaner", category=Category.ACCESSORIES),
    ]
    found = goes_with(a_shelf(blade, *goods), blade)
    assert [product.name for product in found] == ["Own", "Other", "Club glue"]


def test_nothing_goes_with_itself_and_each_kind_finds_something_or_nothing() -> None:
    goods = [on_shelf(category=category) for category in Category]
    shop = a_shelf(*goods)
    for product in goods:
        ids = [other.product_id for other in goes_with(shop, product)]
        assert product.product_id not in ids
        assert len(ids) == len(set(ids)) <= 4


def test_what_was_looked_at_is_drawn_for_anybody_and_kept_of_nobody(client: Client) -> None:
    for n in range(6):
        a_product(product_id=f"p{n}", name=f"Seen {n}")
    a_product(product_id="hidden", name="Secret", is_active=False)
    client.get("/equipment/seen")  # warms the shelf
    dynamo.use("http://127.0.0.1:9")
    ids = "&".join(f"id={name}" for name in ("hidden", "p5", "p1", "p1", "x", "p2", "p3", "p0"))
    response = client.get(f"/equipment/seen?{ids}")
    text = response.content.decode()
    assert [text.index(f"Seen {n}") for n in (5, 1, 2, 3)] == sorted(
        text.index(f"Seen {n}") for n in (5, 1, 2, 3)
    )
    assert "Secret" not in text
    assert "Seen 0" not in text
    assert "public" in response["Cache-Control"]
    assert not response.cookies
