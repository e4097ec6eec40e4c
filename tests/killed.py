"""`python -m tests.killed WHERE ORDER_ID [PAYMENT_ID]`: do one thing and die by SIGKILL in the
middle of it, as a process that is shot does. Run by tests as a child of its own."""

import os
import signal
import sys
from typing import Any, NoReturn

import django


def shot(*_: Any, **__: Any) -> NoReturn:
    """`kill -9` on ourselves."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("unreachable: SIGKILL is not caught")


def main(where: str, order_id: str, payment_id: str = "") -> None:
    """Stop existing between Razorpay's reply and our write, or in the middle of an erasure."""
    from orders import queries
    from payments.services import checking, opening

    order = queries.order(order_id)
    if where == "opening":
        opening.write_opened = shot
        opening.open_payment(order, is_fresh=True)
    if where == "taking":
        setattr(checking, "take_payment", shot)  # noqa: B010 - it is theirs only by import
        checking.check_order(order)
    if where == "erasing":
        die_while_erasing()
    raise SystemExit(f"{where} went through to its end")


def die_while_erasing() -> None:
    """Stop existing when the orders are forgotten, before the person's own item goes."""
    from config import clock
    from config.dynamo import persistently
    from customers.services import erasing, removing
    from payments.services import privacy

    removing.erase_person = shot
    (digest,) = erasing.under_way()
    persistently(lambda: privacy.advance(digest, now=clock.now()))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main(*sys.argv[1:])
