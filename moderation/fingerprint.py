"""Stands for words, so that nobody decides about what they have not read. Pure."""

from hashlib import blake2b


def fingerprint(title: str, words: str) -> str:
    """The same for the same title and words, and for no others."""
    return blake2b(f"{title}\0{words}".encode(errors="surrogatepass"), digest_size=12).hexdigest()
