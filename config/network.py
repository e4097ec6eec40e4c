"""Which network a request comes from, for limits on how often something may be tried."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

_OUR_SIDE = [
    ipaddress.ip_network(net)
    for net in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1", "fc00::/7")
]


def network_of(request: HttpRequest) -> str:
    """The caller's IPv4 address or IPv6 /64. `X-Forwarded-For` is believed only where the other
    end is a proxy of our own, on this machine or a private network, and then only the entry that
    the outermost of our TRUSTED_HOPS added: of one hop the last, of two the last but one. Whoever
    came round the CDN has fewer entries than hops, and the leftmost counts."""
    nearest = _address(request.META.get("REMOTE_ADDR", ""))
    if nearest is None:
        return "unknown"
    if by_our_own_proxy(request):
        told = request.headers.get("X-Forwarded-For", "").split(",")[-settings.TRUSTED_HOPS :]
        nearest = _address(told[0]) or nearest
    if isinstance(nearest, ipaddress.IPv6Address) and nearest.ipv4_mapped is None:
        return str(ipaddress.ip_network((nearest, 64), strict=False))
    return str(getattr(nearest, "ipv4_mapped", None) or nearest)


def by_our_own_proxy(request: HttpRequest) -> bool:
    """Whether the other end is on this machine or a private network."""
    nearest = _address(request.META.get("REMOTE_ADDR", ""))
    return nearest is not None and any(nearest in net for net in _OUR_SIDE)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text.strip())
    except ValueError:
        return None
