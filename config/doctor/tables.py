"""Are the tables as the shop needs them, what may we do with them, and is our clock right?"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import requests
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from config import clock
from config.doctor.answers import Answer, fault, ok, unseen, warn, worst
from config.doctor.place import ask, date_of, is_here
from config.dynamo import connection
from config.dynamo_admin import client, code_of
from config.provisioning import Provisioning
from config.tables import Finding, Kind, Table, wanted_tables

REACH = "See that this machine reaches DynamoDB in AWS_REGION, and has credentials."
MEND = "Run manage.py ensure_tables; what it cannot mend it says."
RIGHTS = "Give the shop's role the policy of docs/operations.md."
DENIED = {"AccessDeniedException", "AccessDenied", "UnauthorizedOperation"}
REFUSED = {"ConditionalCheckFailedException", "TransactionCanceledException"}
NOBODY = "#doctor"  # a key that no item has


def tables() -> Answer:
    """Keys, indexes, expiry, backups and protection of every table."""
    try:
        provisioning = Provisioning(client(), mends=False)
        found = [finding for table in wanted_tables() for finding in provisioning.of(table)]
    except ClientError as error:
        return _not_told(error)
    except BotoCoreError as error:
        return fault(f"DynamoDB does not answer: {type(error).__name__}.", REACH)
    return worst([*map(_weighed, found)], if_none=f"All {len(wanted_tables())} are whole.")


def _weighed(finding: Finding) -> Answer:
    if finding.kind is Kind.NOTE:
        return unseen(finding.text)
    level = fault if finding.is_fatal or finding.kind is Kind.MISSING else warn
    return level(finding.text, MEND)


def _not_told(error: ClientError) -> Answer:
    if code_of(error) in DENIED:
        return fault(f"We may not {error.operation_name}.", RIGHTS)
    return fault(f"DynamoDB says {code_of(error)} to {error.operation_name}.", REACH)


def encryption() -> Answer:
    """DynamoDB encrypts everything; a key of our own must be one that works."""
    try:
        for table in wanted_tables():
            live = client().describe_table(TableName=table.name)["Table"]
            status = (live.get("SSEDescription") or {}).get("Status", "ENABLED")
            if status not in {"ENABLED", "UPDATING", "DISABLED"}:
                return fault(f"{table.name}: encryption is {status}.", "See to its KMS key.")
    except ClientError as error:
        return _not_told(error)
    except BotoCoreError as error:
        return fault(f"DynamoDB does not answer: {type(error).__name__}.", REACH)
    if is_here(settings.DYNAMODB_ENDPOINT or ""):
        return unseen("A local engine keeps its files as they are.")
    return ok("Encrypted at rest, by DynamoDB's key or the one you named.")


def rights() -> Answer:
    """Each kind of call that the shop makes is tried on each table, so that it changes nothing:
    reads of an item that is not there, writes whose condition cannot hold."""
    denied: dict[str, list[str]] = {}
    try:
        for table in wanted_tables():
            for name, act in _acts(table):
                if not _may(act):
                    denied.setdefault(name, []).append(table.name)
    except (BotoCoreError, ClientError) as error:
        return unseen(f"DynamoDB does not answer as it should: {error}.", REACH)
    if denied:
        said = "; ".join(f"{name} on {', '.join(names)}" for name, names in denied.items())
        return fault(f"We may not {said}.", RIGHTS)
    return ok(f"All calls are allowed on all {len(wanted_tables())} tables.")


def _acts(table: Table) -> Iterator[tuple[str, Callable[[], Any]]]:
    """The calls, by the name of the right that each needs."""
    dynamodb: Any = connection().client
    key = {name: {"S": NOBODY} for name in table.keys}
    base = {"TableName": table.name}
    names = {"#k": table.keys[0]}
    never = {"ConditionExpression": "attribute_exists(#k)", "ExpressionAttributeNames": names}
    yield "GetItem", lambda: dynamodb.get_item(**base, Key=key)
    asked = {table.name: {"Keys": [key]}}
    yield "BatchGetItem", lambda: dynamodb.batch_get_item(RequestItems=asked)
    yield "PutItem", lambda: dynamodb.put_item(**base, Item=key, **never)
    yield "DeleteItem", lambda: dynamodb.delete_item(**base, Key=key, **never)
    yield "UpdateItem", lambda: dynamodb.update_item(**base, Key=key, **never)
    check = [{"ConditionCheck": base | {"Key": key} | never}]
    yield "ConditionCheckItem", lambda: dynamodb.transact_write_items(TransactItems=check)
    yield "Scan", lambda: dynamodb.scan(**base, Limit=1)
    for index in ("", *(each.name for each in table.indexes)):
        hash_key = next((e.keys[0] for e in table.indexes if e.name == index), table.keys[0])
        query = base | ({"IndexName": index} if index else {}) | _of_nobody(hash_key)
        yield f"Query {index}".strip(), lambda query=query: dynamodb.query(**query)  # type: ignore[misc]


def _of_nobody(hash_key: str) -> dict[str, Any]:
    return {
        "KeyConditionExpression": "#k = :k",
        "ExpressionAttributeNames": {"#k": hash_key},
        "ExpressionAttributeValues": {":k": {"S": NOBODY}},
        "Limit": 1,
    }


def _may(act: Callable[[], Any]) -> bool:
    """Whether the call was let through, even if its condition did not hold."""
    try:
        act()
    except ClientError as error:
        reasons = {each.get("Code") for each in error.response.get("CancellationReasons", ())}
        if code_of(error) in DENIED or reasons & DENIED:
            return False
        if code_of(error) not in REFUSED:
            raise
    return True


def our_clock() -> Answer:
    """Signatures and six-digit codes are good for seconds: our clock agrees with others'."""
    gaps = [abs((told - clock.now()).total_seconds()) for told in _other_clocks()]
    if not gaps:
        return unseen("Nobody told the time.", REACH)
    gap = max(gaps)
    mend = "Switch the time service on: timedatectl set-ntp true"
    if gap > 5:
        level = fault if gap > 60 else warn
        return level(f"Our clock is {gap:.0f} seconds from others'.", mend)
    return ok("Within seconds of DynamoDB's and Razorpay's.")


def _other_clocks() -> Iterator[datetime]:
    dynamodb: Any = connection().client
    try:
        told = dynamodb.describe_table(TableName=wanted_tables()[0].name)
        headers = told.get("ResponseMetadata", {}).get("HTTPHeaders", {})
        if moment := date_of(headers.get("date")):
            yield moment
    except (BotoCoreError, ClientError):
        pass
    try:
        reply = ask("HEAD", settings.RAZORPAY_BASE_URL)
    except requests.RequestException:
        return
    if moment := date_of(reply.headers.get("Date")):
        yield moment
