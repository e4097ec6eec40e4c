"""Through the proxy an index may lag behind its table, as Amazon's do."""

import pytest

from catalog.queries import on_shelf_by_sku
from config import dynamo
from orders import queries
from orders.models import Order
from orders.rules import Status
from tests.factories import a_product, an_order
from tests.faults.proxy import Proxy

pytestmark = pytest.mark.server


def ids_of(status: Status) -> set[str]:
    return {order.order_id for order in queries.by_status(status)}


def test_a_lagging_index_shows_what_was_until_told(proxy: Proxy) -> None:
    before, goods = an_order(), {a_product().product_id: 1}
    list(on_shelf_by_sku(goods))  # the shelf is filled from an index too
    with proxy.index_lag() as indexes:
        after = an_order(wanted=goods)
        before.update(actions=[Order.status.set(Status.CONFIRMED)])
        assert ids_of(Status.PENDING) == {before.order_id}
        assert ids_of(Status.CONFIRMED) == set()
        assert queries.order(after.order_id).status is Status.PENDING  # the table itself is quick
        indexes.catch_up()
        assert ids_of(Status.PENDING) == {after.order_id}
        assert ids_of(Status.CONFIRMED) == {before.order_id}
        after.delete()
        assert ids_of(Status.PENDING) == {after.order_id}
    assert ids_of(Status.PENDING) == set()


def test_an_index_may_lag_for_a_while_only(proxy: Proxy) -> None:
    goods = {a_product().product_id: 1}
    with proxy.index_lag(seconds=0.0):
        order = an_order(wanted=goods)
        assert ids_of(Status.PENDING) == {order.order_id}


def test_the_lag_leaves_no_table_behind(proxy: Proxy) -> None:
    with proxy.index_lag():
        assert len(dynamo.connection().list_tables()["TableNames"]) == 12
    assert len(dynamo.connection().list_tables()["TableNames"]) == 6
