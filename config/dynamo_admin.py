"""DynamoDB as whoever sets up tables sees it: descriptions, definitions, and waiting."""

import time
from collections.abc import Iterator, Mapping
from typing import Any, Protocol, cast

from botocore.exceptions import ClientError

from config.dynamo import connection
from config.errors import Unavailable
from config.tables import Index, Keys, is_on_demand

# What an engine says that has never heard of backups or of expiry.
UNKNOWN = {
    "InvalidAction",
    "NotImplemented",
    "NotImplementedException",
    "UnknownOperationException",
}
SETTLING = 120.0  # seconds until a new table can be used and backed up
FILLING = 4 * 3600.0  # seconds until an index over a large table is complete
Live = dict[str, Any]


class DynamoDB(Protocol):
    """What is asked of Amazon's client; each answer is DynamoDB's JSON."""

    def describe_table(self, *, TableName: str) -> Live: ...  # noqa: N803 - Amazon's own names
    def create_table(self, **given: Any) -> Live: ...
    def update_table(self, **given: Any) -> Live: ...
    def describe_continuous_backups(self, *, TableName: str) -> Live: ...  # noqa: N803
    def update_continuous_backups(self, **given: Any) -> Live: ...
    def describe_time_to_live(self, *, TableName: str) -> Live: ...  # noqa: N803
    def update_time_to_live(self, **given: Any) -> Live: ...


def client() -> DynamoDB:
    """Amazon's client for the engine that the models use."""
    return cast("DynamoDB", connection().client)


def live_table(dynamodb: DynamoDB, name: str) -> Live | None:
    """DynamoDB's description of a table; None where there is no such table."""
    try:
        return dict(dynamodb.describe_table(TableName=name)["Table"])
    except ClientError as error:
        if code_of(error) != "ResourceNotFoundException":
            raise
        return None


def until_ready(dynamodb: DynamoDB, name: str, longest: float) -> Live:
    """Come back when the table and all its indexes can be used; Unavailable after `longest`
    seconds, and then another run carries on where this one stopped."""
    for _ in _pauses(longest):
        live = live_table(dynamodb, name)
        if live and _is_ready(live):
            return live
    raise Unavailable(f"{name} is still being built. Run ensure_tables again later.")


def turn_on_recovery(dynamodb: DynamoDB, name: str) -> None:
    """Turn on point-in-time recovery; a table just made has to wait until it may be backed up."""
    wanted = {"PointInTimeRecoveryEnabled": True}
    for _ in _pauses(SETTLING):
        try:
            dynamodb.update_continuous_backups(
                TableName=name, PointInTimeRecoverySpecification=wanted
            )
            return
        except ClientError as error:
            if code_of(error) != "ContinuousBackupsUnavailableException":
                raise
    raise Unavailable(f"{name} cannot be backed up yet. Run ensure_tables again later.")


def code_of(error: ClientError) -> str:
    """DynamoDB's name for what went wrong."""
    return str(error.response["Error"]["Code"])


def key_schema(keys: Keys) -> list[dict[str, str]]:
    """Names of keys as DynamoDB's KeySchema."""
    kinds = ("HASH", "RANGE")
    return [
        {"AttributeName": name, "KeyType": kind} for name, kind in zip(keys, kinds, strict=False)
    ]


def definitions(types: Mapping[str, str]) -> list[dict[str, str]]:
    """Name → type as DynamoDB's AttributeDefinitions."""
    return [{"AttributeName": name, "AttributeType": kind} for name, kind in types.items()]


def index_of(index: Index) -> Live:
    """An index over all attributes, as DynamoDB wants it described."""
    return {
        "IndexName": index.name,
        "KeySchema": key_schema(index.keys),
        "Projection": {"ProjectionType": "ALL"},
    }


def capacity_like(live: Live) -> Live:
    """What a new index of this table must say about capacity: nothing where it is on demand."""
    if is_on_demand(live):
        return {}
    given = live["ProvisionedThroughput"]
    kept = ("ReadCapacityUnits", "WriteCapacityUnits")
    return {"ProvisionedThroughput": {unit: given[unit] for unit in kept}}


def _is_ready(live: Live) -> bool:
    indexes = live.get("GlobalSecondaryIndexes") or []
    states = [live["TableStatus"], *(index["IndexStatus"] for index in indexes)]
    return all(state == "ACTIVE" for state in states)


def _pauses(longest: float) -> Iterator[None]:
    """Now, and again after pauses that grow to five seconds, until `longest` seconds are over."""
    waited, pause = 0.0, 0.1
    yield
    while waited < longest:
        time.sleep(pause)
        waited += pause
        pause = min(pause * 1.5, 5.0)
        yield
