"""The tables as the models declare them, and in words how a live table differs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string
from pynamodb.models import Model

EXPIRES = "expiresAt"
Keys = tuple[str, ...]  # the hash key, then the range key if there is one


class Kind(StrEnum):
    MADE = "made"
    MISSING = "missing"
    DIFFERS = "differs"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One thing that was made, is missing, is otherwise than it should be, or is worth knowing.
    A fatal one lets the shop neither read nor write."""

    kind: Kind
    text: str
    is_fatal: bool = False


@dataclass(frozen=True)
class Index:
    """An index over all attributes of its table."""

    name: str
    keys: Keys


@dataclass(frozen=True)
class Table:
    """A table billed on demand; `types` holds the type (S, N) of every key attribute."""

    name: str
    keys: Keys
    types: Mapping[str, str]
    indexes: tuple[Index, ...]


def wanted_tables() -> list[Table]:
    """The tables that the rooms name in their AppConfig, in the order of the rooms."""
    names = [name for app in apps.get_app_configs() for name in getattr(app, "tables", [])]
    return [_as_declared(import_string(name)) for name in names]


def _as_declared(model: type[Model]) -> Table:
    schema = model._get_schema()
    indexes = [
        Index(index["index_name"], keys_of(index["key_schema"]))
        for index in schema["global_secondary_indexes"]
    ]
    return Table(
        name=str(model.Meta.table_name),
        keys=keys_of(schema["key_schema"]),
        types=types_of(schema["attribute_definitions"]),
        indexes=tuple(sorted(indexes, key=lambda index: index.name)),
    )


def keys_of(key_schema: Iterable[Mapping[str, Any]]) -> Keys:
    """DynamoDB's KeySchema as names, the hash key first."""
    by_kind = sorted(key_schema, key=lambda key: key["KeyType"])  # HASH < RANGE
    return tuple(key["AttributeName"] for key in by_kind)


def types_of(definitions: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """DynamoDB's AttributeDefinitions as name → type."""
    return {each["AttributeName"]: each["AttributeType"] for each in definitions}


def key_differences(table: Table, live: Mapping[str, Any]) -> Iterator[Finding]:
    """What cannot be mended in a live table: its key, and the types of key attributes."""
    keys = keys_of(live["KeySchema"])
    if keys != table.keys:
        yield Finding(
            Kind.DIFFERS,
            f"{table.name}: its key is {_words(keys)}; the shop needs {_words(table.keys)}."
            " A key cannot be changed: the items have to be copied into a new table.",
            is_fatal=True,
        )
    types = types_of(live["AttributeDefinitions"])
    for name, kind in table.types.items():
        if types.get(name, kind) != kind:
            yield Finding(
                Kind.DIFFERS,
                f"{table.name}: the key attribute {name} is of type {types[name]}; the shop"
                f" writes type {kind}.",
                is_fatal=True,
            )


def other_differences(table: Table, live: Mapping[str, Any]) -> Iterator[Finding]:
    """What works otherwise than the shop expects, and is for a person to change."""
    if not is_on_demand(live):
        yield Finding(
            Kind.DIFFERS,
            f"{table.name}: it is billed by provisioned capacity; the shop expects on demand."
            " Sales in a rush will be throttled.",
        )
    wanted = {index.name: index for index in table.indexes}
    for index in live.get("GlobalSecondaryIndexes") or []:
        name = index["IndexName"]
        if name not in wanted:
            yield Finding(
                Kind.NOTE, f"{table.name}: it also has {name}, which the shop never asks."
            )
        else:
            yield from _index_differences(table.name, wanted[name], index)


def _index_differences(table: str, wanted: Index, live: Mapping[str, Any]) -> Iterator[Finding]:
    mend = "Delete this index by hand and run ensure_tables again."
    keys, projection = keys_of(live["KeySchema"]), live["Projection"]["ProjectionType"]
    if keys != wanted.keys:
        yield Finding(
            Kind.DIFFERS,
            f"{table}: {wanted.name} is keyed by {_words(keys)}; the shop needs"
            f" {_words(wanted.keys)}. {mend}",
        )
    if projection != "ALL":
        yield Finding(
            Kind.DIFFERS,
            f"{table}: {wanted.name} carries {projection}; the shop needs all attributes. {mend}",
        )


def is_on_demand(live: Mapping[str, Any]) -> bool:
    """Whether a live table is billed by request."""
    billing = live.get("BillingModeSummary") or {}
    return bool(billing.get("BillingMode") == "PAY_PER_REQUEST")


def missing_indexes(table: Table, live: Mapping[str, Any]) -> list[Index]:
    """The indexes that a live table lacks."""
    there = {index["IndexName"] for index in live.get("GlobalSecondaryIndexes") or []}
    return [index for index in table.indexes if index.name not in there]


def _words(keys: Keys) -> str:
    return " and ".join(keys)
