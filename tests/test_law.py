"""What the law wants on pages and products is there. Whoever adds a page or a product without it
is told here."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import Settings

from catalog.declarations import NOT_RECORDED, declarations, lacking, unit_price
from catalog.demo import demo_products
from catalog.demo.product import DemoProduct
from catalog.rules import Category
from config.site_views import POLICIES
from customers.complaint_links import token_of
from customers.complaint_rules import KEPT_AFTER
from customers.session_rules import SHOPPER
from orders.links import token_of as order_token
from payments.services.writing import EVENT_LIFE
from shipping import pincode_cookie
from tests.customers.shoppers import signed_in
from tests.customers.test_complaints import a_complaint
from tests.factories import a_product, an_order
from tests.staff import a_browser

# For machines, or no page of the shop's.
NOT_PAGES = (
    r"^(staff/|payment/|shipping/|healthz|readyz|robots|equipment/(suggest|seen)|pictures?/|art/)"
    r"|\.(pdf|svg|webp|png|jpg|xml|txt)$"
)
IN_WORDS = {3: "three", 60: "sixty"}
DECLARED = ("Generic name", "Country of origin", "Maker", "Net quantity", "MRP", "Sold by")


def addresses(found: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """Every address, as Django writes it."""
    for entry in found:
        address = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, address)
        elif not re.search(NOT_PAGES, address):
            yield address


@pytest.fixture
def filled() -> dict[str, str]:
    """What stands for each part of an address that changes."""
    product, order, ticket = a_product(product_id="one"), an_order(), a_complaint().ticket
    return {
        "contact/<str:token>": reverse("complaint", args=[token_of(ticket)]),
        "track/<str:token>": reverse("orders:track", args=[order_token(order.order_id)]),
        "policies/<slug:name>": "/policies/terms",
        "equipment/<str:product_id>": f"/equipment/{product.product_id}",
        "equipment/<product_id>": f"/equipment/{product.product_id}",
        "equipment/<slug:product_id>": f"/equipment/{product.product_id}",
    }


def test_every_page_names_seller_tax_number_care_and_grievance_officer(
    client: Client, filled: dict[str, str]
) -> None:
    signed_in(client)
    seen = 0
    for address in addresses(get_resolver("config.urls").url_patterns):
        if "<" in address and address not in filled:
            continue  # of one order of the person's: its frame is that of the others
        answer = client.get(filled.get(address, f"/{address}"))
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            seen += 1
            assert lacks(answer.content.decode()) == [], address
    assert seen > 15


def lacks(page: str) -> list[str]:
    """What the law wants in the foot of a page and is not there."""
    foot = page[page.rfind("<footer") :] if "<footer" in page else ""
    wanted = {
        "legal name": settings.SHOP_LEGAL_NAME,
        "address": settings.SHOP_ADDRESS,
        "GSTIN": f"GSTIN {settings.SHOP_GSTIN}",
        "customer care by telephone": "020 4123 4567",
        "customer care by mail": f"mailto:{settings.SHOP_EMAIL}",
        "grievance officer": f"Grievance officer: {settings.GRIEVANCE_OFFICER}",
        "the clock of a complaint": "within 48 hours",
        "the way to complain": 'href="/contact"',
    }
    return [name for name, text in wanted.items() if text not in foot]


def test_a_page_that_lacks_one_is_seen(client: Client) -> None:
    page = client.get("/contact").content.decode()
    assert lacks(page.replace(settings.SHOP_GSTIN, "")) == ["GSTIN"]
    assert len(lacks("<p>no foot</p>")) > 5


@pytest.mark.parametrize("product", demo_products(), ids=lambda product: product.product_id)
def test_every_product_of_the_demo_has_its_declarations(product: DemoProduct) -> None:
    assert lacking(product) == []
    told = dict(
        declarations(
            product,
            product.category,
            price_paise=product.price_paise,
            mrp_paise=product.mrp_paise,
        )
    )
    assert NOT_RECORDED not in told.values()
    assert "incl. of all taxes" in told["MRP"]


@pytest.mark.parametrize("category", list(Category))
def test_a_product_page_shows_them(client: Client, category: Category) -> None:
    a_product(
        product_id="one",
        category=category,
        country_of_origin="Japan",
        manufacturer="Tamasu Co., Ltd., Tokyo, Japan",
        importer="Third Ball, 1 Court Road, Pune",
        net_quantity="1 piece",
    )
    page = client.get("/equipment/one").content.decode()
    missing = [name for name in (*DECLARED, "Importer") if f"<dt>{name}</dt>" not in page]
    assert missing == []
    assert NOT_RECORDED not in page
    assert "Consumer care" in page


def test_an_imported_product_that_lacks_them_asks_on_its_page_and_is_named_to_staff(
    client: Client,
) -> None:
    row = a_product(product_id="bare", country_of_origin="Japan")
    assert lacking(row) == ["maker or importer", "importer", "net quantity"]
    assert NOT_RECORDED in client.get("/equipment/bare").content.decode()
    page = a_browser().get("/staff/products/bare/").content.decode()
    assert "maker or importer, importer, net quantity" in page


@pytest.mark.parametrize(
    ("quantity", "paise", "words"),
    [
        ("90 ml", 799_00, "₹8.88 per ml"),
        ("6 balls", 399_00, "₹66.50 per ball"),
        ("3 pairs", 100_00, "₹33.33 per pair"),
        ("1.5 m", 300_00, "₹200.00 per m"),
        ("1 racket", 999_00, ""),
        ("1 table with net", 999_00, ""),
        ("a pack", 999_00, ""),
        ("0 balls", 999_00, ""),
        ("", 999_00, ""),
    ],
)
def test_the_price_of_one_is_told_where_there_are_several(
    quantity: str, paise: int, words: str
) -> None:
    assert unit_price(quantity, paise) == words


def test_the_pack_that_is_chosen_is_the_net_quantity(client: Client) -> None:
    a_product(
        product_id="balls",
        category="balls",
        net_quantity="3 balls",
        original_price=600_00,
        variants={
            "W-3": {"options": {"Pack": "3 balls"}},
            "W-72": {"options": {"Pack": "72 balls"}, "price": 7200_00},
        },
    )
    page = client.get("/equipment/balls?sku=W-72").content.decode()
    assert "<dd>72 balls</dd>" in page
    assert "₹100.00 per ball" in page
    assert "₹7,200.00 incl. of all taxes" in page  # never an MRP below the price


@pytest.mark.parametrize("name", list(POLICIES))
def test_the_policies_that_the_law_wants_are_there(client: Client, name: str) -> None:
    assert client.get(f"/policies/{name}").status_code == 200


def test_the_privacy_policy_names_every_cookie_that_the_settings_name(client: Client) -> None:
    page = client.get("/policies/privacy").content.decode()
    unused = {"LANGUAGE_COOKIE_NAME", "SESSION_COOKIE_NAME"}  # Django's own, set by no page of ours
    names = [name for name in dir(settings) if name.endswith("_COOKIE_NAME")]
    cookies = {getattr(settings, name) for name in names if name not in unused}
    cookies |= {pincode_cookie.NAME, CookieStorage.cookie_name}
    assert len(cookies) >= 8
    bare = {name.removeprefix("__Host-") for name in cookies}
    assert {name for name in bare if f"<b>{name}</b>:" not in page} == set()


@pytest.mark.parametrize(
    "words",
    [
        'href="/account/data"',
        "a copy of what we hold about you",
        "have yourself erased",
        'href="/contact"',
        "Ananya Kulkarni sees to it",
        "within 48 hours",
        f"kept for {IN_WORDS[KEPT_AFTER.days // 365]} years",
        "eight years after the end of the financial year",
        f"payment for {IN_WORDS[EVENT_LIFE.days]} days",
        f"{SHOPPER.idle.days} days without a visit, at most for {SHOPPER.longest.days}",
        "nothing is ticked beforehand",
    ],
)
def test_the_privacy_policy_says_what_may_be_asked_of_whom_and_how_long(
    client: Client, settings: Settings, words: str
) -> None:
    settings.GRIEVANCE_OFFICER = "Ananya Kulkarni"
    assert words in client.get("/policies/privacy").content.decode()


@pytest.mark.parametrize("untrue", ["no account", "no advertising", "Write to the address"])
def test_the_privacy_policy_says_nothing_of_an_earlier_shop(client: Client, untrue: str) -> None:
    assert untrue not in client.get("/policies/privacy").content.decode()
