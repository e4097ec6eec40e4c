"""Looking at everything within a time: what hangs is said to hang, and nothing waits for it."""

import logging
import queue
import threading
import time
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.utils.module_loading import import_string

from config.doctor.answers import Answer, Check, unseen

log = logging.getLogger(__name__)
BUDGET = 45.0  # seconds for all checks together
AT_ONCE = 6
MEND_SLOW = "Look at the network between here and there; then run doctor again."


def every_check() -> list[Check]:
    """What each room lists under the dotted name `AppConfig.doctor`."""
    names = (getattr(app, "doctor", "") for app in apps.get_app_configs())
    return [check for name in names if name for check in import_string(name)]


def look_at(
    checks: Iterable[Check], *, budget: float = BUDGET, at_once: int = AT_ONCE
) -> Iterator[tuple[Check, Answer]]:
    """Each check with its answer, in order. Threads that hang die with the process."""
    wanted = list(checks)
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(len(wanted)):
        waiting.put(number)
    answers: dict[int, Answer] = {}
    threads = [
        threading.Thread(target=_work, args=(wanted, waiting, answers), daemon=True)
        for _ in range(at_once)
    ]
    deadline = time.monotonic() + budget
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    late = unseen(f"No answer within {budget:.0f} seconds.", MEND_SLOW)
    for number, check in enumerate(wanted):
        yield check, answers.get(number, late)


def _work(
    checks: list[Check], waiting: "queue.SimpleQueue[int]", answers: dict[int, Answer]
) -> None:
    while True:
        try:
            number = waiting.get_nowait()
        except queue.Empty:
            return
        answers[number] = _answer(checks[number])


def _answer(check: Check) -> Answer:
    try:
        return check.look()
    except Exception as error:  # one check that breaks must not keep the others from telling
        log.exception("The check %s broke", check.name)
        return unseen(f"The check itself broke: {type(error).__name__}.", "The log says where.")
