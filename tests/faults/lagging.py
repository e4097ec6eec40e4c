"""Indexes that lag behind their tables, as Amazon's do. A second copy of each table takes the
writes later; queries of an index are answered from it, by the engine itself."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from typing import Any

from tests.faults.troubles import JSON, Reply

Item = dict[str, Any]
Key = tuple[str, str]
COPY = "--lagging"
_WRITES = {"PutItem", "UpdateItem", "DeleteItem"}


class LaggingIndexes:
    """Watches what passes a proxy. `seconds` of lag, or None: until `catch_up` is called."""

    def __init__(self, engine: str, seconds: float | None) -> None:
        self._engine, self._seconds = engine, seconds
        self._lock = threading.Lock()
        self._waiting: list[tuple[float, str, Item, Item | None]] = []
        names = self._ask("ListTables", {})["TableNames"]
        self._keys = {name: self._copy(name) for name in names if not name.endswith(COPY)}

    def watch(
        self, operation: str, asked: Item, body: bytes, forward: Callable[[bytes], Reply]
    ) -> Reply:
        """Pass a request on: an index is asked of the copy, and a write is noted for it."""
        if "IndexName" in asked:
            self._apply(time.monotonic())
            elsewhere = asked | {"TableName": asked["TableName"] + COPY}
            return forward(json.dumps(elsewhere).encode())
        reply = forward(body)
        for table, key in self._written(operation, asked):
            self._note(table, key)
        return reply

    def catch_up(self) -> None:
        """The indexes show everything that was written so far."""
        self._apply(float("inf"))

    def end(self) -> None:
        """Take the copies away."""
        for name in self._keys:
            self._ask("DeleteTable", {"TableName": name + COPY})

    def _copy(self, name: str) -> tuple[str, ...]:
        """Make the copy as the table is now; the names of its keys."""
        table = self._ask("DescribeTable", {"TableName": name})["Table"]
        wanted = {part: table[part] for part in ("KeySchema", "AttributeDefinitions")}
        indexes = [
            {part: index[part] for part in ("IndexName", "KeySchema", "Projection")}
            for index in table.get("GlobalSecondaryIndexes", ())
        ]
        if indexes:
            wanted["GlobalSecondaryIndexes"] = indexes
        wanted |= {"TableName": name + COPY, "BillingMode": "PAY_PER_REQUEST"}
        self._ask("CreateTable", wanted)
        for item in self._items(name):
            self._ask("PutItem", {"TableName": name + COPY, "Item": item})
        return tuple(part["AttributeName"] for part in table["KeySchema"])

    def _items(self, name: str) -> Iterator[Item]:
        page: Item = {"LastEvaluatedKey": None}
        while "LastEvaluatedKey" in page:
            start = page["LastEvaluatedKey"]
            where = {"TableName": name} | ({"ExclusiveStartKey": start} if start else {})
            page = self._ask("Scan", where)
            yield from page["Items"]

    def _written(self, operation: str, asked: Item) -> Iterator[tuple[str, Item]]:
        """Table and key of every item that this request may have changed."""
        if operation in _WRITES:
            yield self._key_in(asked)
        for part in asked.get("TransactItems", ()) if operation == "TransactWriteItems" else ():
            yield self._key_in(next(iter(part.values())))
        if operation == "BatchWriteItem":
            for table, rows in asked["RequestItems"].items():
                for row in rows:
                    yield self._key_in(next(iter(row.values())) | {"TableName": table})

    def _key_in(self, part: Item) -> tuple[str, Item]:
        table, given = part["TableName"], part.get("Key") or part["Item"]
        return table, {name: given[name] for name in self._keys[table]}

    def _note(self, table: str, key: Item) -> None:
        with self._lock:  # so that of two writes at once the later one is also noted later
            found = self._ask("GetItem", {"TableName": table, "Key": key, "ConsistentRead": True})
            self._waiting.append((time.monotonic(), table, key, found.get("Item")))

    def _apply(self, now: float) -> None:
        with self._lock:
            due = [each for each in self._waiting if self._is_due(each[0], now)]
            self._waiting = self._waiting[len(due) :]
            for _, table, key, item in due:
                if item is None:
                    self._ask("DeleteItem", {"TableName": table + COPY, "Key": key})
                else:
                    self._ask("PutItem", {"TableName": table + COPY, "Item": item})

    def _is_due(self, written: float, now: float) -> bool:
        if now == float("inf"):
            return True
        return self._seconds is not None and written + self._seconds <= now

    def _ask(self, operation: str, body: Item) -> Item:
        connection = HTTPConnection(self._engine, timeout=30)
        headers = {"X-Amz-Target": f"DynamoDB_20120810.{operation}", "Content-Type": JSON}
        headers["Authorization"] = _AS_ANYBODY
        connection.request("POST", "/", json.dumps(body), headers)
        with connection.getresponse() as reply:
            found: Item = json.loads(reply.read() or b"{}")
        connection.close()
        assert reply.status == 200, (operation, found)
        return found


# The engine keeps tables by account and region and reads them from here; it checks no signature.
_AS_ANYBODY = (
    "AWS4-HMAC-SHA256 Credential=tests/20261123/ap-south-1/dynamodb/aws4_request,"
    " SignedHeaders=host, Signature=none"
)
