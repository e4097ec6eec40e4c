"""Ids that survive a phone call and Razorpay's receipt."""

import re

from config.ids import crockford, new_order_id


def test_an_order_id_has_no_letter_that_is_misheard() -> None:
    for _ in range(200):
        assert re.fullmatch(r"TB-[0-9A-HJKMNP-TV-Z]{10}", new_order_id())


def test_ids_do_not_come_twice() -> None:
    assert len({new_order_id() for _ in range(5000)}) == 5000


def test_an_id_is_as_long_as_asked() -> None:
    assert [len(crockford(n)) for n in (0, 1, 26)] == [0, 1, 26]
