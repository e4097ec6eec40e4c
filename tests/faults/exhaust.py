"""Every call of a flow, every fault: the flow is played once to count its calls, then again for
each of them."""

import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from tests.faults import report
from tests.faults.aftermath import let_it_settle
from tests.faults.flows import Flow
from tests.faults.outside import FAULTS, KILLED_AFTER, Fault
from tests.faults.scene import Gone, Scene

PATIENT, HASTY = 3, 1
READS = ("GetItem", "Query", "BatchGetItem")
Call = tuple[int, str]  # its number in the flow, and what it asks
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
    scene.set_anew(patience=scenario.patience)
    flow.prepare(scene)
    has_struck = scene.outside.plan(scenario.number, scenario.fault, scene.shop)
    with suppress(Gone):
        flow.play(scene)
    wrong = [] if has_struck() else ["the fault did not happen"]
    # A call that was tried again, on a busy machine, moves those behind it by one.
    struck = scene.outside.names[scenario.number - 1 : scenario.number]
    wrong += let_it_settle(
        scene,
        vendors_first=scenario.number % 2 == 0,
        may_repeat_a_mail=struck == [NOTING_A_MAIL],
    )
    wrong += flow.ends(scene)
    return [f"{flow.name}, {scenario}: {each}" for each in wrong]


def _counted(scene: Scene, flow: Flow, scenario: Scenario) -> list[str]:
    began = time.monotonic()
    wrong = try_one(scene, flow, scenario)
    seconds = time.monotonic() - began
    report.tried(f"{flow.name}: {scenario.fault.name}", broken=bool(wrong), seconds=seconds)
    return wrong


def try_all(scene: Scene, flow: Flow, fault: Fault, *, part: int, of: int) -> list[str]:
    """This fault at every call, or in so many parts at every third, say. People press again; where
    they had to, it is played once more with people who leave instead. At a read, which changes
    nothing that they could leave behind, they take turns. What is broken."""
    wrong = []
    for number, call in _told_apart(_calls_of(scene, flow), flow, fault)[part::of]:
        takes_turns = flow.like_another or call.startswith(READS)
        patience = HASTY if takes_turns and number % 2 else PATIENT
        wrong += _counted(scene, flow, Scenario(number, call, fault, patience))
        if scene.was_pressed_again and not takes_turns:
            wrong += _counted(scene, flow, Scenario(number, call, fault, HASTY))
    return wrong


def _told_apart(calls: list[Call], flow: Flow, fault: Fault) -> list[Call]:
    """The calls at which this fault is not the same as another one. Killed after a call is killed
    before the next; a read whose answer is lost once is asked again, whenever it was lost."""
    if fault.name == KILLED_AFTER:
        return calls[-1:]
    if flow.like_another or not fault.is_lasting:
        return [each for each in calls if not each[1].startswith(READS)]
    return calls


def try_slice(scene: Scene, flow: Flow) -> list[str]:
    """Every write, every call to a vendor and every fourth read, with the faults and the people
    taking turns. What is broken."""
    wrong, calls = [], _calls_of(scene, flow)
    reads = [each for each in calls if each[1].startswith(READS)]
    left_out = set(reads) - set(reads[::4])
    faults = [fault for fault in FAULTS if not flow.faults or fault.name in flow.faults]
    for turn, (number, call) in enumerate(each for each in calls if each not in left_out):
        fault = faults[turn % len(faults)]
        patience = (PATIENT, HASTY)[turn // len(faults) % 2]
        wrong += _counted(scene, flow, Scenario(number, call, fault, patience))
    return wrong


def _calls_of(scene: Scene, flow: Flow) -> list[Call]:
    """The flow's calls with their numbers, but those that another flow has in common with it."""
    calls = list(enumerate(count_calls(scene, flow), start=1))
    names = [name for _, name in calls]
    return calls[names.index(flow.after) + 1 :] if flow.after else calls
