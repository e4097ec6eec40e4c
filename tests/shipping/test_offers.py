"""Where the stand-in's couriers go, and where they collect money."""

from typing import Any

import pytest
import requests
from django.conf import settings

from payments.sandbox.process import RunningSandbox
from shipping.shiprocket import Shiprocket
from shipping.shiprocket_entities import Courier
from shipping.shiprocket_token import TokenInMemory

SURFACE = {"Delhivery Surface", "Xpressbees Surface", "Amazon Surface"}
COLLECTING = {"Delhivery Surface", "Xpressbees Surface", "Delhivery Air"}


def couriers_to(sandbox: RunningSandbox, pincode: str, **given: Any) -> list[Courier]:
    who = (settings.SHIPROCKET_EMAIL, settings.SHIPROCKET_PASSWORD)
    client = Shiprocket(requests.Session(), sandbox.shiprocket_url, *who, TokenInMemory())
    return client.couriers(from_pincode="411005", to_pincode=pincode, grams=500, **given)


def test_each_courier_says_whether_it_collects_money(sandbox: RunningSandbox) -> None:
    found = couriers_to(sandbox, "560041")
    assert {each.name for each in found} == SURFACE | COLLECTING
    assert {each.name for each in found if each.cod} == COLLECTING


def test_asked_for_cash_only_those_who_collect_it_are_named(sandbox: RunningSandbox) -> None:
    assert {each.name for each in couriers_to(sandbox, "560041", is_cod=True)} == COLLECTING


@pytest.mark.parametrize("pincode", ["190001", "737101", "744101", "794001"])
def test_some_places_are_served_but_not_for_cash(sandbox: RunningSandbox, pincode: str) -> None:
    assert not any(each.cod for each in couriers_to(sandbox, pincode))
    assert couriers_to(sandbox, pincode)
    assert couriers_to(sandbox, pincode, is_cod=True) == []


@pytest.mark.parametrize("pincode", ["900099", "790001", "744301", "682555", "012345", "4110"])
def test_some_places_nobody_goes_to(sandbox: RunningSandbox, pincode: str) -> None:
    assert couriers_to(sandbox, pincode) == []


def test_the_recommended_courier_comes_first_also_for_cash(sandbox: RunningSandbox) -> None:
    for is_cod in (False, True):
        first, *others = couriers_to(sandbox, "560041", is_cod=is_cod)
        assert first.is_recommended
        assert not any(each.is_recommended for each in others)
