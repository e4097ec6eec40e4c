"""Every call of a flow, every fault: the flow is played once to count its calls, then again for
each of them."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.faults import report
from tests.faults.aftermath import let_it_settle
from tests.faults.flows import Flow
from tests.faults.outside import FAULTS, Fault
from tests.faults.scene import Gone, Scene

PATIENT, HASTY = 3, 1
NOTING_A_MAIL = "UpdateItem orders"  # the only writes of one order alone that these flows make


@dataclass(frozen=True)
class Scenario:
    """One fault at one call, and how often people press again."""

    number: int
    call: str
    fault: Fault
    patience: int

    def __str__(self) -> str:
        who = "patient" if self.patience > 1 else "hasty"
        return f"call {self.number} ({self.call}), {self.fault.name}, {who} people"


def warm_up(scene: Scene, flows: Iterable[Flow]) -> None:
    """Play all flows in the process that the others are forked from."""
    for flow in flows:
        scene.set_anew(patience=HASTY, is_new_process=False)
        flow.prepare(scene)
        flow.play(scene)
    scene.shop.end_process()
    scene.shop.is_warm = True


def count_calls(scene: Scene, flow: Flow) -> list[str]:
    """The flow without any fault: what it asks of others, in order."""
    scene.set_anew(patience=HASTY)
    flow.prepare(scene)
    flow.play(scene)
    return scene.outside.names


def try_one(scene: Scene, flow: Flow, scenario: Scenario) -> list[str]:
    """Play the flow with one fault, let everything settle; what is broken then, in sentences."""
    began = time.monotonic()
    scene.set_anew(patience=scenario.patience)
    flow.prepare(scene)
    scene.outside.plan(scenario.number, scenario.fault, scene.shop)
    try:
        flow.play(scene)
    except Gone:
        scene.props["gone"] = True
    wrong = let_it_settle(
        scene,
        vendors_first=scenario.number % 2 == 0,
        may_repeat_a_mail=scenario.call == NOTING_A_MAIL,
    )
    wrong += flow.ends(scene)
    seconds = time.monotonic() - began
    report.tried(f"{flow.name}: {scenario.fault.name}", broken=bool(wrong), seconds=seconds)
    return [f"{flow.name}, {scenario}: {each}" for each in wrong]


def every(calls: list[str], fault: Fault) -> Iterator[Scenario]:
    """This fault at every call, with people of both kinds."""
    for number, call in enumerate(calls, start=1):
        for patience in (PATIENT, HASTY):
            yield Scenario(number, call, fault, patience)


def slice_of(calls: list[str]) -> Iterator[Scenario]:
    """Every call once, with the faults and the people taking turns."""
    for number, call in enumerate(calls, start=1):
        patience = (PATIENT, HASTY)[number // len(FAULTS) % 2]
        yield Scenario(number, call, FAULTS[number % len(FAULTS)], patience)
