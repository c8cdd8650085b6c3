"""How often somebody may do something: a count in the cache, which forgets by itself."""

import time
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def seconds_to_wait(scope: str, who: str, *, most: int, seconds: int) -> int:
    """Counts one more try, and says how long to wait before the next is allowed; 0 when this one is.

    Time is cut into windows of so many seconds. The cache sees a keyed digest, never who it was.
    """
    window, elapsed = divmod(int(time.time()), seconds)
    digest = salted_hmac("moderation.limits", f"{scope}\0{who}\0{window}", algorithm="sha256").hexdigest()
    key = f"limit:{digest}"
    cache.add(key, 0, timeout=seconds)
    try:
        tries = cache.incr(key)
    except ValueError:  # the cache dropped the count in between
        return 0
    return 0 if tries <= most else seconds - elapsed


def address_of(request: HttpRequest) -> str:
    """The network that the request comes from: an IPv4 address, or the half of an IPv6 address that names a home.

    Behind a proxy of ours it is the last address that the proxy wrote; whatever a visitor put before it is ignored.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER and (forwarded := request.headers.get("X-Forwarded-For")):
        address = forwarded.rpartition(",")[2].strip()
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))
    return str(parsed)
