"""Products along their prices: found are those that a look at all of them would find."""

import random

from catalog.goes_with import goes_with
from catalog.rules import Category
from catalog.shelf_copy import ByPrice
from tests.catalog.shelves import a_shelf, on_shelf


def test_what_is_near_in_price_is_what_a_look_at_all_would_find() -> None:
    chance = random.Random(11)  # noqa: S311 - no secret
    goods = [
        on_shelf(
            name=f"Sheet {n % 40}", brand=chance.choice("AAAB"), price=chance.randrange(1, 60) * 100
        )
        for n in range(120)
    ]
    by_price = ByPrice(goods)
    for product in (*goods[:60], on_shelf(price=100_00, brand="A"), on_shelf(price=1_00)):
        others = [other for other in goods if other is not product]
        others.sort(key=lambda o: (o.brand == product.brand, abs(o.price - product.price), o.name))
        key = [(o.brand == product.brand, abs(o.price - product.price), o.name) for o in others[:4]]
        found = by_price.nearest(product, 4)
        assert product not in found
        assert [
            (o.brand == product.brand, abs(o.price - product.price), o.name) for o in found
        ] == key
    assert ByPrice([]).nearest(goods[0], 4) == []


def test_what_goes_with_a_product_is_of_its_brand_else_nearest_in_price() -> None:
    chance = random.Random(12)  # noqa: S311 - no secret
    blade = on_shelf(category=Category.BLADES, brand="A", price=50_00)
    for brands in ("AB", "BC"):
        rubbers = [
            on_shelf(brand=chance.choice(brands), price=chance.randrange(1, 90) * 100, stock=n % 3)
            for n in range(60)
        ]
        there = sorted(
            (rubber for rubber in rubbers if rubber.stock),
            key=lambda r: (r.brand != blade.brand, abs(r.price - blade.price), r.name),
        )
        assert goes_with(a_shelf(blade, *rubbers), blade) == there[:2]
