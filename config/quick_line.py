"""How the models reach DynamoDB: items by a quick line of our own, all else, and whatever goes
wrong on it, by botocore's client (docs/decisions/cost-of-a-sale.md).

The quick line tries once. What botocore would try again is handed to botocore, the token that
makes a transaction happen once with it; so there are as many tries as before, and no more.
"""

import json
import threading
import time
import uuid
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlsplit

from botocore.exceptions import ClientError
from botocore.httpsession import get_cert_path
from botocore.session import get_session
from botocore.utils import get_environ_proxies

from config.quick_wire import Answer, BadAnswer, Keys, Lines, Signer

OF_ITEMS = frozenset(
    {
        "BatchGetItem",
        "BatchWriteItem",
        "DeleteItem",
        "GetItem",
        "PutItem",
        "Query",
        "Scan",
        "TransactGetItems",
        "TransactWriteItems",
        "UpdateItem",
    }
)
# What botocore's standard mode tries again.
AGAIN = frozenset(
    {
        "BandwidthLimitExceeded",
        "LimitExceededException",
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "RequestTimeout",
        "RequestTimeoutException",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    }
)


class QuickLine:
    """Stands where PynamoDB expects botocore's client, and is that client in all but items."""

    def __init__(self, client: Any, *, connecting: float, reading: float, most: int) -> None:
        self._client = client
        self._connecting, self._reading, self._most = connecting, reading, most
        self._again = threading.local()
        client.meta.events.register("before-call.*.*", self._name_the_call)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def stands_before(self, client: object) -> bool:
        """Whether it is this client of botocore's that is asked for the rest."""
        return self._client is client

    def close(self) -> None:
        """Close the lines that wait."""
        if self._lines:
            self._lines.close()
        self._client.close()

    def _make_api_call(self, operation: str, asked: dict[str, Any]) -> dict[str, Any]:
        if operation == "TransactWriteItems":
            asked.setdefault("ClientRequestToken", str(uuid.uuid4()))
        call = str(uuid.uuid4())
        answer = self._quickly(operation, asked, call) if operation in OF_ITEMS else None
        if answer is None:
            return self._slowly(operation, asked, call)
        return answer

    def _slowly(self, operation: str, asked: dict[str, Any], call: str) -> dict[str, Any]:
        self._again.call = call
        try:
            answer = cast("dict[str, Any]", self._client._make_api_call(operation, asked))
        finally:
            self._again.call = ""
        if (about := answer.get("ResponseMetadata")) and operation in OF_ITEMS:
            about["RetryAttempts"] = about.get("RetryAttempts", 0) + 1  # ours was the first
        return answer

    def _name_the_call(self, context: dict[str, Any], **_: Any) -> None:
        """botocore's tries are further ones of the same call."""
        if call := getattr(self._again, "call", ""):
            context.setdefault("retries", {}).setdefault("invocation-id", call)

    def _quickly(self, operation: str, asked: dict[str, Any], call: str) -> dict[str, Any] | None:
        """DynamoDB's answer; None where botocore is to try. Raises what DynamoDB refuses."""
        keys = self._keys()
        if keys is None or self._lines is None:
            return None
        body = json.dumps(asked, separators=(",", ":")).encode()
        now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        headers = self._signer.headers(f"DynamoDB_20120810.{operation}", body, keys, now)
        headers["amz-sdk-invocation-id"] = call
        try:
            answer = self._lines.ask(headers, body)
            said: dict[str, Any] = json.loads(answer.body)
        except (OSError, ValueError, BadAnswer):
            return None
        if answer.status == 200:
            return said
        code = str(said.get("__type", "")).rpartition("#")[2]
        if not code or code in AGAIN or answer.status >= 500:
            return None
        raise ClientError(_refusal(answer, code, said), operation)

    def _keys(self) -> Keys | None:
        credentials = self._client._request_signer._credentials
        return credentials.get_frozen_credentials() if credentials else None

    @cached_property
    def _signer(self) -> Signer:
        return Signer(self._address.netloc, self._client.meta.region_name)

    @cached_property
    def _lines(self) -> Lines | None:
        """None where only a proxy leads to DynamoDB: botocore knows how to ask one."""
        there = self._address
        if get_environ_proxies(self._client.meta.endpoint_url):
            return None
        is_https = there.scheme == "https"
        return Lines(
            there.hostname or "",
            there.port or (443 if is_https else 80),
            is_https,
            self._connecting,
            self._reading,
            self._most,
            get_cert_path(get_session().get_config_variable("ca_bundle") or True),
        )

    @cached_property
    def _address(self) -> Any:
        return urlsplit(self._client.meta.endpoint_url)


def _refusal(answer: Answer, code: str, said: dict[str, Any]) -> Any:
    """The answer as botocore hands it to whoever catches its ClientError."""
    words = said.pop("message", said.pop("Message", ""))
    about = {
        "RequestId": answer.headers.get("x-amzn-requestid", ""),
        "HTTPStatusCode": answer.status,
        "HTTPHeaders": dict(answer.headers),
        "RetryAttempts": 0,
    }
    return {**said, "Error": {"Message": words, "Code": code}, "ResponseMetadata": about}
