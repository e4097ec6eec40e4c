"""Which pages search engines and other sites are shown, by which names, with which picture."""

import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.test import Client
from PIL import Image

from catalog import queries, shelf
from catalog.choices import choosing
from catalog.declarations import NOT_RECORDED, lacking
from catalog.demo.loading import load_products
from catalog.facts import ProductFacts, facts_of
from catalog.importing import columns
from catalog.models import Product
from catalog.page import product_page, told_elsewhere
from catalog.services import editing
from config import dynamo
from tests.catalog.machines import read
from tests.catalog.reading import text_of
from tests.factories import a_product

SITE = "http://testserver"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
BY = "meera@thirdball.example"


def in_the_sitemap(client: Client) -> list[str]:
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own
    found = [loc.text or "" for loc in tree.findall("s:url/s:loc", NAMES)]
    assert all(address.startswith(SITE) for address in found)
    return [address.removeprefix(SITE) for address in found]


def closed_to_robots(client: Client, address: str) -> bool:
    rules = re.findall(r"Disallow: (\S+)", client.get("/robots.txt").content.decode())
    patterns = [re.escape(rule).replace(r"\*", ".*") for rule in rules]
    return any(re.match(pattern, address) for pattern in patterns)


def take_off(product_id: str) -> None:
    row = queries.product(product_id)
    facts: ProductFacts = replace(facts_of(row), is_active=False)
    editing.edit_product(product_id, version_seen=row.version, facts=facts, by=BY)
    shelf.forget()


def test_no_two_pages_of_the_demo_say_the_same_of_themselves(client: Client) -> None:
    load_products()
    products = list(shelf.shelf().products.values())
    told = {f"/equipment/{p.product_id}": told_elsewhere(p) for p in products}
    one_of_each = [f"/equipment/{p.product_id}" for p in products[::20]]
    listed = in_the_sitemap(client)
    others = [address for address in listed if address not in told]
    assert (set(told) <= set(listed), len(told) > 100, len(others) > 10) == (True, True, True)
    narrow = [address for address in others if re.search("brand=|surface=|level=", address)]
    others = [address for address in others if address not in narrow] + narrow[::6]
    pages = {address: read(client, address) for address in (*others, *one_of_each)}
    for address, page in pages.items():
        assert page.is_indexed, address
        assert not closed_to_robots(client, address)
        assert page.canonical == f"{SITE}{address}", address
    for address in one_of_each:
        assert pages[address].description == told[address]["description"]
        assert pages[address].title == f"{told[address]['title']} | Third Ball"
    for said in ("title", "description"):
        texts = [facts[said] for facts in told.values()]
        texts += [getattr(pages[address], said) for address in others]
        assert min(map(len, texts)) > 5
        assert sorted(texts) == sorted(set(texts))


def test_every_product_of_the_demo_shows_all_that_the_law_asks() -> None:
    load_products()
    for product in shelf.shelf().products.values():
        assert lacking(product) == [], product.product_id
        for variant in product.variants:
            page = product_page(product, choosing(product, variant.sku, {}))
            declared = dict(page["declared"])
            assert {"Generic name", "Country of origin", "Net quantity", "MRP"} <= declared.keys()
            assert declared.keys() & {"Maker", "Importer"}
            assert NOT_RECORDED not in declared.values()
            assert len(page["shots"]) >= 3


def test_the_sitemap_names_only_what_is_on_sale_with_its_change_and_picture(client: Client) -> None:
    a_product(product_id="here")
    a_product(product_id="hidden", is_active=False)
    text = client.get("/sitemap.xml").content.decode()
    assert "/equipment/here</loc><lastmod>20" in text
    assert "/pictures/here/face.svg" in text
    assert "hidden" not in text
    assert "category=shoes" not in text  # an empty list is nothing to be found by


def test_the_sitemap_names_the_chosen_filters_that_have_goods(client: Client) -> None:
    a_product(brand="Yasaka", specs={"Surface": "Long pips"})
    a_product(brand="Stiga & Co", category="blades", specs={"Level": "Beginner"})
    found = {address for address in in_the_sitemap(client) if "=" in address}
    lists = {f"/equipment?category={kind}" for kind in ("rubbers", "blades")}
    assert found - lists >= {
        *("/equipment?brand=Yasaka", "/equipment?brand=Stiga+%26+Co"),
        *(
            "/equipment?category=rubbers&brand=Yasaka",
            "/equipment?category=rubbers&surface=Long+pips",
        ),
        "/equipment?category=blades&brand=Stiga+%26+Co",
    }
    assert "/equipment?category=blades&brand=Yasaka" not in found  # nothing there
    for address in found:
        page = read(client, address)
        assert (page.is_indexed, page.canonical) == (True, f"{SITE}{address}")


@pytest.mark.parametrize(
    ("address", "is_indexed"),
    [
        *(("/equipment?as_typed=1", True), ("/equipment?category=rubbers&as_typed=1", True)),
        *(("/equipment?category=rubbers&sort=price", False), ("/equipment?sort=newest", False)),
    ],
)
def test_no_list_is_in_the_index_twice(client: Client, address: str, *, is_indexed: bool) -> None:
    a_product()
    page = read(client, address)
    plain = address.partition("sort=")[0].replace("as_typed=1", "").rstrip("?&")
    assert (page.is_indexed, page.canonical) == (is_indexed, f"{SITE}{plain}")


@pytest.mark.parametrize(
    "address",
    [
        *("/cart", "/checkout", "/account", "/account/orders/TB-1", "/staff/", "/equipment?q=ball"),
        *("/equipment?category=balls&q=x", "/equipment/suggest?q=te", "/equipment/compare?id=1"),
    ],
)
def test_robots_are_kept_from_what_is_private_or_of_the_moment(
    client: Client, address: str
) -> None:
    assert closed_to_robots(client, address)
    assert not closed_to_robots(client, "/equipment?category=balls")
    assert f"Sitemap: {SITE}/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_a_product_that_was_taken_off_is_gone_with_others_in_its_place(client: Client) -> None:
    a_product(product_id="old", name="Old Sheet")
    a_product(name="Near Sheet")
    a_product(name="Sold out Sheet", stock=0)
    take_off("old")
    text = text_of(client, "/equipment/old", status=410)
    assert "Old Sheet is no longer sold" in text
    assert "Near Sheet" in text
    assert "Sold out Sheet" not in text
    assert "noindex" in client.get("/equipment/old").content.decode()
    assert queries.product("old").retired_at is not None


def test_a_draft_that_was_never_shown_is_nowhere(client: Client) -> None:
    draft = a_product(product_id="draft", name="Secret", is_active=False)
    assert "Secret" not in text_of(client, "/equipment/draft", status=404)
    facts = replace(facts_of(draft), name="Secret Sheet")
    editing.edit_product("draft", version_seen=1, facts=facts, by=BY)
    assert "Secret" not in text_of(client, "/equipment/draft", status=404)


def test_what_the_earlier_system_hid_is_gone_as_well(client: Client) -> None:
    a_product(product_id="theirs", name="Old Sheet", is_active=False)
    Product("theirs", "third-ball").update(
        actions=[Product.version.remove(), Product.brand.remove()]
    )
    text = text_of(client, "/equipment/theirs", status=410)
    assert "Old Sheet is no longer sold" in text
    assert "None" not in text


def test_what_the_earlier_system_hid_stays_gone_when_staff_edit_it(client: Client) -> None:
    a_product(product_id="theirs", name="Old Sheet", is_active=False)
    Product("theirs", "third-ball").update(actions=[Product.version.remove()])
    facts = replace(facts_of(queries.product("theirs")), description="Found again.")
    editing.edit_product("theirs", version_seen=0, facts=facts, by=BY)
    assert client.get("/equipment/theirs").status_code == 410
    first = queries.product("theirs").retired_at
    facts = replace(facts, description="And again.")
    editing.edit_product("theirs", version_seen=1, facts=facts, by=BY)
    assert queries.product("theirs").retired_at == first


def test_what_is_back_on_sale_is_not_called_gone_and_is_soon_there_again(client: Client) -> None:
    a_product(product_id="back")
    take_off("back")
    assert client.get("/equipment/back").status_code == 410
    Product("back", "third-ball").update(actions=[Product.is_active.set(True)])
    assert client.get("/equipment/back").status_code == 404  # this process has not seen it yet
    shelf.forget()
    assert client.get("/equipment/back").status_code == 200


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("/products", "/equipment"),
        ("/products?category=shoes&utm=1", "/equipment?category=shoes"),
        ("/shop?search=tenergy&category=golf", "/equipment?q=tenergy"),
        ("/products/t05", "/equipment/t05"),
        ("/product/t05", "/equipment/t05"),
        ("/category/pre-owned", "/equipment?category=pre-owned"),
        ("/equipment/category/balls", "/equipment?category=balls"),
        ("/my-orders", "/account"),
        ("/refund-policy", "/policies/refunds"),
    ],
)
def test_an_old_address_leads_to_the_new_one_for_good(client: Client, old: str, now: str) -> None:
    a_product(product_id="t05")
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, now)


def test_an_old_address_leads_to_the_last_page_of_what_was_taken_off(client: Client) -> None:
    a_product(product_id="old")
    a_product(product_id="draft", is_active=False)
    take_off("old")
    response = client.get("/products/old")
    assert (response.status_code, response["Location"]) == (301, "/equipment/old")
    assert client.get("/equipment/old").status_code == 410
    assert client.get("/products/draft").status_code == 404


@pytest.mark.parametrize("old", ["/products/unknown", "/product/%00", "/category/golf"])
def test_an_old_address_of_nothing_is_a_404_with_a_search(client: Client, old: str) -> None:
    assert "Search again" in text_of(client, old, status=404)


def test_a_link_to_a_product_comes_with_a_drawn_card_and_its_price(client: Client) -> None:
    a_product(product_id="t05", name="Tenergy 05", price=4_149_00)
    metas = read(client, "/equipment/t05").metas
    assert metas["og:title"] == "Butterfly Tenergy 05"
    assert metas["product:price:amount"] == "4149"
    assert metas["twitter:card"] == "summary_large_image"
    answer = client.get(metas["og:image"].removeprefix(SITE))
    assert "immutable" in answer["Cache-Control"]
    card = Image.open(io.BytesIO(answer.content))
    assert (card.format, card.size) == ("JPEG", (1200, 630))
    assert card.resize((1, 1)).getpixel((0, 0)) != (255, 255, 255)  # something is drawn on it
    Product("t05", "third-ball").update(actions=[Product.price.set(4_000_00)])
    shelf.forget()
    assert read(client, "/equipment/t05").metas["og:image"] != metas["og:image"]
    stale = client.get(metas["og:image"].removeprefix(SITE))
    assert "immutable" not in stale["Cache-Control"]


def test_a_hidden_product_has_no_card_and_asking_for_it_asks_no_table(client: Client) -> None:
    a_product(product_id="hidden", is_active=False)
    assert client.get("/cards/hidden.jpg").status_code == 404
    dynamo.use("http://127.0.0.1:9")
    assert client.get("/cards/hidden.jpg").status_code == 404  # not even that


@pytest.mark.parametrize("address", ["/", "/equipment", "/equipment/one"])
def test_no_page_is_fetched_ahead_for_its_cart_would_be_of_before(
    client: Client, address: str
) -> None:
    a_product(product_id="one")
    page = client.get(address)
    assert "Speculation-Rules" not in page
    assert not re.search("speculationrules|prefetch|prerender", page.content.decode())


def test_what_many_products_or_a_file_took_off_is_marked_as_well() -> None:
    product = a_product(product_id="many")
    product.update(actions=list(columns.actions({"isActive": "false"}, {})))
    assert queries.product("many").retired_at is not None
    other = a_product(product_id="other", is_active=False)
    other.update(actions=list(columns.actions({"isActive": "true"}, {})))
    assert queries.product("other").retired_at is None
