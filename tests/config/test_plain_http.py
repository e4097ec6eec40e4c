"""A shop at https:// takes nothing that came without encryption."""

import pytest
from django.conf import LazySettings
from django.test import Client

MACHINES = ["/payment/webhook", "/payment/create-order", "/shipping/tracking/webhook"]


@pytest.mark.parametrize("path", [*MACHINES, "/cart/lines", "/nowhere"])
def test_what_is_sent_without_encryption_is_refused_and_a_look_is_led_on(
    path: str, settings: LazySettings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    client = Client()
    refused = client.post(path, "{}", content_type="application/json")
    assert (refused.status_code, "https://" in refused.text) == (403, True)
    looked = client.get(path)
    assert looked.status_code == 301
    assert looked["Location"].startswith("https://")
    assert "encryption" not in client.post(path, secure=True).text
