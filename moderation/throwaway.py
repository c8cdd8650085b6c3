"""Mail addresses of services that give them out to be thrown away: pure."""

from collections.abc import Collection


def is_throwaway(email: str, domains: Collection[str]) -> bool:
    """Whether an address lies at one of these domains, or below one."""
    labels = email.rpartition("@")[2].lower().rstrip(".").split(".")
    return any(".".join(labels[start:]) in domains for start in range(len(labels)))
