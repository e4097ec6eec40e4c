"""The books of "erase me": who wants it, and whether it has begun. What it means for orders,
parcels and payments is done further right, by the room that sees them all; it may stop anywhere
and be taken up again."""

from contextlib import suppress
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import BUSY, Transaction, persistently, transaction
from config.errors import Conflict, Unavailable
from customers import queries
from customers.errors import ErasureHasBegun, WorksHere
from customers.models import Customer
from customers.privacy_models import Erasure, ErasuresUnderWay, digest_of


def is_this(wish: Erasure) -> Condition:
    """The condition that it is this wish: whoever is erased may come back and ask again, and
    somebody slow must not end the next one."""
    same: Condition = Erasure.asked_at == wish.asked_at
    return same


class Moved(Conflict):
    """The wish stands elsewhere by now: somebody else has seen to it."""

    def __init__(self) -> None:
        super().__init__("This was seen to meanwhile.")


def erasure_of(customer_id: str) -> Erasure | None:
    """The erasure that this person asked for, as long as it is not over."""
    return by_digest(digest_of(customer_id))


def by_digest(digest: str) -> Erasure | None:
    """The same by its digest."""
    found = _kept(digest)
    return None if found is None or found.done_at else found


def latest_of(customer_id: str) -> Erasure | None:
    """The last erasure that this person asked for, be it over; None where there never was one."""
    return _kept(digest_of(customer_id))


def _kept(digest: str) -> Erasure | None:
    try:
        return Erasure.get(f"{Erasure.PREFIX}{digest}", "#", consistent_read=True)
    except Erasure.DoesNotExist:
        return None


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
        wish = by_digest(digest)
        if wish is None:
            _list(digest, customer_id)
        else:
            _list_again(wish)

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
        note_on_list(tx, ErasuresUnderWay.digests.add({digest}))


def _list_again(wish: Erasure) -> None:
    """See that the worker finds a wish that is not over, whatever happened to the list."""
    with transaction() as tx:
        tx.check(
            Erasure, wish.key, "#", condition=Erasure.person.exists(), or_else=Unavailable(BUSY)
        )
        note_on_list(tx, ErasuresUnderWay.digests.add({wish.digest}))


def note_on_list(tx: Transaction, change: Action) -> None:
    """Add to the caller's transaction a change of the list that the worker reads."""
    tx.update(
        ErasuresUnderWay(ErasuresUnderWay.KEY, "#"),
        actions=[change],
        condition=None,
        or_else=Unavailable(BUSY),
    )


def withdraw(customer_id: str) -> None:
    """Take the wish back as long as nothing was erased; quietly where there is none. Raises
    ErasureHasBegun."""
    wish = erasure_of(customer_id)
    if wish is None:
        return

    waits = is_this(wish) & Erasure.begun_at.does_not_exist()

    def once() -> None:
        with transaction() as tx:
            tx.delete(
                wish, condition=waits | Erasure.key.does_not_exist(), or_else=ErasureHasBegun()
            )
            note_on_list(tx, ErasuresUnderWay.digests.delete({wish.digest}))

    persistently(once)


def begin(wish: Erasure, *, now: datetime) -> None:
    """From here on there is no way back: every sign-in of the person ends. Quietly where it has
    begun, or was taken back meanwhile. Raises WorksHere."""
    person = wish.person or ""

    def once() -> None:
        with transaction() as tx:
            tx.update(
                wish,
                actions=[Erasure.begun_at.set(now)],
                condition=is_this(wish)
                & Erasure.person.exists()
                & Erasure.begun_at.does_not_exist(),
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


def take_off(digest: str) -> None:
    """Nobody need look at this erasure any more; one that was asked for meanwhile stays listed."""
    is_over = Erasure.key.does_not_exist() | Erasure.done_at.exists()

    def once() -> None:
        with transaction() as tx:
            tx.check(Erasure, f"{Erasure.PREFIX}{digest}", "#", condition=is_over, or_else=Moved())
            note_on_list(tx, ErasuresUnderWay.digests.delete({digest}))

    with suppress(Moved):
        persistently(once)
