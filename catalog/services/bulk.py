"""Carrying out a change of many products. The plan stands in the table, so it does not matter who
is at it: the browser of the person, a second one, or the worker after the browser was closed. Each
product changes in one transaction with its result, so nothing is done twice; one that somebody
changed since the plan is named and left."""

import logging
from contextlib import suppress

from pynamodb.exceptions import PynamoDBException

from catalog import shelf
from catalog.bulk import AT_ONCE, Change, Outcome, unpacked
from catalog.bulk_errors import BulkNotFound, LeftAlone, ToldAlready
from catalog.bulk_items import Bulk, BulkResult
from catalog.models import Product
from catalog.services import bulk_keeping as keeping
from catalog.services.adding_variants import claim
from catalog.services.bulk_writing import enough, facts, new_product, skus_of, stock
from catalog.services.counting import forget_the_oldest
from catalog.services.editing import version_is
from config import clock
from config.dynamo import PASSING, Transaction, code_of, persistently, transaction
from config.errors import ShopError, Unavailable

log = logging.getLogger(__name__)
MEANWHILE = "Somebody changed it meanwhile. It is left as it is; look at it and change it by hand."
NOT_ENOUGH = "There are not that many left to take off. It is left as it is."
TAKEN = "There is a product of this id meanwhile. It is left as it is."
BROKEN = "Something broke on our side. It is left as it is; change it by hand."
# Beside a lost race, what is the table's trouble and not the product's: it may go another time.
OF_THE_TABLE = PASSING | {
    *("InternalServerError", "ServiceUnavailable", "ResourceNotFoundException"),
    *("AccessDeniedException", "UnrecognizedClientException", "ExpiredTokenException"),
}


def go_on(bulk_id: str, *, most: int = AT_ONCE) -> int:
    """Carry out the next `most` products of a change that was begun; how many there were. Every
    process sees them within seconds. Raises BulkNotFound."""
    planned = keeping.bulk(bulk_id)
    if planned.begun_at is None:
        return 0
    told = keeping.results(planned)
    changes = [each for each in unpacked(planned.plan).to_do if each.product_id not in told]
    now = changes[:most]
    try:
        for change in now:
            _carry_out(planned, change)
    finally:
        if now:
            shelf.announce([change.product_id for change in now])
    if len(changes) <= most:
        keeping.strike_off(bulk_id)
    return len(now)


def finish_begun(*, most: int = 200) -> int:
    """For the worker: go on with the changes that are not over; how many products were tried. One
    that fails keeps no other from its turn; after all of them its failure is let through."""
    tried, failure = 0, None
    for bulk_id in keeping.begun():
        try:
            tried += _finish(bulk_id, most - tried)
        except Exception as error:  # whatever is wrong with this one
            log.exception("The change %s waits for the next pass", bulk_id)
            failure = error
    if failure is not None:
        raise failure
    return tried


def _finish(bulk_id: str, most: int) -> int:
    tried = 0
    while tried < most:
        try:
            done = go_on(bulk_id)
        except BulkNotFound:  # it was kept long enough, and never ended
            keeping.strike_off(bulk_id)
            break
        tried += done
        if done < AT_ONCE:
            break
    return tried


def _carry_out(planned: Bulk, change: Change) -> None:
    try:
        persistently(lambda: _change(planned, change))
    except ToldAlready:
        return
    except Unavailable:
        raise  # the table is busy: it is tried again
    except ShopError as why:
        _tell_left(planned, change, str(why))
    except Exception as error:  # a mistake of ours: it must not stop the other products
        if isinstance(error, PynamoDBException) and _may_go_later(error):
            raise
        log.exception("Product %s of change %s", change.product_id, planned.bulk_id)
        _tell_left(planned, change, BROKEN)
    else:
        _shorten_history(change)


def _may_go_later(error: PynamoDBException) -> bool:
    """Whether no answer came, or one that says nothing of this product. What is refused for good
    would be refused at every pass."""
    code = code_of(error)
    return code is None or code in OF_THE_TABLE


def _change(planned: Bulk, change: Change) -> None:
    row = _present(change)
    if change.version is None:
        _make(planned, change)
        return
    if row is None or row.version != change.version:
        raise LeftAlone(MEANWHILE)
    by = planned.begun_by or planned.by
    with transaction() as tx:
        tx.update(
            Product(change.product_id, change.seller_id),
            actions=[*facts(row, change, by), *stock(row, change, by, planned.reason or "")],
            condition=version_is(change.version) & enough(row, change),
            or_else=LeftAlone(NOT_ENOUGH if change.stock else MEANWHILE),
        )
        _note(tx, planned, change, Outcome.DONE, "")


def _make(planned: Bulk, change: Change) -> None:
    by = planned.begun_by or planned.by
    with transaction() as tx:
        tx.put(
            new_product(change, by),
            condition=Product.product_id.does_not_exist(),
            or_else=LeftAlone(TAKEN),
        )
        claim(tx, sorted(skus_of(change)))
        _note(tx, planned, change, Outcome.DONE, "")


def _present(change: Change) -> Product | None:
    try:
        return Product.get(change.product_id, change.seller_id, consistent_read=True)
    except Product.DoesNotExist:
        return None


def _result(planned: Bulk, change: Change, outcome: Outcome, text: str) -> BulkResult:
    return BulkResult(
        planned.key,
        change.product_id,
        outcome=outcome,
        text=text,
        at=clock.now(),
        expires_at=planned.expires_at,
    )


def _note(tx: Transaction, planned: Bulk, change: Change, outcome: Outcome, text: str) -> None:
    """Add to the caller's transaction: what became of this product, told by nobody else yet."""
    tx.put(
        _result(planned, change, outcome, text),
        condition=BulkResult.key.does_not_exist(),
        or_else=ToldAlready(),
    )


def _tell_left(planned: Bulk, change: Change, text: str) -> None:
    def once() -> None:
        with transaction() as tx:
            _note(tx, planned, change, Outcome.LEFT, text)

    with suppress(ToldAlready):
        persistently(once)


def _shorten_history(change: Change) -> None:
    row = _present(change) if change.stock else None
    if row is not None:
        forget_the_oldest(row)
