"""Whatever a stranger sends to the three open addresses is a 4xx, and changes nothing."""

import gzip
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from orders.models import Order
from tests.factories import a_product, an_opened_order
from tests.faults.odd import (
    CALLBACK,
    CREATE,
    FEW,
    FORM,
    JSON,
    MULTIPART,
    ODD,
    OPEN,
    is_refused,
    json_values,
    paths_in,
    post,
    with_odd,
)

CUSTOMER = {"name": "Ananya Rao", "email": "ananya@example.com", "phone": "98450 12345"}
ADDRESS = {
    "addressLine1": "22, 3rd Cross",
    "city": "Pune",
    "state": "Maharashtra",
    "pincode": "411038",
}
WISH = {
    "items": [{"sku": "known", "quantity": 1}],
    "customer": CUSTOMER,
    "shippingAddress": ADDRESS,
    "amount": 579_00,
}


def a_form(fields: int) -> bytes:
    return b"&".join(b"f%d=1" % n for n in range(fields))


def a_part(name: bytes) -> bytes:
    return b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n1\r\n' % name


BODIES: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", JSON),
    "no JSON": (lambda: b"{", JSON),
    "text for JSON": (lambda: json.dumps(WISH).encode(), "text/plain"),
    "no content type": (lambda: json.dumps(WISH).encode(), ""),
    "a content type of rubbish": (lambda: b"{}", "\xff/;;=;charset=\x01"),
    "another character set": (lambda: b"razorpay_order_id=1", f"{FORM}; charset=utf-7"),
    "deep JSON that fits": (lambda: b"[" * 60_000, JSON),
    "deep JSON": (lambda: b"[" * 100_000, JSON),
    "deep objects": (lambda: b'{"a":' * 10_000, JSON),
    "long digits": (lambda: b'{"amount":' + b"9" * 60_000 + b"}", JSON),
    "bad UTF-8": (lambda: b'{"items":"\xff\xfe"}', JSON),
    "UTF-16": (lambda: json.dumps(WISH).encode("utf-16"), JSON),
    "a byte order mark": (lambda: b"\xef\xbb\xbf" + json.dumps(WISH).encode(), JSON),
    "zeros": (lambda: b"\x00" * 1000, JSON),
    "1e400": (lambda: b'{"amount":1e400}', JSON),
    "not a number": (lambda: b'{"amount":NaN}', JSON),
    "50 MB": (lambda: bytes(50 << 20), JSON),
    "a bomb": (lambda: gzip.compress(bytes(50 << 20)), JSON),
    "ten thousand fields": (lambda: a_form(10_000), FORM),
    "six hundred fields": (lambda: a_form(600), FORM),
    "bad bytes in a form": (lambda: b"razorpay_order_id=%ff%00\xff&razorpay_signature=%", FORM),
    "half a multipart": (lambda: a_part(b"razorpay_order_id"), MULTIPART),
    "a multipart without its mark": (lambda: b"--b", "multipart/form-data"),
    "six hundred parts": (lambda: a_part(b"f") * 600 + b"--b--", MULTIPART),
}


@pytest.mark.parametrize("address", OPEN)
@pytest.mark.parametrize("body", BODIES)
def test_rubbish_at_an_open_address_is_a_4xx(address: str, body: str) -> None:
    raw, content_type = BODIES[body]
    assert is_refused(post(address, raw(), content_type))


@pytest.mark.parametrize("length", ["x", "-1", "", "1.5", "²", "9" * 5000, "99999999"])
def test_an_odd_length_is_a_4xx(length: str) -> None:
    for address in OPEN:
        reply = Client().post(address, b"{}", content_type=JSON, CONTENT_LENGTH=length)
        assert is_refused(reply.status_code)


def test_chunks_without_a_length_are_not_read() -> None:
    for address in OPEN:
        assert post(address, b"{}", JSON, **{"Transfer-Encoding": "chunked"}) == 411


TWICE = [
    b'{"items":[],"items":[{"sku":"known"}]}',
    b'{"items":[{"sku":"other","sku":"known"}]}',
    b'{"amount":1,"amount":50000}',
]


@pytest.mark.parametrize("raw", TWICE)
def test_a_key_that_stands_twice_is_refused(raw: bytes) -> None:
    a_product(product_id="known")
    assert post(CREATE, raw, JSON) == 400


@pytest.mark.parametrize("path", list(paths_in(WISH)), ids=str)
def test_anything_odd_anywhere_in_create_order_is_a_4xx(
    path: tuple[Any, ...], all_faults: bool
) -> None:
    a_product(product_id="known", stock=0)  # what is taken for good ends at the empty shelf
    for odd in ODD if all_faults else ODD[len(str(path)) % 3 :: 3]:
        assert is_refused(post(CREATE, json.dumps(with_odd(WISH, path, odd)).encode(), JSON)), odd
    assert Order.count() == 0


def test_without_anything_odd_only_the_stock_is_missing() -> None:
    a_product(product_id="known", stock=0)
    raw = json.dumps(WISH).encode()
    assert post(CREATE, raw, JSON) == 409


@pytest.mark.parametrize("odd", [str(odd) for odd in ODD if odd not in (None, "")], ids=ascii)
def test_odd_fields_at_the_callback_are_a_4xx(odd: str) -> None:
    order = an_opened_order()
    names = ("razorpay_order_id", "razorpay_payment_id", "razorpay_signature", "error[metadata]")
    good = dict.fromkeys(names, "0" * 64) | {"razorpay_order_id": order.razorpay_order_id}
    for name in names:
        fields = urlencode({**good, name: odd}, errors="replace")
        assert is_refused(post(CALLBACK, fields.encode(), FORM))
        token = quote(odd, errors="replace")
        assert is_refused(post(f"{CALLBACK}?for={token}", fields.encode(), FORM))


@FEW
@given(body=json_values, content_type=st.sampled_from([JSON, FORM, MULTIPART, "text/plain"]))
def test_any_json_of_a_stranger_is_a_4xx(body: Any, content_type: str) -> None:
    for address in OPEN:
        assert is_refused(post(address, json.dumps(body).encode(), content_type))


@FEW
@given(raw=st.binary(max_size=3000), content_type=st.sampled_from([JSON, FORM, MULTIPART, "x"]))
def test_any_bytes_of_a_stranger_are_a_4xx(raw: bytes, content_type: str) -> None:
    for address in OPEN:
        assert is_refused(post(address, raw, content_type))
