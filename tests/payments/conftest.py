"""The stand-ins of Razorpay and Shiprocket, for tests that talk to them over the wire."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from payments.razorpay import gateway
from payments.sandbox.process import RunningSandbox, start


@pytest.fixture(scope="session")
def sandbox_process() -> Iterator[RunningSandbox]:
    """One process for all tests; it posts to a port where nobody listens until told otherwise."""
    with start(site_url="http://127.0.0.1:9") as running:
        yield running


@pytest.fixture
def sandbox(sandbox_process: RunningSandbox) -> RunningSandbox:
    """The stand-ins as if newly started, holding back their webhooks."""
    sandbox_process.control("reset")
    sandbox_process.control("webhooks", mode="hold", site_url="http://127.0.0.1:9")
    return sandbox_process


@pytest.fixture
def razorpay(sandbox: RunningSandbox, settings: Settings) -> Iterator[RunningSandbox]:
    """The sandbox, with the shop's own client talking to it."""
    settings.RAZORPAY_BASE_URL = sandbox.razorpay_url
    gateway.cache_clear()
    yield sandbox
    gateway.cache_clear()
