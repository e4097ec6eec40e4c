"""The lines of an order on its staff page: what a packer takes off the shelves."""

import pytest

from orders.models import Order
from orders.rules import Status
from tests.factories import a_product, an_order
from tests.staff import a_browser


@pytest.mark.parametrize(
    ("status", "pieces"), [(Status.CONFIRMED, 2), (Status.PROCESSING, 2), (Status.DELIVERED, 3)]
)
def test_the_lines_count_what_to_pack_and_later_what_was_sold(status: Status, pieces: int) -> None:
    order = an_order(wanted={a_product(stock=5).product_id: 3})
    (line,) = order.lines
    line.paid_back = 1
    order.update(actions=[Order.status.set(status), Order.lines.set([line])])
    answer = a_browser().get(f"/staff/orders/{order.order_id}/")
    found = answer.content.decode()
    assert f"{pieces} pieces, 1 line" in found
    assert f'<td class="num"><b>{pieces}</b>' in found
    assert "1 paid back" in found
