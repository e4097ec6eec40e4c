"""What the code asks of AWS, by the process that asks: the recorded list that the rights at AWS are
made of. `tests/aws_watch.py` holds every test to it, and writes it anew on request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

LIST = Path(__file__).with_name("calls.txt")
TABLE = "-"  # the table itself, no index
HEAD = (
    "# What each process asks of AWS: process, service, table or -, right, index or -, and one\n"
    "# place that asks. Written by: python -m pytest --record-calls; docs/operations/live.md.\n"
)
# A part of a transaction needs the right of the same write alone.
PARTS = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
    "Get": "GetItem",
}
# Operations of S3 that are let in by a right of another name.
S3 = {"HeadObject": "GetObject", "ListObjectsV2": "ListBucket", "ListObjects": "ListBucket"}


class Process(StrEnum):
    """Who asks. A person at a command has the rights of `operator`."""

    WEB = "web"
    WORKER = "worker"
    OPERATOR = "operator"
    DEPLOY = "deploy"


@dataclass(frozen=True, order=True)
class Right:
    """One kind of call; `table` is without the prefix."""

    process: str
    service: str
    table: str
    action: str
    index: str = TABLE

    def __str__(self) -> str:
        return " ".join((self.process, self.service, self.table, self.action, self.index))


def read(path: Path = LIST) -> dict[Right, str]:
    """The rights of the list, each with a place in the code that needs it."""
    lines = path.read_text().splitlines() if path.exists() else []
    found = {}
    for line in lines:
        if line and not line.startswith("#"):
            *right, place = line.split()
            found[Right(*right)] = place
    return found


def written(rights: Mapping[Right, str]) -> str:
    """The list as its file holds it."""
    return HEAD + "".join(f"{right} {place}\n" for right, place in sorted(rights.items()))


def asked_of_dynamodb(operation: str, asked: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    """Table, right and index of everything that a call to DynamoDB touches."""
    if "TransactItems" in asked:
        for part in asked["TransactItems"]:
            for kind, about in part.items():
                yield about["TableName"], PARTS[kind], TABLE
    elif "RequestItems" in asked:
        for name in asked["RequestItems"]:
            yield name, operation, TABLE
    elif "TableName" in asked:
        yield asked["TableName"], operation, asked.get("IndexName", TABLE)
