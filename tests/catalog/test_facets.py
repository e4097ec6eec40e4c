"""A filter's counts say what ticking it would show; filters meet in one and the same variant."""

import random
from itertools import product as every

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.bits import LEAST_STEP, Scale, among, bits_of, places_of
from catalog.facets import Facet, Facets
from catalog.listing import find
from catalog.rules import Category
from catalog.shelf import Shelf, ShelfProduct
from catalog.wanted import Span, Wanted
from tests.catalog.shelves import a_shelf, a_variant, on_shelf

COLOURS, MM = ("Red", "Black"), ("1.9 mm", "2.1 mm")


def names(shelf: Shelf, wanted: Wanted) -> set[str]:
    return {product.name for product in find(shelf, wanted).products}


def counts(facets: Facets, name: str) -> dict[str, int]:
    for facet in (facets.lead, facets.brands, *facets.attributes):
        if facet and facet.name == name:
            return {value.value: value.count for value in (*facet.first, *facet.more)}
    return {}


def of(**attributes: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, (value,)) for name, value in attributes.items())


CROSSED = on_shelf(
    name="Crossed",
    variants=(
        a_variant("X1", 5, Colour="Red", Thickness="1.9 mm"),
        a_variant("X2", 0, 900_00, Colour="Black", Thickness="2.1 mm"),
    ),
)
WHOLE = on_shelf(name="Whole", variants=(a_variant("W1", 5, Colour="Red", Thickness="2.1 mm"),))
SHELF = a_shelf(CROSSED, WHOLE)


def test_one_variant_must_have_all_that_is_asked_for() -> None:
    assert names(SHELF, Wanted(attributes=of(colour="Red", thickness="2.1 mm"))) == {"Whole"}
    assert names(SHELF, Wanted(attributes=of(thickness="2.1 mm"))) == {"Whole", "Crossed"}


def test_a_card_shows_the_variant_that_was_asked_for() -> None:
    asked = Wanted(attributes=of(colour="Black"))
    assert find(SHELF, asked).cards == [(CROSSED, "X2")]
    assert find(SHELF, Wanted(price=Span(low=800_00))).cards == [(CROSSED, "X2")]
    assert {sku for _, sku in find(SHELF, Wanted(in_stock=True)).cards} == {""}  # the usual one
    three = on_shelf(
        variants=(
            a_variant("A", 0, 100_00, Colour="Red", Thickness="1.9 mm"),
            a_variant("B", 2, 900_00, Colour="Red", Thickness="2.1 mm"),
            a_variant("C", 2, 800_00, Colour="Red", Thickness="2.0 mm"),
            a_variant("D", 2, 50_00, Colour="Black", Thickness="2.0 mm"),
        )
    )
    assert find(a_shelf(three), Wanted(attributes=of(colour="Red"))).cards == [(three, "C")]
    thin = Wanted(attributes=of(colour="Red", thickness="1.9 mm"))
    assert find(a_shelf(three), thin).cards == [(three, "A")]


def test_a_card_shows_the_variant_that_was_named_in_words() -> None:
    sheet = on_shelf(
        name="Tenergy 05 FX",
        variants=(
            a_variant("R17", 2, 90_00, Colour="Red", Thickness="1.7 mm"),
            a_variant("B17", 2, 10_00, Colour="Black", Thickness="1.7 mm"),
            a_variant("B21", 2, 90_00, Colour="Black", Thickness="2.1 mm"),
        ),
    )
    for words, sku in {"05 fx 2.1 black": "B21", "tenergy red": "R17", "tenergy 05": ""}.items():
        assert find(a_shelf(sheet), Wanted(q=words)).cards == [(sheet, sku)], words


def test_the_variant_that_fits_must_be_the_one_in_stock_and_of_the_price() -> None:
    thick = Wanted(attributes=of(thickness="2.1 mm"), in_stock=True)
    assert names(SHELF, thick) == {"Whole"}
    dear = Wanted(attributes=of(colour="Red"), price=Span(800_00, None))
    assert names(SHELF, dear) == set()
    assert names(SHELF, Wanted(price=Span(800_00, None))) == {"Crossed"}


def test_counts_of_a_filter_leave_out_the_filter_itself() -> None:
    found = find(SHELF, Wanted(category=Category.RUBBERS, attributes=of(colour="Red")))
    assert counts(found.facets, "colour") == {"Red": 2, "Black": 1}
    assert counts(found.facets, "thickness") == {"1.9 mm": 1, "2.1 mm": 1}


def test_what_would_show_nothing_is_not_on_offer_unless_it_is_ticked() -> None:
    asked = Wanted(category=Category.RUBBERS, attributes=of(colour="Black"), in_stock=True)
    found = find(SHELF, asked)
    assert (found.total, counts(found.facets, "thickness")) == (0, {})
    assert counts(found.facets, "colour") == {"Red": 2, "Black": 0}


def test_all_that_stands_on_a_card_of_the_category_is_a_filter() -> None:
    blade = {"Plies": "5 wood", "Thickness": "5.8 mm", "Speed": "8.8", "Weight": "86 g"}
    fl = (a_variant("B1", Handle="FL"), a_variant("B2", Handle="ST"))
    blades = [on_shelf(category=Category.BLADES, specs=blade, variants=fl) for _ in range(2)]
    found = find(a_shelf(*blades, WHOLE), Wanted(category=Category.BLADES))
    assert found.facets.lead
    assert found.facets.lead.name == "plies"
    assert {f.name for f in found.facets.attributes} == {"thickness", "handle"}
    assert [(r.name, r.lowest, r.highest) for r in found.facets.numbers] == [
        ("speed", "8.8", "8.8")
    ]


def test_a_shoe_of_two_colours_is_found_by_either() -> None:
    shoes = [on_shelf(category=Category.SHOES, specs={"Colour": "White / Blue"}) for _ in range(2)]
    found = find(a_shelf(*shoes), Wanted(category=Category.SHOES, attributes=of(colour="Blue")))
    assert (found.total, counts(found.facets, "colour")) == (2, {"Blue": 2, "White": 2})


def test_what_tells_no_two_goods_together_is_no_filter() -> None:
    used = [
        on_shelf(category=Category.PRE_OWNED, specs={"Condition": f"No. {n}", "Grade": "A"})
        for n in range(3)
    ]
    found = find(a_shelf(*used), Wanted(category=Category.PRE_OWNED))
    assert found.facets.lead
    assert (found.facets.lead.name, found.facets.attributes) == ("grade", [])


def test_eight_values_are_shown_and_the_others_unfold() -> None:
    many = [on_shelf(brand=f"Brand {n}") for n in range(11)]
    brands = find(a_shelf(*many), Wanted(brands=("Brand 9",))).facets.brands
    assert isinstance(brands, Facet)
    assert (len(brands.first), len(brands.more), brands.is_any_more_on) == (8, 3, True)


a_choice = st.tuples(st.sampled_from(COLOURS), st.sampled_from(MM), st.integers(0, 1))
some_goods = st.lists(st.lists(a_choice, min_size=1, max_size=4), min_size=1, max_size=12)


def _goods(choices: list[tuple[str, str, int]], n: int) -> ShelfProduct:
    variants = tuple(
        a_variant(f"S{n}-{k}", stock, Colour=colour, Thickness=mm)
        for k, (colour, mm, stock) in enumerate(choices)
    )
    return on_shelf(product_id=f"p{n}", name=f"P{n:02}", variants=variants)


@given(some_goods, st.sets(st.sampled_from(COLOURS)), st.sets(st.sampled_from(MM)), st.booleans())
def test_the_sets_agree_with_looking_at_every_variant(
    goods: list[list[tuple[str, str, int]]], colours: set[str], mm: set[str], in_stock: bool
) -> None:
    products = [_goods(choices, n) for n, choices in enumerate(goods)]
    shelf = a_shelf(*products)

    def passing(colours: set[str], mm: set[str], in_stock: bool) -> set[str]:
        return {
            f"P{n:02}"
            for n, choices in enumerate(goods)
            for c, t, s in choices
            if (not colours or c in colours) and (not mm or t in mm) and (s or not in_stock)
        }

    pairs = (("colour", tuple(colours)), ("thickness", tuple(mm)))
    asked = Wanted(attributes=tuple(pair for pair in pairs if pair[1]), in_stock=in_stock)
    found = find(shelf, asked)
    assert {p.name for p in found.products} == passing(colours, mm, in_stock)
    assert found.facets.in_stock == len(passing(colours, mm, True))
    for value, count in counts(found.facets, "colour").items():
        assert count == len(passing({value}, mm, in_stock))


@given(st.lists(st.integers(0, 100), max_size=40), st.integers(0, 100), st.integers(0, 100))
def test_a_scale_lets_pass_what_lies_between(numbers: list[int], low: int, high: int) -> None:
    scale = Scale(((number, place) for place, number in enumerate(numbers)), len(numbers))
    inside = [n for n, number in enumerate(numbers) if low <= number <= high]
    assert list(among(range(len(numbers)), scale.between(low, high))) == inside
    chosen = bits_of(inside, len(numbers))
    ends = (min(numbers[n] for n in inside), max(numbers[n] for n in inside)) if inside else None
    assert scale.ends(chosen) == ends


def test_every_order_of_places_keeps_the_chosen_only() -> None:
    for order, chosen in every(([2, 0, 1], [0, 1, 2]), range(8)):
        assert list(among(order, chosen)) == [n for n in order if chosen >> n & 1]


@pytest.mark.parametrize("count", [LEAST_STEP - 1, LEAST_STEP, 5 * LEAST_STEP + 77])
def test_a_scale_of_many_lets_pass_what_a_look_at_all_would(count: int) -> None:
    chance = random.Random(count)  # noqa: S311 - no secret
    known = {n: chance.randrange(200) for n in chance.sample(range(2 * count), count)}
    scale = Scale(((number, place) for place, number in known.items()), 2 * count)
    for _ in range(40):
        low, high = chance.randrange(-5, 210), chance.randrange(-5, 210)
        inside = sorted(n for n, number in known.items() if low <= number <= high)
        assert list(places_of(scale.between(low, high))) == inside
        few = chance.sample(range(2 * count), chance.choice((0, 1, 3, 300)) % count)
        theirs = [known[n] for n in few if n in known]
        ends = (min(theirs), max(theirs)) if theirs else None
        assert scale.ends(bits_of(few, 2 * count)) == ends
    assert scale.between(None, None) == scale.all == bits_of(known, 2 * count)
