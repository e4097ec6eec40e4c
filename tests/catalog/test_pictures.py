"""Every product has a picture, whatever is known about it, and its address keeps pace with it."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from catalog.art.choice.flat import handle_of, plies_of, surface_of, thickness_of
from catalog.art.choice.goods import Goods
from catalog.pictures import VIEWS, goods, picture, picture_url, views_of
from catalog.queries import product_on_shelf
from catalog.rules import Category
from tests.catalog.shelves import a_variant, on_shelf
from tests.factories import a_product

SHEET = {
    "TIB-R-19": {"options": {"Colour": "Red", "Thickness": "1.9 mm"}},
    "TIB-B-21": {"options": {"Colour": "Black", "Thickness": "2.1 mm"}},
}


def some(category: str, name: str = "Thing", **specs: str) -> Goods:
    return goods(category=category, brand="Butterfly", name=name, specs=specs)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("category", Category)
def test_goods_of_which_only_the_name_is_known_are_drawn(category: str, view: str) -> None:
    drawn = picture(some(category), view)
    ElementTree.fromstring(drawn)  # noqa: S314 - our own drawing
    assert len(drawn.encode()) <= 4096
    assert view in views_of(category)


@pytest.mark.parametrize("category", Category)
def test_the_three_views_differ(category: str) -> None:
    assert len({picture(some(category), view) for view in VIEWS}) == 3


@pytest.mark.parametrize("category", Category)
def test_strange_facts_draw_a_picture_all_the_same(category: str) -> None:
    specs = dict.fromkeys(("Plies", "Thickness", "Handle", "Sponge", "Colour", "Pack"), "<b>&é99")
    strange = goods(category=category, brand="", name="<script>" * 20, specs=specs)
    for view in VIEWS:
        drawn = picture(strange, view)
        ElementTree.fromstring(drawn)  # noqa: S314 - our own drawing
        assert "<script" not in drawn
        assert len(drawn.encode()) <= 4096


@pytest.mark.parametrize(
    ("plies", "composition", "letters"),
    [
        ("5 wood", "", "WDKDW"),
        ("7", "", "WDWKWDW"),
        ("1", "Hinoki", "K"),
        ("5 wood + 2 ALC", "", "WADKDAW"),
        ("5 + 2", "Carbon, inner", "WDCKCDW"),
        ("", "", "WDKDW"),
    ],
)
def test_plies_are_read_as_the_trade_writes_them(
    plies: str, composition: str, letters: str
) -> None:
    assert plies_of(some("blades", Plies=plies, Composition=composition)) == letters


@pytest.mark.parametrize(
    ("handle", "drawn"),
    [("FL", "FL"), ("Straight", "ST"), ("an", "AN"), ("Penhold", "CP"), ("", "FL")],
)
def test_a_handle_is_known_by_any_of_its_names(handle: str, drawn: str) -> None:
    assert handle_of(some("blades", Handle=handle)) == drawn


@pytest.mark.parametrize(
    ("surface", "drawn"), [("Short pips", "short"), ("Long pips", "long"), ("Tacky", "smooth")]
)
def test_pips_are_seen(surface: str, drawn: str) -> None:
    assert surface_of(some("rubbers", Surface=surface)) == drawn


@pytest.mark.parametrize(("said", "mm"), [("2.1 mm", 2.1), ("OX", 0), ("MAX", 2.2), ("", 2)])
def test_thickness_is_drawn_as_it_is_sold(said: str, mm: float) -> None:
    assert thickness_of(some("rubbers", Thickness=said)) == mm


def test_each_variant_has_its_own_picture() -> None:
    red = a_variant("S-R", Colour="Red", Thickness="1.9 mm")
    black = a_variant("S-B", Colour="Black", Thickness="1.9 mm")
    product = on_shelf(variants=(red, black))
    assert picture_url(product, sku="S-R") != picture_url(product, sku="S-B")
    assert "sku=S-R" in picture_url(product, sku="S-R")


def test_a_picture_is_kept_for_ever_under_its_version_only(client: Client) -> None:
    product = a_product(product_id="tibhar-sheet", variants=SHEET)
    address = picture_url(product_on_shelf(product.product_id), "section", "TIB-B-21")
    answer = client.get(address)
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert b"2.1 mm" in answer.content
    assert "immutable" not in client.get(address.partition("&v=")[0])["Cache-Control"]


def test_the_address_changes_with_what_is_drawn() -> None:
    before = on_shelf(product_id="sheet-a", name="Sheet", specs={"Sponge": "yellow"})
    after = on_shelf(product_id="sheet-a", name="Sheet", specs={"Sponge": "blue"})
    assert picture_url(before) != picture_url(after)


@pytest.mark.parametrize(
    "address",
    [
        "/pictures/nothing/face.svg",
        "/pictures/tibhar-sheet/back.svg",
        "/pictures/tibhar-sheet/face.svg?sku=NOT-OURS",
    ],
)
def test_there_is_no_picture_of_what_there_is_not(client: Client, address: str) -> None:
    a_product(product_id="tibhar-sheet", variants=SHEET)
    assert client.get("/pictures/tibhar-sheet/face.svg").status_code == 200
    assert client.get(address).status_code == 404
