"""Whoever wants to know when something is back says so here, and takes it back here. A wish and the
lists that lead to it change in one write."""

from datetime import datetime, timedelta

from pynamodb.exceptions import DeleteError
from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from config import clock
from config.dynamo import BUSY, Transaction, persistently, refused, transaction, write
from config.errors import Conflict, TooMany, Unavailable
from customers.services.throttling import count
from orders.back_models import KEPT, BackAsked, BackList, BackWish, digest_of, wish_of
from orders.back_queries import skus_on, wishes_under

MOST_OF_A_DAY = 10  # wishes of one address
MOST_SKUS = 4000  # that are waited for at once: a list is one item of at most 400 KB
TOO_MANY = "With this address enough was asked for today. Please ask again tomorrow."
FULL = "So much is waited for just now that we cannot write more down. Please look in again."


class NoLongerAsked(Conflict):
    """The wish is gone, or somebody else has it in hand."""

    def __init__(self) -> None:
        super().__init__("This was seen to meanwhile.")


def ask(*, person: str, sku: str, product_id: str, seller_id: str) -> None:
    """Write down that this person is to be told when the sku is back; asked again it is the same
    wish, and holds longer. Raises TooMany."""
    now, digest = clock.now(), digest_of(person)
    ends = now + KEPT
    wish = wish_of(sku, digest)
    changes: list[tuple[Model, list[Action]]] = [
        (wish, _wished(person, now, ends)),
        (BackAsked(wish.key, BackAsked.RANGE), _asked(product_id, seller_id, ends)),
        (
            BackList.of(digest),
            [BackList.skus.add({sku}), BackList.expires_at.set(ends)],
        ),
    ]

    def once() -> None:
        with transaction() as tx:
            for item, actions in changes:
                tx.update(item, actions=[*actions], condition=None, or_else=Unavailable(BUSY))
            tx.update(
                BackList.all(),
                actions=[BackList.skus.add({sku})],
                condition=_has_room_for(sku),
                or_else=TooMany(FULL, retry_after=int(timedelta(days=1).total_seconds())),
            )
            count(tx, f"back/{digest}", MOST_OF_A_DAY, timedelta(days=1), says=TOO_MANY)

    persistently(once)


def _wished(person: str, now: datetime, ends: datetime) -> list[Action]:
    return [
        BackWish.person.set(person),
        BackWish.asked_at.set(BackWish.asked_at | now),
        BackWish.expires_at.set(ends),
    ]


def _asked(product_id: str, seller_id: str, ends: datetime) -> list[Action]:
    return [
        BackAsked.product_id.set(product_id),
        BackAsked.seller_id.set(seller_id),
        BackAsked.wishes.add(1),
        BackAsked.expires_at.set(ends),
    ]


def forget(wish: BackWish, *, condition: Condition | None = None) -> None:
    """Delete a wish, and take it off its person's list. Safe to repeat; with a condition that does
    not hold it raises NoLongerAsked and nothing is changed."""

    def once() -> None:
        with transaction() as tx:
            tx.delete(wish, condition=condition, or_else=NoLongerAsked())
            _unlist(tx, BackList.of(wish.digest), wish.sku)

    persistently(once)


def stop_all(digest: str) -> None:
    """This person waits for nothing any more. Safe to repeat."""
    for wish in wishes_under(digest):
        forget(wish)


def erase_all_of(person: str, *, asked_before: datetime) -> None:
    """Delete what the person asked for before then. Safe to repeat."""
    digest = digest_of(person)
    found = wishes_under(digest)
    for wish in found:
        if wish.asked_at <= asked_before:
            forget(wish)
    for sku in {*skus_on(BackList.of(digest))} - {wish.sku for wish in found}:
        forget(wish_of(sku, digest))
    _drop_if_empty(BackList.of(digest))


def take_off(sku: str, *, seen: int | None) -> None:
    """Nobody waits for this sku any more. Left on the list where a wish came since `seen` was read
    (None: nothing was kept of it)."""
    same = BackAsked.wishes.does_not_exist() if seen is None else BackAsked.wishes == seen

    def once() -> None:
        with transaction() as tx:
            tx.check(
                BackAsked,
                f"{BackWish.PREFIX}{sku}",
                BackAsked.RANGE,
                condition=same,
                or_else=NoLongerAsked(),
            )
            _unlist(tx, BackList.all(), sku)

    persistently(once)


def _drop_if_empty(listed: BackList) -> None:
    try:
        write(lambda: listed.delete(condition=BackList.skus.does_not_exist()))
    except DeleteError as error:
        if not refused(error):
            raise


def _unlist(tx: Transaction, listed: BackList, sku: str) -> None:
    tx.update(
        listed,
        actions=[BackList.skus.delete({sku})],
        condition=None,
        or_else=Unavailable(BUSY),
    )


def _has_room_for(sku: str) -> Condition:
    is_short = BackList.skus.does_not_exist() | (size(BackList.skus) < MOST_SKUS)
    has_room: Condition = is_short | BackList.skus.contains(sku)
    return has_room
