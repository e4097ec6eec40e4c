"""What the shop refuses to start with, one line for each thing."""

import os
import subprocess
import sys
from typing import Any

import pytest

from config.local.processes import BASE_DIR
from config.requirements import is_loopback, port_of, problems

LIVE: dict[str, Any] = {
    "site_url": "https://thirdball.example",
    "email_url": "smtp+tls://u:p@mail.example:587",
    "dynamodb_endpoint": "",
    "secret_key": "k" * 32,
    "razorpay_key_id": "rzp_live_abc",
    "razorpay_key_secret": "s",
    "razorpay_webhook_secrets": ["w"],
    "razorpay_base_url": "https://api.razorpay.com",
    "razorpay_checkout_url": "https://checkout.razorpay.com/v1/checkout.js",
    "shiprocket_email": "a@b.example",
    "shiprocket_password": "p",
    "shiprocket_webhook_token": "t",
    "shiprocket_base_url": "https://apiv2.shiprocket.in/v1/external",
}
UNFIT = [
    ("site_url", "http://thirdball.example"),
    ("email_url", ""),
    ("email_url", "consolemail://"),
    ("secret_key", "k" * 31),
    ("dynamodb_endpoint", "http://127.0.0.1:4566"),
    ("razorpay_base_url", "http://127.8.9.1:8001/razorpay"),
    ("razorpay_checkout_url", "http://localhost:8001/checkout.js"),
    ("shiprocket_base_url", "http://[::1]:8001/shiprocket"),
    ("razorpay_key_secret", "sandbox-key-secret"),
    ("razorpay_webhook_secrets", ["mine", "sandbox-webhook-secret"]),
    ("shiprocket_webhook_token", "sandbox-webhook-token"),
    ("shiprocket_password", "sandbox-password"),
]


def test_a_live_shop_that_is_told_everything_has_no_problem() -> None:
    assert problems(**LIVE) == []


@pytest.mark.parametrize(("name", "value"), UNFIT)
def test_a_live_key_refuses_what_belongs_to_a_sandbox(name: str, value: Any) -> None:
    [line] = problems(**LIVE | {name: value})
    variable = name.removesuffix("s") if name == "razorpay_webhook_secrets" else name
    assert line.startswith(f"{variable.upper()} is ")
    assert problems(**LIVE | {name: value, "razorpay_key_id": "rzp_test_abc"}) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("razorpay_base_url", "http://api.razorpay.com"),
        ("razorpay_checkout_url", "http://checkout.razorpay.com/v1/checkout.js"),
        ("shiprocket_base_url", "http://apiv2.shiprocket.in/v1/external"),
        ("dynamodb_endpoint", "http://dynamodb.ap-south-1.amazonaws.com"),
        ("email_url", "smtp://u:p@mail.example:587"),
    ],
)
def test_a_live_shop_talks_to_others_by_tls_alone(name: str, value: str) -> None:
    [line] = problems(**LIVE | {name: value})
    assert line.startswith(f"{name.upper()} is ")
    assert problems(**LIVE | {name: value, "razorpay_key_id": "rzp_test_abc"}) == []
    assert problems(**LIVE | {"email_url": "smtp://127.0.0.1:25"}) == []  # a relay beside us


def test_a_live_key_refuses_to_start_while_debugging() -> None:
    [line] = problems(**LIVE, is_debugging=True)
    assert line.startswith("DEBUG is true")
    assert problems(**LIVE | {"razorpay_key_id": "rzp_test_abc"}, is_debugging=True) == []


@pytest.mark.parametrize("name", sorted(set(LIVE) - {"site_url", "email_url", "dynamodb_endpoint"}))
def test_what_is_missing_is_said_whatever_the_key(name: str) -> None:
    [line] = problems(**LIVE | {name: [] if name.endswith("secrets") else ""})
    assert line.endswith(" is not set.")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.255.0.9", "localhost", "LOCALHOST.", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_all_of_this_machine_is_loopback(host: str) -> None:
    assert is_loopback(f"http://{host}:8001/x")


@pytest.mark.parametrize("url", ["https://api.razorpay.com", "http://128.0.0.1", "", "127.0.0.1"])
def test_nothing_else_is(url: str) -> None:
    assert not is_loopback(url)


@pytest.mark.parametrize("text", ["abc", "", "0", "65536", "-1", "٣", "8" * 9])
def test_what_is_no_port_is_said_in_one_line(text: str) -> None:
    with pytest.raises(SystemExit, match=r"\AENGINE_PORT is .*\Z"):
        port_of("ENGINE_PORT", text)
    assert port_of("ENGINE_PORT", "4566") == 4566


def printed(words: str, **given: str) -> subprocess.CompletedProcess[str]:
    """What a process of these settings prints; the tests' own stand behind them."""
    return subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-c", f"from config import settings; print({words})"],
        check=False,
        cwd=BASE_DIR,
        env=dict(os.environ) | given,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_secrets_are_cut_out_of_the_blanks_around_them() -> None:
    words = "settings.RAZORPAY_WEBHOOK_SECRETS, settings.RAZORPAY_KEY_SECRET"
    told = printed(words, RAZORPAY_WEBHOOK_SECRET=" a, b,,", RAZORPAY_KEY_SECRET=" s\n")
    assert told.stdout == "['a', 'b'] s\n"


def test_blanks_and_commas_alone_are_no_secret() -> None:
    told = printed("0", RAZORPAY_WEBHOOK_SECRET=" , ", SHIPROCKET_PASSWORD=" ")
    lines = ["RAZORPAY_WEBHOOK_SECRET is not set.", "SHIPROCKET_PASSWORD is not set."]
    assert (told.returncode, told.stderr.splitlines()) == (1, lines)


def test_a_key_is_not_replaced_before_the_digests_have_one_of_their_own() -> None:
    keys = {"SECRET_KEY": "new", "SECRET_KEY_FALLBACKS": " old, older,"}
    told = printed("0", **keys)
    assert (told.returncode, told.stderr[:22]) == (1, "DIGEST_KEY is not set,")
    words = "settings.SECRET_KEY_FALLBACKS, settings.DIGEST_KEY"
    assert printed(words, **keys, DIGEST_KEY="older").stdout == "['old', 'older'] older\n"
    assert printed("settings.DIGEST_KEY", SECRET_KEY="new").stdout == "new\n"


def test_a_port_that_is_none_stops_the_process_in_one_line() -> None:
    told = printed("0", ENGINE_PORT="abc")
    assert (told.returncode, len(told.stderr.splitlines())) == (1, 1)
