"""When the worker's last pass was and what it did, so that staff, and whoever watches the shop
from outside, see when it stands still."""

import logging
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.update import Action

from config import clock
from payments.models import WorkerMark

log = logging.getLogger(__name__)
NOTED_EVERY = 20.0  # seconds between two writes of one process
QUIET = timedelta(minutes=3)  # a pass may ask vendors for minutes; after that it stands still
NOTHING: Mapping[str, int] = {}
_noted: tuple[float, tuple[int, int]] | None = None
_did: Counter[str] = Counter()  # by duty, since this process began


@dataclass(frozen=True)
class Work:
    """The last pass: when it ended, how much it left for the next one, and how many mails it could
    not send. `good_at`: when one ended that left nothing. `did`: what was done, by duty, since the
    worker was started."""

    at: datetime | None
    left: int
    mails: int = 0
    good_at: datetime | None = None
    did: Mapping[str, int] = field(default_factory=dict)

    def stands_still(self, now: datetime) -> bool:
        """Whether nothing was heard of the worker for too long."""
        return self.at is None or now - self.at > QUIET


def note(left: int, *, mails: int = 0, done: Mapping[str, int] = NOTHING) -> None:
    """A pass is over. Few writes, and none that stops the worker."""
    global _noted  # noqa: PLW0603 - of this process, as the loop is
    _did.update(done)
    moment = time.monotonic()
    if _noted and moment - _noted[0] < NOTED_EVERY and _noted[1] == (left, mails):
        return
    _noted = (moment, (left, mails))
    now = clock.now()
    actions: list[Action] = [
        WorkerMark.at.set(now),
        WorkerMark.left.set(left),
        WorkerMark.mails.set(mails),
        WorkerMark.did.set({duty: str(count) for duty, count in _did.items() if count}),
    ]
    if not left:
        actions.append(WorkerMark.good_at.set(now))
    try:
        WorkerMark(WorkerMark.KEY, "#").update(actions)
    except PynamoDBException as error:
        log.warning("The pass could not be noted: %s", error)


def last_pass() -> Work:
    """The last pass of whichever worker."""
    try:
        found = WorkerMark.get(WorkerMark.KEY, "#")
    except WorkerMark.DoesNotExist:
        return Work(None, 0)
    did = {duty: int(text) for duty, text in (found.did or {}).items() if text.isdecimal()}
    return Work(found.at, found.left, found.mails or 0, found.good_at, did)


def forget() -> None:
    """As in a new process."""
    global _noted  # noqa: PLW0603 - of this process
    _noted = None
    _did.clear()
