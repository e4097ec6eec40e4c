"""What the shop's own log says of tries at its doors."""

import logging

import pyotp
import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from customers.models import Customer
from tests.customers.people import PASSWORD, a_packer
from tests.customers.shoppers import another, asks, comes_in, mailed_code, types
from tests.staff import SECRET, a_colleague

DOOR, CODE = "/staff/sign-in/", "/staff/sign-in/code/"


def test_each_try_at_a_door_leaves_a_line_that_names_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    rohit, owner = a_packer().customer_id, a_colleague("owner", secret=SECRET)
    owner.update(actions=[Customer.password_hash.set(make_password(PASSWORD))])
    caplog.set_level(logging.INFO, "customers.services.door_lines")
    for address, password in ((rohit, "wrong"), (rohit, PASSWORD), ("nobody", "wrong")):
        Client().post(DOOR, {"email": address, "password": password})
    half_way = Client()
    half_way.post(DOOR, {"email": owner.customer_id, "password": PASSWORD})
    half_way.post(CODE, {"code": "000000"})
    half_way.post(CODE, {"code": pyotp.TOTP(SECRET).now()})
    asks(shopper := Client())
    types(shopper, another(mailed_code()))
    comes_in(Client())
    lines = [line.getMessage() for line in caplog.records if "door_lines" in line.name]
    assert [line.rpartition(": ")[2] for line in lines] == [
        *("WrongPassword", "let in", "WrongPassword"),
        *("CodeWanted", "WrongAppCode", "let in"),
        *("WrongCode", "let in"),
    ]
    assert lines[0].partition(": ")[0] == lines[1].partition(": ")[0]
    assert lines[0].partition(": ")[0] != lines[3].partition(": ")[0]
    assert not [line for line in lines if "@" in line or "rohit" in line or PASSWORD in line]
