"""A sale, a refund and a dispatch, with one fault at every call that they make: whatever happens,
the vendors tell again, the worker passes, and all that must hold does (reliability.md C3, C4)."""

from collections.abc import Iterator

import pytest

from tests.faults.exhaust import count_calls, try_all, try_slice
from tests.faults.flows import SALE, Flow
from tests.faults.flows_by_staff import DISPATCH, DISPATCH_OF_TWO, REFUND
from tests.faults.flows_of_the_worker import ALL_FLOWS, EVERY_DAY
from tests.faults.outside import FAULTS, KILLED_AFTER, Fault
from tests.faults.scene import Scene

pytestmark = [pytest.mark.server, pytest.mark.timeout(1800)]
WHOLE = (SALE, REFUND, DISPATCH, DISPATCH_OF_TWO)
PARTS = 3  # of each flow with each fault, so that no worker is left alone with a long one


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A slice of each flow's faults; with `--faults all` every fault of four flows instead."""
    if "fault" not in metafunc.fixturenames:
        metafunc.parametrize("flow", ALL_FLOWS, ids=[flow.name for flow in ALL_FLOWS])
        return
    is_all = metafunc.config.getoption("--faults") == "all"
    sliced = [each for each in ALL_FLOWS if each not in WHOLE] if is_all else EVERY_DAY
    tries: dict[str, tuple[Flow, Fault | None, int, int]] = {
        f.name: (f, None, 0, 1) for f in sliced
    }
    if is_all:
        for flow, fault in every_pair():
            parts = 1 if fault.name == KILLED_AFTER else PARTS
            for part in range(parts):
                name = f"{flow.name}, {fault.name}, {part + 1} of {parts}"
                tries[name] = flow, fault, part, parts
    metafunc.parametrize(("flow", "fault", "part", "of"), tries.values(), ids=tries)


def every_pair() -> Iterator[tuple[Flow, Fault]]:
    """The sale, the refund and the dispatch, each with every fault; in two boxes at its writes."""
    for flow in WHOLE:
        for fault in FAULTS:
            yield flow, fault


def test_without_faults_the_same_calls_are_made_every_time(scene: Scene, flow: Flow) -> None:
    calls, again = count_calls(scene, flow), count_calls(scene, flow)
    assert calls == again
    assert sum("TransactWriteItems" in call for call in calls) >= 5
    assert any("/v1/" in call for call in calls)
    assert not [page for page in scene.pages if not page.is_good]


def test_a_fault_at_each_call_breaks_nothing(
    scene: Scene, flow: Flow, fault: Fault | None, part: int, of: int
) -> None:
    """`make faults` tries every fault at every call; every day each call has one of them."""
    if fault is None:
        broken = try_slice(scene, flow)
    else:
        broken = try_all(scene, flow, fault, part=part, of=of)
    assert not broken, "\n".join(broken)
