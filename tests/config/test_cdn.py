"""What the CDN's template lets a CDN keep is what the shop says to anybody, and nothing else."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from config.aws.cdn import KEPT_BY_NOBODY, PUBLIC, STATIC, cdn_template

# Lasting pictures of goods say `public` themselves; they are no pages.
PICTURES = {"picture", "photo", "card", "shop-card"}
# The old system's categories lead to the new ones, and say nothing that lets anybody keep that.
SAYS_NOTHING = re.compile(r"/equipment/category/[a-z-]+")


def addresses(within: URLResolver, before: str = "/") -> Iterator[tuple[str, Any]]:
    for each in within.url_patterns:
        path = before + re.sub(r"<[^>]+>", "x", str(each.pattern))
        if isinstance(each, URLResolver):
            yield from addresses(each, path)
        elif isinstance(each, URLPattern):
            yield path, each


ADDRESSES = list(addresses(get_resolver()))


def is_kept(path: str) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in (STATIC, *PUBLIC))


def is_for_all(pattern: URLPattern) -> bool:
    return hasattr(pattern.callback, "public") or pattern.name in PICTURES


@pytest.mark.parametrize(("path", "pattern"), ADDRESSES, ids=[path for path, _ in ADDRESSES])
def test_a_cdn_keeps_what_is_for_all_and_hands_on_the_rest(path: str, pattern: URLPattern) -> None:
    assert is_kept(path) == (is_for_all(pattern) or bool(SAYS_NOTHING.fullmatch(path)))


def test_what_nobody_named_is_kept_by_nobody_and_handed_on_whole() -> None:
    resources = cdn_template()["Resources"]
    config = resources["Shop"]["Properties"]["DistributionConfig"]
    assert config["DefaultCacheBehavior"]["CachePolicyId"] == KEPT_BY_NOBODY
    errors = {
        each["ErrorCode"]: each["ErrorCachingMinTTL"] for each in config["CustomErrorResponses"]
    }
    assert errors == dict.fromkeys((500, 502, 503, 504), 0)
    policy = resources["AsThePageSays"]["Properties"]["CachePolicyConfig"]
    assert (policy["MinTTL"], policy["DefaultTTL"]) == (0, 0)
    key = policy["ParametersInCacheKeyAndForwardedToOrigin"]
    assert key["CookiesConfig"] == {"CookieBehavior": "none"}
    assert key["HeadersConfig"]["Headers"] == ["Host"]


def test_only_our_distribution_reads_the_pictures() -> None:
    (told,) = cdn_template()["Resources"]["MediaPolicy"]["Properties"]["PolicyDocument"][
        "Statement"
    ]
    assert told["Action"] == "s3:GetObject"
    assert "${Media}" in told["Condition"]["StringEquals"]["AWS:SourceArn"]["Fn::Sub"]
