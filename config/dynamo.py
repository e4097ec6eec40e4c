"""The floor under the six tables: their Meta, transactions that say which part was refused, and
the one helper that tries a lost race again."""

import logging
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeVar

import pynamodb.connection.table
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from pynamodb.connection import Connection
from pynamodb.constants import PAY_PER_REQUEST_BILLING_MODE
from pynamodb.exceptions import PynamoDBException, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from config import metrics
from config.bulkhead import Bulkhead
from config.errors import ShopError, Unavailable
from config.quick_line import QuickLine

log = logging.getLogger(__name__)
_T = TypeVar("_T")

# Codes of a lost race or a busy moment: nothing was written, the same write may be tried again.
PASSING = frozenset(
    {
        "TransactionConflict",
        "TransactionConflictException",
        "TransactionInProgressException",
        "ThrottlingError",
        "ThrottlingException",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
    }
)
REFUSED = frozenset({"ConditionalCheckFailed", "ConditionalCheckFailedException"})
PLACES = Bulkhead(leaves=2)
QUICKLY = (0.5, 0.5, 0)  # connect, read, retries: webhook_health's, whose client it shares
BUSY = "The shop is very busy this moment. Nothing was lost; please try again."


class TableMeta:
    """Base of every model's Meta. PynamoDB ignores a misspelt name, so spell them once, here."""

    region = settings.AWS_REGION
    host = settings.DYNAMODB_ENDPOINT
    billing_mode = PAY_PER_REQUEST_BILLING_MODE
    connect_timeout_seconds = 2
    read_timeout_seconds = settings.DYNAMODB_READ_SECONDS
    max_retry_attempts = 2
    max_pool_connections = 32


class Counted(Connection):
    """Every call to DynamoDB passes here, and is counted with its time and what became of it."""

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> Any:
        with (
            PLACES.place(),
            metrics.asking_dynamodb(operation_name, operation_kwargs) as went,
        ):
            try:
                answer = super()._make_api_call(operation_name, operation_kwargs)
            except ClientError as error:
                went(outcome_of(error), _retries(getattr(error.__cause__, "response", None)))
                raise
            went("ok", _retries(answer))
            return answer


class OfAll(Counted):
    """The connection of all that wait as long as each other."""

    _quick: QuickLine | None = None

    @property
    def client(self) -> Any:
        present, quick = super().client, self._quick
        if quick is None or not quick.stands_before(present):
            quick = self._quick = QuickLine(
                present,
                connecting=self._connect_timeout_seconds,
                reading=self._read_timeout_seconds,
                most=self._max_pool_connections,
            )
        return quick


class OfOneModel(Counted):
    """The connection of one model. PynamoDB gives each a client of its own, which takes 10 MB and
    a quarter of a second; ours ask through the one client of all that wait as long as they."""

    @property
    def client(self) -> Any:
        return _line(
            self.host,
            self._connect_timeout_seconds,
            self._read_timeout_seconds,
            self._max_retry_attempts_exception,
        ).client


# PynamoDB knows no other place to say so; tests/config/test_transaction.py holds it.
setattr(pynamodb.connection.table, "Connection", OfOneModel)  # noqa: B010 - mypy knows no other
_connections: dict[tuple[str | None, type[Model]], Any] = {}


def connection() -> Connection:
    """The connection that transactions go through: PynamoDB does not take it from the models."""
    meta = TableMeta
    return _line(
        meta.host,
        meta.connect_timeout_seconds,
        meta.read_timeout_seconds,
        meta.max_retry_attempts,
    )


@lru_cache
def _line(host: str | None, connecting: float, reading: float, retries: int) -> Connection:
    kind = OfAll if retries else Counted  # the quick line's try is one more than botocore's
    return kind(
        region=TableMeta.region,
        host=host,
        connect_timeout_seconds=connecting,
        read_timeout_seconds=reading,
        max_retry_attempts=max(retries - 1, 0),  # after the first try, the quick line's
        max_pool_connections=TableMeta.max_pool_connections,
    )


def use(host: str | None) -> None:
    """Point every model and every transaction at another engine (None: Amazon's own)."""
    for model in every_model():
        _connections[TableMeta.host, model] = model._connection
        model._connection = _connections.get((host, model))
    TableMeta.host = host


def every_model(root: type[Model] = Model) -> Iterator[type[Model]]:
    """All models that stand on a table, bookkeeping items included."""
    for model in root.__subclasses__():
        if hasattr(model, "Meta"):
            yield model
        yield from every_model(model)


def tables_answer() -> bool:
    """Whether DynamoDB answers and knows every table: one read over all of them, of nothing, that
    is not waited for long."""
    line = _line(TableMeta.host, *QUICKLY)
    models = {model.Meta.table_name: model for model in every_model()}
    asked = {name: {"Keys": [_no_key(model)]} for name, model in models.items()}
    try:
        line.dispatch("BatchGetItem", {"RequestItems": asked})
    except (PynamoDBException, BotoCoreError, ClientError, ShopError):
        return False
    return True


def _no_key(model: type[Model]) -> dict[str, dict[str, str]]:
    """The key of an item that never is."""
    attributes = model.get_attributes()
    names = [
        attributes[name].attr_name for name in (model._hash_keyname, model._range_keyname) if name
    ]
    return {name: {"S": "#ready"} for name in names if name}


def refused(error: PynamoDBException) -> bool:
    """Whether a single write failed because its condition did not hold."""
    return code_of(error) in REFUSED


def code_of(error: PynamoDBException) -> str | None:
    """What DynamoDB calls the error; None where no answer came, over which PynamoDB's own falls."""
    response = getattr(error.cause, "response", None) or {}
    code: str | None = response.get("Error", {}).get("Code")
    return code


def outcome_of(error: ClientError) -> str:
    """In a word what DynamoDB's answer means: refused, conflict, throttled or error."""
    reasons = getattr(error, "cancellation_reasons", None) or ()
    codes = {str(error.response.get("Error", {}).get("Code")), *(r.code for r in reasons if r)}
    if codes & REFUSED:
        return "refused"
    if codes & PASSING:
        return "conflict" if any("Transaction" in code for code in codes & PASSING) else "throttled"
    return "error"


def _retries(answer: Any) -> int:
    told = (answer or {}).get("ResponseMetadata", {}) if isinstance(answer, dict) else {}
    return int(told.get("RetryAttempts", 0))


class Transaction:
    """Parts of one all-or-nothing write, each with the error that its refusal means.

    At most a hundred parts, and no item twice (AWS): add up by item before adding a part.
    """

    def __init__(self, write: TransactWrite) -> None:
        self._write = write
        self._checks: list[ShopError] = []
        self._deletes: list[ShopError] = []
        self._puts: list[ShopError] = []
        self._updates: list[ShopError] = []

    def check(
        self,
        model: type[Model],
        hash_key: str,
        range_key: str,
        *,
        condition: Condition,
        or_else: ShopError,
    ) -> None:
        """Hold the write to an item that it does not change."""
        self._write.condition_check(model, hash_key, range_key, condition=condition)
        self._checks.append(or_else)

    def delete(self, item: Model, *, condition: Condition | None, or_else: ShopError) -> None:
        """Take an item away; without a condition it may be gone already."""
        self._write.delete(item, condition=condition)
        self._deletes.append(or_else)

    def put(self, item: Model, *, condition: Condition, or_else: ShopError) -> None:
        """Add an item that must not be there yet, or must be as `condition` says."""
        self._write.save(item, condition=condition)
        self._puts.append(or_else)

    def update(
        self,
        item: Model,
        *,
        actions: list[Action],
        condition: Condition | None,
        or_else: ShopError,
    ) -> None:
        """Add a change of one item; without a condition a missing item is made."""
        self._write.update(item, actions=list(actions), condition=condition)
        self._updates.append(or_else)

    def meaning_of(self, failure: TransactWriteError) -> Exception:
        """The `or_else` of the first refused part; Unavailable where only the moment was bad."""
        code = code_of(failure)
        if code != "TransactionCanceledException":
            return Unavailable(BUSY) if code in PASSING else failure
        # PynamoDB sends checks, deletes, puts, updates, whatever order they came in (issue 1284).
        parts = [*self._checks, *self._deletes, *self._puts, *self._updates]
        reasons = [reason.code if reason else None for reason in failure.cancellation_reasons]
        for meaning, reason in zip(parts, reasons, strict=True):
            if reason == "ConditionalCheckFailed":
                return meaning
        if any(reason in PASSING for reason in reasons):
            return Unavailable(BUSY)
        return failure


@contextmanager
def transaction() -> Iterator[Transaction]:
    """Commit on leaving the block; raise the `or_else` of the first part that was refused, or
    Unavailable if another writer was in the way (then nothing was written)."""
    try:
        with TransactWrite(connection=connection()) as write:
            parts = Transaction(write)
            yield parts
    except TransactWriteError as failure:
        meaning = parts.meaning_of(failure)
        if meaning is failure:
            raise
        raise meaning from failure


def persistently(act: Callable[[], _T], *, tries: int = 6, longest: float = 2.0) -> _T:
    """Run `act` again while it raises Unavailable, with growing random pauses (10 to 320 ms) and
    at most `longest` seconds in all. `act` must build its parts anew each time: PynamoDB writes
    into the lists it is given. The last refusal is let through."""
    deadline = time.monotonic() + longest
    for attempt in range(tries):
        try:
            return act()
        except Unavailable:
            pause = random.uniform(0, 0.01 * 2**attempt)  # noqa: S311 - jitter, not a secret
            if attempt == tries - 1 or time.monotonic() + pause > deadline:
                raise
            time.sleep(pause)
    raise AssertionError("unreachable: the last try returns or raises")


def write(act: Callable[[], Any]) -> None:
    """A single write, tried again when it meets a running transaction; a refused condition and
    anything else is raised as PynamoDB raises it."""

    def once() -> None:
        try:
            act()
        except PynamoDBException as error:
            if code_of(error) in PASSING:
                raise Unavailable(BUSY) from error
            raise

    persistently(once)
