"""How heavy and large a parcel is said to be."""

import pytest

from shipping.parcels import PACKING_GRAMS, Box, Piece, box_for, box_from


def test_one_piece_is_as_large_as_the_catalogue_says() -> None:
    box = box_for([Piece("blades", 1, grams=172, size_cm="30×20.5×5")])  # noqa: RUF001
    assert box == Box(172 + PACKING_GRAMS, 30, 21, 5)


@pytest.mark.parametrize("size", [None, "", "large", "30x20", "0x20x5", "1x2x3x4"])
def test_a_size_that_cannot_be_read_is_the_usual_one_of_its_kind(size: str | None) -> None:
    assert box_for([Piece("shoes", 1, size_cm=size)]) == Box(900 + PACKING_GRAMS, 34, 22, 13)


def test_many_pieces_need_a_higher_box_and_weigh_what_they_weigh() -> None:
    box = box_for([Piece("rubbers", 20, grams=80), Piece("balls", 1)])
    assert (box.grams, box.length_cm, box.breadth_cm) == (20 * 80 + 60 + PACKING_GRAMS, 25, 22)
    assert box.height_cm == 21


def test_an_order_of_things_unknown_still_has_a_box() -> None:
    assert box_for([]).height_cm >= 1
    assert box_for([Piece("", 1)]).grams > PACKING_GRAMS


def test_a_box_is_kept_and_read_back_as_it_was() -> None:
    box = box_for([Piece("tables", 1)])
    assert box_from(box.as_text()) == box
