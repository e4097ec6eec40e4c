"""A sale, a refund and a dispatch, with one fault at every call that they make: whatever happens,
the vendors tell again, the worker passes, and all that must hold does (reliability.md C3, C4)."""

import pytest

from tests.faults.exhaust import count_calls, try_all, try_slice
from tests.faults.flows import Flow
from tests.faults.flows_of_the_worker import ALL_FLOWS, EVERY_DAY
from tests.faults.outside import FAULTS, Fault
from tests.faults.scene import Scene

FLOWS = {flow.name: flow for flow in ALL_FLOWS}
pytestmark = [pytest.mark.server, pytest.mark.timeout(1800)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each flow, and with `--faults all` each fault of it; every day a slice of the short ones."""
    flows = FLOWS
    faults: dict[str, Fault | None] = {fault.name: fault for fault in FAULTS}
    if "fault" in metafunc.fixturenames:
        if metafunc.config.getoption("--faults") == "slice":
            flows, faults = {flow.name: flow for flow in EVERY_DAY}, {"slice": None}
        metafunc.parametrize("fault", faults.values(), ids=faults)
    metafunc.parametrize("flow", flows.values(), ids=flows)


def test_without_faults_the_same_calls_are_made_every_time(scene: Scene, flow: Flow) -> None:
    calls, again = count_calls(scene, flow), count_calls(scene, flow)
    assert calls == again
    assert sum("TransactWriteItems" in call for call in calls) >= 5
    assert any("/v1/" in call for call in calls)
    assert not [page for page in scene.pages if not page.is_good]


def test_a_fault_at_each_call_breaks_nothing(scene: Scene, flow: Flow, fault: Fault | None) -> None:
    """`make faults` tries every fault at every call; every day each call has one of them."""
    broken = try_slice(scene, flow) if fault is None else try_all(scene, flow, fault)
    assert not broken, "\n".join(broken)
