"""DynamoDB in this process: moto, with what it does slowly and needlessly left out."""

import copy
import json
import threading
from typing import Any, cast

from botocore.client import BaseClient
from botocore.validate import ParamValidationDecorator
from django.conf import settings
from moto import mock_aws
from moto.core.base_backend import BackendDict
from moto.core.exceptions import JsonRESTError
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.responses import DynamoHandler
from pynamodb.models import Model

from catalog.models import Product
from config.quick_line import QuickLine
from customers.models import Address, Customer
from orders.models import Order
from payments.models import Payment
from shipping.models import Shipment
from tests.quick_moto import make_moto_quick

TABLES: list[type[Model]] = [Customer, Product, Order, Payment, Address, Shipment]
# What the shop asks of items, by DynamoDB's name of it and by moto's.
OF_ITEMS = {
    "GetItem": "get_item",
    "PutItem": "put_item",
    "UpdateItem": "update_item",
    "DeleteItem": "delete_item",
    "Query": "query",
    "Scan": "scan",
    "BatchGetItem": "batch_get_item",
    "BatchWriteItem": "batch_write_item",
    "TransactWriteItems": "transact_write_items",
}


make_moto_quick()


class InProcess:
    """moto, with tables for a test as if they were new. It is started once, and what the test
    before has asked of it is forgotten: to make six tables takes longer than most tests."""

    def __init__(self) -> None:
        self._moto: Any = None
        self._is_clean = False
        self._new_tables: dict[str, Any] = {}
        self._client = cast("Any", BaseClient)
        self._send = self._client._make_api_call
        self._quick = cast("Any", QuickLine)
        self._quickly = self._quick._quickly
        # moto is not made for threads: a transaction copies whole tables while others write.
        self._one_at_a_time = threading.Lock()

    def start_empty(self) -> None:
        """Six empty tables, in this process."""
        if self._moto is None:
            self._start()
        elif not self._is_clean:
            BackendDict.reset()
            _database().tables.update(copy.deepcopy(self._new_tables))
        self._is_clean = True

    def stop(self) -> None:
        """No moto: what is asked goes over the wire."""
        if self._moto is not None:
            self._moto.stop()
            self._client._make_api_call = self._send
            self._quick._quickly = self._quickly
            self._moto = None

    def _start(self) -> None:
        self._moto = mock_aws()
        self._moto.start()
        self._client._make_api_call = self._noticing
        self._quick._quickly = lambda *_: None  # nobody listens: all goes to botocore's client
        for table in TABLES:
            table.create_table(wait=False)
        self._new_tables = copy.deepcopy(dict(_database().tables))

    @property
    def _noticing(self) -> Any:
        def send(client: BaseClient, operation: str, asked: dict[str, Any]) -> Any:
            self._is_clean = False
            with self._one_at_a_time:
                if not _is_of_models(client) or "amazonaws" not in client.meta.endpoint_url:
                    return self._send(client, operation, asked)
                try:
                    return _answer(operation, asked)
                except (KeyError, JsonRESTError):  # not of items, or refused: with all its words
                    return self._send(client, operation, asked)

        return send


def _is_of_models(client: Any) -> bool:
    """PynamoDB's own client, which sends and reads DynamoDB's JSON as it is; boto3's do not."""
    return not isinstance(client._serializer, ParamValidationDecorator)


def _database() -> Any:
    return dynamodb_backends[DEFAULT_ACCOUNT_ID][settings.AWS_REGION]


def _answer(operation: str, asked: dict[str, Any]) -> dict[str, Any]:
    """What moto says to a request about items, without HTTP in between: to sign, to send, to take
    apart and to read again takes four fifths of a test's time. KeyError for any other request."""
    handler = cast("Any", DynamoHandler())
    answer = getattr(handler, OF_ITEMS[operation])
    handler.current_account, handler.region = DEFAULT_ACCOUNT_ID, settings.AWS_REGION
    handler.body = handler.params = json.loads(json.dumps(asked))
    found: dict[str, Any] = json.loads(json.dumps(answer().result))
    return found
