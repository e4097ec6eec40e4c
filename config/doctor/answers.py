"""What a check is, and what it may answer."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAULT = "fault"
    UNSEEN = "could not look"


@dataclass(frozen=True)
class Answer:
    """How it stands, in a sentence, and how it is mended ('' where there is nothing to mend)."""

    level: Level
    said: str
    mend: str = ""


@dataclass(frozen=True)
class Check:
    """One question to a deployment. `look` changes nothing and may take seconds."""

    name: str
    look: Callable[[], Answer]


def ok(said: str) -> Answer:
    return Answer(Level.OK, said)


def warn(said: str, mend: str) -> Answer:
    return Answer(Level.WARN, said, mend)


def fault(said: str, mend: str) -> Answer:
    return Answer(Level.FAULT, said, mend)


def unseen(said: str, mend: str = "") -> Answer:
    return Answer(Level.UNSEEN, said, mend)


def worst(answers: list[Answer], *, if_none: str) -> Answer:
    """The gravest of several as one answer, with the sentences of all that are as grave."""
    order = [Level.FAULT, Level.WARN, Level.UNSEEN]
    for level in order:
        found = [each for each in answers if each.level is level]
        if found:
            mends = dict.fromkeys(each.mend for each in found if each.mend)
            return Answer(level, " ".join(each.said for each in found), " ".join(mends))
    return ok(if_none)
