"""How often somebody may do something in a day, counted in the shared cache, where no address is kept."""

import ipaddress

from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac

DAY = 24 * 3600


def used_today(action: str, who: str) -> int:
    """How often it was done today."""
    return int(cache.get(_key(action, who), 0))


def count_today(action: str, who: str) -> int:
    """Counts it once more, and returns how often that is."""
    key = _key(action, who)
    cache.add(key, 0, timeout=DAY)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two lines
        cache.set(key, 1, timeout=DAY)
        return 1


def _key(action: str, who: str) -> str:
    scrambled = salted_hmac("accounts.limits", who, algorithm="sha256").hexdigest()
    return f"{action}:{timezone.localdate()}:{scrambled[:24]}"


def network(address: str) -> str:
    """Where an address belongs, too coarse for one person: the first three of four parts, or of eight."""
    length = 24 if ipaddress.ip_address(address).version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{length}", strict=False).network_address)


def household(address: str) -> str:
    """The address itself, or in its longer kind the part that one household shares."""
    is_short = ipaddress.ip_address(address).version == 4
    return address if is_short else str(ipaddress.ip_network(f"{address}/64", strict=False))
