"""What every test stands on: the six tables, empty, on the engine that the test asks for."""

import threading
from collections.abc import Iterator
from typing import Any, cast

import pytest
from botocore.client import BaseClient
from moto import mock_aws
from pynamodb.models import Model
from pytest_django import Settings

from catalog import shelf
from catalog.models import Product
from config import dynamo
from config.local.engine import Engine
from customers.models import Address, Customer
from orders.models import Order
from payments.models import Payment
from payments.razorpay import gateway
from payments.sandbox.process import RunningSandbox, start
from shipping import memory
from shipping.models import Shipment
from shipping.services import promising
from tests.faults.report import (
    pytest_runtest_logreport,
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_testnodedown,
)

__all__ = [
    "pytest_runtest_logreport",
    "pytest_sessionfinish",
    "pytest_terminal_summary",
    "pytest_testnodedown",
]

TABLES: list[type[Model]] = [Customer, Product, Order, Payment, Address, Shipment]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine",
        choices=["moto", "ministack"],
        default="moto",
        help="what stands in for DynamoDB in tests that do not insist on the real server",
    )
    parser.addoption(
        "--faults",
        choices=["slice", "all"],
        default="slice",
        help="how much of tests/faults is tried: a slice for every day, or all (`make faults`)",
    )


@pytest.fixture(scope="session")
def all_faults(request: pytest.FixtureRequest) -> bool:
    """Whether everything in tests/faults is to be tried, not just a slice."""
    return bool(request.config.getoption("--faults") == "all")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A DynamoDB server of our own, in memory, on a free port of 127.0.0.1."""
    with Engine() as engine:
        yield engine.url


@pytest.fixture(autouse=True)
def tables(request: pytest.FixtureRequest) -> Iterator[None]:
    """The six tables, empty. Tests marked `server` run on the real server: concurrency, faults."""
    wants_server = request.node.get_closest_marker("server") is not None
    if wants_server or request.config.getoption("--engine") == "ministack":
        IN_PROCESS.stop()
        dynamo.use(request.getfixturevalue("server"))
        for table in TABLES:
            if table.exists():
                table.delete_table()
            table.create_table(wait=False)
    else:
        dynamo.use(None)
        IN_PROCESS.start_empty()
    shelf.forget()
    memory.forget_all()
    yield
    promising.forget()
    shelf.forget()


class _InProcess:
    """moto, with new tables for a test only if the one before has asked anything of them: most
    tests are of rules and words, and tables cost more than they do."""

    def __init__(self) -> None:
        self._moto: Any = None
        self._is_clean = False
        self._client = cast("Any", BaseClient)
        self._send = self._client._make_api_call
        # moto is not made for threads: a transaction copies whole tables while others write.
        self._one_at_a_time = threading.Lock()

    def start_empty(self) -> None:
        """Six empty tables, in this process."""
        if self._moto is not None and self._is_clean:
            return
        self.stop()
        self._moto = mock_aws()
        self._moto.start()
        self._client._make_api_call = self._noticing
        for table in TABLES:
            table.create_table(wait=False)
        self._is_clean = True

    def stop(self) -> None:
        """No moto: what is asked goes over the wire."""
        if self._moto is not None:
            self._moto.stop()
            self._client._make_api_call = self._send
            self._moto = None

    @property
    def _noticing(self) -> Any:
        def send(client: BaseClient, *args: Any, **kwargs: Any) -> Any:
            self._is_clean = False
            with self._one_at_a_time:
                return self._send(client, *args, **kwargs)

        return send


IN_PROCESS = _InProcess()


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
