"""A product's card: what stands on it, and that no word of the goods is markup."""

from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from catalog import shots
from catalog.card_html import SIZES, Way, drawn
from catalog.rules import Category
from tests.catalog.shelves import a_variant, on_shelf

PLAIN, WHOLE = Way("h3", eager=False, tick=False), Way("h2", eager=True, tick=True)
HOSTILE = "\"'><b>&"
SAID = "&quot;&#x27;&gt;&lt;b&gt;&amp;"


@pytest.mark.parametrize("category", [Category.RUBBERS, Category.SHOES])
def test_no_word_of_the_goods_is_markup(category: Category) -> None:
    product = on_shelf(
        category=category,
        name=f"Name{HOSTILE}",
        brand=f"Brand{HOSTILE}",
        specs={"Surface": f"Surface{HOSTILE}", "Sole": f"Sole{HOSTILE}", "Grade": f"A{HOSTILE}"},
        variants=(a_variant(f"sku{HOSTILE}", Thickness=f"Thick{HOSTILE}", Size=f"S{HOSTILE}"),),
        product_id=f"id{HOSTILE}",
    )
    page = drawn(product, f"sku{HOSTILE}", WHOLE)
    assert HOSTILE not in page
    assert "<b>&" not in page
    for word in ("Name", "Brand", "A", "id"):
        assert f"{word}{SAID}" in page
    assert "?sku=sku%22%27%3E%3Cb%3E%26" in page


@pytest.mark.parametrize("images", [(), ("a" * 32,)])
@pytest.mark.parametrize("eager", [True, False])
def test_its_picture_is_drawn_as_on_all_pages(images: tuple[str, ...], *, eager: bool) -> None:
    product = on_shelf(name="A & B", images=images)
    context = {"shot": shots.portrait(product), "alt": "Butterfly A & B", "sizes": SIZES}
    alike = render_to_string("components/picture.html", context | {"eager": eager})
    assert alike.strip() in drawn(product, "", Way("h3", eager=eager, tick=False))


@pytest.mark.parametrize(
    ("stock", "said"), [(0, "stock late"), (1, "stock few"), (3, "stock few"), (4, "stock")]
)
def test_it_says_how_many_are_left(stock: int, said: str) -> None:
    product = on_shelf(stock=stock)
    assert f'<p class="{said}">{product.stock_words}</p>' in drawn(product, "", PLAIN)


def test_a_product_of_several_prices_is_from_the_lowest_and_a_variant_is_at_its_own() -> None:
    variants = (a_variant("one", price=300_00), a_variant("two", price=450_00))
    product = on_shelf(price=300_00, variants=variants)
    assert '<span class="small">from</span> ₹300<' in drawn(product, "", PLAIN)
    of_one = drawn(product, "two", PLAIN)
    assert "<b>₹450</b>" in of_one
    assert "from" not in of_one


def test_a_higher_mrp_is_struck_through_and_a_lower_one_is_not_shown() -> None:
    product = on_shelf(price=300_00, original_price=400_00)
    assert '<s><span class="vh">MRP </span>₹400</s>' in drawn(product, "", PLAIN)
    assert "MRP" not in drawn(replace(product, original_price=300_00), "", PLAIN)


def test_a_tick_and_an_early_picture_are_there_only_where_they_are_wanted() -> None:
    product = on_shelf()
    assert "data-compare" in drawn(product, "", WHOLE)
    assert 'loading="lazy"' not in drawn(product, "", WHOLE)
    assert "data-compare" not in drawn(product, "", PLAIN)
    assert 'loading="lazy"' in drawn(product, "", PLAIN)
