"""The pictures of a card: three of what is bought by its looks, one of all else."""

import re

import pytest
from django.test import Client

from catalog.rules import Category
from catalog.shots import LOOKED_AT
from tests.factories import a_product


def card_of(client: Client, category: Category) -> str:
    a_product(product_id="it", category=category, brand="Maker", name="Thing")
    page = client.get("/equipment", {"category": category}).content.decode()
    return page.split('<li class="card">')[1].split("</li>")[0]


@pytest.mark.parametrize("category", LOOKED_AT)
def test_three_pictures_of_what_is_bought_by_its_looks_are_reached_from_the_card(
    client: Client, category: Category
) -> None:
    card = card_of(client, category)
    pictures = re.findall(r'<img([^>]*)src="([^"]+)"[^>]*alt="([^"]+)"', card)
    assert len({address for _, address, _ in pictures}) == 3
    assert len({words for _, _, words in pictures}) == 3
    assert all("lazy" in how for how, _, _ in pictures[1:])
    assert 'aria-label="Pictures of Maker Thing"' in card
    dots = re.findall(r'type="radio" name="([^"]+)" aria-label="(\d)"( checked)?', card)
    assert dots == [("view-it", "1", " checked"), ("view-it", "2", ""), ("view-it", "3", "")]


@pytest.mark.parametrize("category", [c for c in Category if c not in LOOKED_AT])
def test_what_is_bought_by_numbers_has_one(client: Client, category: Category) -> None:
    card = card_of(client, category)
    assert (card.count("<img"), card.count("radio")) == (1, 0)
