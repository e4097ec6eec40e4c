"""What the tests of faults stand on."""

from collections.abc import Iterator
from unittest import mock

import pytest
from botocore.retries.standard import ExponentialBackoff
from pytest_django import Settings

from config import dynamo
from payments.sandbox.process import RunningSandbox
from tests.faults.exhaust import warm_up
from tests.faults.flows_of_the_worker import ALL_FLOWS
from tests.faults.outside import Outside
from tests.faults.proxy import Proxy
from tests.faults.running import HOST, RunningShop
from tests.faults.scene import Scene, forget_all


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that may take longest begin first, the others stay in their random order: no worker
    is left with a long one at the end."""
    items.sort(key=_may_take, reverse=True)


def _may_take(item: pytest.Item) -> int:
    """Its own limit in seconds; 0 where it is content with everybody's."""
    own = item.get_closest_marker("timeout")
    return int(own.args[0]) if own else 0


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


@pytest.fixture(scope="session")
def stage(server: str, sandbox_process: RunningSandbox) -> Iterator[Scene]:
    """The shop as a process, warmed up, with a proxy before all that it depends on."""
    with Outside(server, sandbox_process) as outside:
        shop = RunningShop(
            engine=outside.tables.url,
            razorpay=outside.razorpay.url,
            shiprocket=outside.shiprocket.url,
            smtp_port=sandbox_process.smtp_port,
        )
        with shop:
            yield Scene(server, outside, sandbox_process, shop)


@pytest.fixture
def scene(stage: Scene, razorpay: RunningSandbox, settings: Settings) -> Iterator[Scene]:
    """The stage; this process is the worker afterwards, and asks the stand-ins without faults."""
    settings.SHIPROCKET_BASE_URL = razorpay.shiprocket_url
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, razorpay.smtp_port
    if not stage.shop.is_warm:
        warm_up(stage, ALL_FLOWS)
    yield stage
    stage.shop.end_process()
    stage.outside.start_anew()
    forget_all()
