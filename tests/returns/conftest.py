"""What the tests of returns stand on."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from payments.razorpay import gateway
from payments.sandbox.process import RunningSandbox


@pytest.fixture
def both(sandbox: RunningSandbox, settings: Settings) -> Iterator[RunningSandbox]:
    """Both stand-ins, with the shop's own clients talking to them."""
    settings.RAZORPAY_BASE_URL = sandbox.razorpay_url
    settings.SHIPROCKET_BASE_URL = sandbox.shiprocket_url
    gateway.cache_clear()
    yield sandbox
    gateway.cache_clear()
