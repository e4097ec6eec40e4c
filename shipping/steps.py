"""The steps of a dispatch and the words that stand for them in a shipment: 'doing', 'unsure',
'refused' or 'done', each with its moment. Pure: no tables, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from config import clock

LEASE = timedelta(minutes=2)  # longer than any call takes: whoever held it is gone
RETRY = timedelta(minutes=5)  # before a pickup or paper that was refused is asked for again


class Step(StrEnum):
    PARCEL = "parcel"  # registered at Shiprocket, free
    AWB = "awb"  # a courier took it: this costs money
    PICKUP = "pickup"
    LABEL = "label"
    MANIFEST = "manifest"  # the paper that the courier signs
    CALL_OFF = "callOff"  # only where the order ended, or staff want the parcel back
    ANEW = "anew"  # once it is off, what is still to be sent of it goes in another parcel
    CONFIRM = "confirm"  # news that is believed only when Shiprocket itself has said it
    HEARD = "heard"  # when there was news last, or Shiprocket was last asked


WAY = (Step.PARCEL, Step.AWB, Step.PICKUP, Step.LABEL, Step.MANIFEST)
TITLES = {
    Step.PARCEL: "Registered at Shiprocket",
    Step.AWB: "Courier and AWB",
    Step.PICKUP: "Pickup booked",
    Step.LABEL: "Label made",
    Step.MANIFEST: "Manifest made",
}


class Standing(StrEnum):
    WAITING = "waiting"
    DOING = "doing"
    UNSURE = "unsure"  # no answer came: it may or may not have happened
    REFUSED = "refused"
    DONE = "done"


@dataclass(frozen=True)
class State:
    """How a step stands, and since when."""

    step: Step
    standing: Standing
    at: datetime | None

    @property
    def title(self) -> str:
        return TITLES.get(self.step, self.step.value)

    def is_held(self, now: datetime) -> bool:
        """Whether somebody is at it and may still come back."""
        is_doing = self.standing is Standing.DOING
        return is_doing and self.at is not None and now - self.at < LEASE

    def may_have_happened(self) -> bool:
        """Whether it was begun and nobody wrote down how it ended."""
        return self.standing in {Standing.DOING, Standing.UNSURE}


Steps = Mapping[str, str] | None


def word(standing: Standing, at: datetime) -> str:
    """What stands in the table: 'doing 2026-11-23T04:05:06.789Z'."""
    return f"{standing} {clock.to_text(at)}"


def state_of(steps: Steps, step: Step) -> State:
    """How a step of a shipment stands."""
    standing, _, at = (steps or {}).get(step, "").partition(" ")
    if not standing:
        return State(step, Standing.WAITING, None)
    return State(step, Standing(standing), clock.from_text(at))


def way_of(steps: Steps) -> list[State]:
    """The five steps of a dispatch in their order, for a page."""
    return [state_of(steps, step) for step in WAY]


def wants_anew(steps: Steps) -> bool:
    """Whether another parcel is to be made of what is still to be sent of it."""
    return state_of(steps, Step.ANEW).standing is Standing.DOING


def is_done(steps: Steps, step: Step) -> bool:
    """Whether a step is behind us."""
    return state_of(steps, step).standing is Standing.DONE


def all_done(steps: Steps) -> bool:
    """Whether nothing of the dispatch is left to do."""
    return all(is_done(steps, step) for step in WAY)


def is_anybody_at_it(steps: Steps, now: datetime) -> bool:
    """Whether a step is held at this moment."""
    return any(state.is_held(now) for state in way_of(steps))


def is_due(steps: Steps, now: datetime) -> bool:
    """Whether the worker should carry on. Where Shiprocket said no to the parcel or the AWB, a
    person must mend something first; pickup and papers are asked for again after a while."""
    if is_anybody_at_it(steps, now):
        return False
    if any(state_of(steps, step).standing is Standing.REFUSED for step in (Step.PARCEL, Step.AWB)):
        return False
    return any(is_worth_a_try(state, now) for state in way_of(steps))


def is_worth_a_try(state: State, now: datetime) -> bool:
    """Whether a step is open and was not refused a moment ago."""
    if state.standing is Standing.REFUSED and state.at is not None:
        return now - state.at >= RETRY
    return state.standing is not Standing.DONE
