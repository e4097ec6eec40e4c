"""What search engines read is what people read, and what stands in the table."""

from typing import Any

import pytest
from django.test import Client

from catalog import shelf
from catalog.models import Product
from tests.catalog.machines import Read, read
from tests.catalog.reading import text_of
from tests.factories import a_product

SITE = "http://testserver"
SHEETS = {
    "B17": {"stock": 0, "options": {"Colour": "Black", "Thickness": "1.7 mm"}},
    "R21": {"stock": 4, "price": 2_500_00, "options": {"Colour": "Red", "Thickness": "2.1 mm"}},
}


def only(page: Read, kind: str) -> dict[str, Any]:
    (found,) = page.every(kind)
    return found


def test_price_and_stock_equal_the_page_and_the_table(client: Client) -> None:
    a_product(product_id="net", category="tables", price=499_50, original_price=None, stock=2)
    offer = only(read(client, "/equipment/net"), "Offer")
    row = Product.get("net", "third-ball")
    assert (offer["price"], offer["priceCurrency"]) == ("499.5", "INR")
    assert row.price == 499_50
    assert offer["availability"] == "https://schema.org/InStock"
    assert offer["url"] == f"{SITE}/equipment/net"
    row.update(actions=[Product.stock.set(0), Product.price.set(510_00)])
    shelf.forget()
    sold_out = only(read(client, "/equipment/net"), "Offer")
    assert (sold_out["price"], sold_out["availability"][-10:]) == ("510", "OutOfStock")
    assert "₹510" in text_of(client, "/equipment/net")


def test_variants_are_a_group_each_with_its_own_offer(client: Client) -> None:
    a_product(product_id="t05", name="Tenergy 05", variants=SHEETS)
    page = read(client, "/equipment/t05?sku=R21")
    group = only(page, "ProductGroup")
    assert group["productGroupID"] == "t05"
    assert group["variesBy"] == [
        "https://schema.org/color",
        "https://schema.org/additionalProperty",
    ]
    offers = {v["sku"]: v["offers"] for v in group["hasVariant"]}
    assert {sku: (o["price"], o["availability"][19:]) for sku, o in offers.items()} == {
        "B17": ("500", "OutOfStock"),
        "R21": ("2500", "InStock"),
    }
    assert offers["R21"]["url"] == f"{SITE}/equipment/t05?sku=R21"
    colours = {v["sku"]: v["color"] for v in group["hasVariant"]}
    assert colours == {"B17": "Black", "R21": "Red"}
    fees = {d["@id"]: d["shippingRate"]["value"] for d in page.every("OfferShippingDetails")}
    assert fees == {"#delivery": "79", "#free-delivery": "0"}
    assert offers["R21"]["shippingDetails"] == {"@id": "#free-delivery"}


def test_a_used_racket_is_called_used_and_comes_back_for_faults_alone(client: Client) -> None:
    a_product(product_id="old", category="pre-owned")
    a_product(product_id="new")
    used, new = read(client, "/equipment/old"), read(client, "/equipment/new")
    assert only(used, "Offer")["itemCondition"] == "https://schema.org/UsedCondition"
    assert only(new, "Offer")["itemCondition"] == "https://schema.org/NewCondition"
    policy = only(used, "MerchantReturnPolicy")["returnPolicyCategory"]
    assert policy == "https://schema.org/MerchantReturnNotPermitted"
    assert only(new, "MerchantReturnPolicy")["merchantReturnDays"] == 7
    assert "7 days to return" in text_of(client, "/equipment/new")


def test_a_rating_that_nobody_here_gave_is_not_told_to_search_engines(client: Client) -> None:
    a_product(product_id="rated", rating="4.6", review_count=87)
    assert "ratingValue" not in read(client, "/equipment/rated").body


@pytest.mark.parametrize("address", ["/equipment/x", "/equipment?category=rubbers", "/"])
def test_a_name_cannot_break_out_of_its_block(client: Client, address: str) -> None:
    nasty = "</script><script>alert(1)</script><!--"
    a_product(product_id="x", name=nasty, brand=nasty, description=nasty)
    page = read(client, address)
    assert "<script>alert" not in page.body
    assert "<!--" not in page.body
    if address.endswith("x"):
        assert page.blocks[0]["name"] == f"{nasty} {nasty}"


@pytest.mark.parametrize("address", ["/equipment/one", "/equipment?category=rubbers"])
def test_breadcrumbs_are_those_that_are_seen(client: Client, address: str) -> None:
    a_product(product_id="one", name="Rakza 7")
    steps = only(read(client, address), "BreadcrumbList")["itemListElement"]
    line = " ".join(step["name"] for step in steps)
    assert line in text_of(client, address)
    assert [step["position"] for step in steps] == [1, 2, 3]
    for step in steps[:-1]:
        assert client.get(step["item"].removeprefix(SITE)).status_code == 200


def test_the_front_says_whose_shop_it_is(client: Client, settings: Any) -> None:
    shop = only(read(client, "/"), "OnlineStore")
    assert (shop["name"], shop["url"]) == (settings.SHOP_NAME, f"{SITE}/")
    assert shop["taxID"] == settings.SHOP_GSTIN
    assert shop["contactPoint"]["telephone"] == settings.SHOP_PHONE
    assert shop["hasMerchantReturnPolicy"]["merchantReturnDays"] == 7
    assert client.get(shop["logo"].removeprefix(SITE))["Content-Type"] == "image/jpeg"
