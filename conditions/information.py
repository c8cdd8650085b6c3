"""How telling a symptom is: pure."""

import math


def information(carriers: int, total: int) -> float:
    """IC of a symptom that so many of `total` have: −ln((carriers + 1) / (total + 2)), in nats, never 0.

    The additions (Laplace) keep symptoms apart that nobody, or everybody, has. Raises ValueError for a share above 1.
    """
    if not 0 <= carriers <= total:
        raise ValueError(f"{carriers} of {total} cannot have it.")
    return -math.log((carriers + 1) / (total + 2))
