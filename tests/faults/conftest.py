"""What the tests of faults stand on."""

from collections.abc import Iterator
from unittest import mock

import pytest
from botocore.retries.standard import ExponentialBackoff

from config import dynamo
from tests.faults.proxy import Proxy


@pytest.fixture(scope="session")
def proxy_before_server(server: str) -> Iterator[Proxy]:
    """One for all tests: clients are made anew for a new address, a quarter of a second each."""
    with Proxy(server) as between:
        yield between


@pytest.fixture
def proxy(server: str, tables: None, proxy_before_server: Proxy) -> Iterator[Proxy]:
    """Between this process and the engine, with nothing planned and nothing counted; needs the
    mark `server`. A request is repeated by its client at once, without a pause."""
    dynamo.use(proxy_before_server.url)
    proxy_before_server.register.clear()
    with mock.patch.object(ExponentialBackoff, "delay_amount", return_value=0.0):
        yield proxy_before_server
    proxy_before_server.forget_plans()
    dynamo.use(server)
