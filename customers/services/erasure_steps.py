"""How far an erasure that has begun is: what is looked for, what was read through, the last mail,
the end. Every step may be repeated, and is refused to whoever is still at the erasure before."""

from contextlib import suppress
from datetime import datetime

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import persistently, refused, transaction, write
from customers.privacy_models import Erasure, ErasuresUnderWay
from customers.privacy_words import Traces
from customers.services.erasing import Moved, is_this, note_on_list

SWEPT = "swept"  # stands for the name of a table when all were read


def keep_traces(wish: Erasure, traces: Traces) -> None:
    """Write down what to look for, before the first of it is taken away. Where that was done
    meanwhile it stays: of an erasure that is further on less can be gathered. Raises Moved."""
    actions: list[Action] = [Erasure.traces.set(set(traces.texts))]
    first = _is_open(wish) & Erasure.traces.does_not_exist()
    try:
        write(lambda: wish.update(actions=actions, condition=first))
    except UpdateError as error:
        if not refused(error):
            raise
        asked_at = wish.asked_at
        wish.refresh(consistent_read=True)
        if wish.asked_at != asked_at or wish.done_at:
            raise Moved from error


def sweep_on(wish: Erasure, table: str, swept_to: str) -> None:
    """Remember how far the tables were read through. Raises Moved."""
    actions: list[Action] = [Erasure.sweeping.set(table), Erasure.swept_to.set(swept_to)]
    try:
        write(lambda: wish.update(actions=actions, condition=_is_open(wish)))
    except UpdateError as error:
        if refused(error):
            raise Moved from error
        raise


def end_sweep(wish: Erasure, *, now: datetime) -> None:
    """Remember that all of it was read, and since when."""
    sweep_on(wish, SWEPT, clock.to_text(now))


def swept_at(wish: Erasure) -> datetime | None:
    """When all was read through; None while it was not."""
    return clock.from_text(wish.swept_to) if wish.sweeping == SWEPT and wish.swept_to else None


def note_mail(wish: Erasure, text: str | None, *, seen: str | None) -> bool:
    """Change what is noted of the last mail; whether it was still as it was seen."""
    as_seen = Erasure.mail.does_not_exist() if seen is None else Erasure.mail == seen
    actions: list[Action] = [Erasure.mail.remove() if text is None else Erasure.mail.set(text)]
    try:
        write(lambda: wish.update(actions=actions, condition=_is_open(wish) & as_seen))
    except UpdateError as error:
        if refused(error):
            return False
        raise
    return True


def finish(wish: Erasure, *, now: datetime) -> None:
    """It is over: nothing of the person is left in the books of it either. Safe to repeat."""
    actions: list[Action] = [
        Erasure.done_at.set(now),
        Erasure.person.remove(),
        Erasure.by.remove(),
        Erasure.traces.remove(),
        Erasure.sweeping.remove(),
        Erasure.swept_to.remove(),
        Erasure.mail.remove(),
    ]

    def once() -> None:
        with transaction() as tx:
            tx.update(
                wish,
                actions=actions,
                condition=_is_open(wish) & Erasure.begun_at.exists(),
                or_else=Moved(),
            )
            note_on_list(tx, ErasuresUnderWay.digests.delete({wish.digest}))

    with suppress(Moved):
        persistently(once)


def _is_open(wish: Erasure) -> Condition:
    both: Condition = is_this(wish) & Erasure.person.exists()
    return both
