"""L3 and L4 of the load in a small shop of processes, so that each build looks at what must hold
under them. The whole size is `make load`."""

from collections.abc import Iterator

import pytest

from bench.load import flash, storm
from bench.load.marks import Played
from bench.load.plan import TINY
from bench.load.shop import a_shop
from catalog import shelf

pytestmark = [pytest.mark.whole, pytest.mark.timeout(180)]


@pytest.fixture(autouse=True)
def tables() -> Iterator[None]:
    """Instead of empty tables: the shop brings its own."""
    shelf.forget()
    yield
    shelf.forget()


def test_a_storm_of_events_and_two_crowds_leave_the_books_right() -> None:
    played = Played("L3 and L4", "small", is_whole=False)
    with a_shop(last=TINY.last, flash=TINY.pieces) as shop:
        storm.tell_all(shop, TINY, played)
        flash.sell_out(shop, TINY, played)
    assert [mark for mark in played.marks if mark.verdict(is_whole=False) == "NOT MET"] == []
    assert len(played.marks) >= 16
