"""What every test stands on: the six tables, empty, on the engine that the test asks for."""

import gc
from collections.abc import Iterator

import pytest
import requests
from hypothesis import settings as how_to_try
from pytest_django import Settings

from catalog import shelf
from config import dynamo
from config.local.engine import Engine
from payments.razorpay import gateway
from payments.sandbox.process import RunningSandbox, start
from shipping import memory
from shipping.services import promising
from tests.aws_watch import AwsWatch, gather
from tests.faults.report import (
    pytest_runtest_logreport,
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_testnodedown,
)
from tests.in_process import TABLES, InProcess
from tests.log_watch import LogWatch

__all__ = [
    "TABLES",
    "pytest_runtest_logreport",
    "pytest_sessionfinish",
    "pytest_terminal_summary",
    "pytest_testnodedown",
]

IN_PROCESS = InProcess()
WATCH = LogWatch()
AWS = AwsWatch()
AWS.watch()
gc.set_threshold(20_000, 20, 50)  # a seventh of the time went into looking for garbage
how_to_try.register_profile("tests", deadline=None)  # a busy machine is no failure
how_to_try.load_profile("tests")


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
    parser.addoption(
        "--hold-calls",
        action="store_true",
        help="fail a test that asks AWS for what config/aws/calls.txt does not allow",
    )
    parser.addoption(
        "--record-calls",
        action="store_true",
        help="write config/aws/calls.txt anew from what these tests ask of AWS (run them all)",
    )


@pytest.fixture(autouse=True)
def nothing_is_asked_of_aws_without_a_right(request: pytest.FixtureRequest) -> Iterator[None]:
    """With --hold-calls: the policies in docs/operations allow all that a test asked for."""
    AWS.begin()
    yield
    if request.config.getoption("--record-calls"):
        AWS.keep()
    elif request.config.getoption("--hold-calls"):
        assert AWS.end() == []


def pytest_unconfigure(config: pytest.Config) -> None:
    """What was recorded is gathered when all processes of the tests have ended."""
    if config.getoption("--record-calls", default=False) and not hasattr(config, "workerinput"):
        gather()


@pytest.fixture(scope="session")
def all_faults(request: pytest.FixtureRequest) -> bool:
    """Whether everything in tests/faults is to be tried, not just a slice."""
    return bool(request.config.getoption("--faults") == "all")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A DynamoDB server of our own, in memory, on a free port of 127.0.0.1."""
    with Engine() as engine:
        yield engine.url


def empty_tables(server: str) -> None:
    """The six tables on this server, as if it were new; this process stands on it from now on."""
    dynamo.use(server)
    requests.post(f"{server}/_ministack/reset", timeout=10).raise_for_status()
    for table in TABLES:
        table.create_table(wait=False)


@pytest.fixture(autouse=True)
def no_log_line_gives_anything_away() -> Iterator[LogWatch]:
    """Whatever a test is about: no line of the log holds a secret, a card or a person."""
    WATCH.begin()
    yield WATCH
    assert WATCH.end() == []


@pytest.fixture(autouse=True)
def tables(request: pytest.FixtureRequest) -> Iterator[None]:
    """The six tables, empty. Tests marked `server` run on the real server: concurrency, faults."""
    wants_server = request.node.get_closest_marker("server") is not None
    if wants_server or request.config.getoption("--engine") == "ministack":
        IN_PROCESS.stop()
        empty_tables(request.getfixturevalue("server"))
    else:
        dynamo.use(None)
        IN_PROCESS.start_empty()
    shelf.forget()
    memory.forget_all()
    yield
    promising.forget()
    shelf.forget()


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
