"""What DynamoDB is asked for and would bill: calls, items and capacity units.

Writes are what the engine says it consumed, indexes included. Of reads it knows no sizes, so they
are worked out from the items by DynamoDB's rules: a started 4 KB is one unit when read strongly,
half of one eventually, two in a transaction; a query is one read of all that it looked at; each
item of a batch is a read of its own; what is not there costs the least.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from typing import Any
from unittest import mock

from pynamodb.connection.base import Connection

Item = Mapping[str, Mapping[str, Any]]
READ, LEAST = 4096, 0.5
NARROWED = {"Select", "ProjectionExpression", "FilterExpression"}  # read and billed all the same
STRONG, TRANSACTIONAL = 2, 4  # in half units


@dataclass
class Used:
    """What was asked within a block. An item counts if DynamoDB looked at it, or was asked for it
    by its key, whether it is there or not."""

    calls: Counter[str] = field(default_factory=Counter)
    items: int = 0
    reads: float = 0.0
    writes: float = 0.0

    def __add__(self, other: "Used") -> "Used":
        return Used(
            self.calls + other.calls,
            self.items + other.items,
            self.reads + other.reads,
            self.writes + other.writes,
        )

    def __sub__(self, other: "Used") -> "Used":
        return Used(
            self.calls - other.calls,
            self.items - other.items,
            self.reads - other.reads,
            self.writes - other.writes,
        )

    def __str__(self) -> str:
        return f"{self.calls.total()} / {self.items}"


@contextmanager
def counted() -> Iterator[Used]:
    """Inside the block, what this process asks of DynamoDB."""
    used, send = Used(), Connection._make_api_call

    def counting(self: Connection, operation: str, sent: dict[str, Any], **given: Any) -> Any:
        asked = {**sent, "ReturnConsumedCapacity": "TOTAL"} if "Write" in kind(operation) else sent
        answer = send(self, operation, asked, **given)
        used.calls[operation] += 1
        used.items += items_of(sent, answer)
        if kind(operation) == "Write":
            used.writes += consumed(answer)
        elif kind(operation) == "Read":
            whole = _widened(sent)
            seen = answer if whole == sent else send(self, operation, whole, **given)
            used.reads += read_units(whole, seen)
        return answer

    with mock.patch.object(Connection, "_make_api_call", counting):
        yield used


def kind(operation: str) -> str:
    """Read, Write, or '' for what is not billed by units."""
    if operation in {"GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems"}:
        return "Read"
    return "Write" if operation.endswith(("Item", "WriteItems")) else ""


def items_of(sent: Mapping[str, Any], answer: Mapping[str, Any]) -> int:
    """How many items this call was about."""
    if "ScannedCount" in answer:
        return int(answer["ScannedCount"])
    if "TransactItems" in sent:
        return len(sent["TransactItems"])
    tables = sent.get("RequestItems")
    if not tables:
        return 1
    keyed = (each["Keys"] if isinstance(each, dict) else each for each in tables.values())
    return sum(map(len, keyed))


def consumed(answer: Mapping[str, Any]) -> float:
    """The units that the engine says a write has taken, of table and indexes."""
    said = answer.get("ConsumedCapacity") or []
    return sum(
        float(each["CapacityUnits"]) for each in (said if isinstance(said, list) else [said])
    )


def read_units(sent: Mapping[str, Any], answer: Mapping[str, Any]) -> float:
    """The units of a read, by the size of what it looked at."""
    if "Items" in answer:  # a query; with nothing found it has looked all the same
        return _units(sum(map(size_of, answer["Items"])), _strength(sent))
    if "TransactItems" in sent:
        found = [each.get("Item", {}) for each in answer["Responses"]]
        return sum(_units(size_of(item), TRANSACTIONAL) for item in found)
    if "RequestItems" in sent:
        return sum(
            _of_batch(sent["RequestItems"][name], answer, name) for name in sent["RequestItems"]
        )
    return _units(size_of(answer.get("Item", {})), _strength(sent))


def _of_batch(asked: Mapping[str, Any], answer: Mapping[str, Any], name: str) -> float:
    found = answer.get("Responses", {}).get(name, [])
    absent = len(asked["Keys"]) - len(found)
    strength = _strength(asked)
    return sum(_units(size_of(item), strength) for item in found) + absent * _units(0, strength)


def _strength(sent: Mapping[str, Any]) -> int:
    return STRONG if sent.get("ConsistentRead") else 1


def _units(size: int, strength: int) -> float:
    return LEAST * strength * max(1, ceil(size / READ))


def _widened(sent: dict[str, Any]) -> dict[str, Any]:
    """The same read with nothing left out of its answer."""
    if "RequestItems" in sent:
        tables = {name: _widened(each) for name, each in sent["RequestItems"].items()}
        return sent if tables == sent["RequestItems"] else {**sent, "RequestItems": tables}
    if not NARROWED & sent.keys():
        return sent
    whole = {name: value for name, value in sent.items() if name not in NARROWED}
    return _without_unused_words(whole)


def _without_unused_words(sent: dict[str, Any]) -> dict[str, Any]:
    """DynamoDB refuses names and values that no expression uses."""
    said = sent.get("KeyConditionExpression", "")
    words = said.replace("(", " ").replace(")", " ").replace(",", " ").split()
    for part in ("ExpressionAttributeNames", "ExpressionAttributeValues"):
        if part in sent:
            sent[part] = {name: value for name, value in sent[part].items() if name in words}
            if not sent[part]:
                del sent[part]
    return sent


def size_of(item: Item) -> int:
    """The bytes of an item: its names and its values."""
    return sum(len(name.encode()) + _size(value) for name, value in item.items())


def _size(value: Mapping[str, Any]) -> int:
    ((letter, held),) = value.items()
    if letter == "M":
        return 3 + sum(len(name.encode()) + 1 + _size(part) for name, part in held.items())
    if letter == "L":
        return 3 + sum(1 + _size(part) for part in held)
    if letter in {"SS", "NS", "BS"}:
        return _size_of_all(letter[0], held)
    return _size_of_all(letter, [held])


def _size_of_all(letter: str, values: Iterable[Any]) -> int:
    if letter == "N":  # two digits a byte, and one more
        return sum(
            1 + ceil(len(text.strip("-").replace(".", "").strip("0")) / 2) for text in values
        )
    if letter == "S":
        return sum(len(text.encode()) for text in values)
    return sum(len(held) for held in values) if letter == "B" else 1
