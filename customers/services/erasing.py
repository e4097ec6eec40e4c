"""The books of "erase me": who wants it, whether it has begun, and the end of the person's own
items. What it means for orders, parcels and payments is done further right, by the room that sees
them all; it may stop anywhere and be taken up again."""

from contextlib import suppress
from datetime import datetime

from pynamodb.exceptions import DeleteError, UpdateError
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import BUSY, persistently, refused, transaction, write
from config.errors import Unavailable
from customers import queries
from customers.errors import ErasureHasBegun, WorksHere
from customers.models import Customer
from customers.privacy_models import Erasure, ErasuresUnderWay, digest_of
from customers.privacy_words import Traces


def erasure_of(customer_id: str) -> Erasure | None:
    """The erasure that this person asked for, as long as it is not over."""
    return by_digest(digest_of(customer_id))


def by_digest(digest: str) -> Erasure | None:
    """The same by its digest."""
    try:
        found = Erasure.get(f"{Erasure.PREFIX}{digest}", "#", consistent_read=True)
    except Erasure.DoesNotExist:
        return None
    return None if found.done_at else found


def under_way() -> list[str]:
    """The digests of all erasures that are not over: one read."""
    try:
        found = ErasuresUnderWay.get(ErasuresUnderWay.KEY, "#", consistent_read=True)
    except ErasuresUnderWay.DoesNotExist:
        return []
    return sorted(found.digests or ())


def ask(customer_id: str) -> Erasure:
    """Write down that the person wants to be forgotten; a second time it is the same wish. Raises
    CustomerNotFound, and WorksHere for staff."""
    queries.customer(customer_id)
    digest = digest_of(customer_id)

    def once() -> None:
        if by_digest(digest) is None:
            _list(digest, customer_id)

    persistently(once)
    return Erasure.get(f"{Erasure.PREFIX}{digest}", "#", consistent_read=True)


def _list(digest: str, customer_id: str) -> None:
    old = Erasure.done_at.exists() | Erasure.key.does_not_exist()
    with transaction() as tx:
        tx.check(
            Customer,
            customer_id,
            customer_id,
            condition=Customer.customer_id.exists() & Customer.role.does_not_exist(),
            or_else=WorksHere(),
        )
        tx.put(
            Erasure(f"{Erasure.PREFIX}{digest}", "#", person=customer_id, asked_at=clock.now()),
            condition=old,
            or_else=Unavailable(BUSY),
        )
        tx.update(
            ErasuresUnderWay(ErasuresUnderWay.KEY, "#"),
            actions=[ErasuresUnderWay.digests.add({digest})],
            condition=None,
            or_else=Unavailable(BUSY),
        )


def withdraw(customer_id: str) -> None:
    """Take the wish back as long as nothing was erased; quietly where there is none. Raises
    ErasureHasBegun."""
    wish = erasure_of(customer_id)
    if wish is not None:
        try:
            write(lambda: wish.delete(condition=Erasure.begun_at.does_not_exist()))
        except DeleteError as error:
            if refused(error):
                raise ErasureHasBegun from error
            raise
        take_off(wish.digest)


def begin(wish: Erasure, *, now: datetime) -> None:
    """From here on there is no way back: every sign-in of the person ends. Quietly where it has
    begun, or was taken back meanwhile. Raises WorksHere."""
    person = wish.person or ""

    def once() -> None:
        with transaction() as tx:
            tx.update(
                wish,
                actions=[Erasure.begun_at.set(now)],
                condition=Erasure.person.exists() & Erasure.begun_at.does_not_exist(),
                or_else=ErasureHasBegun(),
            )
            tx.update(
                Customer(person, person),
                actions=[Customer.sessions.remove(), Customer.sign_in_code.remove()],
                condition=Customer.customer_id.exists() & Customer.role.does_not_exist(),
                or_else=WorksHere(),
            )

    if wish.begun_at is None:
        with suppress(ErasureHasBegun):
            persistently(once)


def keep_traces(wish: Erasure, traces: Traces) -> None:
    """Write down what to look for, before the first of it is taken away."""
    actions: list[Action] = [Erasure.traces.set(set(traces.texts))]
    write(lambda: wish.update(actions=actions, condition=Erasure.person.exists()))


def sweep_on(wish: Erasure, table: str, swept_to: str) -> None:
    """Remember how far the tables were read through."""
    actions: list[Action] = [Erasure.sweeping.set(table), Erasure.swept_to.set(swept_to)]
    write(lambda: wish.update(actions=actions, condition=Erasure.person.exists()))


def note_mail(wish: Erasure, text: str | None, *, seen: str | None) -> bool:
    """Change what is noted of the last mail; whether it was still as it was seen."""
    as_seen = Erasure.mail.does_not_exist() if seen is None else Erasure.mail == seen
    actions: list[Action] = [Erasure.mail.remove() if text is None else Erasure.mail.set(text)]
    try:
        write(lambda: wish.update(actions=actions, condition=Erasure.person.exists() & as_seen))
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
        Erasure.traces.remove(),
        Erasure.sweeping.remove(),
        Erasure.swept_to.remove(),
        Erasure.mail.remove(),
    ]
    try:
        write(lambda: wish.update(actions=actions, condition=Erasure.begun_at.exists()))
    except UpdateError as error:
        if not refused(error):
            raise
    take_off(wish.digest)


def take_off(digest: str) -> None:
    """Nobody need look at this erasure any more."""
    listed = ErasuresUnderWay(ErasuresUnderWay.KEY, "#")
    write(lambda: listed.update(actions=[ErasuresUnderWay.digests.delete({digest})]))
