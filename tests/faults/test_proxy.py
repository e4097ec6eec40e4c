"""The proxy lets happen what no local engine does, and nothing that was not planned."""

import json
import random
from itertools import pairwise

import pytest
import requests
from pynamodb.exceptions import GetError, PutError, TransactWriteError, UpdateError

from catalog.models import Product
from config import clock, dynamo
from config.dynamo import transaction, write
from config.errors import Conflict, Unavailable
from orders import queries
from orders.models import Order
from orders.rules import Status
from payments.sandbox.process import RunningSandbox
from tests.factories import a_product, an_order, stock_of
from tests.faults import troubles
from tests.faults.proxy import Proxy

pytestmark = pytest.mark.server
KINDS = ("drop_before", "server_error", "throttle", "cut")


def take_one(product: Product) -> None:
    """Take a piece out of stock, in a transaction of one part."""
    with transaction() as tx:
        tx.update(
            product,
            actions=[Product.stock.add(-1)],
            condition=Product.stock >= 1,
            or_else=Conflict("none left"),
        )


def test_what_is_not_troubled_passes_and_is_counted(proxy: Proxy) -> None:
    product = a_product(stock=5)
    take_one(product)
    assert stock_of(product.product_id) == 4
    assert proxy.register.names == [
        "PutItem products",
        "TransactWriteItems products",
        "Query products",
    ]
    assert [call.number for call in proxy.calls] == [1, 2, 3]


def test_a_lost_answer_hides_a_write_that_was_made(proxy: Proxy) -> None:
    product = a_product(stock=5)
    lost = proxy.plan(troubles.drop_after, operation="TransactWriteItems")
    with pytest.raises(TransactWriteError):
        take_one(product)
    assert stock_of(product.product_id) == 4  # the client's own repeats carry one token
    numbers = {call.number for call in proxy.calls if call.operation == "TransactWriteItems"}
    assert (lost.struck, len(numbers)) == (3, 1)


def test_a_plain_update_is_made_twice_when_its_answer_is_lost(proxy: Proxy) -> None:
    """Why every change of stock is a transaction (reliability.md 0.1)."""
    product = a_product(stock=5)
    proxy.plan(troubles.drop_after, operation="UpdateItem", times=1)
    product.update(actions=[Product.stock.add(-1)])
    assert stock_of(product.product_id) == 3


def test_a_lost_request_writes_nothing(proxy: Proxy) -> None:
    product = a_product(stock=5)
    proxy.plan(troubles.drop_before, operation="*Write*")
    proxy.plan(troubles.drop_before, operation="UpdateItem")
    with pytest.raises(TransactWriteError):
        take_one(product)
    with pytest.raises(UpdateError):
        write(lambda: product.update(actions=[Product.stock.add(-1)]))
    assert stock_of(product.product_id) == 5


@pytest.mark.parametrize("kind", [*KINDS, "wrong_crc"])
def test_one_trouble_of_a_read_is_healed_by_asking_again(proxy: Proxy, kind: str) -> None:
    product = a_product(stock=5)
    rule = proxy.plan(getattr(troubles, kind), operation="Query", times=1)
    assert (stock_of(product.product_id), rule.struck) == (5, 1)
    assert [call.attempt for call in proxy.calls if call.operation == "Query"] == [1, 2]


@pytest.mark.parametrize("kind", KINDS)
def test_a_trouble_that_stays_reaches_the_shop(proxy: Proxy, kind: str) -> None:
    proxy.plan(getattr(troubles, kind), operation="GetItem")
    with pytest.raises((GetError, requests.RequestException)):
        Order.get("TB-NONE", "nobody", consistent_read=True)


def test_a_hang_lasts_until_the_client_gives_up(proxy: Proxy) -> None:
    proxy.plan(troubles.hang, path="/slow")
    with pytest.raises(requests.ReadTimeout):
        requests.get(f"{proxy.url}/slow", timeout=(2, 0.1))


def test_a_delayed_call_is_acted_on(proxy: Proxy) -> None:
    product = a_product(stock=5)
    rule = proxy.plan(troubles.delay(0.01), operation="Query")
    assert (stock_of(product.product_id), rule.struck) == (5, 1)


def test_a_conflict_is_tried_again_and_then_told(proxy: Proxy) -> None:
    product = a_product(stock=5)
    proxy.plan(troubles.conflict, operation="TransactWriteItems", times=2)
    dynamo.persistently(lambda: take_one(product))
    assert stock_of(product.product_id) == 4
    proxy.plan(troubles.conflict)
    with pytest.raises(Unavailable):
        take_one(product)
    with pytest.raises(Unavailable):
        write(lambda: product.update(actions=[Product.stock.add(-1)]))


def test_an_error_code_arrives_as_dynamodb_says_it(proxy: Proxy) -> None:
    proxy.plan(troubles.refuse("ResourceNotFoundException"), operation="PutItem")
    with pytest.raises(PutError) as refusal:
        a_product()
    assert refusal.value.cause_response_code == "ResourceNotFoundException"


def test_the_nth_call_of_a_kind_is_chosen(proxy: Proxy) -> None:
    product = a_product(stock=5)
    proxy.plan(troubles.refuse("ValidationException"), operation="UpdateItem", after=1, times=1)
    for is_refused in (False, True, False):
        try:
            product.update(actions=[Product.stock.add(-1)])
        except UpdateError:
            assert is_refused
    assert stock_of(product.product_id) == 3


def test_a_rule_knows_table_and_index(proxy: Proxy) -> None:
    an_order()
    proxy.plan(troubles.refuse("ValidationException"), table="*-payments")
    assert list(queries.by_status(Status.PENDING))
    proxy.plan(troubles.refuse("ValidationException"), table="*-orders", index="StatusIndex")
    with pytest.raises(Exception, match="ValidationException"):
        list(queries.by_status(Status.PENDING))


def test_the_same_seed_is_the_same_run(proxy: Proxy) -> None:
    def run(seed: int) -> list[bool]:
        rule = proxy.plan(troubles.throttle, path="/none", chance=0.5, seed=seed)
        call = troubles.Call(1, 1, "GET", "/none")
        return [rule.strikes(call) for _ in range(64)]

    assert run(7) == run(7) != run(8)
    assert 10 < sum(run(7)) < 54


def test_plans_can_be_forgotten(proxy: Proxy) -> None:
    proxy.plan(troubles.server_error)
    proxy.forget_plans()
    assert a_product(stock=5).stock == 5


def test_it_stands_before_the_stand_ins_too(sandbox: RunningSandbox) -> None:
    with Proxy(sandbox.razorpay_url) as proxy:
        proxy.plan(troubles.answer(200, b"<h1>Sorry</h1>"), path="*/v1/orders", times=1)
        first, second = (requests.get(f"{proxy.url}/v1/orders", timeout=5) for _ in range(2))
        assert (first.text, second.status_code) == ("<h1>Sorry</h1>", 401)
        assert json.loads(second.text)["error"]["code"] == "BAD_REQUEST_ERROR"
        assert proxy.register.names == ["GET /razorpay/v1/orders"] * 2


def test_names_are_the_same_in_every_run() -> None:
    paths = ["/razorpay/v1/orders/order_Rk5hVw2LmX/payments?count=100", "/v1/orders/show/1001"]
    names = [troubles.Call(1, 1, "GET", path).name for path in paths]
    assert names == ["GET /razorpay/v1/orders/*/payments", "GET /v1/orders/show/*"]


def test_numbers_are_given_in_the_order_of_the_calls(proxy: Proxy) -> None:
    dice = random.Random(clock.now().microsecond)  # noqa: S311 - any order will do
    for _ in range(5):
        stock_of(a_product(stock=dice.randrange(1, 9)).product_id)
    numbers = [call.number for call in proxy.calls]
    assert all(later == earlier + 1 for earlier, later in pairwise(numbers))
