"""Charts: a bar is as high as its number, and what is not known has none."""

from itertools import pairwise

import pytest

from config.charts import FLOOR, TOP, Point, drawn, step_for


def points(*values: int | None) -> list[Point]:
    return [Point(f"{n} Nov", value, f"{value} sold") for n, value in enumerate(values, start=1)]


def test_bars_stand_on_the_floor_and_are_as_high_as_their_numbers() -> None:
    chart = drawn("k", points(30, 15, 0), title="T", says="S", head="H", axis=str)
    assert [float(bar.height) for bar in chart.bars] == [FLOOR - TOP, (FLOOR - TOP) / 2, 0]
    assert all(float(bar.y) + float(bar.height) == FLOOR for bar in chart.bars)
    assert [bar.is_best for bar in chart.bars] == [True, False, False]
    assert [tick.words for tick in chart.ticks] == ["30", "20", "10"]


def test_what_is_not_known_has_a_row_and_no_bar() -> None:
    chart = drawn("k", points(None, 5), title="T", says="S", head="H", axis=str)
    assert [bar.words for bar in chart.bars] == ["2 Nov: 5 sold"]
    assert len(chart.rows) == 2


def test_a_chart_of_hundreds_is_a_hundred_high_whatever_its_bars() -> None:
    chart = drawn("k", points(50), title="T", says="S", head="H", axis=str, top=100)
    assert float(chart.bars[0].height) == (FLOOR - TOP) / 2
    assert [tick.words for tick in chart.ticks] == ["100", "50"]


@pytest.mark.parametrize("number", [30, 90])
def test_labels_keep_their_distance(number: int) -> None:
    chart = drawn("k", points(*range(number)), title="T", says="S", head="H", axis=str)
    places = [float(label.at) for label in chart.labels]
    assert all(later - before > 50 for before, later in pairwise(places))


@pytest.mark.parametrize("highest", [0, 1, 2, 7, 31, 99, 100, 4_156, 41_560, 9_99_999])
def test_three_lines_are_enough_and_not_far_too_many(highest: int) -> None:
    step = step_for(highest)
    assert highest <= 3 * step <= max(3, highest * 2)


def test_a_chart_without_days_is_drawn_all_the_same() -> None:
    assert drawn("k", [], title="T", says="S", head="H", axis=str).bars == []
