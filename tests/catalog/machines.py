"""A page as a search engine reads it."""

import html
import json
import re
from dataclasses import dataclass
from typing import Any

from django.test import Client

_BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_META = re.compile(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">')


@dataclass(frozen=True)
class Read:
    """What a page says of itself to machines."""

    title: str
    metas: dict[str, str]
    canonical: str
    blocks: list[dict[str, Any]]
    body: str

    @property
    def description(self) -> str:
        return self.metas["description"]

    @property
    def is_indexed(self) -> bool:
        return "noindex" not in self.metas.get("robots", "")

    def every(self, kind: str) -> list[dict[str, Any]]:
        """All things of a kind, however deep."""
        return [
            found for block in self.blocks for found in _within(block) if found["@type"] == kind
        ]


def read(client: Client, address: str) -> Read:
    """The page, which must be there."""
    response = client.get(address)
    assert response.status_code == 200, address
    body = response.content.decode()
    title = re.search(r"<title>(.*?)</title>", body, re.DOTALL)
    canonical = re.search(r'<link rel="canonical" href="([^"]*)"', body)
    return Read(
        html.unescape(title[1]).strip() if title else "",
        {name: html.unescape(text) for name, text in _META.findall(body)},
        html.unescape(canonical[1]) if canonical else "",
        [json.loads(block) for block in _BLOCK.findall(body)],
        body,
    )


def _within(found: Any) -> list[dict[str, Any]]:
    if isinstance(found, list):
        return [deep for each in found for deep in _within(each)]
    if not isinstance(found, dict):
        return []
    own = [found] if "@type" in found else []
    return [*own, *_within(list(found.values()))]
