"""The parts that are offered beside a chosen one are those that a look at all would find."""

import random

import pytest

from catalog import front
from catalog.build import Piece, Role
from catalog.build_nearest import distance
from catalog.build_parts import Parts
from catalog.shelf import Shelf, ShelfProduct, _Keeper
from tests.catalog.shelves import a_shelf, on_shelf


def rubbers() -> list[ShelfProduct]:
    chance = random.Random(4)  # noqa: S311 - no secret
    names = random.Random(5).sample(range(200), 120)  # noqa: S311 - no secret
    return [
        on_shelf(
            name=f"Sheet {name:03}",
            stock=chance.choice((0, 2, 5)),
            specs={"Speed": f"{chance.choice((7.0, 8.0, 8.5))}", "Spin": "8.0", "Control": "7.5"}
            | ({} if chance.random() < 0.2 else {"Thickness": chance.choice(("2.0 mm", "MAX"))}),
        )
        for name in names
    ]


@pytest.mark.parametrize("most", [1, 4, 30, 500])
def test_the_closest_are_those_that_a_look_at_all_finds(most: int) -> None:
    goods = rubbers()
    parts = Parts(a_shelf(*goods))
    for chosen in goods[:12]:
        here = Piece(chosen, chosen.variants[0])

        def place(each: ShelfProduct, here: Piece = here) -> tuple[bool, bool, int, str]:
            far = distance(here, Piece(each, each.variants[0]))
            return each is not here.product, each.stock == 0, far, each.name

        assert parts.closest(Role.FOREHAND, here, most) == sorted(goods, key=place)[:most]


def test_the_home_page_of_a_new_shelf_is_ready_before_anybody_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keeper = _Keeper()
    monkeypatch.setattr(front, "_latest", None)
    keeper._shelf = Shelf(9, {"one": on_shelf(product_id="one")})
    keeper.tell()
    ready = front._latest
    assert ready is not None
    assert ready[0].shelf is keeper._shelf
    assert front.front(keeper._shelf) is ready[1]
