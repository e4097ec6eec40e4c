"""A sale, a refund and a dispatch, with one fault at every call that they make: whatever happens,
the vendors tell again, the worker passes, and all that must hold does (reliability.md C3, C4)."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from payments.sandbox.process import RunningSandbox
from tests.faults.exhaust import count_calls, every, slice_of, try_one, warm_up
from tests.faults.flows import SALE, SALE_BROWSER_FIRST, Flow
from tests.faults.flows_by_staff import DISPATCH, REFUND
from tests.faults.outside import FAULTS, Fault, Outside
from tests.faults.running import HOST, RunningShop
from tests.faults.scene import Scene, forget_all

FLOWS = {flow.name: flow for flow in (SALE, SALE_BROWSER_FIRST, REFUND, DISPATCH)}
pytestmark = [pytest.mark.server, pytest.mark.timeout(1800)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each flow, and with `--faults all` each fault of it."""
    metafunc.parametrize("flow", FLOWS.values(), ids=FLOWS)
    if "fault" in metafunc.fixturenames:
        is_all = metafunc.config.getoption("--faults") == "all"
        faults = {fault.name: fault for fault in FAULTS} if is_all else {"slice": None}
        metafunc.parametrize("fault", faults.values(), ids=faults)


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
        warm_up(stage, FLOWS.values())
    yield stage
    stage.shop.end_process()
    stage.outside.start_anew()
    forget_all()


def test_without_faults_the_same_calls_are_made_every_time(scene: Scene, flow: Flow) -> None:
    calls, again = count_calls(scene, flow), count_calls(scene, flow)
    assert calls == again
    assert sum("TransactWriteItems" in call for call in calls) >= 5
    assert any("/v1/" in call for call in calls)
    assert not [page for page in scene.pages if not page.is_good]


def test_a_fault_at_each_call_breaks_nothing(scene: Scene, flow: Flow, fault: Fault | None) -> None:
    """`make faults` tries every fault at every call; every day each call has one of them."""
    calls = count_calls(scene, flow)
    scenarios = slice_of(calls) if fault is None else every(calls, fault)
    broken = [line for each in scenarios for line in try_one(scene, flow, each)]
    assert not broken, "\n".join(broken)
