"""Items as DynamoDB holds them, with every attribute, those too that no model of ours names. For
the rare act that has to look at or change a whole item; everything else changes path by path."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pynamodb.exceptions import TransactWriteError
from pynamodb.models import Model

from config.dynamo import BUSY, PASSING, code_of, connection
from config.errors import Conflict, Unavailable

Item = dict[str, dict[str, Any]]  # attribute → {type letter: value}
MOST_PARTS = 100  # of one transaction (AWS)


class ItemChanged(Conflict):
    """Somebody has changed one of the items since it was read; nothing was written."""

    def __init__(self) -> None:
        super().__init__("This was changed meanwhile. Nothing was done; look again.")


@dataclass(frozen=True)
class Swap:
    """An item as it was read, and what shall stand in its place: under the same key or, where the
    key is another, moved there; None: nothing."""

    model: type[Model]
    before: Item
    after: Item | None


def stored(model: type[Model], hash_key: str, range_key: str | None = None) -> Item | None:
    """The whole item as it stands in the table this moment; None where there is none."""
    reply = model._get_connection().get_item(hash_key, range_key, consistent_read=True)
    item: Item | None = reply.get("Item")
    return item


def swap(parts: Sequence[Swap]) -> None:
    """Put all in the place of what was read, or nothing: each condition is that its item is still
    as it was read, attribute for attribute. Raises ItemChanged, Unavailable."""
    puts = [put for part in parts for put in _puts(part)]
    deletes = [_delete(part) for part in parts if _leaves_its_key(part)]
    try:
        connection().transact_write_items([], deletes, puts, [])
    except TransactWriteError as failure:
        raise _meaning_of(failure) from failure


def as_plain(held: dict[str, Any]) -> Any:
    """An attribute as plain text, numbers (whole ones as such, others as text), lists and maps."""
    ((kind, value),) = held.items()
    match kind:
        case "N":
            return int(value) if value.lstrip("-").isdigit() else value
        case "SS" | "NS":
            return sorted(value)
        case "L":
            return [as_plain(each) for each in value]
        case "M":
            return {key: as_plain(each) for key, each in value.items()}
        case "NULL":
            return None
    return value if isinstance(value, bool | str) else str(value)


def one_page(model: type[Model], after: str, *, most: int = 500) -> tuple[list[Item], str]:
    """A page of a table read through, for duties of the worker alone: its items, and where the
    next page begins ('' behind the last one)."""
    begin = json.loads(after) if after else None
    reply = _scan(model, begin, most)
    last = reply.get("LastEvaluatedKey")
    return list(reply["Items"]), json.dumps(last) if last else ""


def every_page(model: type[Model], after: str = "") -> Iterator[tuple[list[Item], str]]:
    """All pages from there on, each with where the next one begins."""
    while True:
        items, after = one_page(model, after)
        yield items, after
        if not after:
            return


def _scan(model: type[Model], begin: Item | None, most: int) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "TableName": model.Meta.table_name,
        "ConsistentRead": True,
        "Limit": most,
    }
    reply: dict[str, Any] = model._get_connection().connection.dispatch(
        "Scan", asked | ({"ExclusiveStartKey": begin} if begin else {})
    )
    return reply


def _key_of(model: type[Model], item: Item) -> Item:
    names = [model._hash_keyname, model._range_keyname]
    keys = [model.get_attributes()[name].attr_name for name in names if name]
    return {key: item[key] for key in keys}


def _leaves_its_key(part: Swap) -> bool:
    if part.after is None:
        return True
    return _key_of(part.model, part.before) != _key_of(part.model, part.after)


def _puts(part: Swap) -> Iterator[dict[str, Any]]:
    if part.after is None:
        return
    put = {"TableName": part.model.Meta.table_name, "Item": part.after}
    if _leaves_its_key(part):
        (key, *_) = _key_of(part.model, part.after)
        yield put | {
            "ConditionExpression": "attribute_not_exists(#k)",
            "ExpressionAttributeNames": {"#k": key},
        }
    else:
        yield put | _as_read(part)


def _delete(part: Swap) -> dict[str, Any]:
    key = _key_of(part.model, part.before)
    return {"TableName": part.model.Meta.table_name, "Key": key} | _as_read(part)


def _as_read(part: Swap) -> dict[str, Any]:
    """The condition that the item has just these attributes, as far as our models name them."""
    names = {f"#a{n}": name for n, name in enumerate(part.before)}
    values = {f":a{n}": value for n, value in enumerate(part.before.values())}
    known = {attribute.attr_name for attribute in part.model.get_attributes().values()}
    absent = {f"#z{n}": name for n, name in enumerate(sorted(known - part.before.keys()))}
    same = [f"#a{n} = :a{n}" for n in range(len(part.before))]
    return {
        "ConditionExpression": " AND ".join(
            [*same, *(f"attribute_not_exists({name})" for name in absent)]
        ),
        "ExpressionAttributeNames": names | absent,
        "ExpressionAttributeValues": values,
    }


def _meaning_of(failure: TransactWriteError) -> Exception:
    reasons = [reason.code for reason in failure.cancellation_reasons if reason]
    if "ConditionalCheckFailed" in reasons:
        return ItemChanged()
    if code_of(failure) in PASSING or any(reason in PASSING for reason in reasons):
        return Unavailable(BUSY)
    return failure
