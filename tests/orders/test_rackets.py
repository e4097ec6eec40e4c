"""A racket of three parts: one line in the cart, three in the order, all of its stock or none."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client

from catalog import shelf
from catalog.errors import OutOfStock
from catalog.models import Product
from catalog.rules import Category
from config import clock
from config.errors import Unavailable
from config.ids import new_order_id
from orders import rules
from orders.buying_again import buy_again
from orders.cart import LONGEST_SKU, Cart
from orders.errors import IllegalRacket, NoCod, NoSuchRacket, TooManyLines
from orders.models import Order
from orders.rackets import key_of
from orders.return_errors import NotReturnable
from orders.return_forms import ChoiceForm
from orders.return_rules import Reason, ReturnRule
from orders.rules import Status
from orders.services.asking_back import preview
from orders.services.cancelling import cancel_unpaid
from orders.services.drafting import Terms
from orders.services.placing import place_order
from orders.staff.job_cards import job_cards_of
from tests.factories import a_buyer, stock_of
from tests.invariants import assert_invariants
from tests.orders.benches import PICK_LIST, SLIPS
from tests.orders.racket_parts import KEY, near, parts
from tests.returns.goods_back import a_delivered_order, a_wish
from tests.staff import a_browser

BUILD = {"blade": "BL-FL", "fh": "RUB-R", "bh": "RUB-B"}


def place(wanted: dict[str, int], **given: object) -> Order:
    fields = {"order_id": new_order_id(), "buyer": a_buyer(), "wanted": wanted}
    return place_order(**fields | given).order  # type: ignore[arg-type]


def stocks() -> list[int]:
    return [stock_of("BL-FL", "blade"), stock_of("RUB-R", "rubber"), stock_of("RUB-B", "rubber")]


def page_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_racket_is_three_lines_that_say_which_and_as_what() -> None:
    parts()
    order = place({KEY: 2})
    assert [(x.sku, x.racket, x.role, x.quantity) for x in order.lines] == [
        ("BL-FL", "1", "blade", 2),
        ("RUB-R", "1", "fh", 2),
        ("RUB-B", "1", "bh", 2),
    ]
    assert order.total_amount == 2 * 2_000_00
    assert order.lines[1].choice == "Red, 1.9 mm, forehand rubber of racket 1"
    assert {line.return_rule for line in order.lines} == {ReturnRule.FAULTS_ONLY.value}
    assert stocks() == [7, 7, 7]


def test_one_sku_alone_and_on_two_rackets_is_taken_once_and_in_all() -> None:
    parts()
    order = place({"RUB-R": 1, KEY: 2, key_of(["BL-ST", "RUB-R", "RUB-B"]): 1})
    assert len(order.lines) == 7
    assert stocks() == [7, 5, 6]
    cancel_unpaid(order.order_id, reason="Changed my mind", by="Customer")
    assert stocks() == [9, 9, 9]


def test_a_missing_part_is_named_by_its_role_and_nothing_is_taken() -> None:
    parts(black=1)
    with pytest.raises(OutOfStock, match="Rozena, the backhand rubber of your racket"):
        place({KEY: 2})
    assert stocks() == [9, 9, 1]


@pytest.mark.parametrize(
    ("skus", "refusal"),
    [
        (["BL-FL", "RUB-R", "RUB-R"], IllegalRacket),
        (["BL-FL", "RUB-B", "RUB-B"], IllegalRacket),
        (["RUB-R", "RUB-R", "RUB-B"], NoSuchRacket),
        (["BL-FL", "BL-ST", "RUB-B"], NoSuchRacket),
    ],
)
def test_what_is_no_legal_racket_cannot_be_ordered_whatever_the_cookie_says(
    skus: list[str], refusal: type[Exception]
) -> None:
    parts()
    with pytest.raises(refusal):
        place({key_of(skus): 1})
    assert stocks() == [9, 9, 9]


def test_a_racket_is_not_sold_for_cash_at_the_door_but_its_parts_are() -> None:
    parts()
    with pytest.raises(NoCod, match="A racket that we glue"):
        place({KEY: 1}, terms=Terms(is_cod=True))
    assert place({"BL-FL": 1}, terms=Terms(is_cod=True)).is_cod
    assert "built" not in list(Category)


def test_a_racket_counts_for_three_of_the_forty_lines_and_fits_the_cookie() -> None:
    cart = Cart({})
    for n in range(13):
        skus = [f"{role}{n}".ljust(LONGEST_SKU, "x") for role in "bfr"]
        cart = cart.adding(key_of(skus), 1, 9_99_999_00)
    cart = cart.adding("one-more", 1, 1)
    with pytest.raises(TooManyLines):
        cart.adding(KEY, 1, 1)
    rows = [[key, line.quantity, line.seen_paise] for key, line in cart.wanted.items()]
    assert len(signing.dumps(rows, salt="cart", compress=True)) < 4000
    with pytest.raises(TooManyLines):
        place({f"racket|{n}|b|c": 1 for n in range(rules.MOST_LINES // 3 + 1)})


def test_a_racket_goes_into_the_cart_is_changed_taken_out_and_put_back(client: Client) -> None:
    parts()
    assert client.post("/racket-builder/add", BUILD).status_code == 302
    page = page_of(client, "/cart")
    assert "1 line, 1 item" in page
    assert "Racket: Viscaria" in page
    assert "₹2,000.00" in page
    changed = BUILD | {"blade": "BL-ST", "edit": KEY}
    client.post("/racket-builder/add", changed)
    page = page_of(client, "/cart")
    assert "1 line, 1 item" in page
    assert "Butterfly Viscaria, ST" in page
    back = client.post("/cart/remove", {"sku": KEY.replace("BL-FL", "BL-ST")})
    assert "The racket with Viscaria is out of the cart" in page_of(client, back["Location"])
    client.post("/cart/add", {"sku": KEY, "quantity": "3"})
    assert "1 line, 3 items" in page_of(client, "/cart")


def test_a_forged_cart_with_an_illegal_racket_shows_and_cannot_be_added_again(
    client: Client,
) -> None:
    parts()
    illegal = KEY.replace("RUB-B", "RUB-R")
    answer = client.post("/cart/add", {"sku": illegal}, follow=True)
    assert "Law 2.4.6" in answer.content.decode()
    answer = client.post("/racket-builder/add", BUILD | {"bh": "RUB-R"}, follow=True)
    assert "Neither side is black" in answer.content.decode()
    cookie = client.cookies.get(settings.CART_COOKIE_NAME)
    assert cookie is None or "RUB" not in cookie.value


def test_the_cart_says_which_part_is_short_and_does_not_check_out(client: Client) -> None:
    parts(red=2)
    client.post("/racket-builder/add", BUILD)
    client.post("/cart/add", {"sku": "RUB-R", "quantity": "2"})
    page = page_of(client, "/cart")
    assert "Only 2 left of the forehand rubber, Butterfly Rozena" in page
    assert client.get("/checkout").status_code == 302


def test_a_part_taken_off_sale_leaves_a_line_that_leads_to_changing_it(client: Client) -> None:
    parts()
    client.post("/racket-builder/add", BUILD)
    Product("rubber", "third-ball").update(actions=[Product.is_active.set(False)])
    from catalog import shelf

    shelf.forget()
    assert "A racket with a part that is not on sale any more" in page_of(client, "/cart")


def test_the_link_to_a_build_opens_it_at_todays_price_and_stock(client: Client) -> None:
    parts(red=0)
    near()
    page = page_of(client, "/racket-builder?blade=BL-FL&fh=RUB-R&bh=RUB-B")
    assert "The forehand rubber is sold out" in page
    assert "blade=BL-FL&amp;fh=NEAR-R&amp;bh=RUB-B" in page
    assert "+₹100" in page
    assert 'id="add-racket"' not in page
    page = page_of(client, "/racket-builder?blade=BL-FL&fh=NEAR-R&bh=RUB-B")
    assert "₹2,100" in page
    assert 'id="add-racket"' in page


def test_the_form_without_scripts_leads_to_the_address_of_the_build(client: Client) -> None:
    parts()
    asked = "/racket-builder?blade=BL-FL&blade-Handle=ST&fh=RUB-R&fh-Colour=Red&bh=RUB-B"
    answer = client.get(asked)
    assert answer["Location"] == "/racket-builder?blade=BL-ST&fh=RUB-R&bh=RUB-B"
    page = page_of(client, "/racket-builder?blade=gone&fh=RUB-B&bh=%00&q=x&page=99")
    assert "The blade of this link is not on sale any more" in page


def test_any_text_in_the_address_is_a_page_and_never_a_fault(client: Client) -> None:
    assert "nothing to build from" in page_of(client, "/racket-builder")
    parts()
    for query in ("", "?fh=racket|a", "?blade=BL-FL&fh=BL-FL&bh=BL-FL&show=fh&q=\N{SNOWMAN}"):
        assert client.get(f"/racket-builder{query}").status_code in (200, 302)
    assert client.get("/racket-builder/picture.svg?blade=x").status_code == 404
    assert client.get("/racket-builder/picture.svg", BUILD).status_code == 200
    assert client.post("/racket-builder/add", {"blade": "x"}).status_code == 302


@pytest.mark.server
def test_twelve_buyers_for_five_rackets_that_share_a_rubber_with_another() -> None:
    """Each wants two rackets with the one red rubber, of which there are ten."""
    parts(red=10, blades=30, black=30)
    shelf.shelf()

    def buys(_: int) -> bool:
        try:
            place({KEY: 1, key_of(["BL-ST", "RUB-R", "RUB-B"]): 1})
        except (OutOfStock, Unavailable):
            return False
        return True

    with ThreadPoolExecutor(12) as crowd:
        won = sum(crowd.map(buys, range(12)))
    assert won == 5
    assert [*stocks(), stock_of("BL-ST", "blade")] == [25, 0, 20, 25]
    assert_invariants(received={"BL-FL": 30, "BL-ST": 30, "RUB-R": 10, "RUB-B": 30})


def test_a_racket_comes_back_as_a_whole_and_only_for_what_is_wrong_with_it() -> None:
    parts()
    order = a_delivered_order(wanted={KEY: 2})
    whole = {0: 1, 1: 1, 2: 1}
    with pytest.raises(NotReturnable, match="comes back as a whole"):
        preview(order, a_wish(pieces={1: 1}, reason=Reason.FAULTY))
    with pytest.raises(NotReturnable, match="cannot be sent back for this reason"):
        preview(order, a_wish(pieces=whole))
    assert preview(order, a_wish(pieces=whole, reason=Reason.FAULTY)).goods == 2_000_00
    form = ChoiceForm(order, clock.now(), {"line_0": "1", "reason": "faulty"})
    assert form.is_valid()
    assert form.places == [0]
    assert form.wish.pieces == whole
    assert form.chosen() == [("line_0", "1"), ("reason", "faulty")]


def test_the_bench_is_told_what_is_one_racket() -> None:
    parts()
    order = place({KEY: 1})
    order.update(
        actions=[Order.status.set(Status.PROCESSING), Order.payment_status.set("captured")]
    )
    packer = a_browser("packer")
    slips = packer.get(SLIPS, {"orders": order.order_id}).content.decode()
    assert "Job card" in slips
    assert "Forehand: Butterfly Rozena" in slips
    assert "backhand rubber of racket 1" in slips
    fetch = packer.get(PICK_LIST, {"orders": order.order_id}).content.decode()
    assert "Red, 1.9 mm" in fetch
    assert "of racket" not in fetch
    table = packer.get(
        "/staff/shipments/pack/", {"orders": order.order_id, "order": order.order_id}
    ).content.decode()
    assert "one thing, glued from the next three" in table


def test_the_checkout_shows_the_parts_and_says_what_may_come_back(client: Client) -> None:
    parts()
    client.post("/racket-builder/add", BUILD)
    page = page_of(client, "/checkout")
    assert "Forehand rubber: Butterfly Rozena, Red, 1.9 mm" in page
    assert "the whole racket comes back" in page


def test_the_same_racket_can_be_bought_again_and_its_job_card_says_what_to_glue() -> None:
    parts()
    order = place({KEY: 2})
    again = buy_again(buy_again(Cart({}), order).cart, order)
    assert again.cart.quantities() == {KEY: 2}
    (card,) = job_cards_of(order)
    assert card.rackets == 2
    assert [(t, line.sku, line.options_said) for t, line in card.parts] == [
        ("Blade", "BL-FL", "FL"),
        ("Forehand", "RUB-R", "Red, 1.9 mm"),
        ("Backhand", "RUB-B", "Black, 1.9 mm"),
    ]
