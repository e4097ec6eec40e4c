"""While somebody types, the shop offers what it has: kinds, brands, products."""

import re

from django.test import Client

from tests.catalog.reading import text_of
from tests.factories import a_product


def offered(client: Client, typed: str) -> list[str]:
    page = client.get("/equipment/suggest", {"q": typed})
    assert page.status_code == 200
    return re.findall(r'data-address="([^"]+)"', page.content.decode())


def test_kinds_brands_and_products_are_offered_after_two_letters(client: Client) -> None:
    a_product(product_id="rub", name="Rubato", brand="Rubinstein")
    assert offered(client, "ru") == [
        "/equipment?category=rubbers",
        "/equipment?brand=Rubinstein",
        "/equipment/rub",
    ]
    assert offered(client, "r") == offered(client, " r ") == []


def test_a_typo_is_mended_and_nothing_is_offered_for_nonsense(client: Client) -> None:
    a_product(product_id="t05", name="Tenergy 05")
    assert offered(client, "tenrgy") == ["/equipment/t05"]
    assert offered(client, "xyzzy") == []


def test_an_answer_may_be_kept_a_minute_by_anybody(client: Client) -> None:
    response = client.get("/equipment/suggest?q=te")
    assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=60"}
    assert not response.cookies


def test_odd_questions_are_answered_and_their_words_stay_words(client: Client) -> None:
    nasty = '"><img src=x onerror=alert(1)>'
    a_product(product_id="x", name=nasty)
    for typed in (
        nasty,
        "img",
        "\x00\x00",
        "%",
        "x" * 5_000,
        "\N{TABLE TENNIS PADDLE AND BALL}" * 3,
    ):
        assert b"<img" not in client.get("/equipment/suggest", {"q": typed}).content
    assert client.post("/equipment/suggest").status_code == 405


def test_a_mended_search_says_so_and_leads_to_the_search_as_typed(client: Client) -> None:
    a_product(name="Tenergy 05")
    page = text_of(client, "/equipment?q=tenergi")
    assert "Nothing is called “tenergi”. These are the items for “tenergy”" in page
    literal = text_of(client, "/equipment?q=tenergi&as_typed=1")
    assert "0 items for “tenergi”" in literal
    assert "Did you mean “tenergy” ? 1 item" in literal


def test_where_nothing_is_found_there_is_somewhere_to_go(client: Client) -> None:
    a_product(name="Tenergy 05", specs={"Speed": "9"})
    a_product(name="Viscaria", category="blades")
    page = text_of(client, "/equipment?q=tenergy+viscaria")
    assert "0 items for “tenergy viscaria”" in page
    assert "tenergy 1 viscaria 1" in page
    assert "Good places to start" in page
