"""Folding of names for lists and search: pure."""

import unicodedata

OTHER_INITIAL = "#"


def fold(text: str) -> str:
    """Lower case, without accents and with single spaces, so that “Ménière” is found as “meniere”."""
    # Twice: taking “℃” apart gives a new capital, and taking capitals away can give a new accent.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def initial(text: str) -> str:
    """The letter under which a name stands in the A to Z; `#` for names that start with a digit or a sign."""
    first = fold(text)[:1].upper()
    return first if first.isalpha() else OTHER_INITIAL
