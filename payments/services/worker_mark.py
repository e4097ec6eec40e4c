"""When the worker's last pass was, so that staff see when it stands still."""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.exceptions import PynamoDBException

from config import clock
from payments.models import WorkerMark

log = logging.getLogger(__name__)
NOTED_EVERY = 20.0  # seconds between two writes of one process
QUIET = timedelta(minutes=3)  # a pass may ask vendors for minutes; after that it stands still
_noted: tuple[float, int] | None = None


@dataclass(frozen=True)
class Work:
    """The last pass: when it ended, and how much it left for the next one."""

    at: datetime | None
    left: int

    def stands_still(self, now: datetime) -> bool:
        """Whether nothing was heard of the worker for too long."""
        return self.at is None or now - self.at > QUIET


def note(left: int) -> None:
    """A pass is over. Few writes, and none that stops the worker."""
    global _noted  # noqa: PLW0603 - of this process, as the loop is
    moment = time.monotonic()
    if _noted and moment - _noted[0] < NOTED_EVERY and _noted[1] == left:
        return
    _noted = (moment, left)
    try:
        WorkerMark(WorkerMark.KEY, "#").update(
            [WorkerMark.at.set(clock.now()), WorkerMark.left.set(left)]
        )
    except PynamoDBException as error:
        log.warning("The pass could not be noted: %s", error)


def last_pass() -> Work:
    """The last pass of whichever worker."""
    try:
        found = WorkerMark.get(WorkerMark.KEY, "#")
    except WorkerMark.DoesNotExist:
        return Work(None, 0)
    return Work(found.at, found.left)
