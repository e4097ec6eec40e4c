"""What is said of a racket before it is glued: how it plays, whether it may, what comes closest."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.build import Build, Piece, Role
from catalog.build_choosing import build_of, opened
from catalog.build_law import why_illegal
from catalog.build_nearest import nearest
from catalog.build_numbers import hundredths_of_mm, sponge_of
from catalog.build_rating import rating_of, weight_of
from catalog.rules import Category
from catalog.shelf import ShelfProduct
from catalog.specs import THREE
from tests.catalog.shelves import a_shelf, a_variant, on_shelf

TENTHS = st.integers(0, 100)
SPONGES = st.integers(10, 26)
NUMBERS = st.tuples(TENTHS, TENTHS, TENTHS, SPONGES, SPONGES)
Numbers = tuple[int, int, int, int, int]


def _said(tenths: tuple[int, ...]) -> dict[str, str]:
    return {n: f"{v // 10}.{v % 10}" for n, v in zip(THREE, tenths, strict=True)}


def a_blade(*tenths: int, handle: str = "FL", stock: int = 5, **given: Any) -> ShelfProduct:
    variant = a_variant(given.pop("sku", "BLADE"), stock, Handle=handle)
    specs = _said(tenths or (80, 80, 80)) | given.pop("specs", {})
    return on_shelf(category=Category.BLADES, specs=specs, variants=(variant,), **given)


def a_rubber(
    *tenths: int, colour: str = "Red", mm: str = "2.0 mm", stock: int = 5, **given: Any
) -> ShelfProduct:
    variant = a_variant(given.pop("sku", f"{colour}-{mm}"), stock, Colour=colour, Thickness=mm)
    return on_shelf(specs=_said(tenths or (80, 80, 80)), variants=(variant,), **given)


def piece(product: ShelfProduct) -> Piece:
    return Piece(product, product.variants[0])


def a_build(blade: ShelfProduct, forehand: ShelfProduct, backhand: ShelfProduct) -> Build:
    return Build(piece(blade), piece(forehand), piece(backhand))


def of_numbers(blade: int, forehand: int, backhand: int, first: int, second: int) -> Build:
    """A racket whose three numbers are alike part by part, with sponges in tenths of a mm."""
    return a_build(
        a_blade(*[blade] * 3),
        a_rubber(*[forehand] * 3, mm=f"{first // 10}.{first % 10} mm"),
        a_rubber(*[backhand] * 3, colour="Black", mm=f"{second // 10}.{second % 10} mm"),
    )


@given(NUMBERS)
def test_every_number_lies_on_the_scale_of_ten_and_within_its_range(numbers: Numbers) -> None:
    for each in rating_of(of_numbers(*numbers)):
        assert 0 <= each.low <= each.middle <= each.high <= 1000


@given(NUMBERS, st.integers(0, 2), st.integers(1, 40))
def test_a_faster_part_never_makes_a_racket_slower(numbers: Numbers, place: int, more: int) -> None:
    faster = [*numbers]
    faster[place] = min(100, faster[place] + more)
    before, after = rating_of(of_numbers(*numbers)), rating_of(of_numbers(*faster))
    assert all(b.middle <= a.middle for b, a in zip(before, after, strict=True))


@given(NUMBERS, st.integers(1, 10))
def test_a_thicker_sponge_is_never_slower_and_never_steadier(numbers: Numbers, more: int) -> None:
    thicker = [*numbers[:3], numbers[3] + more, numbers[4]]
    before, after = rating_of(of_numbers(*numbers)), rating_of(of_numbers(*thicker))
    assert before[0].middle <= after[0].middle
    assert before[2].middle >= after[2].middle


def test_a_part_without_numbers_widens_the_range_and_is_named() -> None:
    known = rating_of(of_numbers(80, 80, 80, 20, 20))[0]
    bare = on_shelf(category=Category.BLADES, variants=(a_variant("B", Handle="FL"),))
    build = a_build(bare, a_rubber(), a_rubber(colour="Black"))
    guessed = rating_of(build)[0]
    assert guessed.high - guessed.low > known.high - known.low
    assert guessed.unrated == (Role.BLADE,)
    assert "no number is known of the blade" in guessed.why
    assert (known.text, known.range_text) == ("8.0", "7.8–8.3")  # noqa: RUF001 - a range's dash
    nothing = on_shelf(variants=(a_variant("R", Colour="Red"),))
    assert rating_of(Build(piece(bare), piece(nothing), piece(nothing))) == []


def test_the_weight_is_an_estimate_only_where_the_maker_says_what_the_blade_weighs() -> None:
    sheets = (a_rubber(mm="2.1 mm"), a_rubber(colour="Black", mm="OX"))
    assert weight_of(a_build(a_blade(specs={"Weight": "86 g"}), *sheets)) == 86 + 48 + 23
    assert weight_of(a_build(a_blade(specs={"Weight": "light"}), *sheets)) is None


@pytest.mark.parametrize(
    ("colours", "why"),
    [
        *((("Black", bright), "") for bright in ("Red", "Pink", "Violet", "Green", "Blue")),
        (("Red", "Black"), ""),
        (("Black", "Black"), "Both sides are black."),
        (("Red", "Red"), "Neither side is black."),
        (("Red", "Blue"), "Neither side is black."),
        (("Black", "Orange"), "The backhand rubber is orange."),
        (("", "Black"), "The forehand rubber has no colour that we know."),
    ],
)
def test_one_side_is_black_and_the_other_bright(colours: tuple[str, str], why: str) -> None:
    forehand, backhand = (a_rubber(colour=each) for each in colours)
    illegal = why_illegal(a_build(a_blade(), forehand, backhand))
    assert (illegal.why if illegal else "") == why
    assert illegal is None or illegal.rule.startswith("Law 2.4.6")


def test_a_covering_is_at_most_four_millimetres_thick() -> None:
    for mm, is_legal in (("3.9 mm", True), ("MAX", True), ("OX", True), ("4.0 mm", False)):
        illegal = why_illegal(a_build(a_blade(), a_rubber(mm=mm), a_rubber(colour="Black")))
        assert (illegal is None) is is_legal
        assert illegal is None or "Law 2.4.3" in str(illegal)
    assert (hundredths_of_mm("2.15 mm"), hundredths_of_mm("MAX")) == (215, None)
    assert sponge_of(piece(a_rubber(mm="OX"))) == 0


def test_the_nearest_keep_colour_and_handle_and_are_in_stock() -> None:
    gone = a_rubber(80, 80, 80, stock=0, sku="GONE")
    others = [
        a_rubber(90, 90, 90, sku="FAR"),
        a_rubber(81, 80, 80, sku="NEAR"),
        a_rubber(80, 80, 80, sku="BLACK", colour="Black"),
        a_rubber(80, 80, 80, sku="OUT", stock=0),
        a_rubber(82, 80, 80, sku="NEXT"),
        a_rubber(85, 80, 80, sku="THIRD"),
        a_blade(sku="NO-RUBBER"),
    ]
    build = a_build(a_blade(), gone, a_rubber(colour="Black"))
    found = nearest(build, Role.FOREHAND, [gone, *others])
    assert [each.variant.sku for each in found] == ["NEAR", "NEXT", "THIRD"]
    blades = [a_blade(80, 80, 80, sku="ST", handle="ST"), a_blade(70, 80, 80, sku="FL")]
    assert [each.variant.sku for each in nearest(build, Role.BLADE, blades)] == ["FL", "ST"]


def test_an_address_that_says_nothing_opens_a_legal_racket_in_stock() -> None:
    rubbers = [a_rubber(colour=colour, sku=colour) for colour in ("Black", "Red")]
    shelf = a_shelf(a_blade(stock=0, sku="OUT"), a_blade(sku="IN"), *rubbers)
    for asked in ({}, {"fh": "Black"}, {"bh": "Red"}, {"fh": "no such"}):
        found = opened(shelf, asked)
        assert found is not None
        assert why_illegal(found.build) is None
        assert found.build.blade.variant.sku == "IN"
    assert opened(a_shelf(*rubbers), {}) is None
    assert build_of(shelf, {"blade": "IN", "fh": "IN", "bh": "Red"}) is None
