"""`python -m bench.hot_keys`: the keys that sale after sale writes to, and how many sales a second
one such key bears.

DynamoDB gives one partition key of a table or an index 1,000 write units a second, however large
the table is (its Developer Guide, "Best practices for designing partition keys"). So the shop
sells as fast as the busiest key that sales share lets it. The items are read before and after
each write, and the units follow from their sizes: a started 1 KB of the larger is one, two in a
transaction; an index takes one for each item that it gains, loses or changes.
"""

import logging
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import ceil
from typing import Any
from unittest import mock

from pynamodb.connection.base import Connection

from bench.sale_steps import GOODS, NOBODY, WARM, Costs, open_shop, sell
from bench.units import Item, kind, size_of
from config.local.engine import Engine
from config.tables import Table, wanted_tables
from payments.sandbox.process import start
from payments.services.working import one_pass

BEARS = 1000  # write units a second, of one partition key
KB = 1024
Key = tuple[str, str]  # the table or the index, and the partition key's value
Units = Counter[Key]


def main() -> None:
    """Print the table as Markdown."""
    logging.disable(logging.ERROR)
    with Engine() as engine, start(site_url=NOBODY) as sandbox:
        sandbox.control("webhooks", mode="hold", site_url=NOBODY)
        open_shop(engine.url, sandbox.razorpay_url, sandbox.shiprocket_url)
        for number in range(WARM):
            _sale(number)
        first, second = (_sale(WARM + turn * GOODS) for turn in range(2))  # of one product
    sys.stdout.write(as_markdown(first, second))


def as_markdown(first: Units, second: Units) -> str:
    """The keys of both sales, the busiest first; what only one sale wrote to is summed."""
    shared = {key: units for key, units in second.items() if key in first}
    own = second.total() - sum(shared.values())
    lines = [
        "| table or index | key | write units a sale | sales/s it bears |",
        "|---|---|---|---|",
    ]
    for (where, key), units in sorted(shared.items(), key=lambda row: -row[1]):
        lines.append(f"| {where} | `{key}` | {units} | {BEARS // units:,} |")
    lines.append(f"| all | of the sale's own | {own} | any |")
    return "\n".join(lines) + "\n"


def _sale(number: int) -> Units:
    with tallied() as units:
        sell(Costs(), number)
        one_pass(is_thorough=False)
    return units


@contextmanager
def tallied() -> Iterator[Units]:
    """Inside the block, the write units of this process by key."""
    tables = {table.name: table for table in wanted_tables()}
    units, send = Units(), Connection._make_api_call

    def tallying(self: Connection, operation: str, sent: dict[str, Any], **given: Any) -> Any:
        if kind(operation) != "Write":
            return send(self, operation, sent, **given)
        written = [(tables[name], key) for name, key in _keys(sent, tables)]
        looks = [{"TableName": table.name, "Key": key} for table, key in written]

        def seen() -> list[Item]:
            strong = {"ConsistentRead": True}
            return [send(self, "GetItem", look | strong).get("Item", {}) for look in looks]

        before = seen()
        answer = send(self, operation, sent, **given)
        weight = 2 if "TransactItems" in sent else 1
        for (table, key), old, new in zip(written, before, seen(), strict=True):
            units.update(units_of(table, key, old, new, weight))
        return answer

    with mock.patch.object(Connection, "_make_api_call", tallying):
        yield units


def _keys(sent: Mapping[str, Any], tables: Mapping[str, Table]) -> Iterator[tuple[str, Item]]:
    """The table and the key of each item that is written, or on which a write hangs."""
    if "TransactItems" in sent:
        for act in sent["TransactItems"]:
            yield from _keys(next(iter(act.values())), tables)
        return
    name = sent["TableName"]
    yield name, sent.get("Key") or {key: sent["Item"][key] for key in tables[name].keys}


def units_of(table: Table, key: Item, old: Item, new: Item, weight: int) -> Units:
    """What one write takes of the table's and of each index's partition."""
    units = Units({(table.name, _text(key[table.keys[0]])): weight * _started(old, new)})
    for index in table.indexes:
        places = [_place(index.keys, item) for item in (old, new)]
        where = f"{table.name} {index.name}"
        if None not in places and places[0] == places[1]:
            if old != new:
                units[where, _text(new[index.keys[0]])] += _started(old, new)
            continue
        for place, item in zip(places, (old, new), strict=True):
            if place:
                units[where, _text(item[index.keys[0]])] += _started(item)
    return units


def _place(keys: tuple[str, ...], item: Item) -> list[Any] | None:
    return [item[key] for key in keys] if all(key in item for key in keys) else None


def _started(*items: Item) -> int:
    return max(1, ceil(max(map(size_of, items)) / KB))


def _text(value: Mapping[str, Any]) -> str:
    return str(next(iter(value.values())))


if __name__ == "__main__":
    main()
