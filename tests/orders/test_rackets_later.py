"""A racket after it was ordered: pressed twice, and of which a part was paid back."""

import pytest
from pynamodb.expressions.update import Action

from catalog import shelf
from catalog.models import Product
from config import clock
from config.ids import new_order_id
from orders.errors import IllegalRacket, NoSuchRacket
from orders.return_errors import NotReturnable
from orders.return_forms import ChoiceForm
from orders.return_rules import Reason
from orders.services.asking_back import preview
from orders.services.returning import noted
from tests.factories import a_buyer, stock_of
from tests.orders.racket_parts import KEY, parts
from tests.orders.test_rackets import place
from tests.returns.goods_back import a_delivered_order, a_wish


@pytest.mark.parametrize(
    "change",
    [
        Product.category.set("accessories"),
        Product.variants["RUB-B"]["options"].set({"Colour": "Red", "Thickness": "1.9 mm"}),
    ],
    ids=["no such racket", "illegal"],
)
def test_a_second_press_finds_its_order_though_the_racket_could_not_be_built_any_more(
    change: Action,
) -> None:
    parts()
    order_id, buyer = new_order_id(), a_buyer()
    place({KEY: 1}, order_id=order_id, buyer=buyer)
    Product("rubber", "third-ball").update(actions=[change])
    shelf.look_again({"rubber"})
    assert place({KEY: 1}, order_id=order_id, buyer=buyer).order_id == order_id
    with pytest.raises((NoSuchRacket, IllegalRacket)):
        place({KEY: 1})
    assert stock_of("BL-FL", "blade") == 8


def test_a_racket_of_which_a_part_was_paid_back_comes_back_with_what_is_left_of_it() -> None:
    parts()
    order = a_delivered_order(wanted={KEY: 2})
    order.update(actions=noted(order, returned={}, paid_back={0: 1}))
    left, faulty = {0: 1, 1: 2, 2: 2}, {"reason": "faulty"}
    form = ChoiceForm(order, clock.now(), {"line_0": "2"} | faulty)
    assert form.is_valid()
    assert form.wish.pieces == left
    assert preview(order, form.wish).goods == 3_000_00
    order.update(actions=noted(order, returned={}, paid_back={0: 1}))
    form = ChoiceForm(order, clock.now(), {"line_0": "1"} | faulty)
    assert form.is_valid()
    assert form.wish.pieces == {1: 1, 2: 1}
    assert form.chosen() == [("line_0", "1"), ("reason", "faulty")]
    assert preview(order, form.wish).goods == 1_000_00
    for torn in ({1: 1}, {1: 2, 2: 1}):
        with pytest.raises(NotReturnable, match="comes back as a whole"):
            preview(order, a_wish(pieces=torn, reason=Reason.FAULTY))


def test_two_rackets_are_two_pieces_in_the_story_of_their_order() -> None:
    parts()
    order = place({KEY: 2, "RUB-R": 1})
    assert "3 pieces set aside" in (order.timeline or [])[0].text
