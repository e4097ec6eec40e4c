"""The way back from Razorpay while the shop cannot even find the order."""

import pytest
from django.test import Client

from config.errors import Unavailable
from payments import queries

FIELDS = {f"razorpay_{name}": "x" for name in ("order_id", "payment_id", "signature")}


def test_an_order_that_cannot_be_looked_up_now_is_asked_for_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_: str) -> None:
        raise Unavailable("Please try again.")

    monkeypatch.setattr(queries, "opened", busy)
    reply = client.post("/payment/callback", FIELDS)
    assert reply.status_code == 503
    assert reply["Retry-After"]
