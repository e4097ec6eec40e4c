"""The list shows what was asked for, in the order asked for, with true counts."""

from dataclasses import replace

import pytest

from catalog import search
from catalog.listing import PAGE_LENGTH, find, page_numbers
from catalog.rules import Category
from catalog.shelf import Shelf
from catalog.wanted import Sort, Span, Wanted, chips, cleared
from tests.catalog.shelves import a_shelf, a_variant, on_shelf


def names(shelf: Shelf, wanted: Wanted) -> list[str]:
    return [product.name for product in find(shelf, wanted).products]


TENERGY = on_shelf(
    name="Tenergy 05",
    specs={"Surface": "Smooth", "Speed": "8.6", "Control": "6.5"},
    variants=(a_variant("BUT-T05-R-21", Colour="Red", Thickness="2.1 mm"),),
)
MXP = on_shelf(name="Evolution MX-P", brand="Tibhar", specs={"Speed": "9.1"}, price=4_149_00)
LONG = on_shelf(name="Énergie 05 for Tenergy lovers", brand="Cornilleau", specs={"Speed": "10"})
VISCARIA = on_shelf(name="Viscaria", category=Category.BLADES, price=17_999_00)
GONE = on_shelf(name="Arc", brand="Tibhar", stock=0, created_at="2026-06-01T00:00:00+00:00")
SHELF = a_shelf(LONG, TENERGY, MXP, VISCARIA, GONE)


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("tenergy 05", ["Tenergy 05", "Énergie 05 for Tenergy lovers"]),
        ("t05", ["Tenergy 05"]),
        ("TEN", ["Tenergy 05", "Énergie 05 for Tenergy lovers"]),
        ("butterfly tenergy", ["Tenergy 05"]),
        ("energie", ["Énergie 05 for Tenergy lovers"]),
        ("mx-p", ["Evolution MX-P"]),
        ("mxp", ["Evolution MX-P"]),
        ("but-t05", ["Tenergy 05"]),
        ("smooth 2.1", ["Tenergy 05"]),
        ("rubbers tibhar", ["Evolution MX-P", "Arc"]),
        ("nergy", []),
        ("tenergy viscaria", []),
        ("\N{TABLE TENNIS PADDLE AND BALL}", []),
        ("-.,", []),
    ],
)
def test_every_word_asked_for_begins_a_word_of_the_product(q: str, found: list[str]) -> None:
    assert names(SHELF, Wanted(q=q)) == found


def test_an_empty_question_shows_all_with_what_is_sold_out_last() -> None:
    assert names(SHELF, Wanted(q="  "))[-1] == "Arc"
    assert find(SHELF, Wanted()).total == 5


def test_the_exact_name_comes_first_whatever_stands_before_it() -> None:
    longer = [on_shelf(name=f"A{n} Arc Viscaria") for n in range(3)]
    assert names(a_shelf(*longer, VISCARIA), Wanted(q="viscaria"))[0] == "Viscaria"


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        (Sort.PRICE_UP, "Énergie 05 for Tenergy lovers"),
        (Sort.PRICE_DOWN, "Viscaria"),
        (Sort.NEWEST, "Arc"),
        (Sort.SPEED, "Énergie 05 for Tenergy lovers"),
        (Sort.CONTROL, "Tenergy 05"),
    ],
)
def test_sorted_as_asked(sort: Sort, first: str) -> None:
    cheap = on_shelf(name="Énergie 05 for Tenergy lovers", price=100_00, specs={"Speed": "10"})
    shelf = a_shelf(TENERGY, MXP, cheap, VISCARIA, GONE)
    assert names(shelf, Wanted(sort=sort))[0] == first


def test_filters_narrow_the_list_and_their_counts_tell_what_each_value_would_show() -> None:
    found = find(SHELF, Wanted(category=Category.RUBBERS, brands=("Tibhar",), in_stock=True))
    assert [p.name for p in found.products] == ["Evolution MX-P"]
    assert (found.total, found.before_filters, found.facets.in_stock) == (1, 4, 1)
    assert found.facets.brands is not None
    counts = {offer.value: offer.count for offer in found.facets.brands.first}
    assert counts == {"Butterfly": 1, "Cornilleau": 1, "Tibhar": 1}


def test_prices_at_both_ends_belong_to_the_range() -> None:
    asked = Wanted(price=Span(4_149_00, 17_999_00))
    assert sorted(names(SHELF, asked)) == ["Evolution MX-P", "Viscaria"]


def test_a_brand_without_a_match_stays_on_offer_to_be_taken_away() -> None:
    found = find(SHELF, Wanted(brands=("Nobody",)))
    assert found.facets.brands is not None
    on_offer = [(value.value, value.count) for value in found.facets.brands.first if value.is_on]
    assert (found.total, on_offer) == (0, [("Nobody", 0)])


def test_tabs_count_what_the_search_finds_in_each_category() -> None:
    counts = {o.value: o.count for o in find(SHELF, Wanted(q="butterfly")).categories}
    assert (counts["rubbers"], counts["blades"], counts["shoes"]) == (1, 1, 0)


def test_every_product_is_on_exactly_one_page() -> None:
    shelf = a_shelf(*(on_shelf(name=f"Ball {n:03}") for n in range(2 * PAGE_LENGTH + 1)))
    pages = [names(shelf, Wanted(page=page)) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [PAGE_LENGTH, PAGE_LENGTH, 1, 0]
    assert len({name for page in pages for name in page}) == 2 * PAGE_LENGTH + 1


@pytest.mark.parametrize(
    ("page", "pages", "shown"),
    [(1, 1, [1]), (1, 10, [1, 2, 0, 10]), (5, 10, [1, 0, 4, 5, 6, 0, 10]), (2, 3, [1, 2, 3])],
)
def test_the_pager_shows_the_ends_and_the_neighbours(
    page: int, pages: int, shown: list[int]
) -> None:
    assert page_numbers(page, pages) == shown


def test_each_chip_takes_away_its_own_filter_only() -> None:
    wanted = Wanted(q="x", brands=("A", "B"), in_stock=True, price=Span(None, 100_00), page=3)
    assert dict(chips(wanted)) == {
        "A": "?q=x&brand=B&in_stock=1&price_to=100",
        "B": "?q=x&brand=A&in_stock=1&price_to=100",
        "In stock": "?q=x&brand=A&brand=B&price_to=100",
        "Up to ₹100": "?q=x&brand=A&brand=B&in_stock=1",
    }
    assert cleared(wanted).query() == "?q=x"


def test_a_new_name_is_found_and_the_words_of_the_others_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "_latest", None)  # no index that was changed many times
    before = search.index_of(SHELF)
    assert search.matching(before, "evolution") == [MXP]
    renamed = replace(MXP, name="Evolution FX-P")
    after = search.index_of(Shelf(1, {**SHELF.products, MXP.product_id: renamed}))
    assert [p.name for p in search.matching(after, "fxp")] == ["Evolution FX-P"]
    assert search.matching(after, "evolution mx-p") == []
    assert before.words is not None
    assert after.words is not None
    assert after.words.keys[len(before.words.keys) :] == [MXP.product_id]  # the rest is taken over
    assert search.matching(before, "evolution") == [MXP]  # who asks the older one is not disturbed


def test_stock_is_never_remembered_by_the_search() -> None:
    search.index_of(a_shelf(MXP, TENERGY))
    sold = on_shelf(product_id=MXP.product_id, name=MXP.name, brand=MXP.brand, stock=0)
    shelf = a_shelf(sold, TENERGY)
    assert find(shelf, Wanted(in_stock=True)).products == [TENERGY]
    assert find(shelf, Wanted(q="evolution")).products == [sold]


def test_the_same_shelf_is_indexed_once() -> None:
    assert search.index_of(SHELF) is search.index_of(SHELF)
