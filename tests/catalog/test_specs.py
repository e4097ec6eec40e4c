"""Cards say the same of every product in the same words and order."""

import pytest

from catalog.rules import Category
from catalog.specs import in_value_order, lines, meters, span
from tests.catalog.shelves import a_variant, on_shelf


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("8.6", ["8.6"]),
        ("9", ["9.0"]),
        ("10", ["10.0"]),
        ("8.6 / 10", ["8.6"]),
        *(
            (other, [])
            for other in ("", "10.1", "125", "OFF+", "-1", "8.65", "\N{ARABIC-INDIC DIGIT THREE}")
        ),
    ],
)
def test_only_a_number_on_the_scale_of_ten_becomes_a_bar(text: str, shown: list[str]) -> None:
    assert [meter.text for meter in meters(on_shelf(specs={"speed": text}))] == shown


def test_speed_spin_control_stand_in_this_order() -> None:
    specs = {"Control": "6.5", "Spin": "9.4", "Speed": "8.6"}
    assert [m.name for m in meters(on_shelf(specs=specs))] == ["Speed", "Spin", "Control"]


@pytest.mark.parametrize("said", ["13.5 of 15", "13.5/15", "13.5 out of 15"])
def test_a_maker_s_own_number_comes_with_its_scale(said: str) -> None:
    rubber = on_shelf(specs={"Speed": "8.9", "maker speed": said})
    assert meters(rubber)[0].maker == "13.5 of 15"


@pytest.mark.parametrize("said", ["", "13.5", "fast", "of 15", "13.5 of ten"])
def test_a_number_without_its_scale_is_not_set_beside_ours(said: str) -> None:
    assert meters(on_shelf(specs={"Speed": "8.9", "Maker speed": said}))[0].maker == ""


def test_a_rubber_says_surface_hardness_and_the_thicknesses_it_comes_in() -> None:
    sheets = tuple(a_variant(mm, Thickness=f"{mm} mm") for mm in ("2.1", "1.7", "1.9"))
    rubber = on_shelf(specs={"Surface": "Smooth", "Sponge hardness": "36°"}, variants=sheets)
    assert lines(rubber) == ["Smooth · 36°", "1.7–2.1 mm"]  # noqa: RUF001 - a range's dash


def test_a_product_with_unknown_facts_shows_the_first_short_ones() -> None:
    specs = {"Speed": "9", "Ratings source": "ours", "Pack": "3 balls", "Story": "x" * 41}
    assert lines(on_shelf(category=Category.BALLS, specs=specs)) == ["3 balls"]


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([], ""),
        (["FL"], "FL"),
        (["ST", "AN", "FL"], "FL / ST / AN"),
        (["UK 10", "UK 5", "UK 7"], "UK 5–10"),  # noqa: RUF001 - a range's dash
        (["XL", "S", "M"], "S–XL"),  # noqa: RUF001 - a range's dash
        (["Odd", "Even"], "Odd / Even"),
    ],
)
def test_many_values_are_said_as_one(values: list[str], shown: str) -> None:
    assert span(values) == shown


def test_values_stand_in_the_order_a_person_expects() -> None:
    assert in_value_order(["2.0 mm", "1.55 mm", "1.5 mm"]) == ["1.5 mm", "1.55 mm", "2.0 mm"]
    assert in_value_order(["Black", "Red", "Red"]) == ["Red", "Black"]
