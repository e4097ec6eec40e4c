"""From where parcels are sent: asked of Shiprocket once a day, by whichever process needs it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from pytest_django import Settings

from config import clock
from shipping.services import pickup_place
from shipping.services.pickup_place import FRESH, UnknownPickupPlace, pickup_pincode
from shipping.shiprocket import ShiprocketDown
from shipping.tokens import client
from tests.shipping.office import Office, down


def places(*named: tuple[str, str]) -> dict[str, Any]:
    listed = [{"pickup_location": name, "pin_code": pincode} for name, pincode in named]
    return {"data": {"shipping_address": listed}}


@pytest.fixture(autouse=True)
def warehouse(office: Office) -> Iterator[Office]:
    """Two pickup locations; ours is the second, with a blank behind its name."""
    pickup_place.forget()
    office.always["places"] = places(("Home", "560041"), ("Pune Warehouse ", "411005"))
    yield office
    pickup_place.forget()


def test_the_place_is_the_one_that_the_settings_name_not_the_first() -> None:
    assert pickup_pincode(client()) == "411005"


def test_it_is_asked_once_for_all_processes(warehouse: Office) -> None:
    pickup_pincode(client())
    pickup_place.forget()
    assert pickup_pincode(client()) == "411005"
    assert warehouse.calls.count("places") == 1


def test_after_a_day_it_is_asked_again(warehouse: Office) -> None:
    pickup_pincode(client())
    warehouse.always["places"] = places(("Pune Warehouse", "411038"))
    with time_machine.travel(clock.now() + FRESH + timedelta(minutes=1)):
        assert pickup_pincode(client()) == "411038"


def test_an_old_answer_serves_while_shiprocket_is_silent(warehouse: Office) -> None:
    pickup_pincode(client())
    pickup_place.forget()
    warehouse.before["places"] = down
    with time_machine.travel(clock.now() + FRESH + timedelta(minutes=1)):
        assert pickup_pincode(client()) == "411005"


def test_without_any_answer_the_silence_is_told(warehouse: Office) -> None:
    warehouse.before["places"] = down
    with pytest.raises(ShiprocketDown):
        pickup_pincode(client())


@pytest.mark.parametrize("name", ["Pune", "Pune Warehouse 2"])
def test_a_place_that_is_not_registered_is_said_with_those_that_are(
    settings: Settings, name: str
) -> None:
    settings.SHIPROCKET_PICKUP_LOCATION = name
    with pytest.raises(UnknownPickupPlace, match="It has: Home, Pune Warehouse"):
        pickup_pincode(client())


def test_a_place_that_was_taken_away_is_not_believed_for_its_age(warehouse: Office) -> None:
    pickup_pincode(client())
    warehouse.always["places"] = places(("Home", "560041"))
    later = clock.now() + FRESH + timedelta(minutes=1)
    with time_machine.travel(later), pytest.raises(UnknownPickupPlace):
        pickup_pincode(client())
