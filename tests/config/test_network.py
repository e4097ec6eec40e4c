"""Where a request comes from."""

import re

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from config.network import network_of


@pytest.mark.parametrize(
    ("nearest", "told", "network"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.1.2.3", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("10.1.2.3", "nonsense", "10.1.2.3"),
        ("2001:db8:1:2:3::9", "", "2001:db8:1:2::/64"),
        ("::1", "2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "", "203.0.113.9"),
        ("", "198.51.100.1", "unknown"),
    ],
)
def test_only_our_own_proxy_is_believed(nearest: str, told: str, network: str) -> None:
    headers = {"X-Forwarded-For": told} if told else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=nearest)
    assert network_of(request) == network


@pytest.mark.parametrize(
    ("told", "network"),
    [
        ("198.51.100.1, 203.0.113.50", "198.51.100.1"),
        ("6.6.6.6, 198.51.100.1, 203.0.113.50", "198.51.100.1"),
        ("6.6.6.6, 7.7.7.7, 2001:db8:1:2::9, 203.0.113.50", "2001:db8:1:2::/64"),
        ("198.51.100.1", "198.51.100.1"),
        ("6.6.6.6, nonsense, 203.0.113.50", "10.1.2.3"),
        ("", "10.1.2.3"),
    ],
)
def test_behind_a_cdn_and_a_proxy_it_is_the_last_but_one(
    settings: Settings, told: str, network: str
) -> None:
    settings.TRUSTED_HOPS = 2
    headers = {"X-Forwarded-For": told} if told else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="10.1.2.3")
    assert network_of(request) == network


@pytest.mark.parametrize(
    ("nearest", "given", "is_taken"),
    [
        ("127.0.0.1", "0123456789abcdef", True),
        ("10.1.2.3", "c0ffee00-1234", True),
        ("127.0.0.1", "short", False),
        ("127.0.0.1", "two words here", False),
        ("203.0.113.9", "0123456789abcdef", False),
        ("", "0123456789abcdef", False),
    ],
)
def test_the_number_of_a_request_is_our_own_proxys_or_new(
    client: Client, nearest: str, given: str, is_taken: bool
) -> None:
    answer = client.get("/healthz", headers={"X-Request-Id": given}, REMOTE_ADDR=nearest)
    number = answer["X-Request-Id"]
    assert (number == given) is is_taken
    assert is_taken or re.fullmatch(r"r[0-9a-f]{16}", number)
