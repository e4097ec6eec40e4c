"""What passed the proxies, by number."""

import threading
from typing import Any

from tests.faults.troubles import Call


class Register:
    """Every call in the order in which it began; several proxies may share one."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._numbers: dict[str, Call] = {}
        self._last = 0
        self._lock = threading.Lock()

    def note(self, given: dict[str, Any], invocation: str) -> Call:
        """The call with its number: a client's own repeat has its first one's."""
        with self._lock:
            before = self._numbers.get(invocation) if invocation else None
            if before is None:
                self._last += 1
            number, attempt = (before.number, before.attempt + 1) if before else (self._last, 1)
            call = Call(number, attempt, **given)
            if invocation:
                self._numbers[invocation] = call
            self.calls.append(call)
            return call

    @property
    def names(self) -> list[str]:
        """What was asked, by number, without the clients' own repeats."""
        return [call.name for call in self.calls if call.attempt == 1]

    def clear(self) -> None:
        """Begin to count at 1 again."""
        with self._lock:
            self.calls, self._numbers, self._last = [], {}, 0


def about(asked: dict[str, Any]) -> dict[str, Any]:
    """The tables and the index that a DynamoDB request names, one table for each part."""
    if "TableName" in asked:
        return {"tables": (asked["TableName"],), "index": asked.get("IndexName", "")}
    if "TransactItems" in asked:
        parts = [next(iter(part.values())) for part in asked["TransactItems"]]
        return {"tables": tuple(part["TableName"] for part in parts)}
    return {"tables": tuple(asked.get("RequestItems", ()))}
