"""DynamoDB in this process: moto, with what it does slowly and needlessly left out."""

import copy
import threading
from functools import cache
from typing import Any, cast

from botocore.client import BaseClient
from django.conf import settings
from moto import mock_aws
from moto.core import responses
from moto.core.base_backend import BackendDict
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb.models import dynamodb_backends
from pynamodb.models import Model

from catalog.models import Product
from customers.models import Address, Customer
from orders.models import Order
from payments.models import Payment
from shipping.models import Shipment

TABLES: list[type[Model]] = [Customer, Product, Order, Payment, Address, Shipment]


class InProcess:
    """moto, with tables for a test as if they were new. It is started once, and what the test
    before has asked of it is forgotten: to make six tables takes longer than most tests."""

    def __init__(self) -> None:
        self._moto: Any = None
        self._is_clean = False
        self._new_tables: dict[str, Any] = {}
        self._client = cast("Any", BaseClient)
        self._send = self._client._make_api_call
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
            self._moto = None

    def _start(self) -> None:
        self._moto = mock_aws()
        self._moto.start()
        self._client._make_api_call = self._noticing
        for table in TABLES:
            table.create_table(wait=False)
        self._new_tables = copy.deepcopy(dict(_database().tables))

    @property
    def _noticing(self) -> Any:
        def send(client: BaseClient, *args: Any, **kwargs: Any) -> Any:
            self._is_clean = False
            with self._one_at_a_time:
                return self._send(client, *args, **kwargs)

        return send


def _database() -> Any:
    return dynamodb_backends[DEFAULT_ACCOUNT_ID][settings.AWS_REGION]


def _write_quickly() -> None:
    """An attribute is one of ten kinds; moto looks for each of them under four names, which takes
    two fifths of a test's time. Look for the one that is there."""
    serializer = cast("Any", BaseJSONSerializer)
    write = serializer._serialize_type_structure

    def written(self: Any, answer: Any, value: Any, shape: Any, key: str) -> None:
        if shape.name != "AttributeValue" or type(value) is not dict:
            write(self, answer, value, shape, key)
            return
        kinds = shape.members
        inside: dict[str, Any] = {}
        for kind, held in value.items():
            self._serialize(inside, held, kinds[kind], kind)
        self._default_serialize(answer, inside, shape, key)

    serializer._serialize_type_structure = written


def _look_up_once() -> None:
    """moto looks its own class through for its methods at every call."""
    named = cast("Any", responses)
    named.method_names_from_class = cache(named.method_names_from_class)


_write_quickly()
_look_up_once()
