"""Counting what DynamoDB is asked."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from pynamodb.connection.base import Connection


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Inside the block, every request to DynamoDB by operation: Query, TransactWriteItems …"""
    asked: Counter[str] = Counter()
    send = Connection._make_api_call

    def counting(self: Connection, operation: str, *args: Any, **kwargs: Any) -> Any:
        asked[operation] += 1
        return send(self, operation, *args, **kwargs)

    with mock.patch.object(Connection, "_make_api_call", counting):
        yield asked
