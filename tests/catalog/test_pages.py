"""The catalogue's pages: what stands on them, what their addresses mean, what they cost."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from catalog import shelf
from config import dynamo
from tests.catalog.reading import text_of
from tests.factories import a_product

NOBODY = "http://127.0.0.1:9"


@pytest.mark.parametrize("address", ["/", "/equipment", "/equipment?q=sheet", "/equipment/one"])
def test_a_warm_page_asks_dynamodb_nothing(client: Client, address: str) -> None:
    a_product(product_id="one", specs={"Speed": "9"})
    client.get(address)  # warms the shelf
    dynamo.use(NOBODY)
    assert client.get(address).status_code == 200
    shelf.forget()
    assert client.get(address).status_code == 503  # the address was dead indeed


def test_an_empty_shop_has_a_front_and_a_list(client: Client) -> None:
    assert "Every racket is three parts" in text_of(client, "/")
    assert "0 items" in text_of(client, "/equipment")
    assert "nothing of this kind" in text_of(client, "/equipment?category=shoes")


def test_home_says_true_counts_and_the_true_highest(client: Client) -> None:
    a_product(name="Quick", specs={"Speed": "9.2"})
    a_product(name="Slow", specs={"Speed": "7.0"}, stock=3)
    text = text_of(client, "/")
    assert "Rubbers 2 items" in text
    assert "9.2 Highest here: Butterfly Quick" in text


def test_what_the_front_recommends_is_in_stock(client: Client) -> None:
    a_product(name="Sold out rocket", specs={"Speed": "10"}, stock=0)
    a_product(name="Steady", specs={"Speed": "5"})
    text = text_of(client, "/")
    assert "Steady" in text.split("The fastest rubbers in stock")[1]
    assert "Sold out rocket" not in text


@pytest.mark.parametrize(
    "address",
    [
        "?category=golf",
        "?category=Rubbers",
        "?page=0",
        "?page=-1",
        "?page=2",
        "?page=x",
        "?page=1000000000",
        "?page=%D9%A3",
        "/unknown",
        "/%23catalogue",
        "/%00",
    ],
)
def test_an_address_of_nothing_is_a_404_in_the_shops_style(client: Client, address: str) -> None:
    a_product()
    assert "Search again" in text_of(client, f"/equipment{address}", status=404)


@pytest.mark.parametrize(
    "query",
    [
        {"q": "\N{TABLE TENNIS PADDLE AND BALL}"},
        {"q": "x" * 10_000},
        {"q": "a\x00b"},
        {"q": "<script>alert(1)</script>"},
        {"sort": "'; drop"},
        {"brand": ["x"] * 200},
        {"in_stock": "perhaps"},
        {"price_from": "1e9"},
        {"price_to": "9" * 400},
        {"utf8": "\ud7ff", "q": "%"},
    ],
)
def test_odd_questions_get_a_page(client: Client, query: dict[str, str]) -> None:
    a_product()
    response = client.get("/equipment", query)
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_a_price_that_is_none_is_told_at_its_field_and_the_rest_still_counts(
    client: Client,
) -> None:
    a_product(name="Cheap", price=100_00)
    a_product(name="Dear", price=900_00)
    response = client.get("/equipment?price_from=many&price_to=500")
    page = response.content.decode()
    assert "Write an amount in rupees" in page
    assert 'value="many"' in page
    assert "Cheap" in page
    assert "Dear" not in page


def test_a_search_keeps_its_question_and_says_how_many(client: Client) -> None:
    a_product(name="Tenergy 05")
    a_product(name="Rakza 7", brand="Yasaka")
    response = client.get("/equipment?q=tenergy")
    assert 'value="tenergy"' in response.content.decode()
    assert "1 item" in text_of(client, "/equipment?q=tenergy")
    text = text_of(client, "/equipment?q=xyzzy")
    assert "0 items for “xyzzy”" in text
    assert "Pre-owned" in text


CHOSEN = [
    ("", "All equipment"),
    ("?category=rubbers", "Rubbers"),
    ("?category=rubbers&page=2", "Rubbers"),
    ("?brand=Butterfly", "Butterfly equipment"),
    ("?category=rubbers&brand=Butterfly", "Butterfly rubbers"),
    ("?category=rubbers&surface=Short+pips", "Short pips rubbers"),
]
LEFT_TO_PEOPLE = [
    "?category=rubbers&brand=Butterfly&in_stock=1",
    "?category=rubbers&brand=Butterfly&brand=Tibhar",
    "?category=rubbers&brand=Butterfly&surface=Short+pips",
    "?category=rubbers&brand=Nobody",
    "?category=rubbers&colour=Red",
    "?category=rubbers&brand=Butterfly&sort=price",
    "?category=rubbers&q=sheet",
]


def test_chosen_lists_are_for_search_engines_each_with_words_of_its_own(client: Client) -> None:
    for n in range(25):
        a_product(name=f"Sheet {n:02}", specs={"Surface": "Short pips"})
    descriptions = set()
    for address, title in CHOSEN:
        page = client.get(f"/equipment{address}").content.decode()
        own = html.escape(f"http://testserver/equipment{address}")
        assert f'<link rel="canonical" href="{own}">' in page
        assert f"<h1>{title}</h1>" in page
        assert "noindex" not in page
        descriptions.update(re.findall(r'name="description" content="([^"]+)"', page))
    assert len(descriptions) == len(CHOSEN)


def test_other_combinations_of_filters_are_left_to_people(client: Client) -> None:
    a_product(specs={"Surface": "Short pips"})
    a_product(brand="Tibhar", variants={"X": {"options": {"Colour": "Red"}}})
    for address in LEFT_TO_PEOPLE:
        page = client.get(f"/equipment{address}").content.decode()
        plain = "http://testserver/equipment?category=rubbers"
        assert f'<link rel="canonical" href="{plain}">' in page, address
        assert "noindex" in page, address


def test_what_a_form_left_empty_goes_from_the_address(client: Client) -> None:
    a_product()
    response = client.get("/equipment?price_from=&q=&sort=best&in_stock=1&category=rubbers")
    assert (response.status_code, response["Location"]) == (
        302,
        "/equipment?category=rubbers&in_stock=1",
    )


def test_the_pager_leads_to_every_page_with_the_question_kept(client: Client) -> None:
    for n in range(30):
        a_product(name=f"Sheet {n:02}", specs={"Surface": "Smooth"})
    page = client.get("/equipment?q=smooth&sort=price").content.decode()
    (following,) = re.findall(r'href="([^"]+)" rel="next"', page)
    asked = parse_qs(urlsplit(html.unescape(following)).query)
    assert asked == {"q": ["smooth"], "sort": ["price"], "page": ["2"]}
    assert "Sheet 29" in text_of(client, html.unescape(following))


def test_text_of_a_product_stays_text(client: Client) -> None:
    nasty = '<img src=x onerror="alert(1)">'
    options = {"X1": {"stock": 1, "options": {"Colour": nasty}}}
    a_product(product_id="x", name=nasty, brand=nasty, description=nasty, specs={nasty: nasty})
    a_product(product_id="y", name=nasty, variants=options)
    for address in ("/", "/equipment", "/equipment/x", "/equipment/y", f"/equipment?q={nasty}"):
        assert b"<img src=x" not in client.get(address).content


def test_a_product_with_hardly_a_fact_has_a_page(client: Client) -> None:
    bare = {"original_price": None, "brand": "-", "created_at": None, "updated_at": None}
    a_product(product_id="old", hsn=None, gst_rate=None, **bare)
    assert "Not recorded yet" in text_of(client, "/equipment/old")


@pytest.mark.parametrize("address", ["/", "/equipment", "/equipment/x", "/robots.txt"])
def test_a_page_is_read_never_written_to(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


def test_who_asks_for_red_is_shown_the_red_one_with_its_price(client: Client) -> None:
    black = {"options": {"Colour": "Black"}, "stock": 5}
    red = {"options": {"Colour": "Red"}, "stock": 2, "price": 700_00, "original_price": 900_00}
    a_product(product_id="one", variants={"BLK": black, "RED+1": red})
    plain = client.get("/equipment").content.decode()
    assert 'href="/equipment/one"' in plain
    assert "from" in plain
    page = client.get("/equipment?colour=Red&in_stock=1").content.decode()
    card = page[page.index('<li class="card">') :].partition("</li>")[0]
    assert 'href="/equipment/one?sku=RED%2B1"' in card
    assert 'src="/pictures/one/face.svg?sku=RED%2B1&amp;v=' in card
    assert "₹700" in card
    assert "₹900" in card
    assert "Only 2 left" in card
    assert "from" not in card
