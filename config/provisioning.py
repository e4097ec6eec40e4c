"""Making what is missing of the tables. Nothing is ever dropped, or changed into something else."""

from collections.abc import Callable, Iterator

from botocore.exceptions import ClientError

from config.dynamo_admin import (
    FILLING,
    SETTLING,
    UNKNOWN,
    DynamoDB,
    capacity_like,
    code_of,
    definitions,
    index_of,
    key_schema,
    live_table,
    turn_on_recovery,
    until_ready,
)
from config.tables import (
    EXPIRES,
    Finding,
    Kind,
    Table,
    key_differences,
    missing_indexes,
    other_differences,
)


class Provisioning:
    """Looks at one table after the other; `mends` what is missing, or only says so."""

    def __init__(self, dynamodb: DynamoDB, *, mends: bool) -> None:
        self._dynamodb = dynamodb
        self._mends = mends

    def of(self, table: Table) -> Iterator[Finding]:
        """What was found, each said once it is done. A second run finds nothing."""
        live = live_table(self._dynamodb, table.name)
        if live is None:
            yield from self._table(table)
            if self._mends:
                yield from (f for f in self._rest(table) if f.kind is not Kind.MADE)
            return
        unmendable = list(key_differences(table, live))
        yield from unmendable
        if not unmendable:
            yield from other_differences(table, live)
            yield from self._rest(table)

    def _rest(self, table: Table) -> Iterator[Finding]:
        yield from self._indexes(table)
        yield from self._protection(table.name)
        yield from self._where_known(self._recovery, table.name, "point-in-time recovery")
        yield from self._where_known(self._expiry, table.name, "expiry (TTL)")

    def _table(self, table: Table) -> Iterator[Finding]:
        if not self._mends:
            yield Finding(Kind.MISSING, f"{table.name}: the table is missing.")
            return
        self._dynamodb.create_table(
            TableName=table.name,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=key_schema(table.keys),
            AttributeDefinitions=definitions(table.types),
            **{"GlobalSecondaryIndexes": list(map(index_of, table.indexes))}
            if table.indexes
            else {},
        )
        until_ready(self._dynamodb, table.name, SETTLING)
        names = ", ".join(index.name for index in table.indexes)
        yield Finding(Kind.MADE, f"{table.name}: made{f', with {names}' if names else ''}.")

    def _indexes(self, table: Table) -> Iterator[Finding]:
        """One at a time: DynamoDB fills no second index of a table meanwhile."""
        for index in missing_indexes(table, live_table(self._dynamodb, table.name) or {}):
            if not self._mends:
                yield Finding(Kind.MISSING, f"{table.name}: {index.name} is missing.")
                continue
            live = until_ready(self._dynamodb, table.name, FILLING)
            types = {key: table.types[key] for key in (*table.keys, *index.keys)}
            self._dynamodb.update_table(
                TableName=table.name,
                AttributeDefinitions=definitions(types),
                GlobalSecondaryIndexUpdates=[{"Create": index_of(index) | capacity_like(live)}],
            )
            until_ready(self._dynamodb, table.name, FILLING)
            yield Finding(Kind.MADE, f"{table.name}: {index.name} added.")

    def _protection(self, name: str) -> Iterator[Finding]:
        what = "deletion protection"
        live = live_table(self._dynamodb, name) or {}
        if self._mends and not live.get("DeletionProtectionEnabled"):
            self._dynamodb.update_table(TableName=name, DeletionProtectionEnabled=True)
            live = until_ready(self._dynamodb, name, SETTLING)
            if live.get("DeletionProtectionEnabled"):
                yield _turned_on(name, what)
        if "DeletionProtectionEnabled" not in live:
            yield _not_known(name, what)
        elif not live["DeletionProtectionEnabled"]:
            yield _is_off(name, what)

    def _recovery(self, name: str, what: str) -> Iterator[Finding]:
        told = self._dynamodb.describe_continuous_backups(TableName=name)
        state = told["ContinuousBackupsDescription"].get("PointInTimeRecoveryDescription", {})
        if state.get("PointInTimeRecoveryStatus") == "ENABLED":
            return
        if not self._mends:
            yield _is_off(name, what)
            return
        turn_on_recovery(self._dynamodb, name)
        yield _turned_on(name, what)

    def _expiry(self, name: str, what: str) -> Iterator[Finding]:
        told = self._dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        if told.get("TimeToLiveStatus") in {"ENABLED", "ENABLING"}:
            if told.get("AttributeName") != EXPIRES:
                other = told.get("AttributeName")
                text = f"{name}: items expire by {other}; the shop writes {EXPIRES}."
                yield Finding(Kind.DIFFERS, text)
        elif not self._mends:
            yield _is_off(name, what)
        else:
            wanted = {"Enabled": True, "AttributeName": EXPIRES}
            self._dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=wanted)
            yield _turned_on(name, what)

    def _where_known(
        self, look: Callable[[str, str], Iterator[Finding]], name: str, what: str
    ) -> Iterator[Finding]:
        try:
            yield from look(name, what)
        except ClientError as error:
            if code_of(error) not in UNKNOWN:
                raise
            yield _not_known(name, what)


def _turned_on(name: str, what: str) -> Finding:
    return Finding(Kind.MADE, f"{name}: {what} turned on.")


def _is_off(name: str, what: str) -> Finding:
    return Finding(Kind.MISSING, f"{name}: {what} is off.")


def _not_known(name: str, what: str) -> Finding:
    return Finding(Kind.NOTE, f"{name}: this engine does not know {what}.")
