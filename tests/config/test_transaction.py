"""All-or-nothing writes: which part was refused, and what is only a bad moment."""

import itertools
import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from pynamodb.exceptions import PynamoDBException, UpdateError
from pynamodb.expressions.update import Action

from catalog.models import Product
from config.dynamo import Transaction, connection, persistently, transaction, write
from config.errors import Conflict, ShopError, Unavailable
from customers.models import Customer
from orders.models import Order

ON_BOTH = pytest.mark.parametrize(
    "engine", ["moto", pytest.param("server", marks=pytest.mark.server)]
)
Part = Callable[[Transaction, bool], None]


class PutRefused(Conflict):
    pass


class UpdateRefused(Conflict):
    pass


class SecondRefused(Conflict):
    pass


def a_person(who: str, **given: Any) -> Customer:
    person = Customer(who, who, **given)
    person.save()
    return person


def named(who: str) -> str | None:
    return Customer.get(who, who).name


def put(tx: Transaction, is_refused: bool) -> None:
    condition = (
        Customer.customer_id.exists() if is_refused else Customer.customer_id.does_not_exist()
    )
    tx.put(Customer("put", "put", name="new"), condition=condition, or_else=PutRefused())


def update(tx: Transaction, is_refused: bool) -> None:
    change(tx, "one", "nobody" if is_refused else "old", UpdateRefused())


def second(tx: Transaction, is_refused: bool) -> None:
    change(tx, "two", "nobody" if is_refused else "old", SecondRefused())


def change(tx: Transaction, who: str, present: str, or_else: ShopError) -> None:
    tx.update(
        Customer(who, who),
        actions=[Customer.name.set("new")],
        condition=Customer.name == present,
        or_else=or_else,
    )


def written(*parts: Part, refused: Part | None = None) -> None:
    with transaction() as tx:
        for part in parts:
            part(tx, part is refused)


@ON_BOTH
@pytest.mark.parametrize("order", list(itertools.permutations([put, update, second])))
@pytest.mark.parametrize(
    ("refused", "meaning"), [(put, PutRefused), (update, UpdateRefused), (second, SecondRefused)]
)
def test_each_refusal_has_its_own_meaning_in_any_order(
    engine: str, order: tuple[Part, ...], refused: Part, meaning: type[ShopError]
) -> None:
    a_person("one", name="old")
    a_person("two", name="old")
    with pytest.raises(meaning):
        written(*order, refused=refused)
    assert (named("one"), named("two"), Customer.count()) == ("old", "old", 2)


@ON_BOTH
def test_all_parts_are_written_together(engine: str) -> None:
    a_person("one", name="old")
    a_person("two", name="old")
    written(second, put, update)
    assert [named(who) for who in ("one", "two", "put")] == ["new", "new", "new"]


def test_an_error_inside_the_block_writes_nothing() -> None:
    a_person("one", name="old")

    def falls_over(tx: Transaction, is_refused: bool) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        written(update, falls_over)
    assert named("one") == "old"


def test_an_update_without_condition_makes_the_item() -> None:
    with transaction() as tx:
        tx.update(
            Customer("new", "new"),
            actions=[Customer.name.set("made")],
            condition=None,
            or_else=Unavailable(""),
        )
    assert named("new") == "made"


def test_the_callers_list_of_actions_stays_as_it_was() -> None:
    a_person("one", name="old")
    actions: list[Action] = [Customer.name.set("new")]
    with transaction() as tx:
        tx.update(Customer("one", "one"), actions=actions, condition=None, or_else=Conflict(""))
    assert len(actions) == 1


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody sleeps; how long they would have."""
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    return slept


Failing = Callable[[int, ClientError], list[str]]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    """Let the engine fail the next so many writes, as no local engine does by itself."""

    def fails(times: int, error: ClientError) -> list[str]:
        genuine = getattr(BaseClient, "_make_api_call")  # noqa: B009 - not in its type stubs
        asked: list[str] = []

        def call(client: BaseClient, operation: str, given: Any) -> Any:
            if operation in {"TransactWriteItems", "UpdateItem"}:
                asked.append(operation)
                if len(asked) <= times:
                    raise error
            return genuine(client, operation, given)

        monkeypatch.setattr(BaseClient, "_make_api_call", call)
        return asked

    return fails


def cancelled(*codes: str) -> ClientError:
    reasons = [{"Code": code, "Message": code} for code in codes]
    answer: Any = {
        "Error": {"Code": "TransactionCanceledException", "Message": "cancelled"},
        "CancellationReasons": reasons,
    }
    return ClientError(answer, "TransactWriteItems")


def failure(code: str, operation: str = "UpdateItem") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": code}}, operation)


def both_changed() -> None:
    written(update, second)


@pytest.mark.parametrize(
    "error",
    [
        cancelled("None", "TransactionConflict"),
        cancelled("ThrottlingError", "None"),
        cancelled("ProvisionedThroughputExceeded", "TransactionConflict"),
        failure("TransactionInProgressException", "TransactWriteItems"),
        failure("ThrottlingException", "TransactWriteItems"),
    ],
)
def test_a_lost_race_is_unavailable_and_works_the_next_time(
    failing: Failing, pauses: list[float], error: ClientError
) -> None:
    a_person("one", name="old")
    a_person("two", name="old")
    asked = failing(1, error)
    with pytest.raises(Unavailable, match="Nothing was lost"):
        both_changed()
    both_changed()
    assert (len(asked), named("one"), named("two"), pauses) == (2, "new", "new", [])


def test_a_refusal_beside_a_lost_race_is_the_refusal(failing: Failing) -> None:
    failing(1, cancelled("TransactionConflict", "ConditionalCheckFailed"))
    with pytest.raises(SecondRefused):
        both_changed()


@pytest.mark.parametrize(
    "error",
    [
        cancelled("None", "ItemCollectionSizeLimitExceeded"),
        failure("ValidationException", "TransactWriteItems"),
        failure("AccessDeniedException", "TransactWriteItems"),
    ],
)
def test_our_own_mistakes_are_not_called_a_bad_moment(failing: Failing, error: ClientError) -> None:
    failing(1, error)
    with pytest.raises(PynamoDBException):
        both_changed()


def test_persistently_tries_again_with_growing_pauses(
    failing: Failing, pauses: list[float]
) -> None:
    a_person("one", name="old")
    a_person("two", name="old")
    asked = failing(5, cancelled("None", "TransactionConflict"))
    persistently(both_changed)
    assert (len(asked), named("one"), named("two")) == (6, "new", "new")
    assert all(0 <= pause <= 0.01 * 2**n for n, pause in enumerate(pauses))
    assert len(pauses) == 5


def test_persistently_gives_up_after_six_tries(failing: Failing, pauses: list[float]) -> None:
    asked = failing(99, cancelled("None", "TransactionConflict"))
    with pytest.raises(Unavailable):
        persistently(both_changed)
    assert (len(asked), len(pauses)) == (6, 5)


def test_persistently_gives_up_when_the_time_is_over(failing: Failing, pauses: list[float]) -> None:
    asked = failing(99, cancelled("None", "TransactionConflict"))
    with pytest.raises(Unavailable):
        persistently(both_changed, longest=-1)
    assert (len(asked), pauses) == (1, [])


def test_persistently_does_not_repeat_a_refusal(pauses: list[float]) -> None:
    a_person("one", name="other")
    a_person("two", name="old")
    with pytest.raises(UpdateRefused):
        persistently(both_changed)
    assert pauses == []


def test_a_single_write_that_meets_a_transaction_is_tried_again(
    failing: Failing, pauses: list[float]
) -> None:
    person = a_person("one", name="old")
    asked = failing(2, failure("TransactionConflictException"))
    write(lambda: person.update(actions=[Customer.name.set("new")]))
    assert (len(asked), len(pauses), named("one")) == (3, 2, "new")


def test_a_single_write_that_is_refused_says_so(pauses: list[float]) -> None:
    person = a_person("one", name="old")
    with pytest.raises(UpdateError):
        write(lambda: person.update([Customer.name.set("new")], Customer.name == "nobody"))
    assert (named("one"), pauses) == ("old", [])


def test_all_models_that_wait_as_long_ask_through_one_client() -> None:
    used = {id(model._get_connection().connection.client) for model in (Product, Customer, Order)}
    assert used == {id(connection().client)}
