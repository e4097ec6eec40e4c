"""Placing: all of it or nothing, once, at the price that was shown."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from catalog import shelf
from catalog.errors import NotOnSale, OutOfStock, UnknownSku
from catalog.models import Product
from catalog.services import stock
from config.errors import Unavailable
from config.ids import new_order_id
from customers.rules import GUEST
from orders.errors import AlreadyPlaced, BadQuantity, EmptyCart, PriceChanged, TooManyLines
from orders.models import Order, PlacedMark
from orders.services.placing import place_order
from tests.factories import a_buyer, a_product, stock_of


def orders() -> list[Order]:
    return [row for row in Order.scan() if not row.order_id.startswith("#")]


def place(wanted: dict[str, int], **given: object) -> Order:
    fields = {"order_id": new_order_id(), "buyer": a_buyer(), "wanted": wanted}
    return place_order(**fields | given).order  # type: ignore[arg-type]


def test_placing_takes_the_stock_and_freezes_the_price() -> None:
    sheet = a_product(price=1234_50, stock=5)
    order = place({sheet.product_id: 2})
    written = Order.get(order.order_id, order.customer_id)
    assert stock_of(sheet.product_id) == 3
    assert (written.status, written.total_amount) == ("pending", 2469_00)
    assert (written.lines[0].price, written.lines[0].quantity) == (1234_50, 2)


def test_one_line_short_leaves_everything_as_it_was() -> None:
    plenty, scarce = a_product(stock=5), a_product(stock=1, name="Net")
    with pytest.raises(OutOfStock, match="Only 1 of “Net” left") as refusal:
        place({plenty.product_id: 1, scarce.product_id: 2})
    assert refusal.value.sku == scarce.product_id
    assert stock_of(plenty.product_id) == 5
    assert orders() == []


def test_two_variants_of_one_product_are_one_change_of_one_item() -> None:
    sheet = a_product(variants={"R-1.9": {"stock": 3}, "B-2.1": {"stock": 4}})
    place({"R-1.9": 2, "B-2.1": 1})
    assert stock_of("R-1.9", sheet.product_id) == 1
    assert stock_of("B-2.1", sheet.product_id) == 3
    assert Product.get(sheet.product_id, sheet.seller_id).stock == 4


def test_one_variant_short_takes_none_of_the_other() -> None:
    sheet = a_product(variants={"R": {"stock": 3}, "B": {"stock": 1}})
    with pytest.raises(OutOfStock) as refusal:
        place({"R": 1, "B": 2})
    assert refusal.value.sku == "B"
    assert stock_of("R", sheet.product_id) == 3


def test_a_price_raised_since_the_page_was_shown_is_told_not_charged() -> None:
    sheet = a_product(price=5000_00)
    shelf.shelf()
    sheet.update(actions=[Product.price.set(6000_00)])
    with pytest.raises(PriceChanged, match=r"₹5,000\.00, now it is ₹6,000\.00"):
        place({sheet.product_id: 1}, shown_total_paise=5000_00)
    assert orders() == []
    assert stock_of(sheet.product_id) == 5


def test_a_variants_own_price_is_the_one_that_is_held_against_the_table() -> None:
    sheet = a_product(price=5000_00, variants={"R": {"price": 5500_00}})
    shelf.shelf()
    sheet.update(actions=[Product.variants["R"]["price"].set({"N": "5600"})])
    with pytest.raises(PriceChanged):
        place({"R": 1}, shown_total_paise=5500_00)
    assert place({"R": 1}, shown_total_paise=5600_00).total_amount == 5600_00


def test_a_price_without_paise_and_one_with_are_the_same_price() -> None:
    sheet = a_product(price=2500_50)
    assert place({sheet.product_id: 1}, shown_total_paise=2500_50).total_amount == 2500_50


def test_taken_off_sale_during_checkout() -> None:
    sheet = a_product(name="Old net")
    shelf.shelf()
    sheet.update(actions=[Product.is_active.set(False)])
    with pytest.raises(NotOnSale, match="Old net"):
        place({sheet.product_id: 1})
    assert stock_of(sheet.product_id) == 5


def test_a_variant_taken_off_sale_during_checkout() -> None:
    sheet = a_product(name="Rakza 7", variants={"R": {"stock": 3}, "B": {"stock": 3}})
    shelf.shelf()
    sheet.update(actions=[Product.variants["R"]["isActive"].set(False)])
    with pytest.raises(NotOnSale, match="Rakza 7"):
        place({"R": 1})
    assert stock_of("R", sheet.product_id) == 3


def test_the_same_order_id_again_gives_the_same_order() -> None:
    sheet, buyer, order_id = a_product(stock=5), a_buyer(), new_order_id()
    first = place({sheet.product_id: 1}, buyer=buyer, order_id=order_id)
    again = place({sheet.product_id: 1}, buyer=buyer, order_id=order_id)
    assert (first.order_id, stock_of(sheet.product_id)) == (again.order_id, 4)
    assert len(orders()) == 1


def test_the_same_order_id_of_somebody_else_is_refused() -> None:
    sheet, order_id = a_product(stock=5), new_order_id()
    place({sheet.product_id: 1}, order_id=order_id)
    with pytest.raises(AlreadyPlaced):
        place({sheet.product_id: 1}, order_id=order_id)
    assert stock_of(sheet.product_id) == 4


def test_one_of_two_without_an_e_mail_is_not_given_the_others_order_at_another_total() -> None:
    sheet, order_id = a_product(price=5000_00), new_order_id()
    first, other = (a_buyer(customer_id=GUEST, phone=phone) for phone in ("+9198450123", "+9199"))
    order = place({sheet.product_id: 1}, order_id=order_id, buyer=first)
    again = place({sheet.product_id: 1}, order_id=order_id, buyer=first, shown_total_paise=1)
    assert again.order_id == order.order_id
    with pytest.raises(PriceChanged):
        place({sheet.product_id: 1}, order_id=order_id, buyer=other, shown_total_paise=1)


def test_an_order_id_stays_taken_after_its_mark_was_swept_away() -> None:
    sheet, buyer, order_id = a_product(stock=5), a_buyer(), new_order_id()
    first = place({sheet.product_id: 1}, buyer=buyer, order_id=order_id)
    PlacedMark(f"#placed/{order_id}", "#").delete()
    again = place({sheet.product_id: 2}, buyer=buyer, order_id=order_id)
    assert (again.lines[0].quantity, stock_of(sheet.product_id)) == (1, 4)
    assert again.created_at == first.created_at


def test_what_cannot_be_ordered() -> None:
    sku = a_product().product_id
    with pytest.raises(EmptyCart):
        place({})
    with pytest.raises(UnknownSku):
        place({"no-such-sku": 1})
    for quantity in (0, -1, 21, 10**9):
        with pytest.raises(BadQuantity):
            place({sku: quantity})
    with pytest.raises(TooManyLines):
        place({f"sku-{n}": 1 for n in range(41)})


def test_forty_lines_are_one_order() -> None:
    skus = [a_product().product_id for _ in range(40)]
    assert len(place(dict.fromkeys(skus, 1)).lines) == 40
    assert {stock_of(sku) for sku in skus} == {4}


@pytest.mark.server
def test_twenty_submits_of_one_checkout_at_once_are_one_order() -> None:
    sheet, buyer, order_id = a_product(stock=9), a_buyer(), new_order_id()
    shelf.shelf()
    with ThreadPoolExecutor(20) as tabs:
        ids = list(
            tabs.map(
                lambda _: place({sheet.product_id: 1}, buyer=buyer, order_id=order_id).order_id,
                range(20),
            )
        )
    assert (set(ids), stock_of(sheet.product_id)) == ({order_id}, 8)


def sale(sku: str, buyers: int) -> int:
    """How many of so many buyers at once got one each."""

    def buys(_: int) -> bool:
        try:
            place({sku: 1})
        except (OutOfStock, Unavailable):
            return False
        return True

    with ThreadPoolExecutor(50) as crowd:
        return sum(crowd.map(buys, range(buyers)))


@pytest.mark.server
def test_two_hundred_buyers_for_the_last_ten() -> None:
    sku = a_product(stock=10).product_id
    shelf.shelf()
    assert sale(sku, 200) == 10
    assert (stock_of(sku), len(orders())) == (0, 10)


@pytest.mark.server
def test_without_the_condition_the_same_crowd_oversells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stock, "_as_shown", lambda *_: [Product.product_id.exists()])
    sku = a_product(stock=10).product_id
    shelf.shelf()
    assert sale(sku, 200) > 10
    assert stock_of(sku) < 0
