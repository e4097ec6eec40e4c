"""Which pieces lie in which box: all of them, and none twice."""

from typing import Any

import pytest
from django.http import QueryDict

from orders.models import Line, Order
from shipping.errors import BadBoxes
from shipping.models import Shipment
from shipping.packing import (
    MOST_BOXES,
    PackedBox,
    as_kept,
    check_boxes,
    pieces_in,
    still_in,
    to_send,
    uncovered,
)
from shipping.parcels import LONGEST_CM, MOST_GRAMS, Box, billed_grams, charged_grams
from shipping.rules import ShipmentStatus
from shipping.staff.pack_forms import TableForm
from shipping.staff.pack_page import Table


def an_order(*quantities: int, **given: Any) -> Order:
    names = ("Tenergy", "Ball", "Shoe")
    lines = [
        Line(name=name, sku=name, price=100_00, quantity=count, **given)
        for name, count in zip(names, quantities, strict=False)
    ]
    return Order("TB-1", "a@x.example", lines=lines)


def a_parcel(number: int, contents: dict[str, str] | None) -> Shipment:
    status = ShipmentStatus.PENDING
    return Shipment(f"TB-1-{number}", "TB-1", status=status, contents=contents)


def a_box(contents: dict[int, int] | None = None, **given: int) -> PackedBox:
    measures = {"grams": 300, "length_cm": 20, "breadth_cm": 10, "height_cm": 5} | given
    return PackedBox(contents, **measures)


def test_what_came_back_or_was_paid_back_is_not_to_be_sent() -> None:
    assert to_send(an_order(2, 3)) == {0: 2, 1: 3}
    assert to_send(an_order(2, 3, returned=1)) == {0: 1, 1: 2}
    assert to_send(an_order(1, 3, paid_back=1)) == {1: 2}


def test_a_parcel_that_does_not_say_holds_everything() -> None:
    order = an_order(2, 3, paid_back=1)
    assert pieces_in(order, a_parcel(1, None)) == {0: 2, 1: 3}
    assert uncovered(order, [a_parcel(1, None)]) == {}


def test_what_is_in_no_parcel_is_left() -> None:
    order = an_order(2, 3)
    assert uncovered(order, []) == {0: 2, 1: 3}
    assert uncovered(order, [a_parcel(1, {"0": "1"}), a_parcel(2, {"1": "3"})]) == {0: 1}


def test_what_was_given_back_is_taken_out_of_the_last_parcel() -> None:
    order = an_order(3, paid_back=1)
    first, second = a_parcel(1, {"0": "1"}), a_parcel(2, {"0": "2"})
    assert still_in(order, first, []) == {0: 1}
    assert still_in(order, second, [first]) == {0: 1}
    assert still_in(an_order(3, paid_back=3), second, [first]) == {}


def test_contents_are_kept_without_empty_lines() -> None:
    assert as_kept({1: 2, 0: 0}) == {"1": "2"}


@pytest.mark.parametrize(
    "boxes",
    [
        [a_box()],
        [a_box({0: 2, 1: 1})],
        [a_box({0: 2}), a_box({1: 1})],
        [a_box({0: 1}), a_box({0: 1, 1: 1})],
    ],
)
def test_boxes_that_hold_just_what_is_wanted_are_good(boxes: list[PackedBox]) -> None:
    check_boxes(an_order(2, 1), boxes, {0: 2, 1: 1})


@pytest.mark.parametrize(
    ("boxes", "words"),
    [
        ([], "1 to 10 boxes"),
        ([a_box({0: 1})] * (MOST_BOXES + 1), "1 to 10 boxes"),
        ([a_box({0: 2})], "1 × Ball lies in no box"),  # noqa: RUF001
        ([a_box({0: 3, 1: 1})], "3 × Tenergy in the boxes, but 2 to send"),  # noqa: RUF001
        ([a_box({0: 2, 1: 1}), a_box({})], "Box 2 is empty"),
        ([a_box({0: 2, 1: 1}), a_box()], "Say for each box"),
        ([a_box({0: 3, 1: 1}), a_box({0: -1})], "fewer than no pieces"),
        ([a_box({0: 2, 1: 1, 7: 1})], "no line 8"),
        ([a_box(grams=0)], "The box weighs from 1 g"),
        ([a_box(grams=MOST_GRAMS + 1)], "The box weighs"),
        ([a_box({0: 2}), a_box({1: 1}, height_cm=0)], "Box 2 has sides"),
        ([a_box(length_cm=LONGEST_CM + 1)], "has sides from 1 to"),
    ],
)
def test_other_boxes_are_refused_with_a_sentence(boxes: list[PackedBox], words: str) -> None:
    with pytest.raises(BadBoxes, match=words):
        check_boxes(an_order(2, 1), boxes, {0: 2, 1: 1})


@pytest.mark.parametrize(
    ("box", "billed", "charged"),
    [
        (Box(430, 28, 22, 6), 740, 1000),  # as the picture of the packing table says
        (Box(640, 32, 24, 8), 1229, 1500),
        (Box(5000, 10, 10, 10), 5000, 5000),
        (Box(1, 1, 1, 1), 1, 500),
    ],
)
def test_couriers_charge_the_greater_of_weight_and_volume(
    box: Box, billed: int, charged: int
) -> None:
    assert (billed_grams(box), charged_grams(box)) == (billed, charged)


def test_the_longest_side_comes_first() -> None:
    assert PackedBox(None, 1, 5, 20, 10).box == Box(1, 20, 10, 5)


def a_racket(rackets: int) -> Order:
    """So many of one racket, and two balls."""
    parts = [
        Line(name=role, sku=role, price=100_00, quantity=rackets, racket="1", role=role)
        for role in ("blade", "fh", "bh")
    ]
    ball = Line(name="Ball", sku="ball", price=10_00, quantity=2)
    return Order("TB-1", "a@x.example", lines=[*parts, ball])


def test_a_racket_that_was_glued_lies_in_one_box() -> None:
    order = a_racket(2)
    whole = [a_box({0: 1, 1: 1, 2: 1, 3: 2}), a_box({0: 1, 1: 1, 2: 1})]
    check_boxes(order, whole, to_send(order))
    torn = [a_box({0: 2, 1: 1, 2: 1, 3: 1}), a_box({1: 1, 2: 1, 3: 1})]
    with pytest.raises(BadBoxes, match="Box 1 holds parts of racket 1"):
        check_boxes(order, torn, to_send(order))


def test_the_table_asks_once_for_a_whole_racket_how_many_lie_in_a_later_box() -> None:
    order = a_racket(2)
    form = TableForm(QueryDict("boxes=2&in2-0=1&in2-1=0&in2-3=2"), order, to_send(order))
    assert form.contents(1) == {0: 1, 1: 1, 2: 1, 3: 0}
    assert form.contents(2) == {0: 1, 1: 1, 2: 1, 3: 2}
    rows = Table(order, 0, form, "", is_aside=False).rows
    assert [len(row.split) for row in rows] == [1, 0, 0, 1]
