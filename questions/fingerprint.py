"""The fingerprint of a version's text: pure. Whoever has the text can make it again and compare."""

import json
from collections.abc import Sequence
from hashlib import sha256


def text_hash(*, verdict: str, short_answer: str, body: str, sources: Sequence[str]) -> str:
    """SHA-256 of the four things that a specialist approves, as one line of JSON; `sources` are keys in their order."""
    text = [verdict, short_answer, body, list(sources)]
    return sha256(json.dumps(text, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
