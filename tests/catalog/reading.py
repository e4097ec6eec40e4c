"""A page as a person reads it."""

import html
import re

from django.test import Client


def text_of(client: Client, address: str, status: int = 200) -> str:
    """The page's words, tags left out and spaces closed up."""
    response = client.get(address)
    assert response.status_code == status
    body = re.sub(r"<[^>]*>", " ", response.content.decode())
    return " ".join(html.unescape(body).split())
